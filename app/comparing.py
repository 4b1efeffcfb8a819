"""A stated comparison against the series: what a source's own definition gives for both its periods; pure functions.

"44 % less than in August" holds where the ratio of the two measured areas, each within its tolerance, meets the stated
one; "the smallest since May" where no month after May was smaller.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.compare import tolerance_km2, whose
from app.measuring import Measured, Measurer, measured_under
from app.reading.records import Comparison, Period, StatedArea
from geodata.definitions import Source

ComparedVerdict = Literal["consistent", "contradicted", "not_checkable"]

HEDGE = 0.10
"""How far "almost double" may be from double, as a share of it; the same as the tolerance of an approximate area."""
ROUND_MULTIPLE = 0.05
"""How far a plain "twice as much" may be from it."""
ROUND_PERCENT = 0.5
"""A whole percentage is rounded by up to half a point."""
_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class ComparedFinding:
    """What a comparison comes to.

    Parameters
    ----------
    measured : tuple of Measured
        The areas that it rests on, of one source: that of the period first, then what it was compared with.
    ratio : float or None
        Measured: the period's area over that of the base; None for a record.
    """

    comparison: Comparison
    verdict: ComparedVerdict
    reason: str
    measured: tuple[Measured, ...] = ()
    ratio: float | None = None


def check_comparison(
    comparison: Comparison,
    *,
    measurers: Sequence[Measurer],
    sources: Callable[[str], Source],
) -> ComparedFinding:
    """Check one comparison by the own definition of the source that it names, else of the one that agrees best.

    Parameters
    ----------
    measurers : sequence of Measurer
        One for each loaded source.
    sources : callable
        The definition of a source by its id.
    """
    named = whose(comparison.attributed_to, measurers, sources)
    if isinstance(named, str):
        return ComparedFinding(comparison, "not_checkable", named)
    if not named:
        return ComparedFinding(
            comparison, "not_checkable", "no snapshots are loaded; 'frontline control add' adds them"
        )
    check = _record if comparison.relation in ("least", "most") else _ratio
    found = [check(comparison, measurer) for measurer in named]
    order = {"consistent": 0, "contradicted": 1, "not_checkable": 2}
    return min(found, key=lambda finding: order[finding.verdict])


def stated_ratio(comparison: Comparison) -> float:
    """Return the period's area over that of the base, as stated.

    >>> month = Period(date(2025, 9, 1), date(2025, 9, 30))
    >>> stated_ratio(Comparison(0, 0, 1, "x", "less", month, month, percent=44.0))
    0.56
    """
    percent = comparison.percent or 0.0
    if comparison.relation == "less":
        return round(1 - percent / 100, 6)
    return round(1 + percent / 100, 6) if comparison.relation == "more" else comparison.times or 1.0


def accepted_ratios(comparison: Comparison) -> tuple[float, float]:
    """Return the lowest and highest ratio that the words leave room for."""
    ratio = stated_ratio(comparison)
    if comparison.qualifier == "approx":
        return ratio * (1 - HEDGE), ratio * (1 + HEDGE)
    slack = ROUND_PERCENT / 100 if comparison.percent is not None else ROUND_MULTIPLE * ratio
    return ratio - slack, ratio + slack


def _ratio(comparison: Comparison, measurer: Measurer) -> ComparedFinding:
    now, then = (_measured(comparison, measurer, period) for period in (comparison.period, comparison.base))
    if now is None or then is None:
        return _unmeasured(comparison, measurer, comparison.period if now is None else comparison.base)
    title = measurer.source.title
    a, b = now.computed_km2, then.computed_km2
    words = f"{title}: {_says(now)} against {_says(then)}"
    if a <= 0 or b <= 0:
        return ComparedFinding(comparison, "not_checkable", f"{words}: no ratio of what is not gained", (now, then))
    approx = comparison.qualifier == "approx"
    slack_a, slack_b = (min(tolerance_km2(area, approx=approx), area / 2) for area in (a, b))
    low, high = accepted_ratios(comparison)
    holds = (a - slack_a) / (b + slack_b) <= high and low <= (a + slack_a) / (b - slack_b)
    verdict: ComparedVerdict = "consistent" if holds else "contradicted"
    return ComparedFinding(comparison, verdict, f"{words}: {_in_words(comparison, a / b)}", (now, then), a / b)


def _record(comparison: Comparison, measurer: Measurer) -> ComparedFinding:
    now = _measured(comparison, measurer, comparison.period)
    if now is None:
        return _unmeasured(comparison, measurer, comparison.period)
    months = _months_between(comparison.base, comparison.period)
    beside = [_measured(comparison, measurer, month) for month in months]
    if not months or any(measured is None for measured in beside):
        missing = next((month for month, measured in zip(months, beside, strict=True) if measured is None), None)
        return _unmeasured(comparison, measurer, missing or comparison.base)
    known = [measured for measured in beside if measured is not None]
    least = comparison.relation == "least"
    best = min(known, key=lambda m: m.computed_km2 if least else -m.computed_km2)
    slack = tolerance_km2(abs(now.computed_km2))
    gap = now.computed_km2 - best.computed_km2 if least else best.computed_km2 - now.computed_km2
    verdict: ComparedVerdict = "consistent" if gap <= slack else "contradicted"
    which = "smallest" if least else "largest"
    words = (
        f"{measurer.source.title}: {_says(now)}; the {which} of the {len(known)} month{'s' * (len(known) > 1)} between"
    )
    return ComparedFinding(comparison, verdict, f"{words} is {_says(best)}", (now, best))


def _measured(comparison: Comparison, measurer: Measurer, period: Period) -> Measured | None:
    """Return what the source's own definition gives for a period."""
    claim = StatedArea(
        sentence=comparison.sentence, start=comparison.start, end=comparison.end, text=comparison.text, value=0.0,
        unit="km2", direction=comparison.direction, actor=comparison.actor, period=period,
    )  # fmt: skip
    return next(iter(measured_under(claim, measurer, own_only=True)), None)


def _months_between(base: Period, period: Period) -> list[Period]:
    """Return the calendar months after the one in which the base begins, up to the one before the period."""
    if base.start is None or period.start is None:
        return []
    months = []
    first = _next_month(base.start.replace(day=1))
    while first < period.start:
        following = _next_month(first)
        months.append(Period(first, date.fromordinal(following.toordinal() - 1)))
        first = following
    return months


def _next_month(first: date) -> date:
    return date(first.year + (first.month == _DECEMBER), first.month % _DECEMBER + 1, 1)


def _says(measured: Measured) -> str:
    return f"{measured.computed_km2:,.1f} km² from {measured.start} to {measured.end}"


def _in_words(comparison: Comparison, ratio: float) -> str:
    if comparison.percent is None:
        return f"{ratio:.2f} times as much"
    return f"{abs(1 - ratio):.1%} {'less' if ratio < 1 else 'more'}".replace("%", " %")


def _unmeasured(comparison: Comparison, measurer: Measurer, period: Period) -> ComparedFinding:
    span = f"{period.start} to {period.end}"
    return ComparedFinding(
        comparison, "not_checkable", f"no snapshots that stand for {span} of {measurer.source.title}"
    )
