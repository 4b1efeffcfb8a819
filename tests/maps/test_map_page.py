"""A map holds what it was given, asks no other host, and lets no text become code."""

from __future__ import annotations

import json
import re

import geopandas as gpd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

import maps
from geodata.errors import FrameError
from maps.assets import STYLES, folders, inlined_script, inlined_style
from maps.beside import MapParts
from maps.elements import label, script_json
from maps.layers import control_layers
from maps.view import LiveView, MapView
from tests.maps.map_builders import END, START, change, control, mention, regions


def full(**over: object) -> MapView:
    given = {
        "before": control(START),
        "after": control(END, 37.2),
        "change": change(),
        "regions": regions(),
        "mentions": [mention()],
        "start": START,
        "end": END,
        "attributions": ["Control: Demo"],
    }
    return MapView(**(given | over))  # type: ignore[arg-type]


def script(view: MapView) -> str:
    return maps.standalone(view)


def live(text: str = "Map", **config: object) -> MapParts:
    return maps.live([LiveView("front", text, {"source": "demo", **config})], nonce="n0", static="/static/v1")


def test_the_same_view_gives_the_same_page() -> None:
    assert maps.standalone(full()) == maps.standalone(full())


def test_every_script_carries_the_nonce() -> None:
    tags = re.findall(r"<script[^>]*>", live().script)
    assert len(tags) > 1
    assert all('nonce="n0"' in tag for tag in tags)


def test_no_inline_style_or_handler_for_which_a_policy_would_need_unsafe_inline() -> None:
    parts = live()
    assert not re.search(r"<style|\sstyle=|\son\w+=", parts.head + parts.bodies["front"])


def test_a_single_file_names_no_other_host_that_it_would_load_from() -> None:
    page = maps.standalone(full())
    assert not re.search(r"""(?:src|<link[^>]*href)=["']?(?:https?:)?//|url\((?!data:|#)|@import""", page)


@pytest.mark.parametrize(
    "layer",
    [
        "polygons_before_0",
        "polygons_after_0",
        "polygons_gained",
        "polygons_lost",
        "polygons_country",
        "polygons_regions",
        "fast_marker_cluster_places",
    ],
)
def test_layer_is_on_the_map(layer: str) -> None:
    assert f"{layer}.addTo(map_front)" in script(full())


@pytest.mark.parametrize("figure", ["523.2 km²", "17.4 km²", "505.8 km²"])
def test_legend_states_km2(figure: str) -> None:
    assert figure in script(full())


@pytest.mark.parametrize(
    "line", ["Place names: GeoNames (geonames.org), CC BY 4.0", "Control: Demo", "Illustrative data"]
)
def test_a_single_file_says_whose_data_it_shows(line: str) -> None:
    assert line in maps.standalone(full(illustrative=True))


def test_an_empty_store_still_gives_a_map_that_says_so() -> None:
    assert "No control polygons are loaded" in script(MapView())


def test_tiles_only_where_set() -> None:
    assert "L.tileLayer(" not in script(full()).split("const map_front", 1)[1]
    assert "https://tiles.example.org/{z}/{x}/{y}.png" in script(
        full(tiles_url="https://tiles.example.org/{z}/{x}/{y}.png")
    )


def test_attribution_of_each_source_is_escaped_text() -> None:
    assert json.dumps("Control: &lt;i&gt;").replace("&", "\\u0026") in script(full(attributions=["Control: <i>"]))


@pytest.mark.parametrize(
    "frame", [control(START).drop(columns="on"), control(START).to_crs("EPSG:3857")], ids=["no date", "web mercator"]
)
def test_a_frame_that_breaks_the_contract_is_refused(frame: gpd.GeoDataFrame) -> None:
    with pytest.raises(FrameError):
        maps.standalone(full(before=frame))


HOSTILE = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "{{ 7*7 }}",
    "{% for x in y %}",
    "{# comment",
    "\"'><img src=x onerror=alert(1)>",
    "\u202eright to left\u202c",
    "a\u2028b",
    "x" * 10_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=[repr(text[:16]) for text in HOSTILE])
def test_hostile_text_arrives_whole_and_as_data(text: str) -> None:
    page = script(full(mentions=[mention(text, document_title=text)], attributions=[text], title=text))
    assert script_json(text) in page
    plain = script(full())
    for tag in ("<script", "</script>", "<img"):
        assert page.count(tag) == plain.count(tag)


@pytest.mark.parametrize("text", HOSTILE, ids=[repr(text[:16]) for text in HOSTILE])
def test_hostile_text_in_a_live_map_is_data(text: str) -> None:
    parts = live(text, focus={"mention": text}, attributions=[text])
    assert script_json(text) in parts.script
    assert parts.script.count("<script") == live().script.count("<script")
    assert "<img" not in parts.bodies["front"]
    assert "49" not in re.findall(r'aria-label="([^"]*)"', parts.bodies["front"])[0]


@pytest.mark.parametrize("text", HOSTILE[:6])
def test_hostile_source_name_stays_text(text: str) -> None:
    page = maps.standalone(full(before=control(START, source=text), title=text, source_title=text))
    assert page.count("<script>") == len(re.findall(r"^<script>", page, flags=re.MULTILINE))
    assert "49" not in re.findall(r"<title>(.*?)</title>", page)[0]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_script_json_is_json_and_inert(value: object) -> None:
    written = script_json(value)
    assert json.loads(written) == value
    assert not re.search(r"[<>&']|\{[{%#]", written)


@given(st.text())
def test_label_holds_no_markup_and_no_template(text: str) -> None:
    assert not re.search(r"[<>{}\"']", label(text))


def test_drawn_geometry_keeps_its_corners() -> None:
    (layer,) = control_layers(control(START), "before")
    ring = layer.geojson()["features"][0]["geometry"]["coordinates"][0]
    assert {tuple(vertex) for vertex in ring} == {(35.0, 47.5), (35.0, 48.5), (37.0, 48.5), (37.0, 47.5)}


def test_drawn_geometry_is_thinner_and_strays_less_than_50_m() -> None:
    circle = shapely.Point(36, 48).buffer(0.5, quad_segs=500)
    frame = gpd.GeoDataFrame(
        {"source": "demo", "on": START, "status": "occupied", "geometry": [circle]}, crs="EPSG:4326"
    )
    (layer,) = control_layers(frame, "after")
    drawn = shapely.from_geojson(json.dumps(layer.geojson()["features"][0]["geometry"]))
    assert shapely.get_num_coordinates(drawn) < shapely.get_num_coordinates(circle) / 10
    assert shapely.hausdorff_distance(drawn, circle) < 0.00045


def test_several_maps_stand_on_one_page() -> None:
    views = [LiveView(name, name, {"source": "demo"}) for name in ("before", "after")]
    parts = maps.live(views, nonce="n0", static="/static/v1")
    assert set(parts.bodies) == {"before", "after"}
    assert parts.script.count("Frontline.waiting.push") == 2
    assert parts.script.count("leaflet.js") == 1


def test_a_live_map_without_tiles_asks_for_none() -> None:
    assert "tileLayer" not in live().script


def test_assets_are_there_and_images_are_inlined() -> None:
    assert all(folder.is_dir() for folder in folders().values())
    assert "url(data:image/png" in inlined_style(STYLES[0])
    assert "sourceMappingURL" not in inlined_script("leaflet/leaflet.js")
