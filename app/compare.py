"""A stated area against what the polygons show, under which definition: pure functions, in the order of the verdicts.

A claim is checked on a source's *own* definition first, then on a closed list of *others*; there is no free search over
dates. The caller hands in what the polygons say (:class:`Measurer`); nothing here reads a file or a store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Literal, Protocol

from app.reading.records import Period, StatedArea
from geodata.definitions import Source

Verdict = Literal["match", "match_other_definition", "within_band", "overstated", "understated", "not_checkable"]
MeasureName = Literal["net", "gained", "lost", "held"]

DAYS_PER_RATE = {"day": 1.0, "week": 7.0, "month": 365.2425 / 12}
CHANCE_SPREAD = 0.3
CHANCE_STEPS = 1200


class SnapshotRef(Protocol):
    """A snapshot as the measurer names it."""

    @property
    def on(self) -> date:
        """Day of the snapshot."""

    @property
    def sha256(self) -> str:
        """Hash of its file."""


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
    snapshots: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a stated area comes to.

    Parameters
    ----------
    best : Measured or None
        The definition that the verdict rests on.
    measured : tuple of Measured
        Every definition that was tried, or the values beside a claim that cannot be checked.
    tried : int
        How many definitions were tried for the verdict.
    chance : float or None
        With ``match_other_definition``: the share of all figures within ±30 % of the source's own value that one of the
        tried definitions would have matched.
    """

    claim: StatedArea
    verdict: Verdict
    reason: str
    best: Measured | None = None
    measured: tuple[Measured, ...] = ()
    tried: int = 0
    span_km2: tuple[float, float] | None = None
    band_km2: tuple[float, float] | None = None
    chance: float | None = None
    flags: tuple[str, ...] = field(default=())


def check(
    claim: StatedArea,
    *,
    published: date | None,
    measurers: Sequence[Measurer],
    sources: Callable[[str], Source],
    no_boundary: str | None = None,
) -> Finding:
    """Check one stated area.

    Parameters
    ----------
    claim : StatedArea
        What is stated.
    published : date or None
        Day of publication of the text.
    measurers : sequence of Measurer
        One for each loaded source.
    sources : callable
        The definition of a source by its id.
    no_boundary : str, optional
        The name of the region that the claim is about, where no boundary of it is stored.
    """
    obstacle = _obstacle(claim, published, measurers, no_boundary)
    if obstacle:
        return _not_checkable(claim, obstacle)
    named = _named(claim, measurers, sources)
    if isinstance(named, str):
        beside = [m for measurer in measurers for m in _definitions(claim, measurer, own_only=True)]
        return _not_checkable(claim, named, beside)
    by_source = {m.source.id: _definitions(claim, m) for m in named}
    tried = [m for definitions in by_source.values() for m in definitions]
    own = [m for m in tried if m.own]
    if not own:
        return _not_checkable(claim, _why_unmeasured(claim, named))
    finding = _verdict(claim, named, own, [m for m in tried if not m.own])
    later = [m for m in (finding.best,) if m and published and m.snapshot_end > published]
    notes = [f"uses the snapshot of {m.snapshot_end}, later than the publication" for m in later]
    values = [m.computed_km2 for m in tried]
    return replace(
        finding,
        measured=tuple(tried),
        tried=len(tried),
        span_km2=(min(values), max(values)),
        flags=(*finding.flags, *notes),
    )


def tolerance_km2(stated_km2: float, *, approx: bool = False) -> float:
    """Return t = max(2 % of the stated figure, min(5 km², 20 % of it)); at least 10 % where it is approximate.

    >>> tolerance_km2(505.0)
    10.1
    >>> tolerance_km2(20.0)
    4.0
    >>> tolerance_km2(505.0, approx=True)
    50.5
    """
    share = 0.10 if approx else 0.02
    return max(share * stated_km2, min(5.0, 0.2 * stated_km2))


def accepted_km2(claim: StatedArea, low: float, high: float | None) -> tuple[float, float]:
    """Return the lowest and highest computed area that bears out a stated one, by its qualifier or range."""
    top = low if high is None else high
    approx = claim.qualifier == "approx"
    if claim.qualifier == "at_least":
        return low - tolerance_km2(low), 1.2 * top
    if claim.qualifier == "at_most":
        return 0.8 * low, top + tolerance_km2(top)
    return low - tolerance_km2(low, approx=approx), top + tolerance_km2(top, approx=approx)


