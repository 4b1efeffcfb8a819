"""What speaks for the places that bear a name in any text: how prominent they are, how they bear it, their axis."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from app.placing.distances import Cell, cell_of
from app.reading.records import Mention
from geodata.gazetteer.front import axis_town, load_front
from geodata.gazetteer.gazetteer import Gazetteer, prominence
from geodata.gazetteer.index import ADJECTIVAL, BASE, FORMER, INFLECTED, OWN, OWN_NOUN, VARIANT, Candidate
from geodata.names import fold
from geodata.places import Place

# Weights; the unit is that of prominence, where 1 is about a tenfold population.
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
TOWN_POPULATION = 40_000
"""People of a place at home whose name alone is known everywhere."""
AXIS = 1.6
LISTED = 1.8
"""Of a settlement that reports of the front have named."""
AXIS_TOWN = 1.8
NAMED_AXIS = 3.0
_ANYWHERE = 0.03
"""The share of a name's weight that a field holds by chance."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A candidate with what speaks for it in any text: its prominence, how it bears the name, its axis.

    Parameters
    ----------
    unit : tuple
        First-level unit and country: what units say of a place they say of all in it.
    described : str
        Name, unit and people, for a person who chooses among candidates.
    """

    place: Place
    weight: float
    axis: float
    cell: Cell
    unit: tuple[str | None, str | None]
    described: str


class Standings:
    """The candidates of one name.

    Attributes
    ----------
    mass : mapping of cell to float
        How likely the name lies in or beside each field, apart from any text, as the log of its odds, 0 to 1.
    """

    def __init__(self, listed: Iterable[Standing]) -> None:
        self.listed = tuple(listed)

    @cached_property
    def mass(self) -> Mapping[Cell, float]:
        """See above; worked out when another name stands beside this one."""
        return spread(self.listed)


def standings_of(mention: Mention, gazetteer: Gazetteer, *, axis: bool) -> Standings:
    """Return the settlements that a mention may mean; `axis`: it names an axis of the front."""
    if mention.fuzzy:
        return standings_near(mention, gazetteer, axis=axis)
    wanted = ADJECTIVAL if mention.adjectival else BASE | INFLECTED | OWN_NOUN | ADJECTIVAL
    listed = _settlements((mention.name,), wanted, gazetteer)
    if not mention.adjectival:
        listed = [c for c in listed if c.forms & ~ADJECTIVAL] or listed
    return _weighed(listed, mention, gazetteer, axis=axis)


def standings_near(mention: Mention, gazetteer: Gazetteer, *, axis: bool) -> Standings:
    """Return the settlements of names that a mention may be a misspelling of."""
    wanted = ADJECTIVAL if mention.adjectival else BASE | INFLECTED | OWN_NOUN | ADJECTIVAL
    listed = _settlements(gazetteer.near(mention.name), wanted, gazetteer)
    # A misspelt name is one of the country that the news is about or of the units along its border.
    return _weighed(
        [c for c in listed if c.place.country == gazetteer.home or c.place.admin1], mention, gazetteer, axis=axis
    )


def _settlements(keys: Iterable[str], wanted: int, gazetteer: Gazetteer) -> list[Candidate]:
    """The settlements that bear one of some keys, each once."""
    found = (c for key in keys for c in gazetteer.candidates(key))
    return list({c.place.id: c for c in found if c.place.kind == "settlement" and c.forms & wanted}.values())


def _weighed(listed: Iterable[Candidate], mention: Mention, gazetteer: Gazetteer, *, axis: bool) -> Standings:
    latin = mention.name.isascii()
    return Standings(standing(c, gazetteer.home, adjectival=mention.adjectival, axis=axis, latin=latin) for c in listed)


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
    nearness, is_listed, is_axis_town = _at_front(place)
    former = candidate.relation == FORMER
    if not former and is_axis_town:
        weight += AXIS_TOWN * (NAMED_AXIS if axis else 1.0)
    if is_listed or place.population >= (TOWN_POPULATION if place.country == home else CITY_POPULATION):
        weight += LISTED * (FORMER_SHARE if former else 1.0)
    return Standing(
        place, weight, nearness if candidate.rank != 1 else 0.0, cell_of(place), (place.admin1, place.country),
        describe(place),
    )  # fmt: skip


@lru_cache(maxsize=50_000)
def _at_front(place: Place) -> tuple[float, bool, bool]:
    """Return how near the front a place lies, whether reports of it named it, whether an axis is called after it."""
    front = load_front()
    return (
        front.nearness(place.lat, place.lon),
        place.id in front.listed,
        axis_town(fold(place.name), place.lat, place.lon),
    )


def describe(place: Place) -> str:
    """Return name, unit and people of a place."""
    people = f", {place.population:,} people" if place.population else ""
    return f"{place.name}, {place.admin1 or place.country or 'unit unknown'}{people}"


def spread(listed: Iterable[Standing]) -> dict[Cell, float]:
    """Return how likely a name lies in or beside each field, apart from any text, as the log of its odds, 0 to 1."""
    listed = list(listed)
    if not listed:
        return {}
    most = max(one.weight + AXIS * one.axis for one in listed)
    shares = [(one.cell, math.exp(one.weight + AXIS * one.axis - most)) for one in listed]
    total = sum(share for _, share in shares)
    mass: dict[Cell, float] = {}
    for (row, column), share in shares:
        part = share / total
        for i in (row - 1, row, row + 1):
            for j in (column - 1, column, column + 1):
                cell = i, j
                mass[cell] = mass.get(cell, 0.0) + part
    odds = math.log1p(1 / _ANYWHERE)
    return {cell: math.log1p(min(held, 1.0) / _ANYWHERE) / odds for cell, held in mass.items()}
