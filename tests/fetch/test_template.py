"""URL templates: dates, ids of an index, or the map as it is now."""

from __future__ import annotations

from datetime import date

import pytest

from app.errors import BadInput, CouldNotFetch
from app.fetch.template import Template

START, END = date(2026, 1, 4), date(2026, 1, 6)


@pytest.mark.parametrize(
    ("url", "first"),
    [
        ("https://example.org/map_{YYYYMMDD}.geojson", "https://example.org/map_20260104.geojson"),
        ("https://example.org/{YYYY}/{MM}/{YYYY-MM-DD}.json", "https://example.org/2026/01/2026-01-04.json"),
        ("https://example.org/query?where=d='{YYYY-MM-DD}'", "https://example.org/query?where=d='2026-01-04'"),
        ("https://example.org/{DD.MM.YYYY}.kml", "https://example.org/04.01.2026.kml"),
    ],
)
def test_dates_in_a_template(url: str, first: str) -> None:
    wanted = list(Template(url).days("mine", START, END, 2))
    assert [(each.on.day, each.stem) for each in wanted] == [(4, "mine_20260104"), (6, "mine_20260106")]
    assert wanted[0].url == first


@pytest.mark.parametrize("place", ["{date}", "{}", "{-}", "{YYYYMMDD!r}", "{0}", "{YYYY}{id}"])
def test_places_that_are_none(place: str) -> None:
    with pytest.raises(BadInput, match="expected"):
        Template(f"https://example.org/{place}.geojson")


def test_the_last_map_of_each_day_of_an_index() -> None:
    index = [{"id": 1767571200}, {"id": 1767600000}, {"id": 1767500000}, {"id": 1700000000}, {"id": 1797571200}]
    template = Template("https://example.org/history/{id}/geojson")
    assert [(each.url, each.stem) for each in template.ids("mine", index, START, END)] == [
        ("https://example.org/history/1767500000/geojson", "mine_20260104_1767500000"),
        ("https://example.org/history/1767600000/geojson", "mine_20260105_1767600000"),
    ]


@pytest.mark.parametrize(
    "index",
    [
        ["1767571200"],
        {"result": [{"id": "a-1", "datetime": "2026-01-05T21:18:15Z"}]},
        [{"id": 7, "createdAt": "2026-01-05"}],
    ],
)
def test_shapes_of_an_index(index: object) -> None:
    assert [each.on for each in Template("https://example.org/{id}").ids("mine", index, None, END)] == [
        date(2026, 1, 5)
    ]


@pytest.mark.parametrize(
    "index", [[], {}, None, "x", [None], [{"name": 1}], [{"id": 7}], [{"id": "../../etc"}], [{"id": True}], [[1]]]
)
def test_what_is_no_index(index: object) -> None:
    with pytest.raises(CouldNotFetch, match="the index: expected"):
        list(Template("https://example.org/{id}").ids("mine", index, None, END))
