"""Which of a sentence's periods is a figure's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from app.reading.claims_nearest import nearest
from app.reading.clauses import Layout
from app.reading.dates import Calendar
from app.reading.notation import ends_with
from app.reading.periods import BEFORE_RULES, OPEN_RULES, REPORT_RULES, UNTIL_RULES, PeriodSpan, anchored
from app.reading.quantities import Quantity
from app.reading.records import Direction, Period, StatedArea

_TENSE = 40  # characters between "has" or "have been" and a figure
_HOLDING = frozenset({"held", "remaining"})
_CUT = frozenset({"month", "this_month", "since_this_month", "until_day"})
_THAN = 16  # characters between "than" and a period
_CUT_REACH = 60.0


def period_of(
    layout: Layout,
    quantity: Quantity,
    direction: Direction,
    *,
    open_verb: bool,
    published: date | None,
    earlier: Sequence[StatedArea],
    before: Sequence[StatedArea],
    lead: Callable[[], Period | None],
) -> tuple[Period | None, Direction]:
    """Return a figure's period and its direction, which for "occupied" only the period tells.

    What is held is held on a day: its period has no start, and ends on the stated day or on the day of publication.
    """
    holding = direction in _HOLDING
    span = nearest(layout, quantity, published, holding=holding)
    found = _meaning(layout, span, _anchor(layout, quantity, span, earlier, before), published) if span else None
    if holding and span is not None and earlier and earlier[-1].direction not in _HOLDING:
        # "of the 1,376 seized in August 110 are left": August is when they were seized.
        at, last = (span.start, span.end), (earlier[-1].start, earlier[-1].end)
        nearer = layout.cost(at, last) < layout.cost(at, (quantity.start, quantity.end))
        span, found = (None, None) if span.end <= quantity.start and nearer else (span, found)
    if holding and span is not None and span.rule == "before":
        found = _day_before(layout, span, [*before, *earlier], published)
    if span is not None and span.rule == "early_year" and not holding:
        return None, direction  # "300 km² a month at the start of the year"
    if span is not None and not holding and earlier and span.end <= earlier[-1].start >= layout.start:
        # Behind another figure its period goes on, rather than one that stands before both.
        span = None if earlier[-1].period is not None and earlier[-1].direction not in _HOLDING else span
        found = found if span else None
    if span is not None and span.rule == "total" and earlier and earlier[-1].rate and earlier[-1].period:
        # "15 km² a day in June, in all 449": the sum of the rate.
        span, found = (None, earlier[-1].period) if earlier[-1].start >= layout.start else (span, found)
    until = found.end if found is not None and span is not None and span.rule == "until_day" else None
    if until is not None and not holding and any(p.rule == "same_period" for p in layout.periods):
        found = Period(until.replace(day=1), until)  # "by the 15th 256, in the same days of October 102"
    if span is not None and found is not None and not holding:
        found = _up_to_stated_day(layout, quantity, span, found)
    now = span is not None and span.rule == "total" and layout.grammar.words["now"].search(
        layout.text, span.start, span.end
    )  # fmt: skip
    # 8月底控制: where one verb means both, the end of a month is a day.
    day = span is not None and (span.rule in UNTIL_RULES or (span.rule == "late_month" and not layout.grammar.spaced))
    if open_verb and (found is None or now or day):
        direction = "held" if now or (not (earlier or before) and not quantity.elided) else direction
    if direction in ("held", "remaining"):
        return _held(found, span, published), direction
    if found is None and span is None and quantity.elided and earlier and earlier[-1].start >= layout.start:
        found = _compared_to(layout, quantity, earlier[-1])
    if found is None and span is None:
        found = _inherited(earlier, before) or (None if earlier or before else lead())
        if found is None and published and _is_perfect(layout, quantity):
            found = Period(None, published)
    return found, direction


def _compared_to(layout: Layout, quantity: Quantity, last: StatedArea) -> Period | None:
    """Return what a figure is compared with where it is said before both ("faster than in June: 564 against 556")."""
    words = layout.grammar.words
    if not ends_with(words["comparator"], layout.text[last.end : quantity.start].rstrip()):
        return None
    than = [
        p
        for p in layout.periods
        if p.end <= last.start and words["than"].search(layout.text, max(layout.start, p.start - _THAN), p.start)
    ]
    return than[-1].period if than else None


def _is_perfect(layout: Layout, quantity: Quantity) -> bool:
    """Tell whether the tense says "up to now" ("has captured", "have been liberated")."""
    lead = layout.text[max(layout.start, quantity.start - _TENSE) : quantity.start]
    behind = layout.text[quantity.end : min(layout.end, quantity.end + _TENSE)]
    perfect = layout.grammar.words["perfect"]
    return perfect.search(lead) is not None or perfect.search(behind) is not None


def _day_before(
    layout: Layout, span: PeriodSpan, claims: Sequence[StatedArea], published: date | None
) -> Period | None:
    """Return the day, a week or a month before the one of the claim before, on which so much was held."""
    held = [c.period.end for c in claims if c.direction in ("held", "remaining") and c.period and c.period.end]
    day = held[-1] if held else published
    ago = anchored(replace(span, rule="before"), layout.text, layout.grammar, Calendar(day), rule="ago")
    return ago.period


def _anchor(
    layout: Layout,
    quantity: Quantity,
    span: PeriodSpan | None,
    earlier: Sequence[StatedArea],
    before: Sequence[StatedArea],
) -> Period | None:
    """Return the period that a figure's own one leans on: that of the figure before it, or another one beside it."""
    if span is not None and span.rule == "that_month":
        beside = [p for p in layout.periods if p.period is not None and p is not span and p.rule not in OPEN_RULES]
        if beside:
            return min(beside, key=lambda p: layout.cost((p.start, p.end), (quantity.start, quantity.end))).period
    claims = [*before, *earlier]
    dated = [c.period for c in claims if c.period and c.period.start]
    if span is not None and span.rule in ("same_period", "first_days"):
        return dated[0] if dated else None
    return dated[-1] if dated else None


