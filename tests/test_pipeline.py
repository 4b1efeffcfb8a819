"""Which boundary a claim is about, and which mentions have a standing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.pipeline import _region, with_control
from app.store.records import StoredRegion
from app.workspace import Workspace

DONETSK = StoredRegion(1, "Donetsk", ("Донецька область",), False, "r.geojson", "k", 26_508.0)
PLACES = {
    "oblast": {"id": "geonames:709716", "name": "Donetsk Oblast", "kind": "oblast", "country": "UA"},
    "country": {"id": "geonames:690791", "name": "Ukraine", "kind": "country", "country": "UA"},
    "other side": {"id": "geonames:2017370", "name": "Russia", "kind": "country", "country": "RU"},
    "town": {"id": "geonames:704422", "name": "Pokrovsk", "kind": "settlement", "country": "UA"},
}


def resolved(place: str | None, region: str | None = None) -> tuple[str | None, str | None]:
    """Return the boundary's name and the name of what has none."""
    named = PLACES.get(place or "")
    scope = None if place is None else {"text": "there", "place_id": named and named["id"], "region": region}
    mentions: list[dict[str, Any]] = [{"place": each} for each in PLACES.values()]
    found, missing = _region({"scope": scope}, mentions, [DONETSK], frozenset({"UA"}))
    return (found and found.name), missing


@pytest.mark.parametrize(
    ("place", "region", "boundary", "missing"),
    [
        (None, None, None, None),  # nothing said: everything that the map shows
        ("country", None, None, None),  # the country that the map shows
        ("oblast", "Donetsk Oblast", "Donetsk", None),
        ("oblast", "Донецька область", "Donetsk", None),
        ("oblast", "Donetsk Raion", None, "Donetsk Raion"),  # a raion is not the oblast of its name
        ("other side", None, None, "there"),
        ("town", None, None, "there"),  # an axis has no boundary
        ("unplaced", None, None, "there"),
    ],
)
def test_the_boundary_of_a_scope(
    place: str | None, region: str | None, boundary: str | None, missing: str | None
) -> None:
    assert resolved(place, region) == (boundary, missing)


def standing(demo: Workspace, published: date | None = date(2025, 12, 5), **changes: Any) -> list[dict[str, Any]]:
    place = {"kind": "settlement", "lat": 48.594, "lon": 38.0}
    mention = {"place": place, "metonym": False, **changes}
    control = with_control({"mentions": [mention]}, published, demo.polygons())["mentions"][0]["control"]
    assert isinstance(control, list)
    return control


def test_a_town_has_a_standing_for_each_source(demo_workspace: Workspace) -> None:
    (control,) = standing(demo_workspace)
    assert (control["status"], control["snapshot_on"], control["gap_days"]) == ("occupied", "2025-12-01", 4)
    assert control["distance_to_line_km"] > 5


@pytest.mark.parametrize(
    "changes",
    [
        {"metonym": True},
        {"place": None},
        {"place": {"kind": "oblast", "lat": 48.1, "lon": 37.7}},
        {"place": {"kind": "settlement", "lat": 51.5, "lon": -0.1}},  # London: the map does not reach there
    ],
)
def test_no_standing_where_the_map_says_nothing(demo_workspace: Workspace, changes: dict[str, Any]) -> None:
    (control,) = standing(demo_workspace, **changes)
    assert control["on"] == "2025-12-05"
    assert [control[key] for key in ("status", "status_since", "distance_to_line_km")] == [None] * 3
    assert control["snapshot_on"] == "2025-12-01"  # there is a map of that day; it says nothing of this


def test_without_a_date_no_day_is_asked_for(demo_workspace: Workspace) -> None:
    assert standing(demo_workspace, published=None) == []


def test_before_the_first_snapshot_the_standing_is_unknown(demo_workspace: Workspace) -> None:
    (control,) = standing(demo_workspace, published=date(2025, 9, 1))
    assert (control["status"], control["snapshot_on"]) == (None, None)


def test_a_comparison_is_a_statement_with_a_finding_of_its_own(demo_workspace: Workspace) -> None:
    text = "Russian forces captured 300 km² in October 2025. In November 2025 they took twice as much as in October."
    reading = demo_workspace.add_document(text, published=date(2025, 12, 5))
    (said,) = [one for one in reading["statements"] if one["kind"] == "comparison"]
    assert (said["event"], said["times"], said["actor"]) == ("times", 2.0, "russia")
    assert (said["period"]["start"], said["base"]["end"]) == ("2025-11-01", "2025-10-31")
    assert text[said["start"] : said["end"]] == said["text"]
    (found,) = [one for one in demo_workspace.findings(reading["id"]) if one.get("statement_id") == said["id"]]
    october, november = demo_workspace.deltas(source="demo", every="month")
    ratio = november["net_km2"] / october["net_km2"]
    assert found["computed_ratio"] == pytest.approx(ratio, abs=0.001)
    assert found["verdict"] == ("consistent" if 1.8 < ratio < 2.2 else "contradicted")
    assert len(found["provenance"]["snapshots"]) == 3
