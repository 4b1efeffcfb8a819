"""The periods that a sentence speaks of, resolved against the day of publication."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.reading.date_rules import resolve
from app.reading.dates import Calendar, NoSuchDay
from app.reading.grammar import Grammar
from app.reading.records import Period

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# Rules that speak of the day of a report rather than of the change, where a word of speech stands by them.
REPORT_RULES = frozenset({"day", "report_day", "yesterday", "today"})
# "in all", "since the operation began": any other period of the clause says more.
OPEN_RULES = frozenset({"open", "total"})
BEFORE_RULES = frozenset({"before", "month_before", "week_before"})
UNTIL_RULES = frozenset({"until_day", "until_month", "until_mid_month", "until_late_month", "until_late_year"})


@dataclass(frozen=True, slots=True)
class PeriodSpan:
    """Words that say a period: where they stand, by which rule they are read, what they mean."""

    start: int
    end: int
    rule: str
    period: Period | None
    flags: tuple[str, ...] = ()


def find_periods(text: str, start: int, end: int, grammar: Grammar, calendar: Calendar) -> list[PeriodSpan]:
    """Return the periods between two offsets in their order; where patterns overlap, the longest holds.

    A period of which nothing is known without the day of publication has ``period`` None, and so has a date in no
    calendar, which is refused with a flag and never moved.
    """
    matches = [(match, index) for index, match in grammar.period_finder.find(text, start, end)]
    matches.sort(key=lambda pair: (pair[0].start() - pair[0].end(), pair[0].start(), pair[1]))
    taken: list[tuple[int, int]] = []
    spans: list[PeriodSpan] = []
    for match, index in matches:
        if match.start() == match.end() or any(match.start() < b and a < match.end() for a, b in taken):
            continue
        taken.append(match.span())
        spans.append(_resolved(match, grammar.periods[index].rule, grammar, calendar))
    spans.sort(key=lambda span: span.start)
    return spans


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


def anchored(span: PeriodSpan, match_text: str, grammar: Grammar, calendar: Calendar) -> PeriodSpan:
    """Resolve "the month before" again, now that the period spoken of before it is known."""
    for entry in grammar.periods:
        if entry.rule == span.rule:
            match = entry.pattern.search(match_text, span.start, span.end)
            if match is not None and match.end() == span.end:
                return _resolved(match, span.rule, grammar, calendar)
    return span
