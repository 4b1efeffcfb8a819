"""The verdicts, as a fact-checker would state them; domain: one source whose area is known for every day."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.compare import VERDICTS, accepted_km2, check, tolerance_km2
from app.reading.records import Period, StatedArea
from geodata.definitions import Source, Sources, later

NOVEMBER = Period(date(2025, 11, 1), date(2025, 11, 30))
PUBLISHED = date(2025, 12, 7)


@dataclass(frozen=True)
class Day:
    on: date
    sha256: str = "0" * 64
    layers: frozenset[str] = frozenset({"occupied"})


@dataclass(frozen=True)
class Moves:
    gained_km2: float
    lost_km2: float

    @property
    def net_km2(self) -> float:
        return self.gained_km2 - self.lost_km2


@dataclass
class Steady:
    """A source that gains and loses the same area every day, with snapshots for every day but those left out."""

    source: Source
    gained_a_day: float = 17.0
    lost_a_day: float = 1.0
    held_on_first: float = 110_000.0
    first: date = date(2025, 1, 1)
    last: date = date(2026, 1, 5)
    without: frozenset[date] = frozenset()
    statuses: frozenset[str] = frozenset({"occupied"})
    boundary_km2: float | None = None
    polygons: str = "mapper"
    asked: list[date] = field(default_factory=list)

    def snapshot(self, wanted: date) -> Day | None:
        self.asked.append(wanted)
        for back in range(4):
            day = later(wanted, -back)
            if self.first <= day <= self.last and day not in self.without:
                return Day(day)
        return None

    def held_km2(self, at: Day, statuses: tuple[str, ...]) -> float:
        return self.held_on_first + (at.on - self.first).days * (self.gained_a_day - self.lost_a_day)

    def moved(self, start: Day, end: Day, statuses: tuple[str, ...]) -> Moves:
        days = (end.on - start.on).days
        return Moves(days * self.gained_a_day, days * self.lost_a_day)


MAPPER = Source(id="mapper", title="Mapper", side="red", boundaries=((date.min, 0), (date(2025, 1, 1), 1)))
GAINER = replace(MAPPER, id="gainer", title="Gainer", measure="gained")
NEWS = Source(id="news", title="News", side="red", drawn_from=("mapper",))
LONER = Source(id="loner", title="Loner", side="red")
SOURCES = Sources({source.id: source for source in (MAPPER, GAINER, NEWS, LONER)})


def claim(km2: float, **changes: object) -> StatedArea:
    plain = StatedArea(0, 0, 5, "x km²", value=km2, unit="km2", direction="captured", actor="red", period=NOVEMBER)
    return replace(plain, **changes)  # type: ignore[arg-type]


def verdict(stated: StatedArea, *measurers: Steady, published: date | None = PUBLISHED, boundary: str | None = None):
    loaded = measurers or (Steady(MAPPER),)
    return check(stated, published=published, measurers=loaded, sources=SOURCES, no_boundary=boundary)


def test_the_verdicts_stand_in_one_table_in_the_order_in_which_they_are_asked() -> None:
    assert [name for name, _ in VERDICTS] == [
        "not_checkable", "match", "match_other_definition", "within_band", "overstated", "understated",
    ]  # fmt: skip
    assert all(holds.__name__ == name and holds.__doc__ for name, holds in VERDICTS)


# The mapper's November runs from the file of the 2nd to that of the 2nd: 30 days, net 480, gained 510, lost 30.


@pytest.mark.parametrize(
    ("stated", "expected", "computed"),
    [
        (claim(480), "match", 480),
        (claim(488), "match", 480),  # within 2 %
        (claim(510), "match_other_definition", 510),  # gained instead of net
        (claim(600), "overstated", 480),
        (claim(400), "understated", 480),
        (claim(450, qualifier="approx"), "match", 480),  # 10 % of 450 is 45
        (claim(430, qualifier="approx"), "understated", 480),
        (claim(410, qualifier="at_least"), "match", 480),  # up to 1.2 × 410 = 492
        (claim(380, qualifier="at_least"), "understated", 480),
        (claim(590, qualifier="at_most"), "match", 480),  # down to 0.8 × 590 = 472
        (claim(450, value_high=500), "match", 480),
        (claim(300, value_high=350), "understated", 480),
        (claim(118_607.0, unit="ha", value=48_000.0), "match", 480),
        (claim(480, actor=None), "match", 480),  # no actor: the side of the polygons
        (claim(480, direction="lost", actor="blue"), "match", 480),  # the other side lost it
        (claim(30, direction="captured", actor="blue"), "match", 30),  # the other side captured: what was lost
        (claim(30, direction="lost", actor="red"), "match", 30),
        (claim(16, rate="day"), "match", 16),
        (claim(112, rate="week"), "match", 112),
    ],
)
def test_verdict(stated: StatedArea, expected: str, computed: float) -> None:
    finding = verdict(stated)
    assert (finding.verdict, finding.best and round(finding.best.computed_km2, 6)) == (expected, computed)


@pytest.mark.parametrize(
    ("stated", "boundary", "reason"),
    [
        (claim(480, direction="other"), None, "no direction that polygons measure"),
        (claim(480, period=None), None, "no period"),
        (claim(480, period=Period(None, PUBLISHED)), None, "its period is open"),
        (claim(480, period=Period(date(2025, 11, 30), date(2025, 11, 1))), None, "before it begins"),
        (claim(480), "Donetsk Oblast", "no boundary is loaded"),
        (claim(480, attributed_to="loner"), None, "counted on the map of Loner, which is not loaded"),
        (
            claim(480, period=Period(date(2023, 11, 1), date(2023, 11, 30))),
            None,
            "no snapshots that stand for 2023-11-01",
        ),
        (claim(480, direction="remaining", actor="blue"), None, "only inside a boundary"),
        (claim(480, direction="held", actor="blue"), None, "only inside a boundary"),
    ],
)
def test_not_checkable_says_why(stated: StatedArea, boundary: str | None, reason: str) -> None:
    finding = verdict(stated, boundary=boundary)
    assert finding.verdict == "not_checkable"
    assert reason in finding.reason
    assert finding.tried == 0


def test_a_figure_of_a_source_that_is_not_loaded_stands_beside_the_values_of_those_that_are() -> None:
    finding = verdict(claim(480, attributed_to="loner"))
    assert [m.computed_km2 for m in finding.measured] == [480]
    assert finding.best is None


def test_a_source_that_draws_on_a_loaded_one_is_checked_on_its_polygons_under_its_own_rule() -> None:
    finding = verdict(claim(480, attributed_to="news"))
    assert finding.verdict == "match"
    assert finding.best
    assert (finding.best.source, finding.best.snapshot_start) == ("news", date(2025, 11, 1))  # its own s is 0


def test_only_the_named_source_sets_the_verdict() -> None:
    both = (Steady(MAPPER), Steady(GAINER))
    assert verdict(claim(510, attributed_to="gainer"), *both).verdict == "match"
    assert verdict(claim(510, attributed_to="mapper"), *both).verdict == "match_other_definition"
    assert verdict(claim(510), *both).best.source == "gainer"  # type: ignore[union-attr]


def test_the_measures_of_a_month_under_the_dated_rule() -> None:
    december = Period(date(2024, 12, 1), date(2024, 12, 31))
    finding = verdict(claim(512, period=december), Steady(MAPPER, first=date(2024, 1, 1)))
    assert finding.best
    assert (finding.best.snapshot_start, finding.best.snapshot_end) == (date(2024, 12, 1), date(2025, 1, 2))
    assert finding.tried == 7  # own: the 1st to 2 January; others: net and gained × three pairs of days


def test_every_definition_is_tried_once_and_listed() -> None:
    finding = verdict(claim(480))
    keys = {(m.measure, m.snapshot_start, m.snapshot_end) for m in finding.measured}
    assert finding.tried == len(finding.measured) == len(keys) == 6
    assert [m.own for m in finding.measured].count(True) == 1
    assert finding.span_km2 == (480, 510)


def test_agreement_by_another_definition_carries_the_chance_of_it() -> None:
    finding = verdict(claim(510))
    assert finding.chance is not None
    assert 0 < finding.chance < 0.5
    assert verdict(claim(480)).chance is None


def test_chance_grows_with_what_is_accepted() -> None:
    plain = verdict(claim(510)).chance
    hedged = verdict(claim(570, qualifier="at_most"), Steady(replace(MAPPER, measure="gained"), lost_a_day=8)).chance
    assert plain is not None
    assert hedged is None or hedged > plain


def test_band_is_the_own_definition_with_its_ends_moved_by_a_day() -> None:
    finding = verdict(claim(480))
    assert finding.band_km2 == (28 * 16, 32 * 16)


def test_a_figure_inside_the_band_only_is_within_band() -> None:
    assert verdict(claim(497)).verdict == "within_band"  # 2 % reaches 489.9, the band 512


def test_held_on_a_day_uses_the_file_of_that_day_and_the_shift() -> None:
    stated = claim(115_168, direction="held", period=Period(None, date(2025, 11, 19)))
    finding = verdict(stated)
    assert finding.best
    assert (finding.verdict, finding.best.snapshot_end) == ("match", date(2025, 11, 20))
    assert finding.best.snapshot_start is None


def test_what_remains_is_the_boundary_less_what_is_held() -> None:
    stated = claim(4_832, direction="remaining", actor="blue", period=Period(None, date(2025, 11, 19)))
    assert verdict(stated, Steady(MAPPER, boundary_km2=120_000)).verdict == "match"


def test_an_absent_snapshot_is_the_last_one_at_most_three_days_older() -> None:
    gap = frozenset(date(2025, 12, day) for day in (1, 2))
    finding = verdict(claim(464), Steady(MAPPER, without=gap))
    assert finding.best
    assert finding.best.snapshot_end == date(2025, 11, 30)
    longer = gap | {date(2025, 11, day) for day in (29, 30)}
    assert all(
        m.snapshot_end != date(2025, 12, 2) for m in verdict(claim(464), Steady(MAPPER, without=longer)).measured
    )


def test_a_snapshot_later_than_the_publication_is_used_and_said() -> None:
    finding = verdict(claim(480), published=date(2025, 12, 1))
    assert finding.verdict == "match"
    assert any("later than the publication" in flag for flag in finding.flags)


def test_a_status_that_the_files_do_not_have_makes_the_own_definition_unmeasurable() -> None:
    wider = replace(MAPPER, counts=("occupied", "claimed"))
    assert verdict(claim(480), Steady(wider)).verdict == "not_checkable"


@given(st.floats(0.1, 1e6))
def test_tolerance_never_falls_below_two_per_cent_nor_above_a_fifth(stated: float) -> None:
    assert 0.02 * stated <= tolerance_km2(stated) <= 0.2 * stated
    assert tolerance_km2(stated, approx=True) >= 0.1 * stated


@given(st.floats(1, 1e5), st.sampled_from([None, "approx", "at_least", "at_most"]))
def test_the_stated_figure_itself_is_always_accepted(stated: float, qualifier: str | None) -> None:
    low, high = accepted_km2(claim(stated, qualifier=qualifier), stated, None)
    assert low <= stated <= high


def test_one_snapshot_for_both_ends_is_no_measure() -> None:
    last_day = Period(date(2026, 1, 6), date(2026, 1, 6))
    finding = verdict(claim(12, period=last_day), published=date(2026, 1, 7))
    assert finding.verdict == "not_checkable"
    assert "no snapshots that stand for 2026-01-06" in finding.reason


def test_a_snapshot_that_stands_for_an_absent_one_is_said() -> None:
    finding = verdict(claim(464), Steady(MAPPER, without=frozenset({date(2025, 12, 2)})))
    assert "there is no snapshot of 2025-12-02: that of 2025-12-01 stands for it" in finding.flags


def test_a_day_without_a_layer_that_is_counted_is_not_measured() -> None:
    wider = replace(MAPPER, counts=("occupied", "claimed"))
    lacking = Steady(wider, statuses=frozenset({"occupied", "claimed"}))  # its days have "occupied" only
    assert verdict(claim(480), lacking).verdict == "not_checkable"


def test_a_definition_whose_statuses_are_not_loaded_says_so() -> None:
    finding = verdict(claim(480), Steady(replace(MAPPER, counts=("occupied", "claimed"))))
    assert finding.reason == "Mapper counts claimed, of which no polygons are loaded"


def test_a_source_that_draws_on_two_maps_is_checked_on_each() -> None:
    both = Sources({s.id: s for s in (MAPPER, GAINER, replace(NEWS, drawn_from=("mapper", "gainer")))})
    maps = [Steady(MAPPER), Steady(GAINER, gained_a_day=34.0, polygons="gainer")]
    finding = check(claim(990, attributed_to="news"), published=PUBLISHED, measurers=maps, sources=both)
    assert finding.best
    assert (finding.verdict, finding.best.polygons) == ("match", "gainer")
    assert {m.polygons for m in finding.measured} == {"mapper", "gainer"}


@pytest.mark.parametrize("period", [Period(date.min, date(1, 1, 2)), Period(date(9999, 12, 1), date.max)])
def test_the_ends_of_the_calendar_are_no_fault(period: Period) -> None:
    assert verdict(claim(480, period=period)).verdict == "not_checkable"


def test_a_range_from_nothing_has_no_chance_figure() -> None:
    finding = verdict(claim(0, value_high=505), Steady(GAINER, gained_a_day=18.0, lost_a_day=2.0))
    assert finding.chance is None


def agreeing(**second: object) -> tuple[str, ...]:
    """The notes on a claim that two maps bear out."""
    other = Source(id="second", title="Second", side="red", **second)  # type: ignore[arg-type]
    known = Sources({source.id: source for source in (MAPPER, other)})
    maps = [Steady(MAPPER), Steady(other, polygons="second")]
    return check(claim(480), published=date(2026, 1, 1), measurers=maps, sources=known).flags


def test_another_map_that_agrees_is_a_second_voice() -> None:
    assert "Second, which rests on another map, agrees: 480.0 km²" in agreeing()


@pytest.mark.parametrize("built", [{"drawn_from": ("mapper",)}, {"follows": ("mapper",)}])
def test_a_map_that_is_built_on_the_other_is_the_same_voice(built: dict[str, object]) -> None:
    said = "Second agrees (480.0 km²), but both rest on the map of Mapper: one voice, not two"
    assert said in agreeing(**built)
