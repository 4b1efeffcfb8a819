"""The features of each day: as stated, by a column, or by the file's name."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from geodata.areas import area_km2
from geodata.control import dates
from geodata.control.features import Collected, Feature
from geodata.errors import ImportRefused

Kept = list[tuple[str, Feature]]
"""Features with their statuses."""


def by_day(
    kept: Kept,
    found: Collected,
    names: tuple[str, ...],
    *,
    on: date | None,
    prefer_name: bool,
    column: str | None = None,
) -> dict[date, Kept]:
    """Return the features of each day: the day stated, else the column's, else the name's.

    Parameters
    ----------
    found : Collected
        Gets what is dropped for want of a date, and a warning where column and name disagree.
    names : tuple of str
        Names that may carry the day; the first that does wins.
    prefer_name : bool
        For formats with statuses of their own: their columns hold other dates too.
    column : str, optional
        The column of dates, as stated; else those whose names say it.

    Raises
    ------
    ImportRefused
        No date, columns that disagree, or no such column.
    """
    if on is not None:
        return {on: kept}
    named = None if column else _day_of_names(names, strict=prefer_name)
    chosen, by_feature = _column_of_dates(kept, column)
    days: dict[date, Kept] = defaultdict(list)
    for (status, feature), day in zip(kept, by_feature, strict=True):
        if day is not None:
            days[day].append((status, feature))
    if prefer_name and named is not None:
        if days and set(days) != {named}:
            told = ", ".join(str(day) for day in sorted(days)[:3])
            found.warnings.append(f"the name says {named}, which is taken; the column {chosen!r} says {told}")
        return {named: kept}
    if days:
        if undated := len(kept) - sum(map(len, days.values())):
            grounds = [feature.geometry for (_, feature), day in zip(kept, by_feature, strict=True) if day is None]
            found.drop(f"no date in the column {chosen!r}", features=undated, km2=sum(map(area_km2, grounds)))
        if named is not None and len(days) == 1 and named not in days:
            found.warnings.append(
                f"the column {chosen!r} says {next(iter(days))}, which is taken; the name says {named}"
            )
        found.notes.append(f"dates from the column {chosen!r}")
        return days
    if column is not None:
        raise ImportRefused(f"expected dates such as 2026-01-05 in the column {chosen!r}, got none")
    named = _day_of_names(names, strict=True)
    if named is None:
        came = f"no date in the column {chosen!r}" if chosen else "none"
        raise ImportRefused(f"expected a date in the name (20260105), a column of dates, or --on; got {came}")
    return {named: kept}


def _day_of_names(names: tuple[str, ...], *, strict: bool) -> date | None:
    """Return the first day in the names; one in no calendar counts only where there is no column to ask."""
    for name in names:
        try:
            if (day := dates.day_of_name(name)) is not None:
                return day
        except ImportRefused:
            if strict:
                raise
    return None


def _column_of_dates(kept: Kept, stated: str | None) -> tuple[str | None, list[date | None]]:
    """Return the column that holds the days, and each feature's day by it."""
    keys = list(dict.fromkeys(key for _, feature in kept for key in feature.properties))
    if stated is not None:
        key = next((key for key in keys if key.lower() == stated.lower()), None)
        if key is None:
            raise ImportRefused(f"expected a column {stated!r}, got {', '.join(map(str, keys))[:200] or 'no columns'}")
        return key, _days(kept, key)
    candidates = dates.date_columns(keys)
    found = {key: days for key in candidates if any(days := _days(kept, key))}
    if not found:
        return (candidates[0] if candidates else None), [None] * len(kept)
    (first, days), *others = found.items()
    for other, other_days in others:
        for day, other_day in zip(days, other_days, strict=True):
            if day and other_day and day != other_day:
                raise ImportRefused(
                    f"the columns {first!r} and {other!r} hold different days ({day} and {other_day}): "
                    "say which with --date-column, or the day with --on"
                )
    return first, days


def _days(kept: Kept, key: str) -> list[date | None]:
    return [dates.day_of_value(feature.properties.get(key)) for _, feature in kept]
