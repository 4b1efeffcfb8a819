"""What becomes of a stated comparison, on a source whose months are known.

The mapper nets 100 km² in January, 50 in February, 200 in March, 400 in April.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pytest

from app.comparing import check_comparison, stated_ratio
from app.reading.records import Comparison, Period
from geodata.definitions import Source, Sources, later

NETS = {1: 100.0, 2: 50.0, 3: 200.0, 4: 400.0}
ENDS = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31}


def month(number: int) -> Period:
    return Period(date(2025, number, 1), date(2025, number, ENDS[number]))


@dataclass(frozen=True)
class Day:
    on: date
    sha256: str = "0" * 64
    layers: frozenset[str] = frozenset({"occupied"})


@dataclass
class Monthly:
    """A source with a snapshot on the 1st of each month from January to May."""

    source: Source = field(
        default_factory=lambda: Source(id="mapper", title="Mapper", side="red", boundaries=((date.min, 0),))
    )
    polygons: str = "mapper"
    statuses: frozenset[str] = frozenset({"occupied"})
    boundary_km2: float | None = None

    def snapshot(self, wanted: date) -> Day | None:
        return Day(wanted) if wanted.year == 2025 and wanted.month <= 5 and wanted.day == 1 else None

    def held_km2(self, at: Day, statuses: tuple[str, ...]) -> float:
        return 1000.0 + sum(net for number, net in NETS.items() if number < at.on.month)

    def moved(self, start: Day, end: Day, statuses: tuple[str, ...]) -> object:
        raise AssertionError("net needs no change polygons")


LONER = Source(id="loner", title="Loner", side="red")
SOURCES = Sources({"mapper": Monthly().source, "loner": LONER})


def compared(relation: str, period: int, base: int, **more: object) -> Comparison:
    against = month(base)
    if relation in ("least", "most"):
        against = Period(against.start, later(date(2025, 5, 1), 30))
    return Comparison(0, 0, 5, "words", relation, month(period), against, actor="red", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("comparison", "verdict", "ratio"),
    [
        (compared("less", 2, 1, percent=50.0), "consistent", 0.5),
        (compared("less", 2, 1, percent=44.0), "consistent", 0.5),  # 50 km² is known to 5, 100 to 5
        (compared("less", 2, 1, percent=20.0), "contradicted", 0.5),
        (compared("more", 4, 3, percent=100.0), "consistent", 2.0),
        (compared("more", 4, 3, percent=10.0), "contradicted", 2.0),
        (compared("less", 4, 3, percent=50.0), "contradicted", 2.0),
        (compared("times", 4, 3, times=2.0), "consistent", 2.0),
        (compared("times", 4, 3, times=3.0), "contradicted", 2.0),
        (compared("times", 4, 3, times=2.2, qualifier="approx"), "consistent", 2.0),
        (compared("times", 2, 1, times=0.5), "consistent", 0.5),
        (compared("times", 3, 1, times=2.0), "consistent", 2.0),  # months apart
    ],
)
def test_a_ratio(comparison: Comparison, verdict: str, ratio: float) -> None:
    finding = check_comparison(comparison, measurers=[Monthly()], sources=SOURCES.of)
    assert (finding.verdict, finding.ratio) == (verdict, pytest.approx(ratio))
    assert [m.own for m in finding.measured] == [True, True]


@pytest.mark.parametrize(
    ("comparison", "verdict", "beside"),
    [
        (compared("most", 4, 1), "consistent", 200.0),  # since January: February and March were smaller
        (compared("most", 3, 1), "consistent", 50.0),
        (compared("least", 3, 1), "contradicted", 50.0),  # February was smaller
        (compared("least", 4, 2), "contradicted", 200.0),
    ],
)
def test_a_record_is_among_the_months_after_the_one_named(comparison: Comparison, verdict: str, beside: float) -> None:
    finding = check_comparison(comparison, measurers=[Monthly()], sources=SOURCES.of)
    assert (finding.verdict, finding.measured[1].computed_km2) == (verdict, beside)


@pytest.mark.parametrize(
    ("comparison", "reason"),
    [
        (compared("less", 2, 1, percent=50.0, attributed_to="loner"), "counted on the map of Loner"),
        (compared("less", 5, 1, percent=50.0), "no snapshots that stand for 2025-05-01 to 2025-05-31"),
        (compared("less", 1, 5, percent=50.0), "no snapshots that stand for 2025-05-01 to 2025-05-31"),
    ],
)
def test_what_cannot_be_checked_says_why(comparison: Comparison, reason: str) -> None:
    finding = check_comparison(comparison, measurers=[Monthly()], sources=SOURCES.of)
    assert finding.verdict == "not_checkable"
    assert finding.reason.startswith(reason)


def test_without_snapshots_nothing_is_checkable() -> None:
    finding = check_comparison(compared("most", 4, 1), measurers=[], sources=SOURCES.of)
    assert (finding.verdict, finding.reason) == (
        "not_checkable",
        "no snapshots are loaded; 'frontline control add' adds them",
    )


def test_the_reason_can_be_checked_by_a_person() -> None:
    finding = check_comparison(compared("less", 2, 1, percent=50.0), measurers=[Monthly()], sources=SOURCES.of)
    assert finding.reason == (
        "Mapper: 50.0 km² from 2025-02-01 to 2025-02-28 against 100.0 km² from 2025-01-01 to 2025-01-31: 50.0 % less"
    )


@pytest.mark.parametrize(
    ("comparison", "ratio"),
    [
        (compared("less", 2, 1, percent=44.0), 0.56),
        (compared("more", 2, 1, percent=89.0), 1.89),
        (compared("times", 2, 1, times=3.0), 3.0),
    ],
)
def test_the_stated_ratio(comparison: Comparison, ratio: float) -> None:
    assert stated_ratio(comparison) == ratio
