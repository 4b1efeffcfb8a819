"""Periods that the text states: months, days, seasons, quarters, halves, what runs since or until one of them."""

from __future__ import annotations

from datetime import date, timedelta

from app.reading.dates import MONTHS_A_YEAR, Calendar, Parts, add_months, exact_day, month_end
from app.reading.records import Period

_SEASON_STARTS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


def month(cal: Calendar, parts: Parts) -> Period | None:
    """Return a month, cut at the day of publication."""
    first = cal.first_of(parts)
    return cal.until_published(first, month_end(first)) if first else None


def months(cal: Calendar, parts: Parts) -> Period | None:
    """Return from one month to another."""
    years = parts.years
    last = cal.month(parts.months[-1], years[-1] if years else None)
    if last is None:
        return None
    year = years[0] if len(years) > 1 else last.year - (parts.months[0] > last.month)
    return cal.until_published(date(year, parts.months[0], 1), month_end(last))


def day(cal: Calendar, parts: Parts) -> Period | None:
    """Return one day."""
    day = first_day(cal, parts)
    return Period(day, day) if day else None


def first_day(cal: Calendar, parts: Parts) -> date | None:
    """Return the first day that is written."""
    return cal.day(parts.days[0], parts.months[0], parts.years[0] if parts.years else None)


def days(cal: Calendar, parts: Parts) -> Period | None:
    """Return from one day to another."""
    end = cal.day(parts.days[-1], parts.months[-1], parts.years[-1] if parts.years else None)
    if end is None:
        return None
    year = parts.years[0] if len(parts.years) > 1 else end.year
    start = exact_day(year, parts.months[0], parts.days[0])
    if start is not None and start > end and len(parts.years) < 2:  # noqa: PLR2004 (a start and an end)
        start = exact_day(year - 1, parts.months[0], parts.days[0])
    return Period(start, end)


def since_day(cal: Calendar, parts: Parts) -> Period | None:
    """Return what runs since a day."""
    return since(cal, first_day(cal, parts))


def since(cal: Calendar, start: date | None, *, approximate: bool = False) -> Period | None:
    """Return what runs from a day to the day of publication."""
    return Period(start, cal.published, approximate) if start else None


def since_month(cal: Calendar, parts: Parts) -> Period | None:
    """Return what runs since a month."""
    return since(cal, cal.first_of(parts))


def since_early_month(cal: Calendar, parts: Parts) -> Period | None:
    """Return what runs since the start of a month."""
    return since(cal, cal.first_of(parts), approximate=True)


def since_mid_month(cal: Calendar, parts: Parts) -> Period | None:
    """Return what runs since the middle of a month."""
    first = cal.first_of(parts)
    return since(cal, first.replace(day=15), approximate=True) if first else None


def since_late_month(cal: Calendar, parts: Parts) -> Period | None:
    """Return what runs since the end of a month."""
    first = cal.first_of(parts)
    return since(cal, month_end(first), approximate=True) if first else None


def since_year(cal: Calendar, parts: Parts) -> Period | None:
    """Return what runs since the start of a year."""
    if parts.years:
        return since(cal, date(parts.years[0], 1, 1))
    return since(cal, cal.published.replace(month=1, day=1)) if cal.published else None


def since_this_month(cal: Calendar, parts: Parts) -> Period | None:
    """Return what runs since the start of this month."""
    del parts
    return since(cal, cal.published.replace(day=1)) if cal.published else None


def since_this_week(cal: Calendar, parts: Parts) -> Period | None:
    """Return what runs since Monday."""
    del parts
    return since(cal, cal.published - timedelta(days=cal.published.weekday())) if cal.published else None


def until_day(cal: Calendar, parts: Parts) -> Period | None:
    """Return a total up to a day."""
    day = first_day(cal, parts)
    return Period(None, day) if day else None


def until_late_month(cal: Calendar, parts: Parts) -> Period | None:
    """Return a total up to the end of a month."""
    first = cal.first_of(parts)
    return Period(None, month_end(first)) if first else None


def until_mid_month(cal: Calendar, parts: Parts) -> Period | None:
    """Return a total up to the middle of a month."""
    first = cal.first_of(parts)
    return Period(None, first.replace(day=15), True) if first else None


def until_month(cal: Calendar, parts: Parts) -> Period | None:
    """Return a total up to the first day of a month."""
    first = cal.first_of(parts)
    return Period(None, first, True) if first else None


def until_late_year(cal: Calendar, parts: Parts) -> Period | None:
    """Return a total up to the end of a year."""
    year = parts.years[0] if parts.years else (cal.published.year if cal.published else None)
    if year and not parts.years and cal.published and cal.published.month <= MONTHS_A_YEAR // 2:
        year -= 1  # "at the end of the year", said in spring, is that of the year before
    return Period(None, date(year, MONTHS_A_YEAR, 31)) if year else None


def year(cal: Calendar, parts: Parts) -> Period | None:
    """Return a year, or from one to another."""
    return cal.until_published(date(parts.years[0], 1, 1), date(parts.years[-1], MONTHS_A_YEAR, 31))


