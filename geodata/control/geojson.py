"""GeoJSON objects into features, without GDAL: the daily series is read at the speed of its parser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import shapely

from geodata.areas import check_coordinates
from geodata.control.crs import reprojection
from geodata.control.features import Collected, Feature
from geodata.control.geojson_splice import Drawn, flat
from geodata.control.geojson_text import Slices, draw, is_kept
from geodata.errors import GeometryError, ImportRefused

_FEWEST_IN_RING = 3
_POINTS_AND_LINES = ("Point", "MultiPoint", "LineString", "MultiLineString")


def read_geojson(document: dict[str, Any], crs: str | None = None, *, swap_axes: bool = False) -> Collected:
    """Return the polygonal features of a GeoJSON object in EPSG:4326.

    Parameters
    ----------
    document : dict
        A FeatureCollection, a Feature or a geometry.
    crs : str, optional
        As stated by the user; else the ``crs`` member, else EPSG:4326 as the format has it.
    swap_axes : bool
        The file has latitude first, as the format forbids.

    Raises
    ------
    ImportRefused
        No GeoJSON, a page of a longer answer, an unknown CRS, or coordinates that are no numbers or not on the globe.
    """
    found = Collected()
    check_whole(document)
    to_lonlat = reprojection(crs or _crs_member(document), found.notes, swap_axes=swap_axes)
    features = _features(document)
    if to_lonlat is None and (known := _latest.read) is not None and known[0] is features:
        return known[1].copy()
    for number, feature in enumerate(features):
        if not isinstance(feature, dict):
            raise ImportRefused(f"feature {number}: expected an object, got {type(feature).__name__}")
        geometry = feature.get("geometry")
        if geometry is None:
            found.drop("null geometry")
            continue
        try:
            drawn = _drawn(geometry)
            ground = None if drawn is None else _ground(drawn, to_lonlat)
        except (GeometryError, TypeError, ValueError) as error:
            reason = str(error) if isinstance(error, GeometryError) else "coordinates are not lists of numbers"
            mixed = "; the features before it are in degrees" if "degrees" in reason and found.features else ""
            raise ImportRefused(f"feature {number}: {reason}{mixed}") from error
        if ground is None:
            kind = geometry.get("type")
            found.drop(f"{kind}, no polygon" if kind in _POINTS_AND_LINES else "no ground in its geometry")
        else:
            found.features.append(Feature(ground, feature.get("properties") or {}))
            if drawn is not None:
                draw(features, drawn)
    _latest.read = (features, found.copy()) if to_lonlat is None and is_kept(features) else None
    return found


class _Latest:
    """What was last read, where the next text may hold the very same list of features."""

    read: tuple[Sequence[Any], Collected] | None = None


_latest = _Latest()


def from_rings(polygons: list[list[list[list[float]]]], to_lonlat: Any = None) -> Any | None:
    """Return polygons given as lists of rings (the shell first) as one shapely geometry, or None if there are none."""
    drawn = _usable(polygons)
    return None if drawn is None else _ground(drawn, to_lonlat)


def _drawn(geometry: dict[str, Any]) -> Drawn | None:
    """Return the coordinates of a geometry's polygons, None where it has none.

    Raises
    ------
    GeometryError
        The type is unknown.
    TypeError, ValueError
        Coordinates that are not lists of numbers.
    """
    if isinstance(geometry, dict) and isinstance(coordinates := geometry.get("coordinates"), Drawn):
        return coordinates
    polygons: list[list[list[list[float]]]] = []
    for part in _simple(geometry):
        polygons += part["coordinates"] if part["type"] == "MultiPolygon" else [part["coordinates"]]
    return _usable(polygons)


def _usable(polygons: list[list[list[list[float]]]]) -> Drawn | None:
    """Return the coordinates of the polygons that have a shell, without rings that enclose nothing."""
    kept = []
    for polygon in polygons:
        usable = [ring for ring in polygon if len(ring) > _FEWEST_IN_RING or _is_open_triangle(ring)]
        if usable and usable[0] is polygon[0]:
            kept.append(usable)
    if not kept:
        return None
    lonlat = flat([ring for polygon in kept for ring in polygon])
    return Drawn(lonlat, tuple(tuple(map(len, polygon)) for polygon in kept))


def _ground(drawn: Drawn, to_lonlat: Any) -> Any:
    lonlat = drawn.lonlat if to_lonlat is None else to_lonlat(drawn.lonlat)
    check_coordinates(lonlat)
    lengths = [length for polygon in drawn.rings for length in polygon]
    made = shapely.linearrings(lonlat, indices=np.repeat(np.arange(len(lengths)), lengths))
    shells = np.repeat(np.arange(len(drawn.rings)), [len(polygon) for polygon in drawn.rings])
    parts = shapely.polygons(made, indices=shells)
    return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)


def _is_open_triangle(ring: list[list[float]]) -> bool:
    return len(ring) == _FEWEST_IN_RING and ring[0] != ring[-1]


def _simple(geometry: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the polygons and multipolygons of a geometry; collections are taken apart."""
    waiting = [geometry]
    while waiting:
        part = waiting.pop()
        kind = part.get("type") if isinstance(part, dict) else None
        if kind == "GeometryCollection":
            waiting += reversed(part.get("geometries", []))
        elif kind in ("Polygon", "MultiPolygon"):
            if not isinstance(part.get("coordinates"), list):
                raise GeometryError(f"{kind} without coordinates")
            yield part
        elif kind not in _POINTS_AND_LINES:
            raise GeometryError(f"expected a GeoJSON geometry, got type {kind!r}")


def check_whole(document: dict[str, Any]) -> None:
    """Refuse one page of an ArcGIS answer, or its error: half a map would be stored as the whole.

    Raises
    ------
    ImportRefused
        The server says that it cut its answer, or that it has none.
    """
    if isinstance(error := document.get("error"), dict) and "features" not in document:
        raise ImportRefused(f"the server answered with an error: {error.get('code')} {error.get('message')}")
    properties = document.get("properties")
    told = {**document, **properties} if isinstance(properties, dict) else document
    if told.get("exceededTransferLimit") is True:
        raise ImportRefused(
            "the server cut this answer short (exceededTransferLimit): 'frontline control fetch' gets every page"
        )


def _features(document: dict[str, Any]) -> Sequence[Any]:
    kind = document.get("type")
    if kind == "FeatureCollection":
        features = document.get("features")
        if not isinstance(features, (list, Slices)):
            raise ImportRefused("expected a list of features in the FeatureCollection, got none")
        return features
    if kind == "Feature":
        return [document]
    if kind in ("Polygon", "MultiPolygon", "GeometryCollection", *_POINTS_AND_LINES):
        return [{"geometry": document}]
    raise ImportRefused(f"expected GeoJSON, got a JSON object of type {kind!r}")


def _crs_member(document: dict[str, Any]) -> str | None:
    member = document.get("crs")
    if member is None:
        return None
    try:
        return str(member["properties"]["name"])
    except (TypeError, KeyError) as error:
        raise ImportRefused("the crs member has no name: expected such as EPSG:4326, or no crs member") from error
