"""Units that a text names: oblasts, regions of several, raions, countries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from app.placing.distances import distance_km
from app.reading.records import Mention
from geodata.gazetteer.front import axis_front
from geodata.gazetteer.gazetteer import Gazetteer, prominence
from geodata.gazetteer.index import ADJECTIVAL
from geodata.gazetteer.regions import units_of
from geodata.names import fold
from geodata.places import Place

_RAION_REACH_KM = 45.0
_MOST = 3


@dataclass(frozen=True, slots=True)
class Region:
    """A unit that a text names: first-level units by name, a raion by its middle."""

    name: str
    admin1: frozenset[str]
    country: str | None = None
    middle: Place | None = None

    def holds(self, place: Place) -> bool:
        """Whether a place lies in it."""
        if self.middle is not None:
            return distance_km(self.middle, place) <= _RAION_REACH_KM
        if self.admin1:
            return place.admin1 in self.admin1
        return place.country == self.country


def region_of(key: str, gazetteer: Gazetteer) -> Region | None:
    """Return the unit or country that a key names, None where it names none."""
    found: dict[str, Place] = {}
    for candidate in gazetteer.candidates(key):
        found.setdefault(candidate.place.kind, candidate.place)
    if "oblast" in found:
        return Region(found["oblast"].name, frozenset({found["oblast"].name}))
    if "region" in found:
        place = found["region"]
        return Region(place.name, units_of(place.id) or frozenset({place.name}))
    if "raion" in found:
        return Region(found["raion"].name, frozenset(), middle=found["raion"])
    if "country" in found:
        return Region(found["country"].name, frozenset(), country=found["country"].country)
    # A raion that the gazetteer lacks is known by the town that it is called after.
    towns = [c for c in gazetteer.candidates(key) if c.forms & ADJECTIVAL and c.place.kind == "settlement"]
    if towns:
        seat = max(towns, key=lambda c: prominence(c.place.population, c.alternates, c.rank)).place
        return Region(f"{seat.name} Raion", frozenset(), middle=seat)
    return None


def regions_named(mentions: Iterable[Mention], gazetteer: Gazetteer) -> dict[int, tuple[Region, ...]]:
    """Return the units that each sentence names, each as often as it names them."""
    found: dict[int, list[Region]] = {}
    known: dict[str, Region | None] = {}
    for mention in mentions:
        if mention.kind in ("oblast", "region", "raion"):
            if mention.name not in known:
                known[mention.name] = region_of(mention.name, gazetteer)
            region = known[mention.name]
            if region is not None:
                found.setdefault(mention.sentence, []).append(region)
    return {sentence: tuple(listed) for sentence, listed in found.items()}


def most_named(named: Iterable[tuple[Region, ...]]) -> tuple[Region, ...]:
    """Return the units that the sentences of a text name most."""
    return tuple(region for region, _ in Counter(region for listed in named for region in listed).most_common(_MOST))


def land_axes(mentions: Iterable[Mention]) -> dict[int, dict[str, Place]]:
    """Return where the axes meet the line that sentences call after a land, by the sentence and the place's id."""
    found: dict[int, dict[str, Place]] = {}
    for mention in mentions:
        if mention.kind == "region" and mention.adjectival:
            front = axis_front(mention.name) or axis_front(fold(mention.text))
            if front is not None:
                found.setdefault(mention.sentence, {})[front.id] = front
    return found
