"""What OGC API - Features gives out."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.api.shapes.common import Day, GeoJSONGeometry, Link, Object, Sha256, Shape, Span, Standing
from app.api.shapes.readings import Period


class LandingPage(Shape):
    """Where everything is."""

    title: str
    description: str
    links: list[Link]


class Conformance(Shape):
    """Classes that are kept."""

    conformsTo: list[str]
    links: list[Link]


class Definition(Shape):
    """An OpenAPI document."""

    openapi: str = Field(pattern=r"^3\.0\.\d+$")
    info: Object
    paths: Object
    components: Object


class SpatialExtent(Shape):
    """A box that holds every feature."""

    bbox: list[list[float]]
    crs: str


class TemporalExtent(Shape):
    """Days that hold every feature; null is open."""

    interval: list[list[str | None]]


class Extent(Shape):
    """Where and when the features of a collection lie."""

    spatial: SpatialExtent | None = None
    temporal: TemporalExtent | None = None


class Collection(Shape):
    """What a collection holds."""

    id: str
    title: str
    description: str
    itemType: Literal["feature"]
    crs: list[str]
    extent: Extent | None = None
    links: list[Link]


class Collections(Shape):
    """All collections."""

    links: list[Link]
    collections: list[Collection]


class Feature(Shape):
    """A GeoJSON feature, with its links."""

    type: Literal["Feature"]
    id: str
    geometry: GeoJSONGeometry | None
    properties: Object
    links: list[Link] | None = None


class InText(Span):
    """What stands in a sentence of a document."""

    document_id: str
    document_title: str | None
    published: Day | None
    document_lang: str | None
    sentence_text: str


class MentionProperties(InText):
    """Of a mention."""

    kind: str
    metonym: bool
    adjectival: bool
    score: float | None
    why: str | None
    control: list[Standing]
    place_id: str | None
    place_name: str | None
    place_kind: str | None
    place_country: str | None
    place_admin1: str | None
    place_gazetteer: str | None


class ClaimProperties(InText):
    """Of a stated area."""

    value: float
    unit: str
    area_km2: float
    direction: str
    actor: str | None
    period: Period | None
    attributed_to: str | None


class ControlProperties(Shape):
    """Of the ground of a status of a snapshot."""

    source: str
    on: Day
    until: Day | None = Field(description="the last day on which it stood; null: until now")
    status: str
    area_km2: float
    sha256: Sha256


class ChangeProperties(Shape):
    """Of a polygon gained or lost between two snapshots."""

    source: str
    start: Day
    end: Day
    kind: Literal["gained", "lost"]
    area_km2: float


class PlaceProperties(Shape):
    """Of a place; ``score`` and ``why`` where it was looked for by name, else how often and when it was mentioned."""

    name: str
    kind: str
    country: str | None
    admin1: str | None
    gazetteer: str
    mentions: int | None = None
    first: Day | None = None
    last: Day | None = None
    score: float | None = None
    why: str | None = None


class MentionFeature(Feature):
    """A mention as a feature."""

    properties: MentionProperties  # type: ignore[assignment]


class ClaimFeature(Feature):
    """A stated area as a feature; it has no geometry."""

    properties: ClaimProperties  # type: ignore[assignment]


class ControlFeature(Feature):
    """The ground of a status of a snapshot as a feature."""

    properties: ControlProperties  # type: ignore[assignment]


class ChangeFeature(Feature):
    """A polygon gained or lost as a feature."""

    properties: ChangeProperties  # type: ignore[assignment]


class PlaceFeature(Feature):
    """A place as a feature."""

    properties: PlaceProperties  # type: ignore[assignment]


class _Page(Shape):
    type: Literal["FeatureCollection"]
    numberReturned: int = Field(ge=0)
    links: list[Link]


class MentionsPage(_Page):
    """Mentions."""

    features: list[MentionFeature]


class ClaimsPage(_Page):
    """Stated areas."""

    features: list[ClaimFeature]


class ControlPage(_Page):
    """Control."""

    features: list[ControlFeature]


class ChangesPage(_Page):
    """Changes."""

    features: list[ChangeFeature]


class PlacesPage(_Page):
    """Places."""

    features: list[PlaceFeature]
