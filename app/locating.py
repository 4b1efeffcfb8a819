"""The evidence for one candidate: what speaks for it, how strongly, and the sentence that says so."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from geodata.gazetteer.gazetteer import Gazetteer, prominence
from geodata.gazetteer.index import BASE, FORMER, OWN, VARIANT, Candidate
from geodata.gazetteer.regions import load_axes
from geodata.places import Place

# Weights of the evidence; the unit is that of prominence, where 1 is about a tenfold population.
HINT = 9.0
SENTENCE_REGION = 3.0
TAKEN_REGION = 1.0
DOCUMENT_REGION = 1.2
SENTENCE_PLACE = 5.0
NEAR_PLACE = 2.5
DOCUMENT_PLACE = 1.6
EARLIER = 6.0
LINE = 2.0
FORMER_NAME = 1.0
FORMER_SHARE = 0.5
PRIOR = 0.85
HOME = 2.5
AXIS = 1.6
AXIS_REACH_KM = 25.0
REACH_KM = 30.0
LINE_REACH_KM = 12.0
_RAION_REACH_KM = 45.0
_KM_PER_DEGREE = 111.195


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


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the text says around a mention."""

    hint: Region | None
    sentence_regions: tuple[Region, ...]
    taken_regions: tuple[Region, ...]
    document_regions: tuple[Region, ...]
    sentence_places: tuple[Place, ...]
    near_places: tuple[Place, ...]
    document_places: tuple[Place, ...]
    earlier: Candidate | None
    line: Callable[[float, float], float | None] | None
    home: str | None = None


# A historical region that spans first-level units.
_WIDE = {"region:donbas": frozenset({"Donetsk Oblast", "Luhansk Oblast"})}


def region_of(key: str, gazetteer: Gazetteer) -> Region | None:
    """Return the unit or country that a key names, None where it names none."""
    found: dict[str, Place] = {}
    for candidate in gazetteer.candidates(key):
        found.setdefault(candidate.place.kind, candidate.place)
    if "oblast" in found:
        return Region(found["oblast"].name, frozenset({found["oblast"].name}))
    if "region" in found:
        place = found["region"]
        return Region(place.name, _WIDE.get(place.id, frozenset({place.name})))
    if "raion" in found:
        return Region(found["raion"].name, frozenset(), middle=found["raion"])
    if "country" in found:
        return Region(found["country"].name, frozenset(), country=found["country"].country)
    return None


def evidence(candidate: Candidate, facts: Evidence, *, adjectival: bool) -> tuple[float, str]:
    """Return the weight of what speaks for a candidate, and the strongest of it as half a sentence."""
    place = candidate.place
    base = prominence(place.population, candidate.alternates, candidate.rank)
    base *= PRIOR
    if not candidate.relation & (OWN | VARIANT) and candidate.relation & FORMER:
        # A name of long ago says little, however large the town has become.
        base = base * FORMER_SHARE - FORMER_NAME
    if not candidate.forms & BASE and not adjectival:
        base -= 0.3
    if facts.home is not None and place.country == facts.home:
        base += HOME
    total, strongest, reason = base, 0.9, ""
    for weight, why in _parts(place, facts):
        total += weight
        if weight > strongest:
            strongest, reason = weight, why
    if not reason and place.population:
        reason = f"the most prominent, with {place.population:,} people"
    return total, reason


def _parts(place: Place, facts: Evidence) -> list[tuple[float, str]]:
    parts: list[tuple[float, str]] = []
    if facts.hint is not None and facts.hint.holds(place):
        parts.append((HINT, f"the text says that it lies in {facts.hint.name}"))
    named = next((r for r in facts.sentence_regions if r.holds(place)), None)
    if named is not None:
        # A unit that the sentence gives to another place says less about this one.
        weight = TAKEN_REGION if named in facts.taken_regions else SENTENCE_REGION
        parts.append((weight, f"in {named.name}, named in the same sentence"))
    else:
        known = next((r for r in facts.document_regions if r.holds(place)), None)
        if known is not None:
            parts.append((DOCUMENT_REGION, f"in {known.name}, named in the text"))
    if facts.earlier is not None and facts.earlier.place.id == place.id:
        parts.append((EARLIER, "the same place as elsewhere in the text"))
    near = max(
        (
            _nearest(place, facts.sentence_places, SENTENCE_PLACE, "the same sentence"),
            _nearest(place, facts.near_places, NEAR_PLACE, "a sentence beside it"),
            _nearest(place, facts.document_places, DOCUMENT_PLACE, "the text"),
        ),
        key=lambda part: part[0],
    )
    if near[0] > 0:
        parts.append(near)
    nearness = nearness_to_front(place, facts)
    if facts.line is not None:
        parts.append((LINE * nearness, "the nearest of them to the line"))
    else:
        parts.append((AXIS * nearness, "the nearest of them to a town that an axis of the front is called after"))
    return parts


def nearness_to_front(place: Place, facts: Evidence) -> float:
    """Return 1 at the line, towards 0 away from it; without one, the towns that axes are called after stand for it."""
    if facts.line is not None:
        away = facts.line(place.lat, place.lon)
        return 0.0 if away is None else math.exp(-abs(away) / LINE_REACH_KM)
    lon_km = _KM_PER_DEGREE * math.cos(math.radians(place.lat))
    away = min(math.hypot(_KM_PER_DEGREE * (place.lat - lat), lon_km * (place.lon - lon)) for lat, lon in load_axes())
    return math.exp(-away / AXIS_REACH_KM)


def _nearest(place: Place, others: tuple[Place, ...], weight: float, where: str) -> tuple[float, str]:
    best, name = math.inf, ""
    total = 0.0
    for other in others:
        if other.id == place.id:
            continue
        away = distance_km(place, other)
        total += math.exp(-away / REACH_KM)
        if away < best:
            best, name = away, other.name
    if not name:
        return 0.0, ""
    value = weight * (0.75 * math.exp(-best / REACH_KM) + 0.25 * total / len(others))
    return value, f"{best:.0f} km from {name}, named in {where}"


def distance_km(a: Place, b: Place) -> float:
    """Return the distance of two places in km, by their difference in degrees; within 1 % below 500 km."""
    north = a.lat - b.lat
    east = (a.lon - b.lon) * math.cos(math.radians((a.lat + b.lat) / 2))
    return _KM_PER_DEGREE * math.hypot(north, east)
