"""Figures per day, week or month, and figures that another one is only compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.reading.clauses import Layout
from app.reading.dates import month_end
from app.reading.notation import ends_with
from app.reading.quantities import Quantity
from app.reading.records import Period, Rate, StatedArea

_RATES: dict[Rate, int] = {"day": 0, "week": 1, "month": 2}
_NEAR_RATE = 26.0
_FRONTED = 14.0  # a rate that heads the sentence ("every week the troops …")
_AT_ONCE = 3
_SIMILAR = 4.0  # times: a bare figure as large as a rate beside it is one too
_SAME_KIND = 12.0  # times: farther apart, a figure is a total beside a rate
_COMPARED = 24  # characters before a figure in which "against" stands
_STANDING = frozenset({"held", "remaining"})


def is_one_month(period: Period) -> bool:
    """Tell whether a period is one calendar month."""
    start, end = period.start, period.end
    return start is not None and end is not None and start.day == 1 and end == month_end(start)


def rate_of(layout: Layout, quantity: Quantity) -> Rate | None:
    """Return whether the figure is per day, week or month."""
    best: tuple[float, Rate] | None = None
    at = (quantity.start, quantity.end)
    if quantity.other is not None:
        at = (quantity.start, quantity.other.end)
    for rate, match in layout.stretch.rates():
        if any(p.start < match.end() and match.start() < p.end for p in layout.periods):
            continue
        own_gap = max(match.start() - at[1], at[0] - match.end(), 0)
        if any(0 <= match.start() - q.end <= min(_AT_ONCE, own_gap - 1) for q in layout.quantities):
            continue  # it stands by another figure
        cost = layout.cost(match.span(), at)
        cost -= 12.0 if match.start() >= at[1] and not layout.text[at[1] : match.start()].strip(" )") else 0.0
        if match.end() <= at[0] and not layout.text[layout.start : match.start()].strip():
            cost -= _FRONTED
        if cost < _NEAR_RATE and (best is None or (cost, _RATES[rate]) < (best[0], _RATES[best[1]])):
            best = (cost, rate)
    return best[1] if best else None


def is_compared_with(layout: Layout, quantity: Quantity, last: StatedArea) -> bool:
    """Tell whether a figure is what the one before it is compared with ("contre 447 en septembre")."""
    if last.end < layout.start or last.end > quantity.start:
        return False
    lead = layout.text[last.end : quantity.start].rstrip(" (（的")
    for span in layout.periods:
        if last.end <= span.start and span.end == last.end + len(lead):
            lead = layout.text[last.end : span.start].rstrip()
    words = layout.grammar.words
    return any(ends_with(words[name], lead) for name in ("comparator", "like"))


def compared_rate(
    layout: Layout, quantity: Quantity, earlier: Sequence[StatedArea], before: Sequence[StatedArea]
) -> Rate | None:
    """Return the rate of the figure that this one is compared with ("14 km² a day, up from 9 in October")."""
    if (
        not earlier
        and before
        and quantity.elided
        and layout.grammar.words["pace"].search(layout.text, layout.start, quantity.start)
    ):
        return before[-1].rate  # "That rate, double October's (8.6)"
    if not earlier or earlier[-1].end < layout.start:
        return None
    last = earlier[-1]
    if last.rate and quantity.elided and last.area_km2 / _SIMILAR < quantity.km2 < last.area_km2 * _SIMILAR:
        return last.rate
    between = layout.text[max(last.end, quantity.start - _COMPARED) : quantity.start]
    if not last.area_km2 / _SAME_KIND < quantity.km2 < last.area_km2 * _SAME_KIND:
        return None  # "11 km² a day, and in all of October 267"
    return earlier[-1].rate if layout.grammar.words["comparator"].search(between) else None


def dated_rates(claims: list[StatedArea]) -> list[StatedArea]:
    """Give a rate without a period that of the total beside it ("15 km² a day, in all 450 in November")."""
    dated = {
        c.period for c in claims if c.rate is None and c.period and c.period.start and c.direction not in _STANDING
    }
    if len(dated) != 1:
        return claims
    return [replace(c, period=next(iter(dated))) if c.rate and c.period is None else c for c in claims]
