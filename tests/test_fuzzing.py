"""What ``make fuzz`` runs by the million takes its seeds, and what is left of them when bytes are cut out or put in."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks" / "fuzz"))
from targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_are_taken(name: str) -> None:
    target = TARGETS[name]
    seeds = list(target.seeds())
    assert seeds
    for seed in seeds:
        target.run(seed)


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_damaged_seeds_are_read_or_refused_with_one_line(name: str, data: st.DataObject) -> None:
    target = TARGETS[name]
    seed = data.draw(st.sampled_from(list(target.seeds())))
    at, cut = data.draw(st.integers(0, len(seed))), data.draw(st.integers(0, 30))
    target.run(seed[:at] + data.draw(st.binary(max_size=6)) + seed[at + cut :])


def test_a_run_makes_a_million_and_enough_of_each() -> None:
    ours = ("geojson", "deepstate", "owlmaps", "esri", "kml", "archive", "gazetteer", "regions")
    of_gdal = ("geopackage", "flatgeobuf", "shapefile", "geoparquet")
    assert sum(target.runs for target in TARGETS.values()) >= 1_000_000
    assert TARGETS["text"].runs >= 200_000
    assert all(TARGETS[name].runs >= 50_000 for name in ours)
    assert all(TARGETS[name].runs >= 5_000 for name in of_gdal)
