"""Dates that a user types, and what a period's rule means on the day of publication."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import BadInput
from app.reading.date_rules import resolve
from app.reading.dates import Calendar, NoSuchDay, Parts, add_months, month_end, parse_day
from app.reading.records import Period

TODAY = date(2026, 1, 10)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("2025-02-30", "in no calendar"),
        ("2025-13-01", "in no calendar"),
        ("0202-01-01", "expected 1900 to 2026"),
        ("2027-01-01", "in the future"),
        ("7.12.2025", "expected year-month-day"),
        ("2025-12-7", "expected year-month-day"),
        ("yesterday", "expected year-month-day"),
        ("", "expected year-month-day"),
        ("٢٠٢٥-١٢-٠٧", "expected year-month-day"),
    ],
)
def test_a_wrong_date_is_refused_with_what_was_expected(text: str, complaint: str) -> None:
    with pytest.raises(BadInput, match=complaint) as caught:
        parse_day(text, today=TODAY)
    assert "\n" not in str(caught.value)


@given(st.dates(date(1900, 1, 1), TODAY))
def test_any_day_up_to_today_reads_back(day: date) -> None:
    assert parse_day(day.isoformat(), today=TODAY) == day


SUNDAY = date(2025, 12, 7)


@pytest.mark.parametrize(
    ("rule", "parts", "wanted"),
    [
        ("month", Parts(months=(11,)), ("2025-11-01", "2025-11-30")),
        ("month", Parts(months=(12,)), ("2025-12-01", "2025-12-07")),
        ("month", Parts(months=(2,), years=(2024,)), ("2024-02-01", "2024-02-29")),
        ("months", Parts(months=(8, 10)), ("2025-08-01", "2025-10-31")),
        ("months", Parts(months=(11, 2), years=(2025,)), ("2024-11-01", "2025-02-28")),
        ("day", Parts(days=(24,), months=(12,)), ("2024-12-24", "2024-12-24")),
        ("days", Parts(days=(7, 13), months=(11,)), ("2025-11-07", "2025-11-13")),
        ("days", Parts(days=(28, 3), months=(11, 12)), ("2025-11-28", "2025-12-03")),
        ("days", Parts(days=(1, 1), months=(1, 1), years=(2023, 2026)), ("2023-01-01", "2026-01-01")),
        ("since_day", Parts(days=(15,), months=(8,)), ("2025-08-15", "2025-12-07")),
        ("since_late_month", Parts(months=(10,)), ("2025-10-31", "2025-12-07")),
        ("since_year", Parts(), ("2025-01-01", "2025-12-07")),
        ("year", Parts(years=(2025,)), ("2025-01-01", "2025-12-07")),
        ("year", Parts(years=(2024,)), ("2024-01-01", "2024-12-31")),
        ("last_month", Parts(), ("2025-11-01", "2025-11-30")),
        ("past", Parts(unit="week"), ("2025-11-30", "2025-12-07")),
        ("past", Parts(count=3, unit="month"), ("2025-09-07", "2025-12-07")),
        ("last_week", Parts(), ("2025-11-24", "2025-11-30")),
        ("season", Parts(season="autumn"), ("2025-09-01", "2025-11-30")),
        ("season", Parts(season="winter"), ("2025-12-01", "2025-12-07")),
        ("quarter", Parts(count=3), ("2025-07-01", "2025-09-30")),
        ("half", Parts(count=1, years=(2025,)), ("2025-01-01", "2025-06-30")),
        ("first_of_month", Parts(count=27, unit="day", months=(10,)), ("2025-10-01", "2025-10-27")),
        ("first_of_year", Parts(count=7.5, unit="month", years=(2025,)), ("2025-01-01", "2025-08-15")),
        ("first_of_year", Parts(count=9, unit="month"), ("2025-01-01", "2025-09-30")),
        ("until_late_month", Parts(months=(11,)), (None, "2025-11-30")),
        ("open", Parts(), (None, "2025-12-07")),
    ],
)
def test_a_rule_on_sunday_7_december_2025(rule: str, parts: Parts, wanted: tuple[str | None, str]) -> None:
    period = resolve(rule, parts, Calendar(SUNDAY))
    assert period is not None
    assert (period.start and period.start.isoformat(), period.end and period.end.isoformat()) == wanted


def test_last_month_on_the_first_is_the_month_that_ended_the_day_before() -> None:
    assert resolve("last_month", Parts(), Calendar(date(2025, 12, 1))) == Period(date(2025, 11, 1), date(2025, 11, 30))


@pytest.mark.parametrize("rule", ["month", "past", "last_week", "since_year", "last_month", "yesterday"])
def test_without_a_day_of_publication_a_relative_period_stays_open(rule: str) -> None:
    assert resolve(rule, Parts(months=(11,), unit="week"), Calendar(None)) is None


def test_a_stated_year_needs_no_day_of_publication() -> None:
    assert resolve("month", Parts(months=(11,), years=(2025,)), Calendar(None)) is not None


def test_the_month_before_is_before_the_one_spoken_of() -> None:
    spoken_of = Period(date(2025, 3, 1), date(2025, 3, 31))
    before = resolve("before", Parts(unit="month"), Calendar(SUNDAY, anchor=spoken_of))
    assert before == Period(date(2025, 2, 1), date(2025, 2, 28))


def test_31_november_is_refused_and_not_moved() -> None:
    with pytest.raises(NoSuchDay):
        resolve("since_day", Parts(days=(31,), months=(11,)), Calendar(SUNDAY))


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(-600, 600))
def test_months_added_and_taken_away_stay_in_the_month(day: date, months: int) -> None:
    there = add_months(day.replace(day=1), months)
    assert add_months(there, -months) == day.replace(day=1)
    assert (month_end(there).replace(day=28) - there).days == 27
