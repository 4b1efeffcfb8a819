"""Findings, and what they are measured against."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.api.shapes.common import Day, FoundPlace, Object, Place, Shape, Span
from app.api.shapes.readings import Reading

Verdict = Literal[
    "match",
    "match_other_definition",
    "within_band",
    "overstated",
    "understated",
    "not_checkable",
    "consistent",
    "early",
    "not_in_polygons",
    "contradicted",
]


class Measured(Shape):
    """A stated area against one measured value, by one definition."""

    source: str
    measure: str = Field(examples=["net", "gained", "lost", "held"])
    own: bool = Field(description="by the source's own definition")
    start: Day | None
    end: Day | None
    snapshot_start: Day | None
    snapshot_end: Day | None
    computed_km2: float
    difference_km2: float | None = Field(description="computed less stated")
    difference_percent: float | None = Field(description="of what is stated")
    definition: str


class Provenance(Shape):
    """What a finding rests on."""

    program: str
    snapshots: dict[str, str] = Field(description="source/day → sha-256 of the file")


class Finding(Span):
    """Something that a sentence states, against the polygons."""

    id: str
    document_id: str
    sentence_text: str
    attributed_to: str | None
    stated_km2: float | None
    stated_km2_high: float | None
    rate: str | None
    verdict: Verdict
    reason: str
    best: Measured | None
    measured: list[Measured]
    tried: int
    span_km2: list[float] | None
    band_km2: list[float] | None
    chance: float | None
    flags: list[str]
    provenance: Provenance


class Findings(Shape):
    """Findings, oldest publication first."""

    findings: list[Finding]


class Checked(Shape):
    """A text that was read and checked, and not stored."""

    reading: Reading
    findings: list[Finding]


class Checks(Shape):
    """What was posted, read and checked: one text, or the entries of a feed."""

    checked: list[Checked]


class Delta(Shape):
    """How the controlled area changed between two snapshots, geodesic, in km²."""

    source: str
    region: str | None
    start: Day
    end: Day
    snapshot_start: Day
    snapshot_end: Day
    gained_km2: float
    lost_km2: float
    net_km2: float


class Deltas(Shape):
    """Deltas, by source."""

    deltas: list[Delta]


class Places(Shape):
    """Places under a name, the best first."""

    places: list[FoundPlace]


class SourceHistory(Shape):
    """What one source's map showed of a place."""

    source: str
    statuses: list[Object]
    distances: list[Object]


class History(Shape):
    """How a place stood over time."""

    place: Place
    why: str
    others: list[Place]
    history: list[SourceHistory]


class Lines(Shape):
    """The line on two days, by source, in all and by region."""

    lines: list[Object]


class Imported(Shape):
    """What an import stored, or would, and what it refused."""

    dry_run: bool
    stored: list[Object]
    refused: list[Object]


class Health(Shape):
    """Whether the store answers."""

    status: Literal["ok"]
    version: str
