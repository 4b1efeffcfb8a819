"""What a gazetteer file holds, before it is indexed."""

from __future__ import annotations

from dataclasses import dataclass, field

from geodata.places import PlaceKind

FORMAT_VERSION = 23
"""Raised when the index's layout or the spellings that go into it change: an older index is built anew."""


@dataclass(frozen=True, slots=True)
class GazetteerRecord:
    """A place as a file gives it; ``lat`` and ``lon`` in degrees, WGS 84.

    Parameters
    ----------
    alternates : tuple of str
        Other spellings, in any script, and former names, not told apart.
    rank : int
        0 for a living settlement or unit, 1 for a part of a town, 2 for one that is abandoned or historical.
    """

    id: str
    name: str
    kind: PlaceKind
    lat: float
    lon: float
    country: str | None = None
    admin1: str | None = None
    population: int = 0
    alternates: tuple[str, ...] = ()
    rank: int = 0


@dataclass(frozen=True, slots=True)
class GazetteerFile:
    """The records of one file, its name for people, and the sha-256 that keys its index."""

    name: str
    sha256: str
    records: tuple[GazetteerRecord, ...] = field(repr=False)
    licence: str = "Place names: GeoNames (geonames.org), CC BY 4.0"
