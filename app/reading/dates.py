"""Calendar arithmetic: what the words of a period mean on the day of publication.

A period is named by a rule and its parts; what each rule means is said in :mod:`app.reading.date_rules`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from app.errors import BadInput
from app.reading.records import Period

EARLIEST_YEAR = 1900
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z", re.ASCII)
MONTHS_A_YEAR = 12


def parse_day(text: str, *, today: date) -> date:
    """Read a date that a user typed.

    Raises
    ------
    BadInput
        Not written as 2025-12-07, in no calendar, before 1900 or after `today`.

    Examples
    --------
    >>> parse_day("2025-12-07", today=date(2026, 1, 1))
    datetime.date(2025, 12, 7)
    """
    written = _ISO_DAY.match(text.strip())
    if written is None:
        raise BadInput(f"{text!r} is not a date; expected year-month-day, such as 2025-12-07")
    year, month, day = map(int, written.groups())
    try:
        parsed = date(year, month, day)
    except ValueError:
        raise BadInput(f"{text!r} is in no calendar; expected a day that exists, such as 2025-12-07") from None
    if year < EARLIEST_YEAR:
        raise BadInput(f"{text!r}: year {year:04d}; expected {EARLIEST_YEAR} to {today.year}")
    if parsed > today:
        raise BadInput(f"{text!r} is in the future (today is {today}); expected a day up to today")
    return parsed


class NoSuchDay(ValueError):
    """A date that the text states and that no calendar has ("31 November")."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The numbers in a period's words, in the order in which they are written."""

    days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    count: float | None = None
    unit: str | None = None
    season: str | None = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days that words are relative to.

    Parameters
    ----------
    published : date, optional
        Without it, only periods that state their year resolve.
    anchor : Period, optional
        The period spoken of just before ("the month before").
    year : int, optional
        The year that the sentence states, for months without one.
    """

    published: date | None
    anchor: Period | None = None
    year: int | None = None

    def month(self, month: int, year: int | None) -> date | None:
        """Return the first day of the latest such month that had begun on the day of publication."""
        if year is not None:
            return date(year, month, 1)
        if self.year is not None:
            return date(self.year, month, 1)
        if self.published is None:
            return None
        first = date(self.published.year, month, 1)
        return first if first <= self.published else date(first.year - 1, month, 1)

    def day(self, day: int, month: int, year: int | None) -> date | None:
        """Return the latest such day up to the day of publication."""
        stated = year if year is not None else self.year
        if stated is not None:
            return exact_day(stated, month, day)
        if self.published is None:
            return None
        for candidate in (self.published.year, self.published.year - 1):
            found = exact_day(candidate, month, day, leap=candidate == self.published.year)
            if found is not None and found <= self.published:
                return found
        return None

    def until_published(self, start: date | None, end: date | None, *, approximate: bool = False) -> Period | None:
        """Cut an `end` that had not come yet; a window that lasts ends on the day of publication."""
        if start is None and end is None:
            return None
        if end is not None and self.published is not None and start is not None and start <= self.published:
            end = min(end, self.published)
        return Period(start, end, approximate)

    def first_of(self, parts: Parts, index: int = 0) -> date | None:
        """Return the first day of the month at `index`."""
        return self.month(parts.months[index], parts.years[0] if parts.years else None)


def month_end(first: date) -> date:
    """Return the last day of the month."""
    return first.replace(day=monthrange(first.year, first.month)[1])


def add_months(day: date, months: int) -> date:
    """Return the day so many months later, or the month's last where it has no such day."""
    index = day.year * MONTHS_A_YEAR + day.month - 1 + months
    year, month = divmod(index, MONTHS_A_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def exact_day(year: int, month: int, day: int, *, leap: bool = True) -> date | None:
    """Return the day, None for a 29 February that its year has not.

    Raises
    ------
    NoSuchDay
        For any other day in no calendar, unless `leap` is off.
    """
    try:
        return date(year, month, day)
    except ValueError:
        if not leap or (month, day) == (2, 29):
            return None
        raise NoSuchDay(f"{day}.{month:02d}.{year} is in no calendar") from None
