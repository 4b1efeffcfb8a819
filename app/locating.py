"""The evidence for one candidate: what speaks for it, how strongly, and the sentence that says so."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field

from geodata.gazetteer.front import axis_town, load_front
from geodata.gazetteer.gazetteer import Gazetteer, prominence
from geodata.gazetteer.index import ADJECTIVAL, BASE, FORMER, OWN, VARIANT, Candidate
from geodata.gazetteer.regions import units_of
from geodata.names import fold
from geodata.places import Place

# Weights of the evidence; the unit is that of prominence, where 1 is about a tenfold population.
HINT = 9.0
SHARED_HINT = 4.0
"""Of a unit that a list of places shares: it may belong to the last of them alone."""
SENTENCE_REGION = 3.0
TAKEN_REGION = 1.0
DOCUMENT_REGION = 1.2
SENTENCE_PLACE = 7.0
OPEN_PLACE = 3.0
"""Of the other names of the sentence that are not placed yet, by where they may lie."""
NEAR_PLACE, BESIDE = 4.2, 1.7
"""Of the places of the sentences beside it; less where its own sentence names places enough."""
_ENOUGH = 2
DOCUMENT_PLACE = 2.2
EARLIER = 6.0
LINE = 2.0
FORMER_NAME = 1.0
FORMER_SHARE = 0.5
PRIOR = 0.65
HOME = 3.5
BORDER = 2.8
LATIN_FORM = 2.5
CITY = 2.5
DISTRICT = 3.0
"""Against a part of a town, which texts about it seldom name alone."""
CITY_POPULATION = 200_000
AXIS = 1.6
LISTED = 1.8
"""Of a settlement that reports of the front have named."""
AXIS_TOWN = 1.8
NAMED_AXIS = 3.0
ON_AXIS, ON_AXIS_KM, OFF_AXIS_KM = 3.0, 20.0, 25.0
"""Of a place on an axis that the sentence names: all of it up to so far from where the axis is, then falling to 1/e."""
REACH_KM, FAR_REACH_KM, NEAR_SHARE = 16.0, 50.0, 0.45
"""Two scales of nearness: the villages of one fight, and the towns of one part of the front."""
LINE_REACH_KM = 12.0
_RAION_REACH_KM = 45.0
_ANYWHERE = 0.03
"""The share of a name's weight that a field holds by chance."""
_KM_PER_DEGREE = 111.195
_FAR_DEGREES = 2.0
_NARROWING = 0.66
"""A degree of longitude in degrees of latitude at 49°, where closeness need not be exact."""
REASON = 0.9
"""What speaks for a place less than this is no reason to give."""


Cell = tuple[int, int]
"""A field of half a degree: places in fields apart are too far from each other to count as near."""


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


@dataclass(slots=True)
class Evidence:
    """What the text says around a mention."""

    hint: Region | None
    shared: bool
    sentence_regions: tuple[Region, ...]
    taken_regions: tuple[Region, ...]
    document_regions: tuple[Region, ...]
    sentence_places: tuple[Place, ...]
    near_places: tuple[Place, ...]
    document_places: tuple[Place, ...]
    earlier: Candidate | None
    axes: tuple[Place, ...]
    cells: Set[Cell]
    open_beside: tuple[Mapping[Cell, float], ...]
    line: Callable[[float, float], float | None] | None
    _units: dict[tuple[str | None, str | None], tuple[float, str] | None] = field(default_factory=dict)

    @property
    def silent(self) -> bool:
        """Whether only places, the fields of other names and the axes can speak for a candidate."""
        return (
            self.line is None
            and self.hint is None
            and self.earlier is None
            and not self.sentence_regions
            and not self.document_regions
            and not self.axes
        )

    def named_unit(self, place: Place) -> tuple[float, str] | None:
        """Return what the units that the text names say for a place: the same for all places of one unit."""
        key = (place.admin1, place.country)
        if key in self._units:
            return self._units[key]
        named = _holder(place, self.sentence_regions)
        part: tuple[float, str] | None = None
        if named is not None:
            # A unit that the sentence gives to another place says less about this one.
            part = (TAKEN_REGION if named in self.taken_regions else SENTENCE_REGION, "sentence region")
        elif _holder(place, self.document_regions) is not None:
            part = (DOCUMENT_REGION, "text region")
        if all(region.middle is None for region in (*self.sentence_regions, *self.document_regions)):
            self._units[key] = part
        return part


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


