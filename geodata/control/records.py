"""A snapshot of control and what its import did to the file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shapely import MultiPolygon


@dataclass(frozen=True, slots=True)
class Layer:
    """The ground of one status: one valid MultiPolygon in EPSG:4326 and its geodesic area."""

    status: str
    geometry: MultiPolygon
    area_km2: float


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What was taken from a file and what was not.

    Parameters
    ----------
    file, format : str
        The file's name and the format in which it was read.
    kept : int
        Features that went into the snapshot.
    dropped : tuple of (str, int)
        Each reason with the number of features. What a file of several days dropped stands with the first of them.
    area_before_mending_km2 : float
        The features' areas summed as they came: what a count of features would give.
    area_km2 : float
        The area of all layers after mending and uniting.
    notes : tuple of str
        What a person should know: where the date came from, reprojection, axes.
    """

    file: str
    format: str
    kept: int
    dropped: tuple[tuple[str, int], ...]
    area_before_mending_km2: float
    area_km2: float
    notes: tuple[str, ...] = ()


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