def _verdict(
    claim: StatedArea, measurers: Sequence[Measurer], own: Sequence[Measured], other: Sequence[Measured]
) -> Finding:
    low, high = accepted_km2(claim, claim.area_km2, claim.area_km2_high)

    def holds(measured: Measured) -> bool:
        return low <= measured.computed_km2 <= high

    nearest = min(own, key=_distance)
    source = next(m for m in measurers if m.source.id == nearest.source)
    band = _band(claim, source)
    if fits := [m for m in own if holds(m)]:
        best = min(fits, key=_distance)
        source = next(m for m in measurers if m.source.id == best.source)
        return Finding(claim, "match", f"{_title(source)}: {_says(best)}", best, band_km2=_band(claim, source))
    if fits := [m for m in other if holds(m)]:
        best = min(fits, key=_distance)
        source = next(m for m in measurers if m.source.id == best.source)
        tried = [m.computed_km2 for m in (*own, *other) if m.source == best.source]
        base = next(m for m in own if m.source == best.source)
        reason = f"not {_title(source)}'s own definition ({base.computed_km2:,.1f} km²), but {_says(best)}"
        share = _chance(claim, base.computed_km2, tried)
        return Finding(claim, "match_other_definition", reason, best, band_km2=_band(claim, source), chance=share)
    for measurer in sorted(measurers, key=lambda m: m.source.id != nearest.source):
        here = _band(claim, measurer)
        if here and here[0] <= claim.area_km2 and (claim.area_km2_high or claim.area_km2) <= here[1]:
            best = next(m for m in own if m.source == measurer.source.id)
            spread = f"{here[0]:,.1f} to {here[1]:,.1f} km²"
            reason = f"{_title(measurer)}'s own definition gives {spread} when its days move by one"
            return Finding(claim, "within_band", reason, best, band_km2=here)
    over = nearest.computed_km2 < low
    gap = abs(nearest.difference_km2)
    reason = f"{'more' if over else 'less'} than {_title(source)}'s map shows, by {gap:,.1f} km²: {_says(nearest)}"
    return Finding(claim, "overstated" if over else "understated", reason, nearest, band_km2=band)


def _obstacle(
    claim: StatedArea, published: date | None, measurers: Sequence[Measurer], no_boundary: str | None
) -> str | None:
    """Say why a claim cannot be checked whatever the maps show."""
    period = claim.period
    if claim.direction == "other":
        return "no direction that polygons measure: neither captured, lost, held nor remaining"
    if period is None:
        return "no period that it speaks of" if published else "no publication date, so its period stays open"
    if period.end is None or (period.start is None and claim.direction in ("captured", "lost")):
        return "its period is open: no day on which it begins" if period.end else "its period is open: no last day"
    if period.start and period.start > period.end:
        return f"its period ends ({period.end}) before it begins ({period.start})"
    if no_boundary:
        return f"it speaks of {no_boundary}, of which no boundary is loaded; 'frontline regions add' adds one"
    if not measurers:
        return "no snapshots are loaded; 'frontline control add' adds them"
    return None


def _named(claim: StatedArea, measurers: Sequence[Measurer], sources: Callable[[str], Source]) -> list[Measurer] | str:
    """Return whose definitions count, or why none does."""
    if claim.attributed_to is None:
        return list(measurers)
    source = sources(claim.attributed_to)
    loaded = {m.source.id: m for m in measurers}
    if source.id in loaded:
        return [loaded[source.id]]
    drawn = [loaded[name] for name in source.drawn_from if name in loaded]
    if drawn:
        return [_Borrowed(m, source) for m in drawn]
    maps = [sources(name).title for name in source.drawn_from] or [source.title]
    return f"counted on the map of {' and '.join(maps)}, which is not loaded"


class _Borrowed:
    """A source's definition on the polygons of one that it draws on."""

    def __init__(self, measurer: Measurer, source: Source) -> None:
        self._measurer = measurer
        self.source = source
        self.statuses = measurer.statuses
        self.boundary_km2 = measurer.boundary_km2

    def snapshot(self, wanted: date) -> SnapshotRef | None:
        return self._measurer.snapshot(wanted)

    def held_km2(self, at: SnapshotRef, statuses: tuple[str, ...]) -> float:
        return self._measurer.held_km2(at, statuses)

    def moved(self, start: SnapshotRef, end: SnapshotRef, statuses: tuple[str, ...]) -> Moves:
        return self._measurer.moved(start, end, statuses)


@dataclass(frozen=True, slots=True)
class _Definition:
    """What to measure: which measure, on which days' files, of which statuses."""

    measure: MeasureName
    sign: int
    start: date | None
    end: date
    statuses: tuple[str, ...]
    words: str


