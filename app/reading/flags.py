"""Slips: what a stated area says that does not fit, each as a sentence with its reason.

A flag never changes a figure: it tells the reader what to look at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from app.reading.clauses import Layout
from app.reading.dates import month_end
from app.reading.grammar import Grammar
from app.reading.quantities import Quantity
from app.reading.records import Period, StatedArea

_NEAR = 24.0
_RATE_SLACK = 0.15  # a stated rate is rounded, and so is its total
_TIMES_SLACK = 0.2  # "almost twice" may be 1.6 times
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.4}
_TIMES = {"times_2": 2.0, "times_3": 3.0}


def flags_of(
    quantity: Quantity, text: str, period: Period | None, layout: Layout, published: date | None
) -> tuple[str, ...]:
    """Return the slips of one figure by itself."""
    flags = list(quantity.flags)
    if quantity.marked and quantity.other is None:
        flags.append(f"the mark in {text} was read as one of thousands; in this language it is a decimal mark")
    at = (quantity.start, quantity.end)
    if period is not None and published is not None:
        flags.extend(_period_flags(period, layout, at, published))
    for span in layout.periods:
        if span.flags and layout.cost((span.start, span.end), at) < _NEAR:
            flags.extend(span.flags)
    return tuple(flags)


def _period_flags(period: Period, layout: Layout, at: tuple[int, int], published: date) -> list[str]:
    start, end = period.start, period.end
    if end is not None and end > published:
        return [f"the period ends on {end}, after the publication on {published}"]
    named = any(
        span.rule == "month" and span.period == period and layout.cost((span.start, span.end), at) < _NEAR
        for span in layout.periods
    )
    if named and start is not None and end == published < month_end(start):
        return [f"the month was not over on {published}: the figure is for its first {end.day} days"]
    return []


def compared(
    claims: Sequence[StatedArea], before: Sequence[StatedArea], text: str, grammar: Grammar
) -> list[StatedArea]:
    """Return the claims of a sentence with the slips that only show beside another claim.

    Parameters
    ----------
    claims, before : sequence of StatedArea
        Of the sentence, and of the one before it in the same paragraph.
    text : str
        The sentence.
    """
    flagged = [_against_total(claim, (*before, *claims)) for claim in claims]
    return _against_times(flagged, text, grammar)


def _against_total(claim: StatedArea, others: Sequence[StatedArea]) -> StatedArea:
    """Flag a rate that, over its period, does not make the total stated beside it."""
    days = _days(claim.period)
    if claim.rate is None or days is None:
        return claim
    for other in others:
        if other.rate is None and (other.direction, other.period) == (claim.direction, claim.period):
            made = claim.area_km2 * days / _DAYS[claim.rate]
            low, high = sorted((made, other.area_km2))
            if high > low * (1 + _RATE_SLACK):
                reason = (
                    f"the rate does not make the total: {claim.text} a {claim.rate} over {days:.0f} days is "
                    f"{made:,.0f} km², the text says {other.text}"
                )
                return replace(claim, flags=(*claim.flags, reason))
    return claim


def _days(period: Period | None) -> float | None:
    if period is None or period.start is None or period.end is None:
        return None
    return (period.end - period.start + timedelta(days=1)).days


def _against_times(claims: list[StatedArea], text: str, grammar: Grammar) -> list[StatedArea]:
    """Flag "twice as much" that the two figures of the sentence do not bear out."""
    if len(claims) != 2 or claims[0].direction != claims[1].direction or claims[0].rate != claims[1].rate:  # noqa: PLR2004
        return claims
    first, second = claims
    if not first.value or not second.value:
        return claims
    for name, times in _TIMES.items():
        said = grammar.words[name].search(text)
        ratio = first.area_km2 / second.area_km2
        # Which of the two is the larger one is not said in every language: either way round will do.
        if said is None or any(abs(r - times) <= _TIMES_SLACK * times for r in (ratio, 1 / ratio)):
            continue
        reason = f"{said.group()!r} does not fit: {first.text} is {ratio:.1f} times {second.text}"
        return [replace(first, flags=(*first.flags, reason)), second]
    return claims
