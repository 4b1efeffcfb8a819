"""Figures as pictures: positions only, for templates to draw as SVG with classes from the sheet."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from maps.words import day

WIDTH, HEIGHT, LEFT, RIGHT = 760.0, 220.0, 46.0, 16.0


def delta_chart(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Return bars of gained (up) and lost (down) with net as a dot, in the order of `rows`; None without rows.

    >>> chart = delta_chart([{"start": "2025-11-01", "end": "2025-11-30", "gained_km2": 50.0, "lost_km2": 0.0,
    ...     "net_km2": 50.0}])
    >>> [tick["label"] for tick in chart["ticks"]], chart["bars"][0]["gained"]["height"] == chart["zero"] - 8
    (['0', '20', '40'], True)
    """
    if not rows:
        return None
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
        "ticks": [{"y": at(value), "label": f"{value:,.0f}"} for value in _ticks(low, high)],
        "bars": [
            {
                "x": round(LEFT + slot * number + (slot - wide) / 2, 1),
                "middle": round(LEFT + slot * (number + 0.5), 1),
                "wide": wide,
                "gained": {"y": at(row["gained_km2"]), "height": round(at(0) - at(row["gained_km2"]), 1)},
                "lost": {"y": at(0), "height": round(at(-row["lost_km2"]) - at(0), 1)},
                "net": at(row["net_km2"]),
                "label": day(row["start"])[-8:] if number % labelled == 0 else "",
            }
            for number, row in enumerate(rows)
        ],
    }


def _ticks(low: float, high: float) -> list[float]:
    """Return round values between low and high, zero among them."""
    rough = (high - low) / 4 or 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    return [step * number for number in range(math.ceil(low / step), math.floor(high / step) + 1)]
