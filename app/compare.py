"""A stated area against what the polygons show, under which definition: pure functions, in the order of the verdicts.

A claim is checked on a source's *own* definition first, then on a closed list of *others*; there is no free search over
dates. The caller hands in what the polygons say (:class:`Measurer`); nothing here reads a file or a store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal

from app.measuring import Measured, Measurer, Moves, SnapshotRef, band_of, measured_under
from app.reading.records import StatedArea
from geodata.definitions import Source, Sources

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
    sources: Sources,
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
    sources : Sources
        Every source's definition.
    no_boundary : str, optional
        The name of the region that the claim is about, where no boundary of it is stored.
    """
    case = Case(claim, published, tuple(measurers), sources.of, no_boundary, sources.roots)
    finding = next(found for _, holds in VERDICTS if (found := holds(case)) is not None)
    if finding.verdict == "not_checkable":
        return finding
    values = [m.computed_km2 for _, m in case.tried]
    return replace(
        finding,
        measured=tuple(m for _, m in case.tried),
        tried=len(case.tried),
        span_km2=(min(values), max(values)),
        flags=(*_notes(finding.best, published), *_corroboration(finding, case)),
    )


def _notes(best: Measured | None, published: date | None) -> Iterator[str]:
    """Say what a reader should know of the snapshots that a verdict rests on."""
    if best is None:
        return
    if published and best.snapshot_end > published:
        yield f"uses the snapshot of {best.snapshot_end}, later than the publication"
    for wanted, used in best.instead:
        yield f"there is no snapshot of {wanted}: that of {used} stands for it"


def _corroboration(finding: Finding, case: Case) -> Iterator[str]:
    """Say of the other sources whose own definitions agree whether they are a second voice or the same one."""
    if finding.verdict != "match" or finding.best is None:
        return
    first = finding.best.source
    for measurer, measured in case.fitting:
        if measured.own and measured.source != first:
            shared = case.roots(first) & case.roots(measured.source)
            title, value = measurer.source.title, f"{measured.computed_km2:,.1f} km²"
            if shared:
                maps = " and ".join(sorted(case.sources(root).title for root in shared))
                yield f"{title} agrees ({value}), but both rest on the map of {maps}: one voice, not two"
            else:
                yield f"{title}, which rests on another map, agrees: {value}"


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


Pair = tuple[Measurer, Measured]


@dataclass(frozen=True)
class Case:
    """A claim beside everything that may bear it out; each part is worked out when a verdict first asks for it.

    Parameters
    ----------
    no_boundary : str or None
        The name of the region that the claim is about, where no boundary of it is stored.
    roots : callable
        The maps that a source rests on in the end.
    """

    claim: StatedArea
    published: date | None
    measurers: tuple[Measurer, ...]
    sources: Callable[[str], Source]
    no_boundary: str | None = None
    roots: Callable[[str], frozenset[str]] = lambda source: frozenset({source})

    @cached_property
    def named(self) -> list[Measurer] | str:
        """Whose definitions count, or why none does."""
        return whose(self.claim.attributed_to, self.measurers, self.sources)

    @cached_property
    def tried(self) -> list[Pair]:
        """Every definition that is tried, each source's own one first."""
        named = [] if isinstance(self.named, str) else self.named
        return [(measurer, m) for measurer in named for m in measured_under(self.claim, measurer)]

    @cached_property
    def accepted_km2(self) -> tuple[float, float]:
        """The lowest and highest computed area that bears the claim out."""
        return accepted_km2(self.claim, self.claim.area_km2, self.claim.area_km2_high)

    @cached_property
    def fitting(self) -> list[Pair]:
        """The definitions that bear it out, the nearest first."""
        low, high = self.accepted_km2
        return sorted((pair for pair in self.tried if low <= pair[1].computed_km2 <= high), key=_distance)

    @cached_property
    def own(self) -> list[Pair]:
        """The sources' own definitions, the nearest first."""
        return sorted((pair for pair in self.tried if pair[1].own), key=_distance)


