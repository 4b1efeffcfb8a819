"""Query parameters as pure functions: text in, plain values out, or one line: what was expected and what came."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Literal, cast, get_args

from app.errors import BadInput

BBox = tuple[float, float, float, float]
"""West, south, east, north in degrees, WGS 84."""

Interval = tuple[date | None, date | None]
"""First and last day, both inclusive; None is open."""

Every = Literal["day", "week", "month"]

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""A series is not walked day by day through years that no map covers."""

MAX_LIMIT = 1000


def parse_bbox(text: str | None) -> BBox | None:
    """Return west, south, east, north; heights of a six-number box are dropped.

    >>> parse_bbox("36,47.5,38,49")
    (36.0, 47.5, 38.0, 49.0)

    Raises
    ------
    BadInput
        If it is not four or six finite numbers inside the globe. West > east is a box over the antimeridian.
    """
    if not text:
        return None
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) == 6:  # noqa: PLR2004 (a box with heights, as OGC API Features allows)
        numbers = [*numbers[:2], *numbers[3:5]]
    if len(numbers) != 4 or not all(map(math.isfinite, numbers)):  # noqa: PLR2004
        raise BadInput(f"bbox: expected west,south,east,north in degrees, got {shorten(text)}")
    west, south, east, north = numbers
    if not (max(abs(west), abs(east)) <= 180 and -90 <= south <= north <= 90):  # noqa: PLR2004
        raise BadInput(f"bbox: expected west and east within ±180 and south ≤ north within ±90, got {shorten(text)}")
    return west, south, east, north


def parse_datetime(text: str | None) -> Interval:
    """Return the first and the last day of an instant or an interval, open ends as ``..`` or nothing.

    >>> parse_datetime("2025-11-01/..")
    (datetime.date(2025, 11, 1), None)
    >>> parse_datetime("2025-11-01T12:00:00Z")
    (datetime.date(2025, 11, 1), datetime.date(2025, 11, 1))

    Raises
    ------
    BadInput
        If a date is in no calendar, the ends are in the wrong order, or both are open.
    """
    if not text:
        return None, None
    parts = text.split("/")
    if len(parts) == 1:
        day = _instant(parts[0], text)
        return day, day
    if len(parts) != 2:  # noqa: PLR2004
        raise BadInput(f"datetime: expected a date or start/end, got {shorten(text)}")
    start, end = (None if part in ("", "..") else _instant(part, text) for part in parts)
    if start is None and end is None:
        raise BadInput(f"datetime: expected at least one end, got {shorten(text)}")
    if start and end and start > end:
        raise BadInput(f"datetime: the start is after the end: {shorten(text)}")
    return start, end


def parse_day(text: str | None, name: str) -> date | None:
    """Return a day written as 2025-12-07, within what a map can be of.

    Raises
    ------
    BadInput
        With the parameter's name.
    """
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"{name}: expected a date such as 2025-12-07, got {shorten(text)}") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise BadInput(f"{name}: expected a date from {FIRST_DAY} to {LAST_DAY}, got {day}")
    return day


def parse_span(start: str | None, end: str | None) -> Interval:
    """Return the days of ``from`` and ``to``, in order.

    Raises
    ------
    BadInput
        If one is no date, or ``from`` is after ``to``.
    """
    first, last = parse_day(start, "from"), parse_day(end, "to")
    if first and last and first > last:
        raise BadInput(f"from: expected a day not after to ({last}), got {first}")
    return first, last


def parse_every(text: str | None) -> Every | None:
    """Return the step of a series; None for one row.

    Raises
    ------
    BadInput
        If it is no step.
    """
    for step in get_args(Every):
        if text == step:
            return cast(Every, step)
    if text:
        raise BadInput(f"every: expected {', '.join(get_args(Every))}, got {shorten(text)}")
    return None


def parse_names(text: str | None) -> tuple[str, ...] | None:
    """Return the names of a list such as ``occupied,advance``; None for none."""
    names = (name.strip() for name in (text or "").split(","))
    return tuple(name for name in names if name) or None


def shorten(text: str, length: int = 60) -> str:
    """Return text as it may stand in an error: quoted, printable, short."""
    return repr(text if len(text) <= length else text[:length] + "…")


def _instant(part: str, whole: str) -> date:
    try:
        return datetime.fromisoformat(part.replace("z", "Z")).date()
    except ValueError:
        raise BadInput(
            f"datetime: expected dates such as 2025-11-01 or 2025-11-01T00:00:00Z, got {shorten(whole)}"
        ) from None
