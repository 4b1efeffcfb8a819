"""What each rule of a period means, once for all languages; the tables say which words make which rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from app.reading.dates import MONTHS_A_YEAR, Calendar, Parts, add_months, exact_day, month_end
from app.reading.records import Period

_DECEMBER = 12


def resolve(rule: str, parts: Parts, calendar: Calendar) -> Period | None:
    """Return the period, or None where the day of publication is needed and unknown.

    Raises
    ------
    NoSuchDay
        For a date in no calendar; it is refused, not moved.
    """
    return _RULES[rule](calendar, parts)


def _month(cal: Calendar, parts: Parts) -> Period | None:
    first = cal.first_of(parts)
    return cal.until_published(first, month_end(first)) if first else None


def _months(cal: Calendar, parts: Parts) -> Period | None:
    years = parts.years
    last = cal.month(parts.months[-1], years[-1] if years else None)
    if last is None:
        return None
    year = years[0] if len(years) > 1 else last.year - (parts.months[0] > last.month)
    return cal.until_published(date(year, parts.months[0], 1), month_end(last))


def _day(cal: Calendar, parts: Parts) -> Period | None:
    day = _first_day(cal, parts)
    return Period(day, day) if day else None


def _first_day(cal: Calendar, parts: Parts) -> date | None:
    return cal.day(parts.days[0], parts.months[0], parts.years[0] if parts.years else None)


def _days(cal: Calendar, parts: Parts) -> Period | None:
    end = cal.day(parts.days[-1], parts.months[-1], parts.years[-1] if parts.years else None)
    if end is None:
        return None
    year = parts.years[0] if len(parts.years) > 1 else end.year
    start = exact_day(year, parts.months[0], parts.days[0])
    if start is not None and start > end and len(parts.years) < 2:  # noqa: PLR2004 (a start and an end)
        start = exact_day(year - 1, parts.months[0], parts.days[0])
    return Period(start, end)


def _since_day(cal: Calendar, parts: Parts) -> Period | None:
    return _since(cal, _first_day(cal, parts))


def _since(cal: Calendar, start: date | None, *, approximate: bool = False) -> Period | None:
    return Period(start, cal.published, approximate) if start else None


def _since_month(cal: Calendar, parts: Parts) -> Period | None:
    return _since(cal, cal.first_of(parts))


def _since_early_month(cal: Calendar, parts: Parts) -> Period | None:
    return _since(cal, cal.first_of(parts), approximate=True)


def _since_mid_month(cal: Calendar, parts: Parts) -> Period | None:
    first = cal.first_of(parts)
    return _since(cal, first.replace(day=15), approximate=True) if first else None


def _since_late_month(cal: Calendar, parts: Parts) -> Period | None:
    first = cal.first_of(parts)
    return _since(cal, month_end(first), approximate=True) if first else None


def _since_year(cal: Calendar, parts: Parts) -> Period | None:
    if parts.years:
        return _since(cal, date(parts.years[0], 1, 1))
    return _since(cal, cal.published.replace(month=1, day=1)) if cal.published else None


def _since_this_month(cal: Calendar, parts: Parts) -> Period | None:
    del parts
    return _since(cal, cal.published.replace(day=1)) if cal.published else None


def _since_this_week(cal: Calendar, parts: Parts) -> Period | None:
    del parts
    return _since(cal, cal.published - timedelta(days=cal.published.weekday())) if cal.published else None


def _until_day(cal: Calendar, parts: Parts) -> Period | None:
    day = _first_day(cal, parts)
    return Period(None, day) if day else None


def _until_late_month(cal: Calendar, parts: Parts) -> Period | None:
    first = cal.first_of(parts)
    return Period(None, month_end(first)) if first else None


def _until_mid_month(cal: Calendar, parts: Parts) -> Period | None:
    first = cal.first_of(parts)
    return Period(None, first.replace(day=15), True) if first else None


def _until_month(cal: Calendar, parts: Parts) -> Period | None:
    first = cal.first_of(parts)
    return Period(None, first, True) if first else None


def _until_late_year(cal: Calendar, parts: Parts) -> Period | None:
    year = parts.years[0] if parts.years else (cal.published.year if cal.published else None)
    if year and not parts.years and cal.published and cal.published.month <= _DECEMBER // 2:
        year -= 1  # "at the end of the year", said in spring, is that of the year before
    return Period(None, date(year, _DECEMBER, 31)) if year else None


def _year(cal: Calendar, parts: Parts) -> Period | None:
    return cal.until_published(date(parts.years[0], 1, 1), date(parts.years[-1], _DECEMBER, 31))


def _this_year(cal: Calendar, parts: Parts) -> Period | None:
    del parts
    return _since(cal, cal.published.replace(month=1, day=1)) if cal.published else None


def _last_year(cal: Calendar, parts: Parts) -> Period | None:
    del parts
    if cal.published is None:
        return None
    year = cal.published.year - 1
    return Period(date(year, 1, 1), date(year, _DECEMBER, 31))


def _year_before_last(cal: Calendar, parts: Parts) -> Period | None:
    if cal.published is None:
        return None
    return _year(cal, replace(parts, years=(cal.published.year - 2,)))


def _this_month(cal: Calendar, parts: Parts) -> Period | None:
    return _since_this_month(cal, parts)


def _last_month(cal: Calendar, parts: Parts) -> Period | None:
    del parts
    if cal.published is None:
        return None
    first = add_months(cal.published.replace(day=1), -1)
    return Period(first, month_end(first))


def _past(cal: Calendar, parts: Parts) -> Period | None:
    """Return so many days, weeks, months or years back from the day of publication."""
    if cal.published is None:
        return None
    count = 1.0 if parts.count is None else parts.count
    return Period(_back(cal.published, count, parts.unit or "day"), cal.published, True)


def _back(day: date, count: float, unit: str) -> date | None:
    try:
        if unit in ("day", "week"):
            return day - timedelta(days=round(count * (7 if unit == "week" else 1)))
        months = count * (MONTHS_A_YEAR if unit == "year" else 1)
        back = add_months(day, -int(months))
        return back - timedelta(days=round((months - int(months)) * 30))
    except (OverflowError, ValueError):
        return None


def _last_week(cal: Calendar, parts: Parts) -> Period | None:
    """Return the Monday to Sunday before the week of publication."""
    del parts
    if cal.published is None:
        return None
    monday = cal.published - timedelta(days=cal.published.weekday() + 7)
    return Period(monday, monday + timedelta(days=6), True)


def _yesterday(cal: Calendar, parts: Parts) -> Period | None:
    del parts
    if cal.published is None:
        return None
    day = cal.published - timedelta(days=1)
    return Period(day, day)


def _today(cal: Calendar, parts: Parts) -> Period | None:
    del parts
    return Period(cal.published, cal.published) if cal.published else None


_SEASON_STARTS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


def _season_start(cal: Calendar, parts: Parts) -> date | None:
    month = _SEASON_STARTS[parts.season or "spring"]
    if parts.years:
        # "the winter of 2025" begins in December 2025 unless the text says 2024–25, whose first year is written.
        return date(parts.years[0], month, 1)
    return cal.month(month, None)


def _season(cal: Calendar, parts: Parts) -> Period | None:
    start = _season_start(cal, parts)
    return cal.until_published(start, month_end(add_months(start, 2)), approximate=True) if start else None


def _season_last_year(cal: Calendar, parts: Parts) -> Period | None:
    if cal.published is None:
        return None
    return _season(cal, replace(parts, years=(cal.published.year - 1,)))


def _since_season(cal: Calendar, parts: Parts) -> Period | None:
    return _since(cal, _season_start(cal, parts), approximate=True)


def _months_of_year(cal: Calendar, parts: Parts, first: int, count: int) -> Period | None:
    year = parts.years[0] if parts.years else (cal.published.year if cal.published else None)
    if year is None:
        return None
    start = date(year, first, 1)
    return cal.until_published(start, month_end(add_months(start, count - 1)))


def _quarter(cal: Calendar, parts: Parts) -> Period | None:
    number = int(parts.count or 0)
    return _months_of_year(cal, parts, number * 3 - 2, 3) if number in (1, 2, 3, 4) else None


def _half(cal: Calendar, parts: Parts) -> Period | None:
    number = int(parts.count or 0)
    return _months_of_year(cal, parts, number * 6 - 5, 6) if number in (1, 2) else None


def _first_of_month(cal: Calendar, parts: Parts) -> Period | None:
    """Return the first n days or weeks of a month."""
    first = cal.first_of(parts) if parts.months else (cal.published.replace(day=1) if cal.published else None)
    if first is None:
        return None
    days = round((parts.count or 1) * (7 if parts.unit == "week" else 1))
    end = min(first + timedelta(days=max(1, min(days, 31)) - 1), month_end(first))
    return cal.until_published(first, end, approximate=parts.unit == "week")


def _first_of_year(cal: Calendar, parts: Parts) -> Period | None:
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
    whole = int(count)
    end = add_months(start, whole) + timedelta(days=round((count - whole) * 30) - 1)
    return cal.until_published(start, end, approximate=count != whole)


def _last_of_month(cal: Calendar, parts: Parts) -> Period | None:
    first = cal.first_of(parts)
    if first is None:
        return None
    days = round((parts.count or 1) * (7 if parts.unit == "week" else 1))
    return Period(month_end(first) - timedelta(days=max(1, min(days, 28)) - 1), month_end(first), True)


def _early_year(cal: Calendar, parts: Parts) -> Period | None:
    year = parts.years[0] if parts.years else (cal.published.year if cal.published else None)
    return cal.until_published(date(year, 1, 1), date(year, 1, 31), approximate=True) if year else None


def _part_of_month(cal: Calendar, parts: Parts, low: int, high: int) -> Period | None:
    first = cal.first_of(parts)
    if first is None:
        return None
    end = month_end(first) if high > 28 else first.replace(day=high)  # noqa: PLR2004 (the shortest month)
    return cal.until_published(first.replace(day=low), end, approximate=True)


def _open(cal: Calendar, parts: Parts) -> Period | None:
    """Return a total up to the day of publication, from a start that the text does not date."""
    del parts
    return Period(None, cal.published)


def _before(cal: Calendar, parts: Parts) -> Period | None:
    """Return the day, week, month or year before the one spoken of."""
    anchor = cal.anchor
    if anchor is None or anchor.start is None:
        if cal.published is None:
            return None
        # Nothing was spoken of: "the previous month" is then the one before the month of publication.
        return {"month": _last_month, "week": _last_week, "year": _last_year}.get(parts.unit or "", _yesterday)(
            cal, parts
        )
    if parts.unit == "month":
        first = add_months(anchor.start.replace(day=1), -1)
        return Period(first, month_end(first))
    if parts.unit == "year":
        end = add_months(anchor.end, -MONTHS_A_YEAR) if anchor.end else None
        return Period(add_months(anchor.start, -MONTHS_A_YEAR), end, anchor.approximate)
    days = 7 if parts.unit == "week" else 1
    end = anchor.start - timedelta(days=1)
    return Period(end - timedelta(days=days - 1), end, True)


def _n_until_day(cal: Calendar, parts: Parts) -> Period | None:
    """Return so many days or weeks that end on a stated day."""
    weekday = _weekday(cal, parts) if not parts.days else None
    end = weekday.end if weekday else _first_day(cal, parts)
    if end is None:
        return None
    start = _back(end, 1.0 if parts.count is None else parts.count, parts.unit or "day")
    return Period(start, end, True) if start else None


def _n_after_day(cal: Calendar, parts: Parts) -> Period | None:
    """Return so many days, weeks or months from a stated day on."""
    start = _first_day(cal, parts)
    if start is None:
        return None
    end = _back(start, -(1.0 if parts.count is None else parts.count), parts.unit or "day")
    return cal.until_published(start, end, approximate=True)


def _weekday(cal: Calendar, parts: Parts) -> Period | None:
    """Return the latest such day of the week up to the day of publication."""
    if cal.published is None or parts.weekday is None:
        return None
    day = cal.published - timedelta(days=(cal.published.weekday() - parts.weekday) % 7)
    return Period(day, day)


def _since_weekday(cal: Calendar, parts: Parts) -> Period | None:
    day = _weekday(cal, parts)
    return _since(cal, day.start) if day else None


def _ago(cal: Calendar, parts: Parts) -> Period | None:
    if cal.published is None:
        return None
    day = _back(cal.published, 1.0 if parts.count is None else parts.count, parts.unit or "day")
    return Period(day, day, True) if day else None


def _half_year(cal: Calendar, parts: Parts) -> Period | None:
    return _past(cal, replace(parts, count=6.0, unit="month"))


def _same_period(cal: Calendar, parts: Parts) -> Period | None:
    """Return the same days of another year as those spoken of ("in the same period of 2024")."""
    anchor = cal.anchor
    if anchor is None or anchor.start is None or anchor.end is None:
        return None
    years = anchor.end.year - parts.years[0] if parts.years else 1
    return Period(
        add_months(anchor.start, -years * MONTHS_A_YEAR), add_months(anchor.end, -years * MONTHS_A_YEAR),
        anchor.approximate,
    )  # fmt: skip


def _first_days(cal: Calendar, parts: Parts) -> Period | None:
    """Return the first days or weeks of the period spoken of."""
    if cal.anchor is None or cal.anchor.start is None:
        return None
    days = round((parts.count or 1) * (7 if parts.unit == "week" else 1))
    return Period(cal.anchor.start, cal.anchor.start + timedelta(days=max(1, days) - 1), parts.unit == "week")


def _that_month(cal: Calendar, parts: Parts) -> Period | None:
    """Return the month spoken of, up to the day that is spoken of with it."""
    del parts
    if cal.anchor is None or cal.anchor.end is None:
        return None
    first = cal.anchor.end.replace(day=1)
    return Period(first, cal.anchor.end if cal.anchor.start is None else month_end(first))


def _nothing(cal: Calendar, parts: Parts) -> Period | None:
    """Words that hold a date and say no period ("the most since May 2024")."""
    del cal, parts
    return None


_RULES: dict[str, Callable[[Calendar, Parts], Period | None]] = {
    "month": _month,
    "months": _months,
    "day": _day,
    "report_day": _day,
    "days": _days,
    "since_day": _since_day,
    "since_month": _since_month,
    "since_early_month": _since_early_month,
    "since_mid_month": _since_mid_month,
    "since_late_month": _since_late_month,
    "since_year": _since_year,
    "since_this_month": _since_this_month,
    "since_this_week": _since_this_week,
    "until_day": _until_day,
    "until_month": _until_month,
    "until_mid_month": _until_mid_month,
    "until_late_month": _until_late_month,
    "until_late_year": _until_late_year,
    "year": _year,
    "this_year": _this_year,
    "last_year": _last_year,
    "year_before_last": _year_before_last,
    "this_month": _this_month,
    "last_month": _last_month,
    "past": _past,
    "last_week": _last_week,
    "yesterday": _yesterday,
    "today": _today,
    "season": _season,
    "season_last_year": _season_last_year,
    "since_season": _since_season,
    "quarter": _quarter,
    "half": _half,
    "first_of_month": _first_of_month,
    "first_of_year": _first_of_year,
    "last_of_month": _last_of_month,
    "early_year": _early_year,
    "early_month": lambda cal, parts: _part_of_month(cal, parts, 1, 10),
    "mid_month": lambda cal, parts: _part_of_month(cal, parts, 10, 20),
    "late_month": lambda cal, parts: _part_of_month(cal, parts, 21, 31),
    "first_half_month": lambda cal, parts: _part_of_month(cal, parts, 1, 15),
    "second_half_month": lambda cal, parts: _part_of_month(cal, parts, 16, 31),
    "open": _open,
    "n_until_day": _n_until_day,
    "n_after_day": _n_after_day,
    "weekday": _weekday,
    "since_weekday": _since_weekday,
    "ago": _ago,
    "half_year": _half_year,
    "same_period": _same_period,
    "first_days": _first_days,
    "that_month": _that_month,
    "until_now": _open,
    "unknown": _nothing,
    "total": _open,
    "before": _before,
    "month_before": lambda cal, parts: _before(cal, replace(parts, unit="month")),
    "week_before": lambda cal, parts: _before(cal, replace(parts, unit="week")),
    "nothing": _nothing,
}
