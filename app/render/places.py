"""Places, their histories and the line to the JSON of the interface."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.render.days import iso

if TYPE_CHECKING:
    from app.histories import LineReport, PlaceHistory
    from geodata.places import Match, Place


def place_json(place: Place) -> dict[str, Any]:
    """Return a place."""
    return {
        "id": place.id,
        "name": place.name,
        "kind": place.kind,
        "lat": place.lat,
        "lon": place.lon,
        "country": place.country,
        "admin1": place.admin1,
        "gazetteer": place.gazetteer,
    }


def match_json(match: Match) -> dict[str, Any]:
    """Return a place with how well it fits and why."""
    return {**place_json(match.place), "score": round(match.score, 4), "why": match.why}


def history_json(history: PlaceHistory) -> dict[str, Any]:
    """Return what one source's map showed of a place over time."""
    return {
        "source": history.source,
        "statuses": [
            {
                "status": run.status,
                "since": run.since.isoformat(),
                "until": iso(run.until),
                "since_first_snapshot": run.since_first_snapshot,
            }
            for run in history.runs
        ],
        "distances": [
            {
                "on": day.on.isoformat(),
                "snapshot_on": day.snapshot_on.isoformat(),
                "status": day.status,
                "distance_to_line_km": day.distance_to_line_km,
            }
            for day in history.days
        ],
    }


def line_json(report: LineReport, near: Callable[[float, float], str | None]) -> dict[str, Any]:
    """Return how the line stood and moved; `near` says where a point (degrees) lies in words."""
    return {
        "source": report.source,
        "snapshot_start": report.snapshot_start.isoformat(),
        "snapshot_end": report.snapshot_end.isoformat(),
        "moves": [
            {
                "region": move.region,
                "length_before_km": round(move.length_before_km, 2),
                "length_after_km": round(move.length_after_km, 2),
                "gained_km2": round(move.gained_km2, 4),
                "lost_km2": round(move.lost_km2, 4),
                "net_km2": round(move.net_km2, 4),
                "farthest_km": move.farthest_km,
                "farthest_at": move.farthest_at
                and {
                    "lon": round(move.farthest_at[0], 5),
                    "lat": round(move.farthest_at[1], 5),
                    "near": near(*move.farthest_at),
                },
            }
            for move in report.moves
        ],
    }
