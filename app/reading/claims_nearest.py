"""Which of the periods of a sentence stands nearest to a figure, without those that are something else's."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date

from app.reading.clauses import Layout
from app.reading.notation import ends_with
from app.reading.periods import BEFORE_RULES, OPEN_RULES, REPORT_RULES, UNTIL_RULES, PeriodSpan
from app.reading.quantities import Quantity

_AHEAD = 4.0  # a period before the figure, against one behind it
_OPEN = 10.0  # "since the operation began", against a dated period
_TOTAL = 45.0  # "in all" gives way to any period of the clause
_LAST = 90.0  # for what is held it says no more than the day of publication does
_SPEECH = 34  # characters between the day of a report and its verb
_THAN = 30
_FAR = 140.0
_REACH = 350  # characters: beyond, the cost alone is too far
_AT_ONCE = 5
_DASHES = " –—-:\u00a0"
_LED = 24
_LINKED = 3  # words between a period and the figure that it leads
_APART = 60.0  # a clause that tells of something else
_STATED = frozenset({"month", "months", "day", "days", "year", "season", "early_month", "mid_month", "late_month"})
_LONG_AGO = 60  # days
_COMMAS = (",", "，", "(", "（")


def nearest(layout: Layout, quantity: Quantity, published: date | None, *, holding: bool) -> PeriodSpan | None:
    """Return the period that is a figure's own; ``holding`` where the figure is what is held on a day."""
    best: tuple[float, PeriodSpan] | None = None
    at = (quantity.start, quantity.end)
    earlier_figure = layout.quantities[0].start < quantity.start
    for span in layout.periods:
        if span.rule == "nothing" or (span.period is None and span.rule not in BEFORE_RULES | {"unknown"}):
            continue
        if max(span.start - quantity.end, quantity.start - span.end) > _REACH:
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
        if (
            span.rule not in OPEN_RULES
            and 0 <= quantity.start - span.end <= _LED
            and _leads(layout, span.end, quantity.start)
        ):
            cost = _AHEAD  # "October, with 267", "the figure for the year to 6,460"
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
    end = quantity.other.end if quantity.other else quantity.end
    touches = span.start >= end and not layout.text[end : span.start].strip(" ()（）")
    if touches and between.startswith((":", "：")) and not layout.text[end : span.start].strip():
        return False  # "took 41 km² last week: 18 near X"
    if len(between) <= _AT_ONCE and not between.strip(" +–—-:的(（为是则约达"):
        return True
    start = layout.quantities[following].start
    if touches or (span.start >= end and _unbroken(layout, end, span.start)):
        return False  # "from 267 in October to 505"
    return _leads(layout, span.end, start) or _is_of_next(layout, quantity, span, start)


def _unbroken(layout: Layout, start: int, end: int) -> bool:
    return bisect_right(layout.break_ends, start) == bisect_right(layout.break_ends, end)


def _is_of_next(layout: Layout, quantity: Quantity, span: PeriodSpan, start: int) -> bool:
    """Tell whether a month behind a break leads up to the next figure ("400 a month, November alone: 540")."""
    if span.rule != "month" or span.start < quantity.end or start - span.end > _LED:
        return False
    low, high = bisect_right(layout.break_ends, quantity.end), bisect_right(layout.break_ends, span.start)
    if low == high or layout.text[quantity.end : span.start].strip(" ,(") == "":
        return False
    return not any(p.start > start and p.rule == "month" for p in layout.periods)


def _leads(layout: Layout, start: int, end: int) -> bool:
    """Tell whether only small words part a period and its figure ("in October it was 267", "im Oktober waren es")."""
    between = layout.text[start:end]
    words = between.lstrip(",").split()
    if between.startswith(",") and (not words or not layout.grammar.words["with"].fullmatch(words[0])):
        return False  # "540 in December, about 470 in January"; but "October, with 267"
    return 0 < len(words) <= _LINKED and all(layout.grammar.words["leads"].fullmatch(word) for word in words)


def _is_beyond(layout: Layout, quantity: Quantity, span: PeriodSpan) -> bool:
    """Tell whether a period stands behind a semicolon with a figure of its own."""
    if span.start < quantity.end or layout.figure_starts[-1] <= span.start:
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
    low, high = max(layout.start, span.start - _SPEECH), min(layout.end, span.end + _SPEECH)
    # "said 31 km² had been lost on June 8": behind the figure the day is that of the change.
    low = max([low, *(q.end for q in layout.quantities if low < q.end <= span.start)])
    high = min([high, *(q.start for q in layout.quantities if span.end <= q.start < high)])
    speech = layout.grammar.words["speech"]
    found = [*speech.finditer(layout.text, low, span.start), *speech.finditer(layout.text, span.end, high)]
    # "added 8 km² on Sunday" is no speech.
    return any(not any(c.start < m.end() and m.start() < c.end for c in layout.cues) for m in found)


def _is_compared(layout: Layout, quantity: Quantity, span: PeriodSpan) -> bool:
    """Tell whether a period belongs to what the figure is compared with ("44 % less than in August")."""
    if span.start < quantity.end:
        return False
    behind = layout.text[span.end : min(layout.end, span.end + _THAN)].lstrip(" –—-")
    if layout.grammar.words["as_much"].match(behind) and not any(q.start >= span.end for q in layout.quantities):
        return True  # "lost 505 km² in November, in October half as much"
    lead = layout.text[max(quantity.end, span.start - _THAN) : span.start]
    return layout.grammar.words["than"].search(lead) is not None and not any(
        quantity.end <= q.start < span.start for q in layout.quantities
    )
