"""Query parameters: what is taken, and the one line for what is not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.api.negotiate import prefers_html
from app.api.params import parse_bbox, parse_datetime, parse_every, parse_names, parse_span
from app.errors import BadInput

D = date


@pytest.mark.parametrize(
    ("text", "box"),
    [
        (None, None),
        ("", None),
        ("36,47,38,49", (36, 47, 38, 49)),
        (" 36 , 47.5 , 38 , 49 ", (36, 47.5, 38, 49)),
        ("36,47,-10,38,49,100", (36, 47, 38, 49)),
        ("170,-10,-170,10", (170, -10, -170, 10)),
    ],
)
def test_bbox(text: str | None, box: object) -> None:
    assert parse_bbox(text) == box


@pytest.mark.parametrize(
    "text", ["1,2,3", "a,b,c,d", "36,49,38,47", "-181,0,1,1", "0,0,1,91", "nan,0,1,1", "0,0,inf,1", "1;2;3;4", ","]
)
def test_bbox_refused(text: str) -> None:
    with pytest.raises(BadInput, match="bbox: expected"):
        parse_bbox(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (None, (None, None)),
        ("2025-11-01", (D(2025, 11, 1), D(2025, 11, 1))),
        ("2025-11-01T23:59:59Z", (D(2025, 11, 1), D(2025, 11, 1))),
        ("2025-11-01T23:59:59z", (D(2025, 11, 1), D(2025, 11, 1))),
        ("2025-11-01/2025-11-30", (D(2025, 11, 1), D(2025, 11, 30))),
        ("2025-11-01/..", (D(2025, 11, 1), None)),
        ("../2025-11-30", (None, D(2025, 11, 30))),
        ("/2025-11-30", (None, D(2025, 11, 30))),
        ("2025-11-01/", (D(2025, 11, 1), None)),
    ],
)
def test_datetime(text: str | None, days: object) -> None:
    assert parse_datetime(text) == days


@pytest.mark.parametrize("text", ["today", "2025-02-30", "2025-11-30/2025-11-01", "../..", "a/b/c", "2025", "../"])
def test_datetime_refused(text: str) -> None:
    with pytest.raises(BadInput, match="datetime: "):
        parse_datetime(text)


@pytest.mark.parametrize(
    ("start", "end"),
    [("2025-12-02", "2025-11-02"), ("x", None), (None, "2025-13-01"), ("0202-11-01", None), (None, "9999-12-31")],
)
def test_span_refused(start: str | None, end: str | None) -> None:
    with pytest.raises(BadInput, match=r"(from|to): expected"):
        parse_span(start, end)


@pytest.mark.parametrize(
    ("text", "names"), [(None, None), ("", None), (" , ", None), ("occupied, advance", ("occupied", "advance"))]
)
def test_names(text: str | None, names: object) -> None:
    assert parse_names(text) == names


def test_every() -> None:
    assert [parse_every(text) for text in (None, "", "week")] == [None, None, "week"]
    with pytest.raises(BadInput, match="expected day, week, month, got 'year'"):
        parse_every("year")


@given(st.text())
def test_whatever_comes_is_taken_or_refused_in_one_short_line(text: str) -> None:
    for parse in (parse_bbox, parse_datetime, parse_every):
        try:
            parse(text)
        except BadInput as error:
            assert "\n" not in str(error)
            assert len(str(error)) < 300


@pytest.mark.parametrize(
    ("accept", "f", "html"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", None, True),
        ("text/*", None, True),
        ("*/*", None, False),
        ("", None, False),
        ("application/json", None, False),
        ("application/json;q=0.5, text/html;q=0.4", None, False),
        ("text/html;q=0", None, False),
        ("text/html;q=x", None, False),
        ("text/html", "json", False),
        ("application/json", "html", True),
    ],
)
def test_page_or_json(accept: str, f: str | None, html: bool) -> None:
    assert prefers_html(accept, f) is html


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(BadInput, match="f: expected json or html, got 'xml'"):
        prefers_html("text/html", "xml")
