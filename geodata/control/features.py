"""What every format is read into: polygons as they came, with what the file says of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


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
    dropped: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
