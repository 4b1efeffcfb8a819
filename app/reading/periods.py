"""The periods that a sentence speaks of, resolved against the day of publication."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.reading.date_rules import resolve
from app.reading.dates import MONTHS_A_YEAR, Calendar, NoSuchDay, add_months
from app.reading.grammar import Grammar
from app.reading.grammar_tables import PeriodPattern
from app.reading.records import Period

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# Rules that speak of the day of a report rather than of the change, where a word of speech stands by them.
REPORT_RULES = frozenset({"day", "report_day", "yesterday", "today", "weekday"})
# "in all", "since the operation began": any other period of the clause says more.
OPEN_RULES = frozenset({"open", "total"})
# Rules that mean something only beside the period spoken of before.
BEFORE_RULES = frozenset(
    {"before", "month_before", "week_before", "same_period", "first_days", "that_month", "nth", "season_before"}
)
UNTIL_RULES = frozenset({"until_day", "until_month", "until_mid_month", "until_late_month", "until_late_year"})
_TOLD = frozenset({"month", "year", "season", "day"})
_RECORDS = frozenset({"nothing", "since_month", "since_year", "since_season", "since_day"})
_WHEN = 16
_JOINT = 3  # characters between "from May" and "to the end of August"


@dataclass(slots=True)
class PeriodSpan:
    """Words that say a period: where they stand, by which rule they are read, what they mean."""

    start: int
    end: int
    rule: str
    period: Period | None
    flags: tuple[str, ...] = ()


def find_periods(text: str, start: int, end: int, grammar: Grammar, calendar: Calendar) -> list[PeriodSpan]:
    """Return the periods between two offsets, as :func:`periods_of` does."""
    return periods_of(grammar.period_finder.find(text, start, end), text, grammar, calendar)


def periods_of(
    found: Iterable[tuple[int, re.Match[str]]], text: str, grammar: Grammar, calendar: Calendar
) -> list[PeriodSpan]:
    """Return the periods in their order, by the matches of their finder; where patterns overlap, the longest holds.

    A period of which nothing is known without the day of publication has ``period`` None, and so has a date in no
    calendar, which is refused with a flag and never moved.
    """
    matches = [(match, index) for index, match in found]
    if not matches:
        return []
    matches.sort(key=lambda pair: (pair[0].start() - pair[0].end(), pair[0].start(), pair[1]))
    entries = [(match, grammar.periods[index]) for match, index in matches]
    spans = _joined(text, entries, grammar, calendar)
    taken = [(span.start, span.end) for span in spans]
    for match, rule in [(match, entry.rule) for match, entry in entries if not entry.joins]:
        if match.start() == match.end() or any(match.start() < b and a < match.end() for a, b in taken):
            continue
        taken.append(match.span())
        spans.append(_resolved(match, rule, grammar, calendar))
    spans.sort(key=lambda span: span.start)
    return [_told(span, text, entries, grammar, calendar) for span in spans]


def _told(
    span: PeriodSpan,
    text: str,
    entries: list[tuple[re.Match[str], PeriodPattern]],
    grammar: Grammar,
    calendar: Calendar,
) -> PeriodSpan:
    """Return the month itself where a clause tells of it ("the most since November 2024, when they took 725")."""
    if span.rule not in _RECORDS:
        return span
    behind, when = text[span.end : span.end + _WHEN].lstrip(" ,，"), grammar.words["when_then"]
    if (when.match(behind) if grammar.spaced else when.search(behind)) is None:
        return span
    inner = [(m, e.rule) for m, e in entries if span.start <= m.start() and m.end() <= span.end and e.rule in _TOLD]
    if not inner:
        return span
    match, rule = max(inner, key=lambda pair: pair[0].end() - pair[0].start())
    return _resolved(match, rule, grammar, calendar)


def _joined(
    text: str, matches: list[tuple[re.Match[str], PeriodPattern]], grammar: Grammar, calendar: Calendar
) -> list[PeriodSpan]:
    """Return the periods whose two ends are said by two rules ("from May 2022 to the end of 2024")."""
    whole = {match.span() for match, entry in matches if entry.rule in ("days", "months")}
    openings = [pair for pair in matches if pair[1].joins == "from" or pair[1].rule.startswith("since_")]
    closings: dict[int, tuple[re.Match[str], PeriodPattern]] = {}
    for match, entry in matches:
        if entry.joins == "to" or (entry.rule in UNTIL_RULES and not entry.joins):
            known = closings.get(match.start())
            if known is None or (known[0].end(), known[1].joins) < (match.end(), entry.joins):
                closings[match.start()] = (match, entry)
    joined: list[PeriodSpan] = []
    for match, entry in sorted(openings, key=lambda pair: pair[0].start() - pair[0].end()):
        at = next((at for at in range(match.end(), match.end() + _JOINT) if at in closings), None)
        if (
            at is None
            or text[match.end() : at].strip(" ,")
            or any(match.start() < s.end and s.start < at for s in joined)
            or (match.start(), closings[at][0].end()) in whole
        ):
            continue
        first = _resolved(match, entry.rule, grammar, calendar)
        last = _resolved(closings[at][0], closings[at][1].rule, grammar, calendar)
        flags = first.flags + last.flags
        start = first.period.start if first.period else None
        end = last.period.end if last.period else None
        period = None
        if start and end and not flags:
            start = add_months(start, -MONTHS_A_YEAR) if start > end else start
            approximate = any(p.approximate for p in (first.period, last.period) if p)
            period = Period(start, end, approximate) if start <= end else None
        joined.append(PeriodSpan(match.start(), last.end, "days", period, flags))
    return joined


def _resolved(match: re.Match[str], rule: str, grammar: Grammar, calendar: Calendar) -> PeriodSpan:
    try:
        period = resolve(rule, grammar.parts(match), calendar)
    except NoSuchDay as error:
        return PeriodSpan(
            match.start(), match.end(), rule, None, (f"the text states a date that does not exist: {error}",)
        )
    except (ValueError, OverflowError, IndexError):
        # The first and last years of the calendar, or words without the number that the rule needs.
        period = None
    return PeriodSpan(match.start(), match.end(), rule, period)


def anchored(
    span: PeriodSpan, match_text: str, grammar: Grammar, calendar: Calendar, rule: str | None = None
) -> PeriodSpan:
    """Resolve "the month before" again, now that the period spoken of before it is known; by another rule if named."""
    for entry in grammar.periods:
        if entry.rule == span.rule:
            match = entry.pattern.search(match_text, span.start, span.end)
            if match is not None and match.span() == (span.start, span.end):
                return _resolved(match, rule or span.rule, grammar, calendar)
    return span
