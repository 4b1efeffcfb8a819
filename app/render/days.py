"""Days as the interface writes them."""

from __future__ import annotations

from datetime import date


def iso(day: date | None) -> str | None:
    """Return a day as year-month-day, None where there is none."""
    return None if day is None else day.isoformat()
