"""Documents, and what is read in them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.api.shapes.common import Day, Object, Place, Shape, Span, Standing


class DocumentHead(Shape):
    """What is known of a text."""

    title: str | None
    url: str | None
    published: Day | None
    lang: str | None


class ListedDocument(DocumentHead):
    """A stored document, with how much was read in it."""

    id: str
    sentences: int
    mentions: int
    claims: int


class Documents(Shape):
    """Every stored document."""

    documents: list[ListedDocument]


class Sentence(Shape):
    """Where a sentence stands: characters of the text."""

    index: int
    start: int
    end: int


class Candidate(Shape):
    """A place that a name may mean."""

    id: str
    name: str
    lat: float
    lon: float
    score: float


class Mention(Span):
    """A place name in a text."""

    id: str
    kind: str
    metonym: bool
    adjectival: bool
    place: Place | None
    score: float | None
    why: str | None
    candidates: list[Candidate]
    control: list[Standing]


class Period(Shape):
    """Days, both inclusive."""

    start: Day | None
    end: Day | None
    approximate: bool


class Claim(Span):
    """An area that a sentence states."""

    id: str
    value: float
    value_high: float | None
    unit: str = Field(examples=["km2", "mi2", "ha"])
    area_km2: float
    area_km2_high: float | None
    qualifier: str | None = Field(examples=["approx", "at_least", "at_most"])
    direction: str = Field(examples=["captured", "lost", "held", "remaining", "other"])
    actor: str | None
    period: Period | None
    rate: str | None = Field(examples=["day", "week", "month"])
    scope: Object | None
    attributed_to: str | None
    flags: list[str]


class Statement(Span):
    """Another thing that a sentence states and that can be checked."""

    id: str
    kind: Literal["control", "share", "distance", "comparison"]


class Reading(Shape):
    """What was read in a document; control is that of the day of publication."""

    id: str
    document: DocumentHead
    sentences: list[Sentence]
    mentions: list[Mention]
    claims: list[Claim]
    statements: list[Statement]
    warnings: list[str]


class ShortPlace(Shape):
    """A place, in short."""

    id: str
    name: str
    lat: float
    lon: float


class ShortMention(Span):
    """A mention, in short, with the link of its sentence's page."""

    id: str
    document_id: str
    kind: str
    metonym: bool
    published: Day | None
    sentence_text: str
    place: ShortPlace | None
    link: str


class Mentions(Shape):
    """Mentions, in short."""

    mentions: list[ShortMention]


class Correction(Shape):
    """What a person settled of a reading."""

    id: str
    target: str
    note: str
    by: str


class Corrections(Shape):
    """The corrections that hold."""

    corrections: list[Correction]
