"""A control statement against what maps show of a place, one line a case.

A map is written as the days on which the point got another status, ``..`` first; ``+`` is a cover, ``-`` none, ``?``
grey: ``"- +12-09"`` was uncovered from the start of the series and is inside the polygons from 9 December on.
"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.control_checks import Look, check_control
from app.reading.records import Statement
from geodata.definitions import Source

FIRST, LAST = date(2025, 11, 1), date(2026, 1, 5)
SIDES = {"russia": "ukraine", "ukraine": "russia"}
STATUS = {"+": "occupied", "-": "outside", "?": "unknown"}


def day(text: str) -> date:
    month, on = map(int, text.split("-"))
    return date(2025, month, on)


def look(
    runs: str, on: str, *, source: str = "mymap", ground_km: float | None = None, surrounded: float | None = None
) -> Look:
    first, *later = runs.split()
    history = [(FIRST, STATUS[first])] + [(day(run[1:]), STATUS[run[0]]) for run in later]
    known = Source(id=source, title=source, side="russia")
    return Look(known, day(on), day(on), "", tuple(history), LAST, frozenset({"occupied"}), ground_km, surrounded)


def statement(event: str, actor: str | None, on: str, source: str | None = None) -> Statement:
    return Statement("control", 0, 0, 1, "x", event=event, actor=actor, on=day(on), dated=True, attributed_to=source)


def found(said: str, *runs: str, ground_km: float | None = None, surrounded: float | None = None) -> str:
    event, actor, on = said.split()
    maps = [
        look(each, on, source=f"map{at}", ground_km=ground_km, surrounded=surrounded) for at, each in enumerate(runs)
    ]
    finding = check_control(statement(event, None if actor == "-" else actor, on), "Siversk", maps, SIDES)
    lag = finding.best.lag_days if finding.best else None
    return finding.verdict if lag is None else f"{finding.verdict} {lag:+d}"


CASES = [
    # the map's own side
    ("captured russia 12-10", "- +12-09", "consistent -1"),
    ("captured russia 12-10", "- +12-10", "consistent +0"),
    ("captured russia 12-10", "+", "consistent"),
    ("captured russia 12-01", "- +12-09", "early +8"),
    ("captured russia 12-01", "-", "not_in_polygons"),
    ("captured russia 12-01", "?", "not_in_polygons"),
    ("captured russia 12-20", "- +12-09 -12-15", "contradicted"),
    ("captured - 12-10", "- +12-09", "consistent -1"),
    ("held russia 12-10", "+", "consistent"),
    ("held russia 12-10", "-", "not_in_polygons"),
    # the other side
    ("liberated ukraine 12-10", "+ -12-09", "consistent -1"),
    ("liberated ukraine 12-01", "+ -12-09", "early +8"),
    ("liberated ukraine 12-01", "+", "contradicted"),
    ("liberated ukraine 12-01", "-", "consistent"),
    ("liberated ukraine 12-01", "?", "not_in_polygons"),
    ("held ukraine 12-01", "+", "contradicted"),
    ("lost ukraine 12-10", "- +12-09", "consistent -1"),
    ("lost ukraine 12-01", "- +12-09", "early +8"),
    ("lost russia 12-10", "+ -12-09", "consistent -1"),
    # nobody is named: whose it is then is open, but for a capture
    ("liberated - 12-01", "-", "not_checkable"),
    ("held - 12-01", "+", "not_checkable"),
    ("lost - 12-01", "+", "not_checkable"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "runs", "expected"), CASES)
def test_a_statement_against_one_map(said: str, runs: str, expected: str) -> None:
    assert found(said, runs) == expected


def test_a_town_is_entered_where_ground_comes_near_its_middle() -> None:
    assert found("entered russia 12-01", "-", ground_km=3.1) == "consistent"
    assert found("entered russia 12-01", "-", ground_km=9.0) == "not_in_polygons"
    assert found("entered russia 12-01", "- +12-09", ground_km=9.0) == "early +8"


def test_a_town_is_surrounded_where_ground_lies_on_all_sides() -> None:
    assert found("encircled russia 12-01", "-", surrounded=0.95) == "consistent"
    assert found("encircled russia 12-01", "-", surrounded=0.76) == "not_in_polygons"


def test_the_map_that_bears_it_out_best_decides() -> None:
    assert found("captured russia 12-01", "-", "- +12-03", "- +12-09") == "early +2"


def test_only_the_map_that_the_text_names_decides_where_it_is_loaded() -> None:
    said = statement("captured", "russia", "12-01", source="map1")
    maps = [look("+", "12-01", source="map0"), look("-", "12-01", source="map1")]
    finding = check_control(said, "Siversk", maps, SIDES)
    assert (finding.verdict, len(finding.seen)) == ("not_in_polygons", 1)


@pytest.mark.parametrize(
    ("place", "on", "maps", "reason"),
    [
        (None, "12-01", 1, "could not be placed"),
        ("Siversk", None, 1, "no publication date"),
        ("Siversk", "12-01", 0, "no snapshots are loaded"),
    ],
)
def test_what_cannot_be_checked_says_why(place: str | None, on: str | None, maps: int, reason: str) -> None:
    said = Statement("control", 0, 0, 1, "x", event="captured", actor="russia", on=on and day(on))
    finding = check_control(said, place, [look("+", "12-01")] * maps, SIDES)
    assert finding.verdict == "not_checkable" and reason in finding.reason


def test_a_day_without_a_snapshot_is_not_checkable() -> None:
    gap = Look(Source(id="mymap", title="My map", side="russia"), day("12-01"), None)
    finding = check_control(statement("captured", "russia", "12-01"), "Siversk", [gap], SIDES)
    assert (finding.verdict, finding.reason) == ("not_checkable", "My map has no snapshot for 2025-12-01")


@given(covered=st.integers(2, 60), said=st.integers(0, 60))
def test_the_lag_is_the_days_from_the_stated_day_to_the_cover(covered: int, said: int) -> None:
    """Whatever the days: early and consistent divide at the cover, and the lag is its distance."""
    start = FIRST.toordinal()
    runs = ((FIRST, "outside"), (date.fromordinal(start + covered), "occupied"))
    on = date.fromordinal(start + said)
    one = Look(Source(id="mymap", title="My map", side="russia"), on, on, "", runs, LAST)
    finding = check_control(
        Statement("control", 0, 0, 1, "x", event="captured", actor="russia", on=on), "Siversk", [one], SIDES
    )
    assert finding.best is not None and finding.best.lag_days == covered - said
    assert finding.verdict == ("early" if covered > said else "consistent")