@dataclass(frozen=True, slots=True)
class Standing:
    """A candidate with what speaks for it in any text: its prominence, how it bears the name, its axis."""

    candidate: Candidate
    place: Place
    weight: float
    axis: float
    cell: Cell


def cell_of(place: Place) -> Cell:
    """Return the field that a place lies in."""
    return math.floor(place.lat * 2), math.floor(place.lon * 2)


def cells_around(place: Place) -> list[Cell]:
    """Return the field of a place and those beside it."""
    row, column = cell_of(place)
    return [(row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]


def spread(candidates: Iterable[Standing]) -> dict[Cell, float]:
    """Return how likely a name lies in or beside each field, apart from any text, as the log of its odds, 0 to 1."""
    listed = list(candidates)
    if not listed:
        return {}
    most = max(one.weight + AXIS * one.axis for one in listed)
    shares = [(one.cell, math.exp(one.weight + AXIS * one.axis - most)) for one in listed]
    total = sum(share for _, share in shares)
    mass: dict[Cell, float] = {}
    for (row, column), share in shares:
        for i in (-1, 0, 1):
            for j in (-1, 0, 1):
                cell = row + i, column + j
                mass[cell] = mass.get(cell, 0.0) + share / total
    return {cell: math.log1p(min(held, 1.0) / _ANYWHERE) / math.log1p(1 / _ANYWHERE) for cell, held in mass.items()}


def standing(candidate: Candidate, home: str | None, *, adjectival: bool, axis: bool, latin: bool) -> Standing:
    """Weigh a candidate apart from any text; `axis`: the mention names an axis; `latin`: it is in Latin letters."""
    place = candidate.place
    weight = PRIOR * prominence(place.population, candidate.alternates, candidate.rank)
    if not candidate.relation & (OWN | VARIANT) and candidate.relation & FORMER:
        # A name of long ago says little, however large the town has become; the other side goes on using it.
        weight = weight * FORMER_SHARE - FORMER_NAME
    if not candidate.forms & BASE and not adjectival:
        # In Cyrillic every case form is as likely; in Latin letters most of them are another name.
        weight -= LATIN_FORM if latin else 0.3
    if candidate.rank == 1:
        weight -= DISTRICT
    if home is not None:
        weight += HOME if place.country == home else BORDER if place.admin1 else 0.0
    if place.population >= CITY_POPULATION and candidate.relation & (OWN | VARIANT):
        # A text that means a hamlet called like a great city says so.
        weight += CITY
    front = load_front()
    former = candidate.relation == FORMER
    if not former and axis_town(fold(place.name), place.lat, place.lon):
        weight += AXIS_TOWN * (NAMED_AXIS if axis else 1.0)
    if place.id in front.listed or place.population >= CITY_POPULATION:
        weight += LISTED * (FORMER_SHARE if former else 1.0)
    nearness = front.nearness(place.lat, place.lon) if candidate.rank != 1 else 0.0
    return Standing(candidate, place, weight, nearness, cell_of(place))


def nearness_to_front(one: Standing, facts: Evidence) -> float:
    """Return 1 at the line, towards 0 away from it; without one, the towns that axes are called after stand for it."""
    if facts.line is None:
        return one.axis
    away = facts.line(one.place.lat, one.place.lon)
    return 0.0 if away is None else math.exp(-abs(away) / LINE_REACH_KM)


def evidence(one: Standing, facts: Evidence) -> float:
    """Return the weight of what speaks for a candidate in a text: its own and the sum of :func:`_parts`.

    Nearly all candidates lie in no unit that the text names and near none of its places: those are weighed at once.
    """
    if facts.silent and one.cell not in facts.cells:
        return one.weight + ((_open_part(one, facts) if facts.open_beside else 0) + AXIS * one.axis)
    return one.weight + sum([weight for weight, _ in _parts(one, facts)])


def because(one: Standing, facts: Evidence) -> str:
    """Return the strongest of what speaks for a candidate, as half a sentence; empty where nothing stands out."""
    weight, kind = max(_parts(one, facts), default=(0.0, ""))
    if weight <= REASON:
        people = one.place.population
        return f"the most prominent, with {people:,} people" if people else ""
    return _SAID[kind](one.place, facts)


# What a part of the evidence says to a person; the keys are those of _parts.
_SAID: dict[str, Callable[[Place, Evidence], str]] = {
    "hint": lambda _, facts: f"the text says that it lies in {facts.hint.name if facts.hint else ''}",
    "sentence region": lambda place, facts: f"in {_holding(place, facts.sentence_regions)}, named in the same sentence",
    "text region": lambda place, facts: f"in {_holding(place, facts.document_regions)}, named in the text",
    "earlier": lambda _place, _facts: "the same place as elsewhere in the text",
    "sentence": lambda place, facts: f"{_nearest_of(place, facts.sentence_places)}, named in the same sentence",
    "near": lambda place, facts: f"{_nearest_of(place, facts.near_places)}, named in a sentence beside it",
    "text": lambda place, facts: f"{_nearest_of(place, facts.document_places)}, named in the text",
    "named axis": lambda place, facts: f"{_nearest_of(place, facts.axes)}, the axis that the sentence names",
    "open": lambda _place, _facts: "near where other names of the sentence may lie",
    "line": lambda _place, _facts: "the nearest of them to the line",
    "axis": lambda _place, _facts: "the nearest of them to where the front has been since 2022",
}


def _parts(one: Standing, facts: Evidence) -> list[tuple[float, str]]:
    place = one.place
    parts: list[tuple[float, str]] = []
    if facts.hint is not None and facts.hint.holds(place):
        parts.append((SHARED_HINT if facts.shared else HINT, "hint"))
    if facts.sentence_regions or facts.document_regions:
        named = facts.named_unit(place)
        if named is not None:
            parts.append(named)
    if facts.earlier is not None and facts.earlier.place.id == place.id:
        parts.append((EARLIER, "earlier"))
    if one.cell in facts.cells:
        beside = NEAR_PLACE if len(facts.sentence_places) < _ENOUGH else BESIDE
        near = max(
            (_closeness(place, facts.sentence_places) * SENTENCE_PLACE, "sentence"),
            (_closeness(place, facts.near_places) * beside, "near"),
            (_closeness(place, facts.document_places) * DOCUMENT_PLACE, "text"),
        )
        if near[0] > 0:
            parts.append(near)
    others = [axis for axis in facts.axes if axis.id != place.id] if facts.axes else None
    if others:
        away = min(distance_km(place, axis) for axis in others)
        parts.append((ON_AXIS * math.exp(-max(0.0, away - ON_AXIS_KM) / OFF_AXIS_KM), "named axis"))
    if facts.open_beside:
        parts.append((_open_part(one, facts), "open"))
    if facts.line is None:
        parts.append((AXIS * one.axis, "axis"))
    else:
        parts.append((LINE * nearness_to_front(one, facts), "line"))
    return parts


def _open_part(one: Standing, facts: Evidence) -> float:
    held = [mass.get(one.cell, 0.0) for mass in facts.open_beside]
    return OPEN_PLACE * (0.6 * max(held) + 0.4 * sum(held) / len(held))


def _closeness(place: Place, others: tuple[Place, ...]) -> float:
    """Return how near a place lies to others, 0 to 1: mostly to the nearest of them."""
    if not others:
        return 0.0
    best = total = 0.0
    lat, lon = place.lat, place.lon
    for other in others:
        north = lat - other.lat
        if -_FAR_DEGREES < north < _FAR_DEGREES and other.id != place.id:
            east = (lon - other.lon) * _NARROWING
            away = -_KM_PER_DEGREE * math.sqrt(north * north + east * east)
            near = NEAR_SHARE * math.exp(away / REACH_KM) + (1 - NEAR_SHARE) * math.exp(away / FAR_REACH_KM)
            total += near
            best = max(best, near)
    return 0.75 * best + 0.25 * total / len(others) if best else 0.0


def _holder(place: Place, regions: tuple[Region, ...]) -> Region | None:
    for region in regions:
        if region.holds(place):
            return region
    return None


def _holding(place: Place, regions: tuple[Region, ...]) -> str:
    region = _holder(place, regions)
    return region.name if region else ""


def _nearest_of(place: Place, others: tuple[Place, ...]) -> str:
    away, name = min((distance_km(place, other), other.name) for other in others if other.id != place.id)
    return f"{away:.0f} km from {name}"


def are_apart(a: Place, b: Place, km: float) -> bool:
    """Return whether two places lie farther apart than some km."""
    return abs(a.lat - b.lat) * _KM_PER_DEGREE > km or distance_km(a, b) > km


def distance_km(a: Place, b: Place) -> float:
    """Return the distance of two places in km, by their difference in degrees; within 1 % below 500 km."""
    north = a.lat - b.lat
    east = (a.lon - b.lon) * math.cos(math.radians((a.lat + b.lat) / 2))
    return _KM_PER_DEGREE * math.hypot(north, east)
