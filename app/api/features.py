"""Plain records and frames → GeoJSON features; nothing here knows the web."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import geopandas as gpd

Feature = dict[str, Any]
Record = Mapping[str, Any]


def mention_feature(mention: Record) -> Feature:
    """Return a mention as a feature; its geometry is null where it was not placed."""
    place = mention.get("place")
    properties = {key: value for key, value in mention.items() if key not in ("id", "place", "candidates")}
    for key in ("id", "name", "kind", "country", "admin1", "gazetteer"):
        properties[f"place_{key}"] = place.get(key) if place else None
    return _feature(mention["id"], place and _point(place), properties)


def claim_feature(claim: Record) -> Feature:
    """Return a stated area as a feature: a figure has no place of its own, so its geometry is null."""
    return _feature(claim["id"], None, {key: value for key, value in claim.items() if key != "id"})


def place_feature(place: Record) -> Feature:
    """Return a place of the gazetteer as a feature."""
    properties = {key: value for key, value in place.items() if key not in ("id", "lat", "lon")}
    return _feature(place["id"], _point(place), properties)


def control_features(frame: gpd.GeoDataFrame) -> Iterator[Feature]:
    """Yield a feature for each status of a control frame."""
    for row in frame.itertuples(index=False):
        properties = {"source": row.source, "on": _iso(row.on), "status": row.status}
        yield _feature(f"{row.source}.{_iso(row.on)}.{row.status}", _shape(row.geometry), properties)


def change_features(frame: gpd.GeoDataFrame) -> Iterator[Feature]:
    """Yield each polygon that was gained or lost; its number within the change is part of its id."""
    for number, row in enumerate(frame.itertuples(index=False)):
        start, end = _iso(row.start), _iso(row.end)
        properties = {
            "source": row.source,
            "start": start,
            "end": end,
            "kind": row.kind,
            "area_km2": round(float(row.area_km2), 4),
        }
        yield _feature(f"{row.source}.{start}.{end}.{number}", _shape(row.geometry), properties)


def mentioned_places(mentions: Iterable[Record]) -> list[dict[str, Any]]:
    """Return each place that mentions speak of, once, in the order in which they come."""
    found = {mention["place"]["id"]: dict(mention["place"]) for mention in mentions if mention.get("place")}
    return list(found.values())


def collection(features: list[Feature], links: list[dict[str, str]]) -> dict[str, Any]:
    """Return features as OGC API Features gives them out."""
    return {"type": "FeatureCollection", "features": features, "links": links, "numberReturned": len(features)}


def in_interval(start: str | None, end: str | None, wanted: tuple[date | None, date | None]) -> bool:
    """Say whether the days from `start` to `end` (open where null) intersect the interval.

    >>> in_interval("2022-01-01", "2022-12-31", (date(2022, 6, 1), date(2022, 6, 1)))
    True
    """
    first, last = wanted
    if first is None and last is None:
        return True
    if start is None and end is None:
        return False
    return not ((last and start and start > last.isoformat()) or (first and end and end < first.isoformat()))


def in_bbox(place: Record, bbox: tuple[float, float, float, float] | None) -> bool:
    """Say whether a place lies in a box; every place does in none."""
    if bbox is None:
        return True
    west, south, east, north = bbox
    lon = place["lon"]
    across = west <= lon <= east if west <= east else lon >= west or lon <= east
    return bool(across and south <= place["lat"] <= north)


def _feature(identifier: str, geometry: dict[str, Any] | None, properties: Record) -> Feature:
    return {"type": "Feature", "id": identifier, "geometry": geometry, "properties": dict(properties)}


def _point(place: Record) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [place["lon"], place["lat"]]}


def _shape(geometry: Any) -> dict[str, Any] | None:
    import shapely

    if geometry is None or geometry.is_empty:
        return None
    shape: dict[str, Any] = json.loads(shapely.to_geojson(shapely.orient_polygons(geometry)))
    return shape


def _iso(day: Any) -> str:
    return str(day.isoformat()[:10])
