"""Values that many shapes share."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Day = Annotated[str, Field(json_schema_extra={"format": "date"}, examples=["2025-11-02"])]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Object = dict[str, Any]


class Shape(BaseModel):
    """A JSON object; more keys may be added to it in later versions, none taken away."""

    model_config = ConfigDict(extra="allow", json_schema_extra={"additionalProperties": True})


class Link(Shape):
    """A link, as OGC API has it."""

    href: str
    rel: str = Field(examples=["self", "next", "alternate"])
    type: str = Field(examples=["application/geo+json"])
    title: str


class Place(Shape):
    """A place of a gazetteer."""

    id: str
    name: str
    kind: str = Field(examples=["settlement"])
    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    country: str | None
    admin1: str | None
    gazetteer: str


class FoundPlace(Place):
    """A place that was looked for by name."""

    score: float = Field(description="how well it fits, 0 to 1")
    why: str


class Standing(Shape):
    """How a place stood on a day, by a source's map."""

    source: str
    on: Day = Field(description="the day that is asked for")
    snapshot_on: Day | None = Field(description="the day of the snapshot that shows it")
    gap_days: int | None
    status: str | None = Field(examples=["occupied", "outside"])
    status_since: Day | None
    since_first_snapshot: bool | None = Field(description="it has not changed since the series began")
    distance_to_line_km: float | None


class Span(Shape):
    """Where something stands in a text: characters, the end exclusive."""

    sentence: int = Field(ge=0)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str


Geometry = Literal["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"]


class GeoJSONGeometry(Shape):
    """A GeoJSON geometry (RFC 7946), longitude before latitude, WGS 84."""

    type: Geometry
    coordinates: list[Any]
