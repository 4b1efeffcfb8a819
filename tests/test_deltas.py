"""Which spans a series of deltas has, and which files stand for their ends."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from app.deltas import Span, left_over, spans
from app.errors import BadInput
from geodata.definitions import Source

RULE = Source(id="mapper", title="Mapper", side="red", boundaries=((date.min, 0), (date(2025, 1, 1), 1)))
DAILY = [date(2024, 7, 8) + timedelta(days=i) for i in range(547)]  # to 2026-01-05


def d(text: str) -> date:
    return date.fromisoformat(text)


def rows(**options: object) -> list[Span]:
    given = {"start": None, "end": None, "every": None, **options}
    return list(spans(RULE, DAILY, **given))  # type: ignore[arg-type]


def test_nothing_said_is_one_row_over_the_whole_series() -> None:
    assert rows() == [Span(d("2024-07-08"), d("2026-01-05"), d("2024-07-08"), d("2026-01-05"))]


def test_from_and_to_are_the_files_of_those_days() -> None:
    assert rows(start=d("2025-10-02"), end=d("2025-11-02")) == [
        Span(d("2025-10-02"), d("2025-11-02"), d("2025-10-02"), d("2025-11-02"))
    ]


def test_a_month_is_a_calendar_month_under_the_sources_own_rule() -> None:
    assert rows(start=d("2024-12-01"), end=d("2025-01-31"), every="month") == [
        Span(d("2024-12-01"), d("2024-12-31"), d("2024-12-01"), d("2025-01-02")),
        Span(d("2025-01-01"), d("2025-01-31"), d("2025-01-02"), d("2025-02-02")),
    ]


def test_chained_months_meet_at_the_same_file() -> None:
    months = rows(every="month")
    assert all(a.file_end == b.file_start for a, b in pairwise(months))
    assert (months[0].start, months[-1].end) == (d("2024-07-01"), d("2025-12-31"))


def test_calendar_months_run_from_the_first_to_the_first() -> None:
    assert rows(start=d("2025-11-01"), end=d("2025-12-01"), every="month", calendar=True) == [
        Span(d("2025-11-01"), d("2025-12-01"), d("2025-11-01"), d("2025-12-01"))
    ]


def test_a_month_from_another_day_runs_to_the_same_day_of_the_next() -> None:
    assert [(s.file_start, s.file_end) for s in rows(start=d("2025-10-02"), end=d("2025-12-02"), every="month")] == [
        (d("2025-10-02"), d("2025-11-02")),
        (d("2025-11-02"), d("2025-12-02")),
    ]


def test_the_31st_becomes_the_last_day_of_shorter_months_and_comes_back() -> None:
    ends = [s.end for s in rows(start=d("2025-01-31"), end=d("2025-04-30"), every="month")]
    assert ends == [d("2025-02-28"), d("2025-03-31"), d("2025-04-30")]


def test_a_month_that_is_not_whole_is_left_out() -> None:
    assert [s.end for s in rows(start=d("2025-10-01"), end=d("2025-11-29"), every="month")] == [d("2025-10-31")]


def test_a_day_is_each_pair_of_consecutive_snapshots() -> None:
    gappy = [d("2025-01-01"), d("2025-01-02"), d("2025-01-05")]
    found = list(spans(RULE, gappy, start=None, end=None, every="day"))
    assert [(s.start, s.end) for s in found] == [(gappy[0], gappy[1]), (gappy[1], gappy[2])]


def test_weeks_are_steps_of_seven_days() -> None:
    found = rows(start=d("2025-11-01"), end=d("2025-11-20"), every="week")
    assert [s.end for s in found] == [d("2025-11-08"), d("2025-11-15")]


def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(BadInput, match="--from 2025-02-01 is after --to 2025-01-01"):
        rows(start=d("2025-02-01"), end=d("2025-01-01"))


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"start": d("2025-11-01"), "end": d("2025-11-20"), "every": "week"}, "2025-11-15 to 2025-11-20 left out"),
        ({"start": d("2025-11-01"), "end": d("2025-11-15"), "every": "week"}, None),
        ({"every": "month"}, "2026-01-01 to 2026-01-05 left out: not a whole month"),
        ({"start": d("2025-11-01"), "end": d("2025-11-30"), "every": "month"}, None),
        ({"start": d("2025-11-01"), "end": d("2025-12-01"), "every": "month", "calendar": True}, None),
        ({"start": d("2025-10-02"), "end": d("2025-11-05"), "every": "month"}, "2025-11-02 to 2025-11-05 left out"),
        ({"every": "day"}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_what_is_no_whole_step_is_said(asked: dict[str, object], says: str | None) -> None:
    every, end = asked.get("every"), asked.get("end") or DAILY[-1]
    told = left_over(every, rows(**asked)[-1], end)  # type: ignore[arg-type]
    assert told is None if says is None else told is not None and told.startswith(says)
