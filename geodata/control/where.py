"""Where the polygons lie: cut to a boundary, checked against the country, freed of what lies on another continent."""

from __future__ import annotations

from typing import Any

import shapely
from shapely import MultiPolygon

from geodata.areas import area_km2, mended
from geodata.control.features import Collected, Feature
from geodata.errors import ImportRefused

# A polygon larger than all others together and this far from them is a slip of the map's maker.
_APART_DEG = 10.0
_SHOWN = 5
EXCHANGED = "only with latitude and longitude exchanged (--swap-axes reads it so)"


def clip(found: Collected, within: MultiPolygon, name: str) -> None:
    """Cut all features to the boundary; what lies outside is dropped and its area told.

    Raises
    ------
    ImportRefused
        All of it lies outside, but not with the axes exchanged.
    """
    shapely.prepare(within)
    inside: list[Feature] = []
    outside: list[Feature] = []
    cut_km2 = 0.0
    for feature in found.features:
        ground = mended(feature.geometry)
        if not within.contains(ground):
            whole_km2 = area_km2(ground)
            ground = mended(shapely.intersection(ground, within))
            cut_km2 += 0.0 if ground.is_empty else whole_km2 - area_km2(ground)
        if ground.is_empty:
            outside.append(feature)
        else:
            feature.geometry = ground
            inside.append(feature)
    if outside and not inside and any(_swapped(feature.geometry).intersects(within) for feature in outside):
        raise ImportRefused(f"it lies inside {name} {EXCHANGED}")
    for feature in outside:
        found.drop(f"outside {name}", feature.geometry)
    found.features = inside
    found.notes.append(f"clipped to {name}: {cut_km2:,.1f} km² of the features kept lay outside")


def check_axes(found: Collected, country: MultiPolygon) -> None:
    """Refuse features that touch the country only with latitude and longitude exchanged.

    Raises
    ------
    ImportRefused
        With the numbers of the features; polygons that lie elsewhere either way are not judged here.
    """
    shapely.prepare(country)
    exchanged = [
        number
        for number, feature in enumerate(found.features)
        if not _touches(feature.geometry, country) and _touches(_swapped(feature.geometry), country)
    ]
    if exchanged:
        which = ", ".join(str(number) for number in exchanged[:_SHOWN])
        which += ", …" if len(exchanged) > _SHOWN else ""
        some = "it lies" if len(exchanged) == len(found.features) else f"polygons {which} lie"
        raise ImportRefused(f"{some} inside the country's outline {EXCHANGED}")


def drop_apart(found: Collected) -> None:
    """Drop a polygon on another continent that is larger than all others together."""
    if len(found.features) <= 1:
        return
    areas = [feature.geometry.area for feature in found.features]
    largest = max(range(len(areas)), key=areas.__getitem__)
    if areas[largest] <= sum(areas) / 2:
        return
    others = [feature for number, feature in enumerate(found.features) if number != largest]
    bounds = shapely.box(*shapely.total_bounds([feature.geometry for feature in others]))
    ground = found.features[largest].geometry
    if shapely.distance(shapely.box(*ground.bounds), bounds) > _APART_DEG:
        found.drop("far from all others, and larger than all of them", ground)
        found.warnings.append(f"{area_km2(ground):,.0f} km² dropped, far from all others: a slip of its maker?")
        found.features = others


def _touches(ground: Any, country: MultiPolygon) -> bool:
    """Whether a ground and the prepared country meet; its first vertex mostly says so at once."""
    lon, lat = shapely.get_coordinates(ground)[0]
    return bool(shapely.intersects_xy(country, lon, lat) or country.intersects(ground))


def _swapped(ground: Any) -> Any:
    return shapely.transform(ground, lambda lonlat: lonlat[:, ::-1])