def _definitions(claim: StatedArea, measurer: Measurer, *, own_only: bool = False) -> list[Measured]:
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
        held = end + timedelta(days=source.shift_days(end))
        return [
            (None, held, "own rule"),
            (None, end, "file of the day"),
            (None, end + timedelta(days=1), "file of the next day"),
        ]
    start, day = period.start, timedelta(days=1)
    return [
        (source.start_file(start), source.end_file(end), "own rule"),
        (start, end + day, "first day to first day"),
        (start + day, end + 2 * day, "second day to second day"),
        (start - day, end, "last day to last day"),
    ]


def _measure(claim: StatedArea, measurer: Measurer, wanted: _Definition, *, own: bool) -> Measured | None:
    at_end = measurer.snapshot(wanted.end)
    at_start = measurer.snapshot(wanted.start) if wanted.start else None
    if at_end is None or (wanted.start and at_start is None):
        return None
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
        snapshots=tuple((at.on, at.sha256) for at in ends),
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


def _band(claim: StatedArea, measurer: Measurer) -> tuple[float, float] | None:
    """Return the lowest and highest value of the own definition when each end moves by −1, 0, +1 day on its own."""
    period = claim.period
    if period is None or period.end is None:
        return None
    start, end, words = _days(claim, measurer.source, period)[0]
    statuses = measurer.source.statuses(period.start or period.end)
    measure, sign = _measures(claim, measurer.source)[0]
    steps = [timedelta(days=days) for days in (-1, 0, 1)]
    values = [
        measured.computed_km2
        for before in (steps if start else steps[1:2])
        for after in steps
        if (
            measured := _measure(
                claim,
                measurer,
                _Definition(measure, sign, start + before if start else None, end + after, statuses, words),
                own=True,
            )
        )
    ]
    return (min(values), max(values)) if values else None


def _chance(claim: StatedArea, own_km2: float, tried: Iterable[float]) -> float | None:
    """Return the share of figures within ±30 % of the own value that one of the tried values would have borne out."""
    if own_km2 <= 0:
        return None
    values = list(tried)
    hits = 0
    for step in range(CHANCE_STEPS + 1):
        figure = own_km2 * (1 - CHANCE_SPREAD + 2 * CHANCE_SPREAD * step / CHANCE_STEPS)
        high = None if claim.area_km2_high is None else figure * claim.area_km2_high / claim.area_km2
        low, top = accepted_km2(claim, figure, high)
        hits += any(low <= value <= top for value in values)
    return hits / (CHANCE_STEPS + 1)


def _not_checkable(claim: StatedArea, reason: str, beside: Sequence[Measured] = ()) -> Finding:
    return Finding(claim, "not_checkable", reason, measured=tuple(beside))


def _why_unmeasured(claim: StatedArea, measurers: Sequence[Measurer]) -> str:
    remaining = claim.direction == "remaining" or (
        claim.direction == "held" and all(claim.actor not in (None, m.source.side) for m in measurers)
    )
    if remaining and all(m.boundary_km2 is None for m in measurers):
        return "what remains can be measured only inside a boundary, and it names none"
    period = claim.period
    span = f"{period.start or 'the day'} to {period.end}" if period and period.start else str(period and period.end)
    return f"no snapshots for {span} of {', '.join(_title(m) for m in measurers)}"


def _nearest_stated(claim: StatedArea, computed: float) -> float:
    """Return the end of a stated range that is nearest to a computed area, or the area itself inside the range."""
    low, high = claim.area_km2, claim.area_km2_high
    return low if high is None else min(max(computed, low), high)


def _distance(measured: Measured) -> float:
    return abs(measured.difference_km2)


def _title(measurer: Measurer) -> str:
    return measurer.source.title


def _says(measured: Measured) -> str:
    return f"{measured.computed_km2:,.1f} km², {measured.definition}"


def _words(claim: StatedArea, source: Source, wanted: _Definition, ends: Sequence[SnapshotRef]) -> str:
    """Say a definition in words: ``net of occupied, 2025-11-02 → 2025-12-02 (own rule)``."""
    measure = "minus net" if wanted.sign < 0 else str(wanted.measure)
    if claim.direction == "remaining" or (claim.direction == "held" and claim.actor not in (None, source.side)):
        measure = "boundary less held"
    rate = f" a {claim.rate}" if claim.rate else ""
    days = " → ".join(at.on.isoformat() for at in ends)
    return f"{measure}{rate} of {' + '.join(wanted.statuses)}, {days} ({wanted.words})"
