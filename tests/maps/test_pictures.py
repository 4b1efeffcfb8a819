"""Maps and charts as pictures: they open elsewhere, carry source, dates, method and attribution, and are repeatable."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from lxml import etree
from PIL import Image

from maps import draw_deltas, draw_map
from maps.view import MapView

from .map_builders import END, START, change, control, mention, regions

VIEW = MapView(
    before=control(START, 37.0),
    after=control(END, 37.2),
    change=change(),
    regions=regions(),
    mentions=[mention("Zelene"), mention("Kostiantynivka", id="m2", lat=48.3)],
    start=START,
    end=END,
    before_km2=110_000.0,
    after_km2=110_505.8,
    title="A title",
    source_title="Demo Map",
    attributions=["Drawn for a test"],
)
MONTHS = [
    {
        "start": f"2025-{month:02}-01", "end": f"2025-{month:02}-28", "snapshot_start": f"2025-{month:02}-02",
        "snapshot_end": f"2025-{month + 1:02}-02", "gained_km2": 300.0 + month, "lost_km2": 30.0,
        "net_km2": 270.0 + month,
    }
    for month in range(1, 12)
]  # fmt: skip


def texts(svg: bytes) -> list[str]:
    return ["".join(element.itertext()) for element in etree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def colours(png: bytes) -> set[tuple[int, int, int]]:
    image = Image.open(io.BytesIO(png)).convert("RGB")
    return {colour for _, colour in image.getcolors(maxcolors=1 << 24)}


def near(colour: tuple[int, int, int], wanted: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 45 for a, b in zip(colour, wanted, strict=True))


@pytest.mark.parametrize(
    "draw", [lambda f: draw_map(VIEW, format=f), lambda f: draw_deltas(MONTHS, title="T", format=f)]
)
def test_the_same_figures_give_the_same_file(draw) -> None:
    for format in ("png", "svg"):
        assert draw(format) == draw(format)


def test_a_png_is_one_that_others_open() -> None:
    with Image.open(io.BytesIO(draw_map(VIEW))) as image:
        assert image.format == "PNG"
        assert image.width == 1500


@pytest.mark.parametrize(
    "line",
    ["A title", "Demo Map: 2 Nov 2025 → 2 Dec 2025", "Drawn for a test",
     "Areas are geodesic, WGS 84. Made with Frontline.",
     "Place names: GeoNames (geonames.org), CC BY 4.0", "gained 523.2 km²", "lost 17.4 km²", "Zelene",
     "Kostiantynivka", "occupied, 2 Dec 2025, 110,506 km²", "edge on 2 Nov 2025"],
)  # fmt: skip
def test_a_map_says_what_it_shows(line: str) -> None:
    assert line in texts(draw_map(VIEW, format="svg"))


def test_ground_gained_is_red_and_ground_lost_is_blue() -> None:
    seen = colours(draw_map(VIEW))
    assert any(near(colour, (200, 50, 26)) for colour in seen)
    assert any(near(colour, (23, 101, 173)) for colour in seen)


@pytest.mark.parametrize(
    "line", ["A title", "Mapper", "Jan", "2025", "271", "gained", "lost", "net", "ILLUSTRATIVE DATA"]
)
def test_a_chart_says_what_it_shows(line: str) -> None:
    drawn = draw_deltas(MONTHS, title="A title", attributions=["Mapper"], illustrative=True, format="svg")
    assert line in texts(drawn)


def test_illustrative_data_is_said_to_be_that() -> None:
    assert "ILLUSTRATIVE DATA" in texts(draw_map(replace(VIEW, illustrative=True), format="svg"))
    assert "ILLUSTRATIVE DATA" not in texts(draw_map(VIEW, format="svg"))


def test_a_place_far_from_the_ground_does_not_shrink_the_front() -> None:
    far = mention(
        "London", id="m3", place={**mention()["place"], "id": "x", "name": "London", "lat": 51.5, "lon": -0.1}
    )
    drawn = texts(draw_map(replace(VIEW, mentions=[*VIEW.mentions, far]), format="svg"))
    assert "Zelene" in drawn
    assert "London" not in drawn


def test_names_that_would_stand_on_each_other_give_way() -> None:
    crowd = [mention(f"Village{n:02}", id=f"m{n}", lat=48.0 + n * 1e-4) for n in range(30)]
    shown = [
        line for line in texts(draw_map(replace(VIEW, mentions=crowd), format="svg")) if line.startswith("Village")
    ]
    assert 1 <= len(shown) < 10


@pytest.mark.parametrize(
    "view",
    [MapView(title="Nothing"), replace(VIEW, change=None, mentions=[]), replace(VIEW, before=None, regions=None),
     replace(VIEW, after=control(date(2025, 12, 2), status="claimed"))],
)  # fmt: skip
def test_a_map_of_little_is_still_a_picture(view: MapView) -> None:
    assert Image.open(io.BytesIO(draw_map(view))).size[0] == 1500


@pytest.mark.parametrize(
    "hostile", ["$\\frac{1}{0}$", "<script>alert(1)</script>", "a" * 10_000, "\u202eevil", "\\$_{^"]
)
def test_hostile_text_is_text(hostile: str) -> None:
    view = replace(VIEW, title=hostile, mentions=[mention(hostile)], attributions=[hostile])
    assert draw_map(view, format="png")
    assert not list(etree.fromstring(draw_map(view, format="svg")).iter("script"))
