"""What a text says for each place that a name may mean, as one number for each."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass

from app.placing.distances import KM_PER_DEGREE, Cell, distance_km
from app.placing.regions import Region
from app.placing.standings import AXIS, Standing
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
ON_AXIS, ON_AXIS_KM, OFF_AXIS_KM = 3.0, 20.0, 25.0
"""Of a place on an axis that the sentence names: all of it up to so far from where the axis is, then falling to 1/e."""
REACH_KM, FAR_REACH_KM, NEAR_SHARE = 16.0, 50.0, 0.45
"""Two scales of nearness: the villages of one fight, and the towns of one part of the front."""
LINE_REACH_KM = 12.0
_FAR_DEGREES = 2.0
_NARROWING = 0.66
"""A degree of longitude in degrees of latitude at 49°, where closeness need not be exact."""

Part = tuple[float, str]
"""How much something weighs, and what it is: a key of :data:`app.placing.reasons.SAID`."""
Units = dict[tuple[str | None, str | None], Part | None]


@dataclass(slots=True)
class Evidence:
    """What the text says around a mention.

    Parameters
    ----------
    units : dict
        What the units that sentence and text name say for the places of a unit, as far as it was asked.
    """

    hint: Region | None
    shared: bool
    sentence_regions: tuple[Region, ...]
    taken_regions: tuple[Region, ...]
    document_regions: tuple[Region, ...]
    sentence_places: tuple[Place, ...]
    near_places: tuple[Place, ...]
    document_places: tuple[Place, ...]
    earlier: Place | None
    axes: tuple[Place, ...]
    cells: Set[Cell]
    open_beside: tuple[Mapping[Cell, float], ...]
    line: Callable[[float, float], float | None] | None
    units: Units

    def named_unit(self, place: Place) -> Part | None:
        """Return what the units that the text names say for a place: the same for all places of one unit."""
        key = (place.admin1, place.country)
        if key in self.units:
            return self.units[key]
        named = holder(place, self.sentence_regions)
        part: Part | None = None
        if named is not None:
            # A unit that the sentence gives to another place says less about this one.
            part = (TAKEN_REGION if named in self.taken_regions else SENTENCE_REGION, "sentence region")
        elif holder(place, self.document_regions) is not None:
            part = (DOCUMENT_REGION, "text region")
        if all(region.middle is None for region in (*self.sentence_regions, *self.document_regions)):
            self.units[key] = part
        return part


def weights(listed: Iterable[Standing], facts: Evidence) -> list[float]:
    """Return the weight of what speaks for each candidate in a text: its own and the sum of :func:`parts`.

    Nearly all candidates lie in no unit that the text names and near none of its places: most terms are skipped.
    """
    hint, earlier, cells, units = facts.hint, facts.earlier, facts.cells, facts.units
    named = bool(facts.sentence_regions or facts.document_regions)
    found = []
    for one in listed:
        total = 0.0
        if hint is not None and hint.holds(one.place):
            total += SHARED_HINT if facts.shared else HINT
        if named:
            part = units[one.unit] if one.unit in units else facts.named_unit(one.place)
            if part is not None:
                total += part[0]
        if earlier is not None and earlier.id == one.place.id:
            total += EARLIER
        if one.cell in cells:
            total += max(0.0, *[weight for weight, _ in _near(one.place, facts)])
        if facts.axes:
            total += _on_axis(one.place, facts)
        if facts.open_beside:
            total += _open(one, facts)
        total += AXIS * one.axis if facts.line is None else LINE * nearness_to_front(one, facts)
        found.append(one.weight + total)
    return found


def parts(one: Standing, facts: Evidence) -> list[Part]:
    """Return what speaks for one candidate, each with its weight."""
    place = one.place
    found: list[Part] = []
    if facts.hint is not None and facts.hint.holds(place):
        found.append((SHARED_HINT if facts.shared else HINT, "hint"))
    if facts.sentence_regions or facts.document_regions:
        named = facts.named_unit(place)
        if named is not None:
            found.append(named)
    if facts.earlier is not None and facts.earlier.id == place.id:
        found.append((EARLIER, "earlier"))
    if one.cell in facts.cells:
        near = max(_near(place, facts))
        if near[0] > 0:
            found.append(near)
    if facts.axes:
        found.append((_on_axis(place, facts), "named axis"))
    if facts.open_beside:
        found.append((_open(one, facts), "open"))
    if facts.line is None:
        found.append((AXIS * one.axis, "axis"))
    else:
        found.append((LINE * nearness_to_front(one, facts), "line"))
    return found


def nearness_to_front(one: Standing, facts: Evidence) -> float:
    """Return 1 at the line, towards 0 away from it; without one, the towns that axes are called after stand for it."""
    if facts.line is None:
        return one.axis
    away = facts.line(one.place.lat, one.place.lon)
    return 0.0 if away is None else math.exp(-abs(away) / LINE_REACH_KM)


def holder(place: Place, regions: tuple[Region, ...]) -> Region | None:
    """Return the first of some units that holds a place."""
    for region in regions:
        if region.holds(place):
            return region
    return None


def _near(place: Place, facts: Evidence) -> tuple[Part, Part, Part]:
    beside = NEAR_PLACE if len(facts.sentence_places) < _ENOUGH else BESIDE
    return (
        (_closeness(place, facts.sentence_places) * SENTENCE_PLACE, "sentence"),
        (_closeness(place, facts.near_places) * beside, "near"),
        (_closeness(place, facts.document_places) * DOCUMENT_PLACE, "text"),
    )


def _on_axis(place: Place, facts: Evidence) -> float:
    others = [distance_km(place, axis) for axis in facts.axes if axis.id != place.id]
    return ON_AXIS * math.exp(-max(0.0, min(others) - ON_AXIS_KM) / OFF_AXIS_KM) if others else 0.0


def _open(one: Standing, facts: Evidence) -> float:
    cell = one.cell
    held = [mass.get(cell, 0.0) for mass in facts.open_beside]
    return OPEN_PLACE * (0.6 * max(held) + 0.4 * sum(held) / len(held))


def _closeness(place: Place, others: tuple[Place, ...]) -> float:
    """Return how near a place lies to others, 0 to 1: mostly to the nearest of them."""
    best = total = 0.0
    lat, lon = place.lat, place.lon
    for other in others:
        north = lat - other.lat
        if -_FAR_DEGREES < north < _FAR_DEGREES and other.id != place.id:
            east = (lon - other.lon) * _NARROWING
            away = -KM_PER_DEGREE * math.sqrt(north * north + east * east)
            near = NEAR_SHARE * math.exp(away / REACH_KM) + (1 - NEAR_SHARE) * math.exp(away / FAR_REACH_KM)
            total += near
            best = max(best, near)
    return 0.75 * best + 0.25 * total / len(others) if best else 0.0