def season_start(cal: Calendar, parts: Parts) -> date | None:
    """Return the first day of a season."""
    month = _SEASON_STARTS[parts.season or "spring"]
    if parts.years:
        # "the winter of 2025" begins in December 2025 unless the text says 2024–25, whose first year is written.
        return date(parts.years[0], month, 1)
    return cal.month(month, None)


def season(cal: Calendar, parts: Parts) -> Period | None:
    """Return three months, cut at the day of publication."""
    start = season_start(cal, parts)
    return cal.until_published(start, month_end(add_months(start, 2)), approximate=True) if start else None


def since_season(cal: Calendar, parts: Parts) -> Period | None:
    """Return what runs since the start of a season."""
    return since(cal, season_start(cal, parts), approximate=True)


def months_of_year(cal: Calendar, parts: Parts, first: int, count: int) -> Period | None:
    """Return so many months of a year from one on."""
    year = parts.years[0] if parts.years else (cal.published.year if cal.published else None)
    if year is None:
        return None
    if not parts.years and cal.published and date(year, first, 1) > cal.published:
        year -= 1  # "in the fourth quarter", said in January, is that of the year before
    start = date(year, first, 1)
    return cal.until_published(start, month_end(add_months(start, count - 1)))


def quarter(cal: Calendar, parts: Parts) -> Period | None:
    """Return a quarter of a year."""
    number = int(parts.count or 0)
    return months_of_year(cal, parts, number * 3 - 2, 3) if number in (1, 2, 3, 4) else None


def half(cal: Calendar, parts: Parts) -> Period | None:
    """Return half a year of the calendar."""
    number = int(parts.count or 0)
    return months_of_year(cal, parts, number * 6 - 5, 6) if number in (1, 2) else None


def first_of_month(cal: Calendar, parts: Parts) -> Period | None:
    """Return the first n days or weeks of a month."""
    first = cal.first_of(parts) if parts.months else (cal.published.replace(day=1) if cal.published else None)
    if first is None:
        return None
    days = round((parts.count or 1) * (7 if parts.unit == "week" else 1))
    end = min(first + timedelta(days=max(1, min(days, 31)) - 1), month_end(first))
    return cal.until_published(first, end, approximate=parts.unit == "week")


def first_of_year(cal: Calendar, parts: Parts) -> Period | None:
    """Return the first n months of a year; a half month is fifteen days."""
    year = parts.years[0] if parts.years else (cal.published.year if cal.published else None)
    count = parts.count or 1
    if year is None or not 0 < count <= MONTHS_A_YEAR:
        return None
    start = date(year, 1, 1)
    if parts.unit == "week":
        return cal.until_published(start, start + timedelta(days=round(count * 7) - 1), approximate=True)
    if parts.unit == "day":
        return cal.until_published(start, start + timedelta(days=round(count) - 1))
    count = count * 3 if parts.unit == "quarter" else count
    whole = int(count)
    end = add_months(start, whole) + timedelta(days=round((count - whole) * 30) - 1)
    return cal.until_published(start, end, approximate=count != whole)


def last_of_year(cal: Calendar, parts: Parts) -> Period | None:
    """Return the last n months, weeks or days of a year; said in its first half, of the year before."""
    year = parts.years[0] if parts.years else (cal.published.year if cal.published else None)
    count = round(parts.count or 1)
    if year is None or not 0 < count <= MONTHS_A_YEAR:
        return None
    if not parts.years and cal.published and cal.published.month <= MONTHS_A_YEAR // 2:
        year -= 1
    end = date(year, MONTHS_A_YEAR, 31)
    if parts.unit in ("week", "day"):
        days = count * 7 if parts.unit == "week" else count
        return cal.until_published(end - timedelta(days=days - 1), end, approximate=parts.unit == "week")
    return cal.until_published(date(year, MONTHS_A_YEAR - count + 1, 1), end)


def last_of_month(cal: Calendar, parts: Parts) -> Period | None:
    """Return the last days or weeks of a month."""
    first = cal.first_of(parts)
    if first is None:
        return None
    days = round((parts.count or 1) * (7 if parts.unit == "week" else 1))
    return Period(month_end(first) - timedelta(days=max(1, min(days, 28)) - 1), month_end(first), True)


def early_year(cal: Calendar, parts: Parts) -> Period | None:
    """Return the start of a year."""
    year = parts.years[0] if parts.years else (cal.published.year if cal.published else None)
    return cal.until_published(date(year, 1, 1), date(year, 1, 31), approximate=True) if year else None


def part_of_month(cal: Calendar, parts: Parts, low: int, high: int) -> Period | None:
    """Return the days of a month from one to another."""
    first = cal.first_of(parts)
    if first is None:
        return None
    end = month_end(first) if high > 28 else first.replace(day=high)  # noqa: PLR2004 (the shortest month)
    return cal.until_published(first.replace(day=low), end, approximate=True)


def nothing(cal: Calendar, parts: Parts) -> Period | None:
    """Words that hold a date and say no period ("the most since May 2024")."""
    del cal, parts
    return None
