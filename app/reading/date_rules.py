"""What each rule of a period means, once for all languages; the tables say which words make which rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.reading import date_rules_relative as relative
from app.reading import date_rules_stated as stated
from app.reading.dates import Calendar, Parts
from app.reading.records import Period


def resolve(rule: str, parts: Parts, calendar: Calendar) -> Period | None:
    """Return the period, or None where the day of publication is needed and unknown.

    Raises
    ------
    NoSuchDay
        For a date in no calendar; it is refused, not moved.
    """
    return _RULES[rule](calendar, parts)


_RULES: dict[str, Callable[[Calendar, Parts], Period | None]] = {
    "month": stated.month,
    "months": stated.months,
    "day": stated.day,
    "report_day": stated.day,
    "days": stated.days,
    "since_day": stated.since_day,
    "since_month": stated.since_month,
    "since_early_month": stated.since_early_month,
    "since_mid_month": stated.since_mid_month,
    "since_late_month": stated.since_late_month,
    "since_year": stated.since_year,
    "since_this_month": stated.since_this_month,
    "since_this_week": stated.since_this_week,
    "until_day": stated.until_day,
    "until_month": stated.until_month,
    "until_mid_month": stated.until_mid_month,
    "until_late_month": stated.until_late_month,
    "until_late_year": stated.until_late_year,
    "year": stated.year,
    "this_year": relative.this_year,
    "last_year": relative.last_year,
    "year_before_last": relative.year_before_last,
    "this_month": relative.this_month,
    "last_month": relative.last_month,
    "past": relative.past,
    "past_week": lambda cal, parts: relative.past(cal, replace(parts, count=1.0, unit="week")),
    "last_week": relative.last_week,
    "yesterday": relative.yesterday,
    "today": relative.today,
    "season": stated.season,
    "season_last_year": relative.season_last_year,
    "since_season": stated.since_season,
    "quarter": stated.quarter,
    "half": stated.half,
    "first_of_month": stated.first_of_month,
    "first_of_year": stated.first_of_year,
    "last_of_year": stated.last_of_year,
    "last_of_last_year": lambda cal, parts: stated.last_of_year(cal, relative.dated_last_year(cal, parts)),
    "whole_year": lambda cal, parts: stated.last_of_year(cal, replace(parts, count=12.0, unit="month")),
    "last_of_month": stated.last_of_month,
    "early_year": stated.early_year,
    "early_month": lambda cal, parts: stated.part_of_month(cal, parts, 1, 10),
    "mid_month": lambda cal, parts: stated.part_of_month(cal, parts, 10, 20),
    "late_month": lambda cal, parts: stated.part_of_month(cal, parts, 21, 31),
    "first_half_month": lambda cal, parts: stated.part_of_month(cal, parts, 1, 15),
    "second_half_month": lambda cal, parts: stated.part_of_month(cal, parts, 16, 31),
    "open": relative.open,
    "n_until_day": relative.n_until_day,
    "n_until_month": relative.n_until_month,
    "n_after_day": relative.n_after_day,
    "weekday": relative.weekday,
    "weekend": relative.weekend,
    "since_weekday": relative.since_weekday,
    "ago": relative.ago,
    "half_year": relative.half_year,
    "same_period": relative.same_period,
    "nth": relative.nth,
    "season_before": relative.season_before,
    "until_nth": relative.until_nth,
    "first_days": relative.first_days,
    "that_month": relative.that_month,
    "until_now": relative.open,
    "unknown": stated.nothing,
    "total": relative.open,
    "before": relative.before,
    "month_before": lambda cal, parts: relative.before(cal, replace(parts, unit="month")),
    "week_before": lambda cal, parts: relative.before(cal, replace(parts, unit="week")),
    "nothing": stated.nothing,
}
