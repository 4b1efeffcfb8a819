"""Which of a sentence's periods is a figure's own."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.reading.clauses import Layout
from app.reading.dates import Calendar
from app.reading.grammar import ends_with
from app.reading.periods import BEFORE_RULES, OPEN_RULES, REPORT_RULES, UNTIL_RULES, PeriodSpan, anchored
from app.reading.quantities import Quantity
from app.reading.records import Direction, Period, StatedArea

_AHEAD = 4.0  # a period before the figure, against one behind it
_OPEN = 10.0  # "since the operation began", against a dated period
_TOTAL = 45.0  # "in all" gives way to any period of the clause
_LAST = 90.0  # for what is held it says no more than the day of publication does
_SPEECH = 34  # characters between the day of a report and its verb
_THAN = 30
_FAR = 140.0
_AT_ONCE = 5
_DASHES = " –—-:\u00a0"
_LINKED = 3  # words between a period and the figure that it leads
_TENSE = 40  # characters between "has" or "have been" and a figure
_APART = 60.0  # a clause that tells of something else
_HOLDING = frozenset({"held", "remaining"})
_CUT = frozenset({"month", "this_month", "since_this_month", "until_day"})
_CUT_REACH = 60.0
_STATED = frozenset({"month", "months", "day", "days", "year", "season", "early_month", "mid_month", "late_month"})
_LONG_AGO = 60  # days
_COMMAS = (",", "，", "(", "（")


def period_of(
    layout: Layout,
    quantity: Quantity,
    direction: Direction,
    *,
    open_verb: bool,
    published: date | None,
    earlier: Sequence[StatedArea],
    before: Sequence[StatedArea],
    lead: Period | None = None,
) -> tuple[Period | None, Direction]:
    """Return a figure's period and its direction, which for "occupied" only the period tells.

    What is held is held on a day: its period has no start, and ends on the stated day or on the day of publication.
    """
    holding = direction in _HOLDING
    span = _nearest(layout, quantity, published, holding=holding)
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
    if span is not None and found is not None and not holding:
        found = _up_to_stated_day(layout, quantity, span, found)
    now = span is not None and span.rule == "total" and layout.grammar.words["now"].search(
        layout.text, span.start, span.end
    )  # fmt: skip
    if open_verb and (found is None or now or (span is not None and span.rule in UNTIL_RULES)):
        direction = "held" if now or (not (earlier or before) and not quantity.elided) else direction
    if direction in ("held", "remaining"):
        return _held(found, span, published), direction
    if found is None and span is None:
        found = _inherited(earlier, before) or (None if earlier or before else lead)
        if found is None and published and _is_perfect(layout, quantity):
            found = Period(None, published)
    return found, direction


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


def _nearest(layout: Layout, quantity: Quantity, published: date | None, *, holding: bool) -> PeriodSpan | None:
    best: tuple[float, PeriodSpan] | None = None
    at = (quantity.start, quantity.end)
    earlier_figure = layout.quantities[0].start < quantity.start
    for span in layout.periods:
        if span.rule == "nothing" or (span.period is None and span.rule not in BEFORE_RULES | {"unknown"}):
            continue
        if not holding and span.rule in REPORT_RULES and _is_report(layout, span):
            continue
        if span.rule in BEFORE_RULES and any(
            quantity.end <= q.start < span.start or span.end <= q.start < quantity.start for q in layout.quantities
        ):
            continue
        if span.rule == "unknown" and _is_of_earlier(layout, quantity, span):
            continue
        if _is_compared(layout, quantity, span) or _is_beyond(layout, quantity, span):
            continue
        if _is_of_part(layout, quantity, span) or _leads_another(layout, quantity, span):
            continue
        if _begins_something(layout, span) or (not holding and _is_yet_to_come(span, published)):
            continue
        cost = layout.cost((span.start, span.end), at)
        if _in_relative_clause(layout, quantity, span):
            if span.end <= quantity.start:
                continue  # "its army, which crossed the border on 6 August, now holds 1,000 km²"
            cost += _APART
        cost += _AHEAD if span.end <= quantity.start else 0.0
        if 0 <= quantity.start - span.end <= _AT_ONCE and not layout.text[span.end : quantity.start].strip(_DASHES):
            cost = _AHEAD  # "за тиждень — 64": a dash parts nothing here
        leads = earlier_figure and 0 <= quantity.start - span.end <= _AT_ONCE
        cost += 0.0 if leads else {"total": _LAST if holding else _TOTAL, "open": _OPEN}.get(span.rule, 0.0)
        if cost < _FAR and (best is None or cost < best[0]):
            best = (cost, span)
    return _of_that_time(layout, best[1], published) if best else None


def _of_that_time(layout: Layout, span: PeriodSpan, published: date | None) -> PeriodSpan:
    """Return the stated month where "within two weeks" is told of one long past ("in September 2022")."""
    if span.rule != "past" or published is None:
        return span
    if layout.grammar.words["whole_month"].fullmatch(layout.text, span.start, span.end):
        # "In June 15 km² a day, 449 in the month": the month that the sentence speaks of.
        months = [p for p in layout.periods if p.end <= span.start and p.rule in ("month", "last_month")]
        return months[-1] if months else span
    long_ago = [
        p
        for p in layout.periods
        if p.rule in _STATED and p.period is not None and p.period.end and (published - p.period.end).days > _LONG_AGO
    ]
    return long_ago[0] if len(long_ago) == 1 and len(layout.quantities) == 1 else span


def _is_of_earlier(layout: Layout, quantity: Quantity, span: PeriodSpan) -> bool:
    """Tell whether "at its height" stands with the figure before it ("1,376 km² at its height, now 110")."""
    if span.end > quantity.start:
        return False
    if any(span.end <= q.start and q.end <= quantity.start for q in layout.quantities):
        return True
    if not any(q.end <= span.start for q in layout.quantities):
        return False
    return any(mark in layout.text[span.end : quantity.start] for mark in _COMMAS)


def _leads_another(layout: Layout, quantity: Quantity, span: PeriodSpan) -> bool:
    """Tell whether another figure follows the period at once ("December's 401", "в марте – 133")."""
    following = bisect_left(layout.figure_starts, span.end)
    if following == len(layout.quantities) or layout.quantities[following] is quantity:
        return False
    between = layout.text[span.end : layout.quantities[following].start]
    if len(between) <= _AT_ONCE and not between.strip(" +–—-:的(（为是"):
        return True
    # "in October it was 267", "im Oktober waren es 267"
    words = between.split()
    return len(words) <= _LINKED and all(layout.grammar.words["leads"].fullmatch(word) for word in words)


def _is_beyond(layout: Layout, quantity: Quantity, span: PeriodSpan) -> bool:
    """Tell whether a period stands behind a semicolon with a figure of its own."""
    if span.start < quantity.end or not any(q.start > span.start for q in layout.quantities):
        return False
    low = bisect_right(layout.break_ends, quantity.end)
    high = bisect_right(layout.break_ends, span.start)
    return any(layout.break_costs[i + 1] - layout.break_costs[i] >= _APART for i in range(low, high))


def _is_yet_to_come(span: PeriodSpan, published: date | None) -> bool:
    """Tell whether a term lies ahead ("would take until August 2027")."""
    end = span.period.end if span.period else None
    return span.rule in UNTIL_RULES and end is not None and published is not None and end > published


def _begins_something(layout: Layout, span: PeriodSpan) -> bool:
    """Tell whether the day is that on which an operation began ("which had begun on 6 August")."""
    lead = layout.text[max(layout.start, span.start - _THAN) : span.start].rstrip()
    return ends_with(layout.grammar.words["began"], lead)


def _in_relative_clause(layout: Layout, quantity: Quantity, span: PeriodSpan) -> bool:
    """Tell whether a comma and a pronoun ("which", "who") shut the period off from the figure."""
    text = layout.text
    comma = max(text.rfind(mark, layout.start, span.start) for mark in _COMMAS)
    if comma < 0 or comma < quantity.start < span.start:
        return False
    begin = comma + 1
    while begin < span.start and text[begin].isspace():
        begin += 1
    if layout.grammar.words["relative"].match(text, begin, span.start) is None:
        return False
    closing = min((at for mark in _COMMAS if (at := text.find(mark, span.end, layout.end)) >= 0), default=layout.end)
    if not layout.text[closing : quantity.start].strip("(（ "):
        return False  # "… than October's total (267)"
    return not comma < quantity.start < closing


def _is_of_part(layout: Layout, quantity: Quantity, span: PeriodSpan) -> bool:
    """Tell whether a period is that of a part, or of what is compared ("5,400 km², including 701 in November")."""
    following = bisect_left(layout.figure_starts, quantity.end)
    if following == len(layout.quantities):
        return False
    part = layout.quantities[following]
    between = layout.text[quantity.end : part.start]
    if span.start < part.end:
        return False
    words = layout.grammar.words
    return ends_with(words["comparator"], between.rstrip()) or words["part"].search(between) is not None


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
