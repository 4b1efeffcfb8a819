"""Which day a file or a feature stands for."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

from geodata.errors import ImportRefused

_YEAR_FIRST = re.compile(r"(?<!\d)(?P<year>\d{4})(?P<sep>[-_.]?)(?P<month>\d{2})(?P=sep)(?P<day>\d{2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(?P<day>\d{2})\.(?P<month>\d{2})\.(?P<year>\d{4})(?!\d)")
_UNIX_SECONDS = re.compile(r"(?<!\d)1\d{9}(?!\d)")
_VALUE_YEAR_FIRST = re.compile(r"(?P<year>\d{4})(?P<sep>[-_./]?)(?P<month>\d{2})(?P=sep)(?P<day>\d{2})(?!\d)")
_VALUE_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?!\d)")
_COLUMNS = ("date", "on", "day", "as_of", "asof", "snapshot", "snapshot_date", "map_date", "datum", "дата")
_FIRST_YEAR = 1900
# Milliseconds since 1970: from 1973, below which they would be seconds or a number, to the year 5138.
_EPOCH_MS = range(10**11, 10**14)


def day_of_name(stem: str) -> date | None:
    """Return the day that a file's name carries, or None.

    Read are 20260105, 2026-01-05, 2026_01_05, 05.01.2026 and Unix seconds (1750713495, the day in UTC).

    Raises
    ------
    ImportRefused
        The only date is in no calendar, or there are several.

    Examples
    --------
    >>> day_of_name("deepstatemap_data_20260105")
    datetime.date(2026, 1, 5)
    >>> day_of_name("my area") is None
    True
    """
    found = [*_YEAR_FIRST.finditer(stem), *_DAY_FIRST.finditer(stem)]
    days = {day for match in found if (day := _calendar(match)) is not None}
    if len(days) > 1:
        raise ImportRefused(f"the name has several dates ({', '.join(map(str, sorted(days)))}): say which with --on")
    if days:
        return days.pop()
    if found:
        raise ImportRefused(f"expected a date such as 20260105, got {found[0].group()}, which is in no calendar")
    if seconds := _UNIX_SECONDS.search(stem):
        return datetime.fromtimestamp(int(seconds.group()), UTC).date()
    return None


def checked(day: date, today: date) -> date:
    """Return the day if a snapshot can bear it.

    Raises
    ------
    ImportRefused
        It is before 1900 (a slip such as 0202) or in the future.
    """
    if day.year < _FIRST_YEAR:
        raise ImportRefused(f"expected a year from {_FIRST_YEAR} on, got {day.year:04}")
    if day > today:
        raise ImportRefused(f"{day} is in the future: expected a day up to {today}")
    return day


def date_columns(columns: list[str]) -> list[str]:
    """Return the columns whose names say that they hold the day, the likeliest first."""
    return [column for name in _COLUMNS for column in columns if column.lower() == name]


def day_of_value(value: Any) -> date | None:
    """Return the day in a feature's value, or None.

    Read are dates, text with the year first (2026-01-05, 2026/01/05, 20260105) or with dots (5.1.2026), the number
    20260105 and milliseconds since 1970; 01/05/2026 is not, for it is May in one country and January in another.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int) and value in _EPOCH_MS:
        return datetime.fromtimestamp(value / 1000, UTC).date()
    if not isinstance(value, (str, int)):
        return None
    text = str(value).strip()
    match = _VALUE_YEAR_FIRST.match(text) or _VALUE_DAY_FIRST.match(text)
    return _calendar(match) if match else None


def _calendar(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
