"""What maps fetch."""

from __future__ import annotations

from typing import Literal

from app.api.shapes.common import GeoJSONGeometry, Object, Shape


class DrawnFeature(Shape):
    """Something to draw; thinned for the zoom."""

    type: Literal["Feature"]
    geometry: GeoJSONGeometry | None
    properties: Object


class Drawn(Shape):
    """GeoJSON to draw."""

    type: Literal["FeatureCollection"]
    features: list[DrawnFeature]


class Areas(Shape):
    """Geodesic areas, in km²."""

    snapshots: Object


class MapMentions(Shape):
    """Places that texts mention, clustered where they are many."""

    places: int
    mentions: int
    points: list[Object]


class MapPlace(Shape):
    """The sentences that mention a place."""

    lat: float
    lon: float
    place: Object


class MapWhere(Shape):
    """Towns, with what was gained and lost nearest to them, in km²."""

    places: list[Object]


class Names(Shape):
    """Names of larger places."""

    names: list[Object]


class Series(Shape):
    """Days of snapshots, each with the area in km²."""

    days: list[list[str | float]]
