"""Periods relative to the day of publication ("last month") or to what was spoken of ("the month before")."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from app.reading.date_rules_stated import first_day, half, quarter, season, since, since_this_month, year
from app.reading.dates import MONTHS_A_YEAR, Calendar, Parts, add_months, month_end
from app.reading.records import Period

_ROUND_UP, _ROUND_DOWN = 20, 10
"""The days of a month from which on, and up to which, it is told of as a whole."""
_MANY_MONTHS = 8


def this_year(cal: Calendar, parts: Parts) -> Period | None:
    """Return this year, to the day of publication."""
    del parts
    return since(cal, cal.published.replace(month=1, day=1)) if cal.published else None


def dated_last_year(cal: Calendar, parts: Parts) -> Parts:
    """Return the parts with the year before that of publication, where it is known."""
    return replace(parts, years=(cal.published.year - 1,)) if cal.published else parts


def last_year(cal: Calendar, parts: Parts) -> Period | None:
    """Return the calendar year before that of publication."""
    del parts
    if cal.published is None:
        return None
    year = cal.published.year - 1
    return Period(date(year, 1, 1), date(year, MONTHS_A_YEAR, 31))


def year_before_last(cal: Calendar, parts: Parts) -> Period | None:
    """Return the calendar year two before that of publication."""
    if cal.published is None:
        return None
    return year(cal, replace(parts, years=(cal.published.year - 2,)))


def this_month(cal: Calendar, parts: Parts) -> Period | None:
    """Return this month, to the day of publication."""
    return since_this_month(cal, parts)


def last_month(cal: Calendar, parts: Parts) -> Period | None:
    """Return the calendar month before that of publication."""
    del parts
    if cal.published is None:
        return None
    first = add_months(cal.published.replace(day=1), -1)
    return Period(first, month_end(first))


def past(cal: Calendar, parts: Parts) -> Period | None:
    """Return so many days, weeks, months or years back from the day of publication."""
    if cal.published is None:
        return None
    count = 1.0 if parts.count is None else parts.count
    reported = _calendar_year(cal.published, count, parts.unit)
    if reported is not None:
        return reported
    return Period(back(cal.published, count, parts.unit or "day"), cal.published, True)


def _calendar_year(published: date, count: float, unit: str | None) -> Period | None:
    """Return the year, or what has passed of it, where so many months or a year are told of at its end."""
    first = published.replace(month=1, day=1)
    if unit == "year" and count == 1:
        if published >= published.replace(month=MONTHS_A_YEAR, day=_ROUND_UP):
            return Period(first, published, True)  # "took 3,300 km² in a year", said on 31 December
        if published <= first.replace(day=_ROUND_DOWN):
            return Period(add_months(first, -MONTHS_A_YEAR), first - timedelta(days=1), True)
    if unit == "month" and count >= _MANY_MONTHS:
        if count == published.month and published.day >= _ROUND_UP:
            return Period(first, published, True)  # "in ten months", said in late October
        if count == published.month - 1 and published.day <= _ROUND_DOWN:
            return Period(first, published.replace(day=1) - timedelta(days=1), True)
    if unit == "quarter" and count == 1:
        start = published.replace(month=(published.month - 1) // 3 * 3 + 1, day=1)
        return Period(add_months(start, -3), start - timedelta(days=1))
    return None


def back(day: date, count: float, unit: str) -> date | None:
    """Return the day so many days, weeks, months or years earlier, None beyond the calendar."""
    try:
        if unit in ("day", "week"):
            return day - timedelta(days=round(count * (7 if unit == "week" else 1)))
        months = count * {"year": MONTHS_A_YEAR, "quarter": 3}.get(unit, 1)
        back = add_months(day, -int(months))
        return back - timedelta(days=round((months - int(months)) * 30))
    except (OverflowError, ValueError):
        return None


def last_week(cal: Calendar, parts: Parts) -> Period | None:
    """Return the Monday to Sunday before the week of publication."""
    del parts
    if cal.published is None:
        return None
    monday = cal.published - timedelta(days=cal.published.weekday() + 7)
    return Period(monday, monday + timedelta(days=6), True)


def yesterday(cal: Calendar, parts: Parts) -> Period | None:
    """Return the day before publication."""
    del parts
    if cal.published is None:
        return None
    day = cal.published - timedelta(days=1)
    return Period(day, day)


def today(cal: Calendar, parts: Parts) -> Period | None:
    """Return the day of publication."""
    del parts
    return Period(cal.published, cal.published) if cal.published else None


def open(cal: Calendar, parts: Parts) -> Period | None:
    """Return a total up to the day of publication, from a start that the text does not date."""
    del parts
    return Period(None, cal.published)


def before(cal: Calendar, parts: Parts) -> Period | None:
    """Return the day, week, month or year before the one spoken of."""
    anchor = cal.anchor
    if anchor is None or anchor.start is None:
        if cal.published is None:
            return None
        # Nothing was spoken of: "the previous month" is then the one before the month of publication.
        return {"month": last_month, "week": last_week, "year": last_year}.get(parts.unit or "", yesterday)(cal, parts)
    if parts.unit == "month":
        first = add_months(anchor.start.replace(day=1), -1)
        return Period(first, month_end(first))
    if parts.unit == "quarter":
        return Period(add_months(anchor.start, -3), anchor.start - timedelta(days=1), anchor.approximate)
    if parts.unit == "year":
        end = anchor.end if anchor.end is None or not _nearly_over(anchor, cal.published) else month_end(anchor.end)
        end = add_months(end, -MONTHS_A_YEAR) if end else None
        return Period(add_months(anchor.start, -MONTHS_A_YEAR), end, anchor.approximate)
    days = 7 if parts.unit == "week" else 1
    end = anchor.start - timedelta(days=1)
    return Period(end - timedelta(days=days - 1), end, True)


def _nearly_over(anchor: Period, published: date | None) -> bool:
    """Tell whether a period is this year, told of in its last month: the year before is then meant whole."""
    start, end = anchor.start, anchor.end
    whole = start is not None and (start.month, start.day) == (1, 1)
    return whole and end is not None and end == published and end.month == MONTHS_A_YEAR


def nth(cal: Calendar, parts: Parts) -> Period | None:
    """Return another quarter or half of the year spoken of ("1,290 in the third quarter, 1,180 in the second")."""
    anchor = cal.anchor
    if anchor is None or anchor.start is None or anchor.end is None or anchor.start.day != 1:
        return None
    months = (anchor.end - anchor.start).days // 28
    its = replace(parts, years=(anchor.start.year,))
    dated = replace(cal, published=None)
    if months == 3:  # noqa: PLR2004 (a quarter)
        return quarter(dated, its)
    return half(dated, its) if months == MONTHS_A_YEAR // 2 else None


def season_before(cal: Calendar, parts: Parts) -> Period | None:
    """Return the season of the year before the one spoken of ("after 1,074 the previous summer")."""
    known = cal.anchor.start if cal.anchor and cal.anchor.start else cal.published
    if known is None:
        return None
    return season(replace(cal, published=None), replace(parts, years=(known.year - 1,)))


def until_nth(cal: Calendar, parts: Parts) -> Period | None:
    """Return a total up to a day whose month is that of publication, or the one before ("by the 27th")."""
    if cal.published is None or not parts.days:
        return None
    first = cal.published.replace(day=1)
    first = first if parts.days[0] <= cal.published.day else add_months(first, -1)
    end = min(first.replace(day=1) + timedelta(days=parts.days[0] - 1), month_end(first))
    return Period(first, end)


def n_until_day(cal: Calendar, parts: Parts) -> Period | None:
    """Return so many days or weeks that end on a stated day."""
    named = weekday(cal, parts) if not parts.days else None
    end = named.end if named else first_day(cal, parts)
    if end is None:
        return None
    start = back(end, 1.0 if parts.count is None else parts.count, parts.unit or "day")
    return Period(start, end, True) if start else None


def n_until_month(cal: Calendar, parts: Parts) -> Period | None:
    """Return so many months, or the year, that end with a month ("in the year to November")."""
    first = cal.first_of(parts)
    if first is None or parts.unit not in ("month", "year"):
        return None
    months = (1.0 if parts.count is None else parts.count) * (MONTHS_A_YEAR if parts.unit == "year" else 1)
    return Period(add_months(first, 1 - round(months)), month_end(first), True)


def n_after_day(cal: Calendar, parts: Parts) -> Period | None:
    """Return so many days, weeks or months from a stated day on."""
    start = first_day(cal, parts)
    if start is None:
        return None
    end = back(start, -(1.0 if parts.count is None else parts.count), parts.unit or "day")
    return cal.until_published(start, end, approximate=True)


def weekday(cal: Calendar, parts: Parts) -> Period | None:
    """Return the latest such day of the week up to the day of publication."""
    if cal.published is None or parts.weekday is None:
        return None
    day = cal.published - timedelta(days=(cal.published.weekday() - parts.weekday) % 7)
    return Period(day, day)


def weekend(cal: Calendar, parts: Parts) -> Period | None:
    """Return the Saturday and Sunday up to the day of publication."""
    del parts
    if cal.published is None:
        return None
    sunday = cal.published - timedelta(days=(cal.published.weekday() + 1) % 7)
    return Period(sunday - timedelta(days=1), sunday, True)


def since_weekday(cal: Calendar, parts: Parts) -> Period | None:
    """Return what runs since the latest such day of the week."""
    day = weekday(cal, parts)
    return since(cal, day.start) if day else None


def ago(cal: Calendar, parts: Parts) -> Period | None:
    """Return the day so many days, weeks or months before publication."""
    if cal.published is None:
        return None
    day = back(cal.published, 1.0 if parts.count is None else parts.count, parts.unit or "day")
    return Period(day, day, True) if day else None


def half_year(cal: Calendar, parts: Parts) -> Period | None:
    """Return the six months before publication."""
    return past(cal, replace(parts, count=6.0, unit="month"))


def same_period(cal: Calendar, parts: Parts) -> Period | None:
    """Return the same days of another year, or month, as those spoken of ("in the same period of 2024")."""
    anchor = cal.anchor
    if anchor is None or anchor.start is None or anchor.end is None:
        return None
    if parts.months and anchor.start.month == anchor.end.month:
        first = cal.month(parts.months[0], parts.years[0] if parts.years else None)
        return Period(_day_of(first, anchor.start.day), _day_of(first, anchor.end.day)) if first else None
    years = anchor.end.year - parts.years[0] if parts.years else 1
    return Period(
        add_months(anchor.start, -years * MONTHS_A_YEAR), add_months(anchor.end, -years * MONTHS_A_YEAR),
        anchor.approximate,
    )  # fmt: skip


def _day_of(first: date, day: int) -> date:
    """Return the day of a month, or its last where it is shorter."""
    return min(first + timedelta(days=day - 1), month_end(first))


def first_days(cal: Calendar, parts: Parts) -> Period | None:
    """Return the first days or weeks of the period spoken of."""
    if cal.anchor is None or cal.anchor.start is None:
        return None
    days = round((parts.count or 1) * (7 if parts.unit == "week" else 1))
    return Period(cal.anchor.start, cal.anchor.start + timedelta(days=max(1, days) - 1), parts.unit == "week")


def that_month(cal: Calendar, parts: Parts) -> Period | None:
    """Return the month spoken of, up to the day that is spoken of with it."""
    del parts
    if cal.anchor is None or cal.anchor.end is None:
        return None
    first = cal.anchor.end.replace(day=1)
    return Period(first, cal.anchor.end if cal.anchor.start is None else month_end(first))


def season_last_year(cal: Calendar, parts: Parts) -> Period | None:
    """Return the season of last year."""
    if cal.published is None:
        return None
    return season(cal, replace(parts, years=(cal.published.year - 1,)))