def _up_to_stated_day(layout: Layout, quantity: Quantity, span: PeriodSpan, found: Period) -> Period:
    """Cut a month at the day as of which it was counted ("in October (as of the 27th)"), or open it there."""
    if span.rule not in _CUT or found.end is None or (found.start is None) != (span.rule == "until_day"):
        return found
    others = [p for p in layout.periods if p is not span and p.period is not None and p.rule in _CUT]
    for other in others:
        if (other.rule == "until_day") == (span.rule == "until_day") or other.period is None:
            continue
        if layout.cost((other.start, other.end), (quantity.start, quantity.end)) > _CUT_REACH:
            continue
        start, end = (found.start, other.period.end) if found.start else (other.period.start, found.end)
        whole = found.end if found.start else other.period.end
        if start and end and whole and start <= end <= whole:
            return Period(start, end, found.approximate)
    return found


def _held(found: Period | None, span: PeriodSpan | None, published: date | None) -> Period | None:
    if span is not None and span.rule == "unknown":
        return None
    if span is not None and span.rule in ("early_month", "early_year") and found is not None:
        return Period(None, found.start, True)
    if found is not None and found.end is not None:
        known_day = span is not None and span.rule in UNTIL_RULES | REPORT_RULES
        return Period(None, found.end, found.approximate or not (known_day or found.end == published))
    return Period(None, published) if published else None


def _inherited(earlier: Sequence[StatedArea], before: Sequence[StatedArea]) -> Period | None:
    for claims in (earlier, before):
        for claim in reversed(claims):
            if claim.period is not None and claim.direction not in ("held", "remaining"):
                # "since the operation began" goes on within its sentence only.
                return claim.period if claim.period.start is not None or claims is earlier else None
    return None


def _meaning(layout: Layout, span: PeriodSpan, anchor: Period | None, published: date | None) -> Period | None:
    if span.rule not in BEFORE_RULES:
        return span.period
    return anchored(span, layout.text, layout.grammar, Calendar(published, anchor)).period
