"""What every format is read into: polygons as they came, with what the file says of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from geodata.areas import area_km2
from geodata.control.records import Dropped
from geodata.errors import printable

StatusOf = Callable[["Feature"], tuple[str | None, str]]
"""From a feature to its status, or to None and why it has none."""


@dataclass(slots=True)
class Feature:
    """One polygonal feature: its geometry as it came, its properties, the layer or folder it stood in."""

    geometry: Any
    properties: dict[str, Any] = field(default_factory=dict)
    layer: str = ""


@dataclass(slots=True)
class Collected:
    """All polygonal features of a file in EPSG:4326, and what was left out on the way."""

    features: list[Feature] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    _dropped: dict[str, tuple[int, float]] = field(default_factory=dict)

    def drop(self, reason: str, ground: Any = None, *, features: int = 1, km2: float = 0.0) -> None:
        """Note features that are left out, with their polygons or their area where they have any."""
        reason = printable(" ".join(reason.split()))
        count, sum_km2 = self._dropped.get(reason, (0, 0.0))
        km2 += 0.0 if ground is None else area_km2(ground)
        self._dropped[reason] = (count + features, sum_km2 + km2)

    def copy(self) -> Collected:
        """Return the same features and remarks, to be worked on without touching these."""
        features = [Feature(each.geometry, each.properties, each.layer) for each in self.features]
        return Collected(features, [*self.notes], [*self.warnings], {**self._dropped})

    @property
    def dropped(self) -> tuple[Dropped, ...]:
        """What was left out: the largest ground first, then the most features."""
        found = [Dropped(reason, count, km2) for reason, (count, km2) in self._dropped.items()]
        return tuple(sorted(found, key=lambda each: (-each.area_km2, -each.features, each.reason)))
