"""Changed ground by the nearest town: the parts add up, and towns across the border name none."""

from __future__ import annotations

from datetime import date

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from app.viewing.names import NamedPlaces
from app.viewing.scenes import Scene
from app.viewing.where import changed_near
from geodata.areas import area_km2
from geodata.places import Place

NOTHING = shapely.MultiPolygon()
DAY = date(2025, 12, 2)


def towns(*given: tuple[str, float, float, int]) -> NamedPlaces:
    return NamedPlaces.of(
        [Place(name, name, "settlement", lat, lon, population=people) for name, lat, lon, people in given]
    )


def moved(gained: shapely.Geometry, lost: shapely.Geometry = NOTHING) -> Scene:
    return Scene("demo", DAY, DAY, NOTHING, {}, (), gained, lost)


def named(scene: Scene, places: NamedPlaces, **given: object) -> dict[str, tuple[float, float]]:
    rows = changed_near(scene, places, **given)  # type: ignore[arg-type]
    return {places.names[row["index"]]: (row["gained_km2"], row["lost_km2"]) for row in rows}


def test_ground_goes_to_the_town_it_is_nearest_to() -> None:
    places = towns(("West", 48.0, 36.0, 20_000), ("East", 48.0, 38.0, 20_000))
    found = named(moved(shapely.box(36.4, 47.9, 36.6, 48.0), shapely.box(37.4, 47.9, 37.5, 48.0)), places)
    assert set(found) == {"West", "East"}
    assert found["West"][1] == found["East"][0] == 0


def test_the_most_changed_comes_first_and_villages_name_nothing() -> None:
    places = towns(("West", 48.0, 36.0, 20_000), ("East", 48.0, 38.0, 20_000), ("Village", 48.0, 37.5, 900))
    found = named(moved(shapely.box(36.4, 47.9, 36.5, 48.0), shapely.box(37.4, 47.9, 37.8, 48.0)), places)
    assert list(found) == ["East", "West"]


def test_a_suburb_is_its_city() -> None:
    places = towns(("City", 48.0, 36.0, 200_000), ("Quarter", 48.01, 36.03, 30_000), ("Far", 49.0, 38.0, 9_000))
    assert list(named(moved(shapely.box(36.05, 47.99, 36.1, 48.02)), places)) == ["City"]


def test_a_town_across_the_border_names_no_ground() -> None:
    places = towns(("Here", 48.0, 36.0, 20_000), ("Across", 48.0, 37.0, 20_000))
    ground = moved(shapely.box(36.7, 47.9, 36.8, 48.0))
    assert list(named(ground, places)) == ["Across"]
    assert list(named(ground, places, within=shapely.box(30, 45, 36.9, 52))) == ["Here"]


@pytest.mark.parametrize("places", [towns(), towns(("Village", 48.0, 36.0, 100))])
def test_without_towns_there_is_nothing_to_say(places: NamedPlaces) -> None:
    assert named(moved(shapely.box(36, 47, 37, 48)), places) == {}


def test_where_nothing_moved_nothing_is_said() -> None:
    assert named(moved(NOTHING), towns(("West", 48.0, 36.0, 20_000))) == {}


@given(st.lists(st.tuples(st.floats(47, 49), st.floats(35, 38)), min_size=1, max_size=25, unique=True))
def test_the_parts_add_up_to_the_whole(spots: list[tuple[float, float]]) -> None:
    places = towns(*((f"T{i}", lat, lon, 10_000) for i, (lat, lon) in enumerate(spots)))
    ground = shapely.box(36.0, 47.6, 36.8, 48.2)
    found = named(moved(ground), places, most=99)
    assert sum(gained for gained, _ in found.values()) == pytest.approx(area_km2(ground), rel=1e-3, abs=0.5)
