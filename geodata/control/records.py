"""A snapshot of control and what its import did to the file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from shapely import MultiPolygon


@dataclass(frozen=True, slots=True)
class Layer:
    """The ground of one status: one valid MultiPolygon in EPSG:4326 and its geodesic area."""

    status: str
    geometry: MultiPolygon
    area_km2: float


@dataclass(frozen=True, slots=True)
class Dropped:
    """Features that were left out for one reason.

    Parameters
    ----------
    area_km2 : float
        Summed as drawn; 0.0 where they had no polygons.
    """

    reason: str
    features: int
    area_km2: float = 0.0

    def json(self) -> dict[str, Any]:
        """Return the fields by name."""
        return {"reason": self.reason, "features": self.features, "area_km2": self.area_km2}


@dataclass(frozen=True, slots=True)
class LayerReport:
    """What went into the ground of one status.

    Parameters
    ----------
    features : int
        How many were united.
    area_before_mending_km2 : float
        Their areas summed as they came: what a count of features would give.
    area_km2 : float
        After mending and uniting.
    """

    status: str
    features: int
    area_before_mending_km2: float
    area_km2: float

    def json(self) -> dict[str, Any]:
        """Return the fields by name."""
        return {
            "status": self.status,
            "features": self.features,
            "area_before_mending_km2": self.area_before_mending_km2,
            "area_km2": self.area_km2,
        }


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What was taken from a file and what was not.

    Parameters
    ----------
    file, format : str
        The file's name (in an archive of several: archive/member) and the format in which it was read.
    layers : tuple of LayerReport
        One for each status, sorted by status.
    dropped : tuple of Dropped
        What a file of several days dropped stands with the first of them.
    notes : tuple of str
        How it was read: where the dates came from, reprojection, axes, clipping.
    warnings : tuple of str
        What a person should look at before trusting it.
    read_as : str
        What the user stated of the file: read another way it is another snapshot. Empty where nothing was stated.
    """

    file: str
    format: str
    layers: tuple[LayerReport, ...]
    dropped: tuple[Dropped, ...] = ()
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    read_as: str = ""

    @property
    def kept(self) -> int:
        """Features that went into the snapshot."""
        return sum(layer.features for layer in self.layers)

    @property
    def area_before_mending_km2(self) -> float:
        """The features' areas, of all statuses, summed as they came."""
        return sum(layer.area_before_mending_km2 for layer in self.layers)

    @property
    def area_km2(self) -> float:
        """The areas of all layers, summed; layers of different statuses may overlap."""
        return sum(layer.area_km2 for layer in self.layers)

    def json(self) -> dict[str, Any]:
        """Return the fields by name, lists in place of tuples, as the report is kept."""
        return {
            "file": self.file,
            "format": self.format,
            "layers": [layer.json() for layer in self.layers],
            "dropped": [each.json() for each in self.dropped],
            "notes": list(self.notes),
            "warnings": list(self.warnings),
            "read_as": self.read_as,
        }


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Who controls what on one day, by one source.

    Parameters
    ----------
    on : date
        The day that the file is dated; nothing shifts it.
    sha256 : str
        Of the file's bytes.
    layers : tuple of Layer
        One for each status, sorted by status.
    """

    source: str
    on: date
    sha256: str
    layers: tuple[Layer, ...]
    report: ImportReport
