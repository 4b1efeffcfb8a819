"""Figures as pictures: positions only, for templates to draw as SVG with classes from the sheet."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from maps.words import Words, words

WIDTH, HEIGHT, LEFT, RIGHT = 760.0, 220.0, 46.0, 16.0
LEFT_WIDE = 60.0


def delta_chart(rows: Sequence[Mapping[str, Any]], say: Words | None = None) -> dict[str, Any] | None:
    """Return bars of gained (up) and lost (down) with net as a dot, in the order of `rows`; None without rows.

    >>> chart = delta_chart([{"start": "2025-11-01", "end": "2025-11-30", "gained_km2": 50.0, "lost_km2": 0.0,
    ...     "net_km2": 50.0}])
    >>> [tick["label"] for tick in chart["ticks"]], chart["bars"][0]["gained"]["height"] == chart["zero"] - 8
    (['0', '20', '40'], True)
    """
    if not rows:
        return None
    say = say or words()
    high = max(0.0, *(max(row["gained_km2"], row["net_km2"]) for row in rows))
    low = min(0.0, *(min(-row["lost_km2"], row["net_km2"]) for row in rows))
    span = (high - low) or 1.0

    def at(value: float) -> float:
        return float(round(8 + (HEIGHT - 30) * (high - value) / span, 1))

    slot = (WIDTH - LEFT - RIGHT) / len(rows)
    wide = round(max(1.0, slot * 0.62), 1)
    labelled = max(1, math.ceil(len(rows) * 62 / (WIDTH - LEFT - RIGHT)))
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "zero": at(0),
        "ticks": [{"y": at(value), "label": say.number(value, 0)} for value in round_values(low, high)],
        "bars": [
            {
                "x": round(LEFT + slot * number + (slot - wide) / 2, 1),
                "middle": round(LEFT + slot * (number + 0.5), 1),
                "wide": wide,
                "gained": {"y": at(row["gained_km2"]), "height": round(at(0) - at(row["gained_km2"]), 1)},
                "lost": {"y": at(0), "height": round(at(-row["lost_km2"]) - at(0), 1)},
                "net": at(row["net_km2"]),
                "label": say.month(row["start"]) if number % labelled == 0 else "",
                "title": f"{say.day(row['start'])} – {say.day(row.get('end'))}: {say.number(row['net_km2'])}",
            }
            for number, row in enumerate(rows)
        ],
    }


def area_chart(snapshots: Sequence[Mapping[str, Any]], say: Words | None = None) -> dict[str, Any] | None:
    """Return the area over time as a path by day; the line breaks where days are missing. None below two snapshots.

    >>> chart = area_chart([{"on": f"2025-11-{day:02}", "area_km2": 100.0 + day} for day in (1, 2, 3, 9, 10)])
    >>> chart["path"].count("M"), [gap["days"] for gap in chart["gaps"]]
    (2, [5])
    """
    if len(snapshots) < 2:  # noqa: PLR2004
        return None
    say = say or words()
    days = [date.fromisoformat(str(row["on"])).toordinal() for row in snapshots]
    areas = [float(row["area_km2"]) for row in snapshots]
    low, high = min(areas), max(areas)
    margin = (high - low) * 0.06 or 1.0
    low, high = low - margin, high + margin
    first, last = days[0], days[-1]
    steps = sorted(after - before for before, after in pairwise(days))
    usual = max(1, steps[len(steps) // 2])

    def x(day: int) -> float:
        return round(LEFT_WIDE + (WIDTH - LEFT_WIDE - RIGHT) * (day - first) / max(1, last - first), 1)

    def y(value: float) -> float:
        return round(8 + (HEIGHT - 34) * (high - value) / (high - low), 1)

    path, gaps = "", []
    for index, (day, area) in enumerate(zip(days, areas, strict=True)):
        missing = index > 0 and day - days[index - 1] > 1.5 * usual
        if missing:
            gaps.append(
                {
                    "x": x(days[index - 1]),
                    "wide": round(x(day) - x(days[index - 1]), 1),
                    "days": day - days[index - 1] - 1,
                }
            )
        path += f"{'M' if missing or not index else 'L'}{x(day)} {y(area)}"
    months = [day for day in range(first, last + 1) if date.fromordinal(day).day == 1]
    every = max(1, math.ceil(len(months) / 9))
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT_WIDE,
        "bottom": HEIGHT - 26,
        "path": path,
        "gaps": gaps,
        "ticks": [{"y": y(value), "label": say.number(value, 0)} for value in round_values(low, high)],
        "months": [
            {"x": x(day), "label": say.month(date.fromordinal(day)), "anchor": _anchor(x(day))}
            for day in months[::every]
        ],
        "corrected": [x(day) for day, row in zip(days, snapshots, strict=True) if row.get("corrected")],
    }


def _anchor(x: float) -> str:
    """Return how a label stands at its point so that it stays in the picture."""
    return "start" if x < LEFT_WIDE + 20 else "end" if x > WIDTH - RIGHT - 20 else "middle"


def round_values(low: float, high: float) -> list[float]:
    """Return round values between low and high, four or so, zero among them where it lies there."""
    rough = (high - low) / 4 or 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    return [step * number for number in range(math.ceil(low / step), math.floor(high / step) + 1)]
