"""A stated area against what the polygons show, under which definition: pure functions, in the order of the verdicts.

A claim is checked on a source's *own* definition first, then on a closed list of *others*; there is no free search over
dates. The caller hands in what the polygons say (:class:`Measurer`); nothing here reads a file or a store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from app.measuring import Measured, Measurer, Moves, SnapshotRef, band_of, measured_under
from app.reading.records import StatedArea
from geodata.definitions import Source

Verdict = Literal["match", "match_other_definition", "within_band", "overstated", "understated", "not_checkable"]

CHANCE_SPREAD = 0.3
CHANCE_STEPS = 1200


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
        beside = [m for measurer in measurers for m in measured_under(claim, measurer, own_only=True)]
        return _not_checkable(claim, named, beside)
    tried = [(measurer, m) for measurer in named for m in measured_under(claim, measurer)]
    if not tried:
        return _not_checkable(claim, _why_unmeasured(claim, named))
    finding = _verdict(claim, tried)
    values = [m.computed_km2 for _, m in tried]
    return replace(
        finding,
        measured=tuple(m for _, m in tried),
        tried=len(tried),
        span_km2=(min(values), max(values)),
        flags=tuple(_notes(finding.best, published)),
    )


def _notes(best: Measured | None, published: date | None) -> Iterator[str]:
    """Say what a reader should know of the snapshots that a verdict rests on."""
    if best is None:
        return
    if published and best.snapshot_end > published:
        yield f"uses the snapshot of {best.snapshot_end}, later than the publication"
    for wanted, used in best.instead:
        yield f"there is no snapshot of {wanted}: that of {used} stands for it"


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


Tried = Sequence[tuple[Measurer, Measured]]


def _verdict(claim: StatedArea, tried: Tried) -> Finding:
    low, high = accepted_km2(claim, claim.area_km2, claim.area_km2_high)

    own = sorted(((source, m) for source, m in tried if m.own), key=_distance)
    fitting = sorted(((source, m) for source, m in tried if low <= m.computed_km2 <= high), key=_distance)
    for source, best in (pair for pair in fitting if pair[1].own):
        return Finding(claim, "match", f"{source.source.title}: {_says(best)}", best, band_km2=band_of(claim, source))
    for source, best in fitting:
        base = next(m for measurer, m in own if measurer is source)
        reason = f"not {source.source.title}'s own definition ({base.computed_km2:,.1f} km²), but {_says(best)}"
        share = _chance(claim, base.computed_km2, [m.computed_km2 for _, m in tried])
        return Finding(claim, "match_other_definition", reason, best, band_km2=band_of(claim, source), chance=share)
    for source, best in own:
        band = band_of(claim, source)
        if band and band[0] <= claim.area_km2 and (claim.area_km2_high or claim.area_km2) <= band[1]:
            spread = f"{band[0]:,.1f} to {band[1]:,.1f} km²"
            reason = f"{source.source.title}'s own definition gives {spread} when its days move by one"
            return Finding(claim, "within_band", reason, best, band_km2=band)
    source, best = own[0]
    over = best.computed_km2 < low
    gap = f"{abs(best.difference_km2):,.1f} km²"
    reason = f"{'more' if over else 'less'} than {source.source.title}'s map shows, by {gap}: {_says(best)}"
    return Finding(claim, "overstated" if over else "understated", reason, best, band_km2=band_of(claim, source))


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
        self.polygons = measurer.polygons
        self.statuses = measurer.statuses
        self.boundary_km2 = measurer.boundary_km2

    def snapshot(self, wanted: date) -> SnapshotRef | None:
        return self._measurer.snapshot(wanted)

    def held_km2(self, at: SnapshotRef, statuses: tuple[str, ...]) -> float:
        return self._measurer.held_km2(at, statuses)

    def moved(self, start: SnapshotRef, end: SnapshotRef, statuses: tuple[str, ...]) -> Moves:
        return self._measurer.moved(start, end, statuses)


def _chance(claim: StatedArea, own_km2: float, tried: Sequence[float]) -> float | None:
    """Return the share of figures within ±30 % of the own value that one of the tried values would have borne out."""
    if own_km2 <= 0 or claim.area_km2 <= 0:
        return None
    hits = 0
    for step in range(CHANCE_STEPS + 1):
        figure = own_km2 * (1 - CHANCE_SPREAD + 2 * CHANCE_SPREAD * step / CHANCE_STEPS)
        high = None if claim.area_km2_high is None else figure * claim.area_km2_high / claim.area_km2
        low, top = accepted_km2(claim, figure, high)
        hits += any(low <= value <= top for value in tried)
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
    lacking = (
        [
            f"{m.source.title} counts {', '.join(missing)}, of which no polygons are loaded"
            for m in measurers
            if (missing := sorted(set(m.source.statuses(period.start or period.end or date.max)) - m.statuses))
        ]
        if period
        else []
    )
    if len(lacking) == len(measurers):
        return "; ".join(lacking)
    return f"no snapshots that stand for {span} of {', '.join(m.source.title for m in measurers)}"


def _distance(pair: tuple[Measurer, Measured]) -> float:
    return abs(pair[1].difference_km2)


def _says(measured: Measured) -> str:
    return f"{measured.computed_km2:,.1f} km², {measured.definition}"
