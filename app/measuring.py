"""The definitions under which a stated area can be measured, and what each gives: pure functions.

The caller hands in what the polygons say (:class:`Measurer`); nothing here reads a file or a store.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol

from app.reading.records import Period, StatedArea
from geodata.definitions import Source, later

MeasureName = Literal["net", "gained", "lost", "held"]

DAYS_PER_RATE = {"day": 1.0, "week": 7.0, "month": 365.2425 / 12}


class SnapshotRef(Protocol):
    """A snapshot as the measurer names it."""

    @property
    def on(self) -> date:
        """Day of the snapshot."""

    @property
    def sha256(self) -> str:
        """Hash of its file."""

    @property
    def layers(self) -> Collection[str]:
        """The statuses that it has."""


class Moves(Protocol):
    """Gained and lost between two snapshots, km²."""

    @property
    def gained_km2(self) -> float:
        """After less before."""

    @property
    def lost_km2(self) -> float:
        """Before less after."""

    @property
    def net_km2(self) -> float:
        """Gained less lost."""


class Measurer(Protocol):
    """What the polygons of one source say, inside one boundary or everywhere."""

    source: Source
    """Whose definition is measured."""
    polygons: str
    """Whose polygons it is measured on; another source where one draws on another's map."""
    statuses: frozenset[str]
    boundary_km2: float | None
    """Area of the boundary that the claim is about, None where it is about everything."""

    def snapshot(self, wanted: date) -> SnapshotRef | None:
        """Return the snapshot of that day or the last one at most three days older."""

    def held_km2(self, at: Any, statuses: tuple[str, ...]) -> float:
        """Return the area under the statuses."""

    def moved(self, start: Any, end: Any, statuses: tuple[str, ...]) -> Moves:
        """Return gained and lost."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One definition and what it gives; ``difference_km2`` = computed − stated, in per cent of the stated."""

    source: str
    measure: MeasureName
    own: bool
    start: date | None
    end: date
    snapshot_start: date | None
    snapshot_end: date
    computed_km2: float
    difference_km2: float
    difference_percent: float | None
    definition: str
    polygons: str = ""
    snapshots: tuple[tuple[date, str], ...] = ()
    instead: tuple[tuple[date, date], ...] = ()
    """Days that were wanted but absent, and the days that stand for them."""


@dataclass(frozen=True, slots=True)
class _Definition:
    """What to measure: which measure, on which days' files, of which statuses."""

    measure: MeasureName
    sign: int
    start: date | None
    end: date
    statuses: tuple[str, ...]
    words: str


def measured_under(claim: StatedArea, measurer: Measurer, *, own_only: bool = False) -> list[Measured]:
    """Measure the own definition and the closed list of others; the own one first, none twice."""
    period = claim.period
    if period is None or period.end is None:
        return []
    source = measurer.source
    sets = [source.statuses(period.start or period.end), *source.status_sets]
    if not set(sets[0]) <= measurer.statuses:
        return []  # the files do not hold all that the source itself counts
    own_days, *other_days = _days(claim, source, period)
    measures = _measures(claim, source)
    wanted = [(sets[0], own_days, measures[0])]
    if not own_only:
        wanted += [(counted, days, measure) for counted in sets for days in other_days for measure in measures]
    seen: set[tuple[object, ...]] = set()
    found: list[Measured] = []
    for counted, (start, end, words), (measure, sign) in wanted:
        statuses = tuple(status for status in counted if status in measurer.statuses)
        if not statuses:
            continue
        definition = _Definition(measure, sign, start, end, statuses, words)
        measured = _measure(claim, measurer, definition, own=not found)
        if measured is None:
            if not found:
                break  # without the own definition the others say nothing
            continue
        key = (measure, sign, measured.snapshot_start, measured.snapshot_end, frozenset(statuses))
        if key not in seen:  # two definitions that rest on the same files are one
            seen.add(key)
            found.append(measured)
    return found


def _measures(claim: StatedArea, source: Source) -> list[tuple[MeasureName, int]]:
    """Return the own measure and the other one, each with its sign, by direction and actor."""
    if claim.direction in ("held", "remaining"):
        return [("held", 1)]
    actor = claim.actor or source.side
    if (claim.direction == "captured") == (actor == source.side):
        other: MeasureName = "gained" if source.measure == "net" else "net"
        return [(source.measure, 1), (other, 1)]
    return [("lost", 1), ("net", -1)]


def _days(claim: StatedArea, source: Source, period: Period) -> list[tuple[date | None, date, str]]:
    """Return the files that stand for the ends of a period: by the source's rule, then s = 0, s = 1, last days."""
    end = period.end or date.max
    if period.start is None or claim.direction in ("held", "remaining"):
        return [
            (None, later(end, source.shift_days(end)), "own rule"),
            (None, end, "file of the day"),
            (None, later(end, 1), "file of the next day"),
        ]
    start = period.start
    return [
        (source.start_file(start), source.end_file(end), "own rule"),
        (start, later(end, 1), "first day to first day"),
        (later(start, 1), later(end, 2), "second day to second day"),
        (later(start, -1), end, "last day to last day"),
    ]


