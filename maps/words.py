"""Days and control statuses as phrases, the same on maps and pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

GEONAMES = "Place names: GeoNames (geonames.org), CC BY 4.0"
"""Stands wherever places of a GeoNames gazetteer are shown."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(value: str | date | None) -> str:
    """Return a day as people write it, without the locale of the machine.

    >>> day("2025-12-07"), day(None)
    ('7 Dec 2025', 'no date')
    """
    if value is None:
        return "no date"
    on = value if isinstance(value, date) else date.fromisoformat(value)
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun.

    >>> count(1, "area"), count(2, "area"), count(0, "place")
    ('1 area', '2 areas', '0 places')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


NOT_HELD = frozenset({None, "outside", "liberated", "unknown"})
"""Statuses under which a place does not lie in ground that the source counts as controlled."""


def status_line(control: Mapping[str, Any]) -> str:
    """Return what a source's map says of a place on a day, as a phrase.

    >>> status_line({"source": "deepstate", "on": "2025-12-07", "snapshot_on": "2025-12-06", "gap_days": 1,
    ...     "status": "occupied", "status_since": "2025-11-30", "distance_to_line_km": 2.41})
    'deepstate: occupied on 6 Dec 2025 (1 day before), since 30 Nov 2025, 2.4 km from the line'
    >>> status_line({"source": "deepstate", "on": "2025-12-07", "snapshot_on": "2025-12-07", "status": "outside",
    ...     "status_since": "2024-07-08", "since_first_snapshot": True})
    'deepstate: outside its polygons on 7 Dec 2025, since at least 8 Jul 2024'
    >>> status_line({"source": "deepstate", "on": "2025-12-07", "snapshot_on": "2025-12-07", "status": "outside"})
    'deepstate: outside its polygons on 7 Dec 2025'
    >>> status_line({"source": "deepstate", "on": "2025-12-07", "snapshot_on": None})
    'deepstate: no snapshot for 7 Dec 2025'
    """
    source, on = control["source"], control.get("snapshot_on")
    if on is None:
        return f"{source}: no snapshot for {day(control['on'])}"
    gap = control.get("gap_days") or 0
    status = control.get("status") or "outside"
    parts = [f"{'outside its polygons' if status == 'outside' else status} on {day(on)}"]
    if gap:
        parts[0] += f" ({count(gap, 'day')} before)"
    if control.get("status_since"):
        at_least = "at least " if control.get("since_first_snapshot") else ""
        parts.append(f"since {at_least}{day(control['status_since'])}")
    if control.get("distance_to_line_km") is not None:
        parts.append(f"{control['distance_to_line_km']:.1f} km from the line")
    return f"{source}: {', '.join(parts)}"
