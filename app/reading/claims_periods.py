"""Which of a sentence's periods is a figure's own, and whether the figure is a rate."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from app.reading.clauses import Layout
from app.reading.dates import Calendar, month_end
from app.reading.periods import BEFORE_RULES, REPORT_RULES, UNTIL_RULES, PeriodSpan, anchored
from app.reading.quantities import Quantity
from app.reading.records import Direction, Period, Rate, StatedArea

_AHEAD = 4.0  # a period before the figure, against one behind it
_OPEN = 10.0  # "since the operation began", against a dated period
_TOTAL = 45.0  # "in all" gives way to any period of the clause
_NEAR_RATE = 26.0
_SPEECH = 34  # characters between the day of a report and its verb
_THAN = 30
_FAR = 140.0
_OWNED = 30.0
_AT_ONCE = 5


def period_of(
    layout: Layout,
    quantity: Quantity,
    direction: Direction,
    *,
    open_verb: bool,
    published: date | None,
    earlier: Sequence[StatedArea],
    before: Sequence[StatedArea],
) -> tuple[Period | None, Direction]:
    """Return a figure's period and its direction, which for "occupied" only the period tells.

    What is held is held on a day: its period has no start, and ends on the stated day or on the day of publication.
    """
    anchor = next((c.period for c in reversed([*before, *earlier]) if c.period and c.period.start), None)
    span = _nearest(layout, quantity, holding=direction in ("held", "remaining"))
    found = _meaning(layout, span, anchor, published) if span else None
    if open_verb and (found is None or (span is not None and span.rule in UNTIL_RULES)):
        direction = "held" if not (earlier or before) and not quantity.elided else direction
    if direction in ("held", "remaining"):
        return _held(found, span, published), direction
    if found is None and span is None:
        found = _inherited(earlier, before)
    return found, direction


def _held(found: Period | None, span: PeriodSpan | None, published: date | None) -> Period | None:
    if span is not None and span.rule == "unknown":
        return None
    if span is not None and span.rule == "early_month" and found is not None:
        return Period(None, found.start, True)
    if found is not None and found.end is not None:
        known_day = span is not None and span.rule in UNTIL_RULES | REPORT_RULES
        return Period(None, found.end, found.approximate or not (known_day or found.end == published))
    return Period(None, published) if published else None


def _inherited(earlier: Sequence[StatedArea], before: Sequence[StatedArea]) -> Period | None:
    for claim in reversed([*before, *earlier]):
        if claim.period is not None and claim.direction not in ("held", "remaining"):
            return claim.period if claim.period.start is not None else None
    return None


def _meaning(layout: Layout, span: PeriodSpan, anchor: Period | None, published: date | None) -> Period | None:
    if span.rule not in BEFORE_RULES:
        return span.period
    return anchored(span, layout.text, layout.grammar, Calendar(published, anchor)).period


def _nearest(layout: Layout, quantity: Quantity, *, holding: bool) -> PeriodSpan | None:
    best: tuple[float, PeriodSpan] | None = None
    at = (quantity.start, quantity.end)
    for span in layout.periods:
        if span.rule == "nothing" or (span.period is None and span.rule not in BEFORE_RULES | {"unknown"}):
            continue
        if not holding and span.rule in REPORT_RULES and _is_report(layout, span):
            continue
        if span.rule in BEFORE_RULES and any(
            quantity.end <= q.start < span.start or span.end <= q.start < quantity.start for q in layout.quantities
        ):
            continue
        if _is_compared(layout, quantity, span):
            continue
        if _is_of_part(layout, quantity, span):
            continue
        cost = layout.cost((span.start, span.end), at)
        cost += _OWNED if _leads_another(layout, quantity, span) else 0.0
        cost += _AHEAD if span.end <= quantity.start else 0.0
        cost += {"total": _TOTAL, "open": _OPEN}.get(span.rule, 0.0)
        if cost < _FAR and (best is None or cost < best[0]):
            best = (cost, span)
    return best[1] if best else None


def _leads_another(layout: Layout, quantity: Quantity, span: PeriodSpan) -> bool:
    """Tell whether another figure follows the period at once ("December's 401", "в марте – 133")."""
    following = bisect_left(layout.figure_starts, span.end)
    if following == len(layout.quantities) or layout.quantities[following] is quantity:
        return False
    between = layout.text[span.end : layout.quantities[following].start]
    return len(between) <= _AT_ONCE and not between.strip(" –—-:的")


def _is_of_part(layout: Layout, quantity: Quantity, span: PeriodSpan) -> bool:
    """Tell whether a period is that of a part ("5,400 km², including 701 in November")."""
    following = bisect_left(layout.figure_starts, quantity.end)
    if following == len(layout.quantities):
        return False
    part = layout.quantities[following]
    between = layout.text[quantity.end : part.start]
    return span.start >= part.end and layout.grammar.words["part"].search(between) is not None


def _is_report(layout: Layout, span: PeriodSpan) -> bool:
    """Tell whether a day is that of the report ("said on Feb. 23"), not that of the change."""
    text = layout.text[max(layout.start, span.start - _SPEECH) : span.start]
    after = layout.text[span.end : min(layout.end, span.end + _SPEECH)]
    speech = layout.grammar.words["speech"]
    return speech.search(text) is not None or speech.search(after) is not None


def _is_compared(layout: Layout, quantity: Quantity, span: PeriodSpan) -> bool:
    """Tell whether a period belongs to what the figure is compared with ("44 % less than in August")."""
    if span.start < quantity.end:
        return False
    lead = layout.text[max(quantity.end, span.start - _THAN) : span.start]
    return layout.grammar.words["than"].search(lead) is not None and not any(
        quantity.end <= q.start < span.start for q in layout.quantities
    )


def is_one_month(period: Period) -> bool:
    """Tell whether a period is one calendar month."""
    start, end = period.start, period.end
    return start is not None and end is not None and start.day == 1 and end == month_end(start)


def rate_of(layout: Layout, quantity: Quantity) -> Rate | None:
    """Return whether the figure is per day, week or month."""
    best: tuple[float, Rate] | None = None
    rates: tuple[Rate, ...] = ("day", "week", "month")
    at = (quantity.start, quantity.end)
    if quantity.other is not None:
        at = (quantity.start, quantity.other.end)
    for rate in rates:
        for match in layout.grammar.words[f"rate_{rate}"].finditer(layout.text, layout.start, layout.end):
            if any(p.start < match.end() and match.start() < p.end for p in layout.periods):
                continue
            own_gap = max(match.start() - at[1], at[0] - match.end(), 0)
            if any(0 <= match.start() - q.end <= min(_AT_ONCE - 2, own_gap - 1) for q in layout.quantities):
                continue  # it stands by another figure
            cost = layout.cost(match.span(), at)
            cost -= 12.0 if match.start() >= at[1] and not layout.text[at[1] : match.start()].strip(" )") else 0.0
            if cost < _NEAR_RATE and (best is None or cost < best[0]):
                best = (cost, rate)
    return best[1] if best else None