def _measure(claim: StatedArea, measurer: Measurer, wanted: _Definition, *, own: bool) -> Measured | None:
    at_end = measurer.snapshot(wanted.end)
    at_start = measurer.snapshot(wanted.start) if wanted.start else None
    if at_end is None or (wanted.start and at_start is None):
        return None
    if at_start is not None and at_start.on >= at_end.on:
        return None  # one old snapshot for both ends says nothing of what lies between
    if any(
        status in measurer.statuses and status not in at.layers
        for at in (at_start, at_end)
        if at
        for status in wanted.statuses
    ):
        return None  # a day whose layer was not imported is not a day without such ground
    computed = _computed(claim, measurer, wanted, at_start, at_end)
    if computed is None:
        return None
    period = claim.period
    stated = _nearest_stated(claim, computed)
    ends = [at for at in (None if wanted.measure == "held" else at_start, at_end) if at is not None]
    return Measured(
        source=measurer.source.id,
        measure=wanted.measure,
        own=own,
        start=period.start if period and wanted.measure != "held" else None,
        end=period.end if period and period.end else at_end.on,
        snapshot_start=None if wanted.measure == "held" or at_start is None else at_start.on,
        snapshot_end=at_end.on,
        computed_km2=computed,
        difference_km2=computed - stated,
        difference_percent=100 * (computed - stated) / stated if stated else None,
        definition=_words(claim, measurer.source, wanted, ends),
        polygons=measurer.polygons,
        snapshots=tuple((at.on, at.sha256) for at in ends),
        instead=tuple(
            (day, at.on) for day, at in ((wanted.start, at_start), (wanted.end, at_end)) if day and at and at.on != day
        ),
    )


def _computed(
    claim: StatedArea, measurer: Measurer, wanted: _Definition, start: SnapshotRef | None, end: SnapshotRef
) -> float | None:
    if wanted.measure == "held":
        held = measurer.held_km2(end, wanted.statuses)
        if claim.direction == "held" and (claim.actor or measurer.source.side) == measurer.source.side:
            return held
        return None if measurer.boundary_km2 is None else measurer.boundary_km2 - held
    if start is None:
        return None
    if wanted.measure == "net" and measurer.boundary_km2 is None:  # no need to intersect anything
        value = measurer.held_km2(end, wanted.statuses) - measurer.held_km2(start, wanted.statuses)
    else:
        moves = measurer.moved(start, end, wanted.statuses)
        value = {"net": moves.net_km2, "gained": moves.gained_km2, "lost": moves.lost_km2}[wanted.measure]
    value *= wanted.sign
    return value * DAYS_PER_RATE[claim.rate] / _days_in(claim) if claim.rate else value


def _days_in(claim: StatedArea) -> int:
    period = claim.period
    return 1 if period is None or not period.start or not period.end else (period.end - period.start).days + 1


def band_of(claim: StatedArea, measurer: Measurer) -> tuple[float, float] | None:
    """Return the lowest and highest value of the own definition when each end moves by −1, 0, +1 day on its own."""
    period = claim.period
    if period is None or period.end is None:
        return None
    start, end, words = _days(claim, measurer.source, period)[0]
    statuses = measurer.source.statuses(period.start or period.end)
    measure, sign = _measures(claim, measurer.source)[0]
    steps = (-1, 0, 1)
    values = [
        measured.computed_km2
        for before in (steps if start else (0,))
        for after in steps
        if (
            measured := _measure(
                claim,
                measurer,
                _Definition(measure, sign, later(start, before) if start else None, later(end, after), statuses, words),
                own=True,
            )
        )
    ]
    return (min(values), max(values)) if values else None


def _nearest_stated(claim: StatedArea, computed: float) -> float:
    """Return the end of a stated range that is nearest to a computed area, or the area itself inside the range."""
    low, high = claim.area_km2, claim.area_km2_high
    return low if high is None else min(max(computed, low), high)


def _words(claim: StatedArea, source: Source, wanted: _Definition, ends: Sequence[SnapshotRef]) -> str:
    """Say a definition in words: ``net of occupied, 2025-11-02 → 2025-12-02 (own rule)``."""
    measure = "minus net" if wanted.sign < 0 else str(wanted.measure)
    if claim.direction == "remaining" or (claim.direction == "held" and claim.actor not in (None, source.side)):
        measure = "boundary less held"
    rate = f" a {claim.rate}" if claim.rate else ""
    days = " → ".join(at.on.isoformat() for at in ends)
    return f"{measure}{rate} of {' + '.join(wanted.statuses)}, {days} ({wanted.words})"
