"""Definitions are data: the packaged files can be used, dated rules give the right files, faults are said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.definitions import Source, Sources, load_parties, load_sources
from geodata.errors import DefinitionError


def d(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "end", "file_start", "file_end"),
    [
        ("2025-11-01", "2025-11-30", "2025-11-02", "2025-12-02"),
        ("2025-10-01", "2025-10-31", "2025-10-02", "2025-11-02"),
        ("2024-12-01", "2024-12-31", "2024-12-01", "2025-01-02"),  # the rule belongs to the boundary, not the month
        ("2024-11-01", "2024-11-30", "2024-11-01", "2024-12-01"),
        ("2024-12-20", "2025-01-10", "2024-12-20", "2025-01-12"),
    ],
)
def test_the_files_that_stand_for_a_period_of_deepstate(start: str, end: str, file_start: str, file_end: str) -> None:
    source = load_sources()["deepstate"]
    assert (source.start_file(d(start)), source.end_file(d(end))) == (d(file_start), d(file_end))


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 400))
def test_periods_that_follow_each_other_meet_at_one_file(boundary: date, days: int) -> None:
    source = load_sources()["deepstate"]
    assert source.end_file(date.fromordinal(boundary.toordinal() - 1)) == source.start_file(boundary)


def test_what_a_source_counts_can_change_on_a_day() -> None:
    afp = load_sources()["afp_isw"]
    assert "claimed" in afp.statuses(d("2026-01-01"))
    assert "claimed" not in afp.statuses(d("2026-02-01"))


def test_a_source_without_an_entry_counts_net_of_occupied_without_a_shift() -> None:
    source = load_sources().of("mymap")
    assert (source.measure, source.counts, source.shift_days(d("2025-11-01"))) == ("net", ("occupied",), 0)


def test_every_source_names_a_party_and_draws_on_known_sources() -> None:
    sources, parties = load_sources(), load_parties()
    for source in sources.values():
        assert source.side in parties
        assert set(source.drawn_from) <= set(sources)
        assert source.licence


def test_names_of_two_sources_do_not_overlap() -> None:
    names = [name for source in load_sources().values() for name in {n.casefold() for n in source.names}]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("[mine", "cannot be read as TOML"),
        ('[mine]\ntitle = "Mine"\n', "missing"),
        ('[mine]\ntitle = "M"\nside = "a"\nmeasure = "gross"\ncounts = []\nboundaries = []\n', "net or gained"),
        ('[mine]\ntitle = "M"\nside = "a"\nmeasure = "net"\ncounts = []\nboundaries = []\n', "0001-01-01"),
    ],
)
def test_a_fault_is_said_with_its_entry(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(content)
    with pytest.raises(DefinitionError, match=says):
        load_sources(path)


def test_a_party_without_its_adversary_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "parties.toml"
    path.write_text('[red]\ntitle = "Red"\nadversary = "blue"\n')
    with pytest.raises(DefinitionError, match="blue"):
        load_parties(path)


@pytest.mark.parametrize(
    ("source", "roots"),
    [
        ("deepstate", {"deepstate"}),
        ("afp_isw", {"isw"}),
        ("viina", {"deepstate", "isw"}),
        ("acled", {"black_bird"}),
        ("nzz", {"liveuamap"}),
        ("uk_mod", {"deepstate"}),
        ("unheard_of", {"unheard_of"}),
    ],
)
def test_what_a_source_rests_on_in_the_end(source: str, roots: set[str]) -> None:
    assert load_sources().roots(source) == roots


def test_sources_that_rest_on_each_other_rest_on_themselves() -> None:
    a, b = (Source(id=one, title=one, side="red", follows=(other,)) for one, other in (("a", "b"), ("b", "a")))
    assert Sources({"a": a, "b": b}).roots("a") == {"a"}
