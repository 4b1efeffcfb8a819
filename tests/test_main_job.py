"""The main job on the real data: the article, the 541 daily maps, the headline fact.

Runs the program as a user does. Skipped where the shared data set is absent.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import zipfile
from calendar import month_name
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.realdata

ARTICLE = "data/articles/000_c8569e20bc95ffa5.txt"
PUBLISHED = "2025-12-07"


@pytest.fixture(scope="module")
def frontline(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Any]:
    """The program over one store with everything loaded; returns what it printed as JSON."""
    folder = tmp_path_factory.mktemp("main-job")

    def call(*arguments: object, parse: bool = True) -> Any:
        command = [sys.executable, "-c", "from app.cli import main; main()", *map(str, arguments)]
        environment = {"PATH": "/usr/bin:/bin", "FRONTLINE_DATA_DIR": str(folder)}
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if parse else done.stdout

    call("regions", "add", shared / "data/regions/ukraine_adm0_tiny.geojson", "--country", parse=False)
    call("gazetteer", "add", shared / "data/gazetteer/UA.zip", parse=False)
    added = call("control", "add", shared / "data/control/deepstate", "--source", "deepstate", "--json")
    assert (len(added["stored"]), added["refused"]) == (541, [])
    return call


@pytest.fixture(scope="module")
def reading(frontline: Callable[..., Any], shared: Path) -> dict[str, Any]:
    return dict(frontline("read", shared / ARTICLE, "--published", PUBLISHED, "--json"))


@pytest.fixture(scope="module")
def where(shared: Path) -> dict[str, tuple[float, float]]:
    """True coordinates of towns by GeoNames id, from the dump itself."""
    with zipfile.ZipFile(shared / "data/gazetteer/UA.zip") as dump, dump.open("UA.txt") as lines:
        rows = (line.decode().split("\t") for line in lines)
        return {row[0]: (float(row[4]), float(row[5])) for row in rows if row[6] == "P"}


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    north = (a[0] - b[0]) * 111.2
    east = (a[1] - b[1]) * 111.3 * math.cos(math.radians(a[0]))
    return math.hypot(north, east)


@pytest.mark.parametrize(
    ("spelt", "geonames_id"),
    [
        ("Myrnohrad", "710035"),
        ("Gulyai Pole", "707898"),
        ("Kupiansk", "703656"),
        ("Severansk", "694403"),
        ("Bakhmut", "713174"),
        ("Balakliya", "712926"),
    ],
)
def test_a_place_is_found_in_its_spelling_and_placed(
    reading: dict[str, Any], where: dict[str, tuple[float, float]], spelt: str, geonames_id: str
) -> None:
    found = [m for m in reading["mentions"] if m["text"] == spelt]
    assert found
    for mention in found:
        assert mention["place"], mention["why"]
        place = (mention["place"]["lat"], mention["place"]["lon"])
        assert distance_km(place, where[geonames_id]) < 5


def test_far_places_and_governments_are_not_put_on_the_front(reading: dict[str, Any]) -> None:
    for mention in reading["mentions"]:
        if mention["text"] in ("London", "Finland"):
            assert mention["place"] is None or mention["place"]["country"] in ("GB", "FI")
        if mention["text"] in ("Kyiv", "Russia"):
            assert mention["metonym"] or mention["kind"] == "country"
    texts = {mention["text"] for mention in reading["mentions"]}
    assert not texts & {"New York Times", "The New York Times", "Axios", "Black Bird", "Blackbird"}


def test_two_stated_areas_and_no_other_number(reading: dict[str, Any]) -> None:
    stated = [
        (c["area_km2"], c["direction"], c["actor"], c["period"]["start"], c["period"]["end"], c["attributed_to"])
        for c in reading["claims"]
    ]
    assert stated == [
        (505, "captured", "russia", "2025-11-01", "2025-11-30", None),
        (267, "captured", "russia", "2025-10-01", "2025-10-31", None),
    ]


def test_offsets_give_back_the_surface_form(reading: dict[str, Any], shared: Path) -> None:
    text = (shared / ARTICLE).read_text(encoding="utf-8")
    for span in (*reading["mentions"], *reading["claims"]):
        assert text[span["start"] : span["end"]] == span["text"]


def test_mentions_carry_control_on_the_day(reading: dict[str, Any]) -> None:
    standing = {m["text"]: m["control"][0] for m in reading["mentions"] if m["control"] and m["control"][0]["status"]}
    assert standing["Bakhmut"]["status"] == "occupied"
    assert standing["Bakhmut"]["status_since"] == "2024-07-08"  # the first snapshot: since then at least
    assert standing["Balakliya"]["status"] == "outside"
    assert standing["Kupiansk"]["snapshot_on"] == PUBLISHED
    assert standing["Kupiansk"]["gap_days"] == 0


def test_months_are_reproduced(frontline: Callable[..., Any]) -> None:
    rows = frontline("deltas", "--from", "2025-10-02", "--to", "2025-12-02", "--every", "month", "--json")["deltas"]
    found = [
        (
            r["snapshot_start"],
            r["snapshot_end"],
            round(r["gained_km2"], 1),
            round(r["lost_km2"], 1),
            round(r["net_km2"], 1),
        )
        for r in rows
    ]
    assert found == [
        ("2025-10-02", "2025-11-02", 303.0, 35.9, 267.2),
        ("2025-11-02", "2025-12-02", 523.2, 17.5, 505.8),
    ]


def test_both_figures_are_a_match_on_the_net(frontline: Callable[..., Any], reading: dict[str, Any]) -> None:
    findings = [f for f in frontline("check", reading["id"], "--json")["findings"] if "claim_id" in f]
    told = [
        (f["stated_km2"], f["verdict"], f["best"]["measure"], round(f["best"]["computed_km2"], 1)) for f in findings
    ]
    assert told == [(505, "match", "net", 505.8), (267, "match", "net", 267.2)]
    assert all(f["tried"] == 6 and len(f["measured"]) == 6 for f in findings)
    assert set(findings[0]["provenance"]["snapshots"]) >= {"deepstate/2025-11-02", "deepstate/2025-12-02"}


def test_who_took_which_place_is_checked_too(frontline: Callable[..., Any], reading: dict[str, Any]) -> None:
    """The article says "Bakhmut … the nearby Myrnohrad": a slip of its translation, for Pokrovsk."""
    findings = [f for f in frontline("check", reading["id"], "--json")["findings"] if "statement_id" in f]
    told = {(f["statement"]["kind"], f["statement"]["place"]): f for f in findings}
    assert told["control", "Huliaipole"]["verdict"] == "consistent"
    assert told["control", "Myrnohrad"]["verdict"] == "not_in_polygons"
    assert told["control", "Myrnohrad"]["control"][0]["surrounded"] == pytest.approx(0.76, abs=0.03)
    assert told["distance", "Myrnohrad"]["verdict"] == "contradicted"
    assert told["distance", "Myrnohrad"]["computed_km"] == pytest.approx(62.7, abs=0.5)


@pytest.mark.parametrize(
    ("town", "status", "km", "tolerance"),
    [
        ("Nikopol", "outside", 6.0, 1.0),
        ("Kherson", "outside", 6.0, 1.0),
        ("Kupiansk", "outside", 0.2, 0.15),
        ("Siversk", "occupied", 2.4, 0.3),
        ("Mariupol", "occupied", 30.0, 3.0),
    ],
)
def test_distance_to_the_line(
    frontline: Callable[..., Any], tmp_path: Path, town: str, status: str, km: float, tolerance: float
) -> None:
    text = tmp_path / "text.txt"
    text.write_text(f"Fighting was reported in {town} on Sunday.")
    (mention,) = frontline("read", text, "--published", "2026-01-05", "--json")["mentions"]
    (control,) = mention["control"]
    assert control["status"] == status
    assert control["distance_to_line_km"] == pytest.approx(km, abs=tolerance)


def test_published_months_of_deepstate_match_its_own_rule(
    frontline: Callable[..., Any], shared: Path, tmp_path: Path
) -> None:
    """14 of the 15 months are a match as plain figures; the one stated as "about 490" is one by its hedge."""
    verdicts = []
    for month, km2, hedge in published_months(shared, "deepstate"):
        (finding,) = checked(frontline, tmp_path, month, f"{hedge}{km2}", "DeepState said")
        verdicts.append((month, finding["verdict"]))
    assert len(verdicts) == 15
    assert {verdict for _, verdict in verdicts} == {"match"}


@pytest.mark.parametrize(
    ("source", "named", "months"),
    [("afp_isw", "according to an AFP analysis of ISW data", 17), ("uk_mod", "the UK Ministry of Defence said", 6)],
)
def test_months_of_sources_whose_maps_are_not_loaded_stand_beside_deepstates_value(
    frontline: Callable[..., Any], shared: Path, tmp_path: Path, source: str, named: str, months: int
) -> None:
    published = published_months(shared, source)
    assert len(published) == months
    for month, km2, hedge in published:
        (finding,) = checked(frontline, tmp_path, month, f"{hedge}{km2}", named)
        assert (finding["attributed_to"], finding["verdict"]) == (source, "not_checkable")
        assert "which is not loaded" in finding["reason"]
        (beside,) = finding["measured"]
        assert (beside["source"], beside["measure"], beside["own"]) == ("deepstate", "net", True)


def published_months(shared: Path, source: str) -> list[tuple[str, str, str]]:
    """The published figures of a source: month, km², and the hedge that goes with it."""
    rows = [line.split(",") for line in (shared / "eval/published_monthly.csv").read_text().splitlines()[1:]]
    return [(row[0], row[3], "about " if row[4].startswith("about") else "") for row in rows if row[1] == source]


def checked(frontline: Callable[..., Any], folder: Path, month: str, stated: str, named: str) -> list[dict[str, Any]]:
    """Check a published figure as a one-line text."""
    year, number = month.split("-")
    path = folder / f"{month}.txt"
    path.write_text(f"Russian forces captured {stated} square kilometers in {month_name[int(number)]} {year}, {named}.")
    return list(frontline("check", path, "--published", "2026-01-05", "--json")["findings"])
