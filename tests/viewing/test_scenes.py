"""What is drawn is thinned and cut; what is measured is the whole ground, geodesic."""

from __future__ import annotations

from datetime import date

import orjson
import pytest
import shapely

from app.errors import NotFound
from app.viewing.names import outlines
from app.viewing.scenes import Scenes, areas, drawn, thinned
from app.workspace import Workspace
from geodata.areas import area_km2

OCTOBER, NOVEMBER, DECEMBER = date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1)


def scenes(space: Workspace) -> Scenes:
    return Scenes(space.polygons())


def test_areas_of_the_whole_are_the_deltas(demo_workspace: Workspace) -> None:
    scene = scenes(demo_workspace).scene(demo_workspace.sources.of("demo"), NOVEMBER, DECEMBER)
    told = areas(scene, None)
    (row,) = demo_workspace.deltas(source="demo", start=NOVEMBER, end=DECEMBER)
    assert told["gained_km2"] == pytest.approx(row["gained_km2"], abs=0.01)
    assert told["lost_km2"] == pytest.approx(row["lost_km2"], abs=0.01)
    assert told["after_km2"] - told["before_km2"] == pytest.approx(row["net_km2"], abs=0.1)


def test_areas_of_two_halves_add_up(demo_workspace: Workspace) -> None:
    scene = scenes(demo_workspace).scene(demo_workspace.sources.of("demo"), OCTOBER, DECEMBER)
    west, east = areas(scene, (20, 40, 36.5, 55)), areas(scene, (36.5, 40, 45, 55))
    whole = areas(scene, None)
    for name in ("before_km2", "after_km2", "gained_km2", "lost_km2"):
        # An edge of half a degree that is cut where it is drawn straight leaves its geodesic by a little.
        assert west[name] + east[name] == pytest.approx(whole[name], rel=1e-4, abs=0.01)


def test_a_day_without_a_snapshot_shows_the_one_before(demo_workspace: Workspace) -> None:
    scene = scenes(demo_workspace).scene(demo_workspace.sources.of("demo"), date(2025, 10, 20), date(2025, 12, 24))
    assert drawn(scene, zoom=7, bbox=None)["snapshots"] == {"from": "2025-10-01", "to": "2025-12-01"}


def test_before_the_first_snapshot_there_is_none(demo_workspace: Workspace) -> None:
    with pytest.raises(NotFound, match="the first is of 2025-10-01"):
        scenes(demo_workspace).scene(demo_workspace.sources.of("demo"), date(2025, 9, 1), DECEMBER)


def test_looking_writes_nothing(demo_workspace: Workspace) -> None:
    known = demo_workspace.store.control.change_areas()
    demo_workspace.viewer.scene("demo", OCTOBER, DECEMBER)
    assert demo_workspace.store.control.change_areas() == known


@pytest.mark.parametrize("zoom", [5, 7, 9, 12])
def test_drawn_ground_strays_less_than_a_pixel(zoom: int) -> None:
    circle = shapely.Point(36, 48).buffer(0.5, quad_segs=2000)
    written = thinned(circle, zoom=zoom, bbox=None)
    found = shapely.from_geojson(orjson.dumps(written).decode())
    pixel = 360 / 256 / 2**zoom
    assert shapely.hausdorff_distance(found, circle) < pixel
    assert shapely.get_num_coordinates(found) < shapely.get_num_coordinates(circle)
    assert area_km2(found) != area_km2(circle)


def test_nothing_in_the_box_is_nothing_drawn() -> None:
    assert thinned(shapely.box(36, 47, 37, 48), zoom=7, bbox=(0, 0, 1, 1)) is None


def test_an_outline_tells_where_its_name_stands(demo_workspace: Workspace) -> None:
    (country,) = outlines(demo_workspace.region_frame(), str)["features"]
    lat, lon = country["properties"]["at"]
    assert shapely.contains_xy(demo_workspace.region_frame().geometry.iloc[0], lon, lat)


def test_points_of_the_store_know_when_it_changes(demo_workspace: Workspace) -> None:
    viewer = demo_workspace.viewer
    before, revision = viewer.points(), viewer.revision()
    assert viewer.points() is before
    demo_workspace.add_document("Fighting went on near Pokrovsk.", published=date(2025, 12, 6))
    assert viewer.revision() != revision
    assert len(viewer.points().place) == len(before.place) + 1
    total = viewer.points().count("no such place")
    assert total == 0


def test_held_is_what_the_counted_ground_covers(demo_workspace: Workspace) -> None:
    held = demo_workspace.viewer.held("demo", DECEMBER)
    ground = demo_workspace.viewer.scene("demo", DECEMBER, DECEMBER).held()
    inside = ground.representative_point()
    assert list(held([inside.x, 10.0], [inside.y, 10.0])) == [True, False]
    assert demo_workspace.viewer.held("demo", date(2001, 1, 1))([1.0], [1.0]) == [None]


def test_a_corrected_place_moves_on_the_map(demo_workspace: Workspace) -> None:
    read = demo_workspace.add_document("Fighting went on near Pokrovsk.", published=date(2025, 12, 6))
    (mention,) = (row for row in read["mentions"] if row["place"])
    viewer = demo_workspace.viewer
    before, revision = viewer.points().count(mention["place"]["id"]), viewer.revision()
    demo_workspace.correct(mention["id"], {"none": True}, note="another place of that name", by="a tester")
    assert viewer.revision() != revision
    assert viewer.points().count(mention["place"]["id"]) == before - 1