def not_checkable(case: Case) -> Finding | None:
    """Say why it cannot be checked: what it says, whose map it was counted on, or the days that are missing."""
    claim = case.claim
    obstacle = _obstacle(claim, case.published, case.measurers, case.no_boundary)
    if obstacle:
        return Finding(claim, "not_checkable", obstacle)
    if isinstance(case.named, str):
        beside = [m for measurer in case.measurers for m in measured_under(claim, measurer, own_only=True)]
        return Finding(claim, "not_checkable", case.named, measured=tuple(beside))
    return None if case.tried else Finding(claim, "not_checkable", _why_unmeasured(claim, case.named))


def match(case: Case) -> Finding | None:
    """Within tolerance of a source's own definition."""
    for source, best in case.fitting:
        if best.own:
            reason = f"{source.source.title}: {_says(best)}"
            return Finding(case.claim, "match", reason, best, band_km2=band_of(case.claim, source))
    return None


def match_other_definition(case: Case) -> Finding | None:
    """Within tolerance of another definition, with how likely such an agreement is by chance."""
    if not case.fitting:
        return None
    source, best = case.fitting[0]
    base = next(m for measurer, m in case.own if measurer is source)
    reason = f"not {source.source.title}'s own definition ({base.computed_km2:,.1f} km²), but {_says(best)}"
    share = _chance(case.claim, base.computed_km2, [m.computed_km2 for _, m in case.tried])
    band = band_of(case.claim, source)
    return Finding(case.claim, "match_other_definition", reason, best, band_km2=band, chance=share)


def within_band(case: Case) -> Finding | None:
    """Inside what a source's own definition gives when its days move by one."""
    low, high = case.claim.area_km2, case.claim.area_km2_high or case.claim.area_km2
    for source, best in case.own:
        band = band_of(case.claim, source)
        if band and band[0] <= low and high <= band[1]:
            spread = f"{band[0]:,.1f} to {band[1]:,.1f} km²"
            reason = f"{source.source.title}'s own definition gives {spread} when its days move by one"
            return Finding(case.claim, "within_band", reason, best, band_km2=band)
    return None


def overstated(case: Case) -> Finding | None:
    """More than the nearest own definition shows."""
    return _beside(case, "overstated") if case.own[0][1].computed_km2 < case.accepted_km2[0] else None


def understated(case: Case) -> Finding:
    """Less than the nearest own definition shows."""
    return _beside(case, "understated")


def _beside(case: Case, verdict: Literal["overstated", "understated"]) -> Finding:
    source, best = case.own[0]
    than = f"{'more' if verdict == 'overstated' else 'less'} than {source.source.title}'s map shows"
    reason = f"{than}, by {abs(best.difference_km2):,.1f} km²: {_says(best)}"
    return Finding(case.claim, verdict, reason, best, band_km2=band_of(case.claim, source))


VERDICTS: tuple[tuple[Verdict, Callable[[Case], Finding | None]], ...] = (
    ("not_checkable", not_checkable),
    ("match", match),
    ("match_other_definition", match_other_definition),
    ("within_band", within_band),
    ("overstated", overstated),
    ("understated", understated),
)
"""The verdicts in their order: the first that holds is the one that a claim gets; the last one always holds."""


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


def whose(
    attributed_to: str | None, measurers: Sequence[Measurer], sources: Callable[[str], Source]
) -> list[Measurer] | str:
    """Return whose definitions count: the named source's on its map or those it draws on, else every loaded one's.

    Where the named source's map is not loaded, return the reason instead.
    """
    if attributed_to is None:
        return list(measurers)
    source = sources(attributed_to)
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


def _distance(pair: Pair) -> float:
    return abs(pair[1].difference_km2)


def _says(measured: Measured) -> str:
    return f"{measured.computed_km2:,.1f} km², {measured.definition}"
