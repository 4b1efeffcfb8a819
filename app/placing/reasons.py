"""Why a place was chosen, as a sentence that a person can check."""

from __future__ import annotations

from collections.abc import Callable

from app.placing.distances import distance_km
from app.placing.evidence import Evidence, holder, parts
from app.placing.regions import Region
from app.placing.standings import Standing
from app.reading.records import Mention
from geodata.places import Place

REASON = 0.9
"""What speaks for a place less than this is no reason to give."""


def strongest(one: Standing, facts: Evidence) -> str:
    """Return the strongest of what speaks for a candidate, as half a sentence; empty where nothing stands out."""
    weight, kind = max(parts(one, facts), default=(0.0, ""))
    if weight <= REASON:
        people = one.place.population
        return f"the most prominent, with {people:,} people" if people else ""
    return SAID[kind](one.place, facts)


def because(mention: Mention, place: Place, reason: str, rivals: int, *, near: bool) -> str:
    """Return why a place was chosen; `near`: no place bears the very name, `rivals`: how many others bear it."""
    where = f" in {place.admin1}" if place.admin1 else ""
    if near:
        return f"no place is called {mention.text!r}; {place.name}{where} is a near name, {reason or 'the likest'}"
    if not rivals:
        return f"{place.name}{where} is the only place of that name in the gazetteer"
    others = f"{rivals} other place{'s' if rivals > 1 else ''} of that name"
    return f"{place.name}{where}: {reason or 'the most prominent'}; {others}"


# What a part of the evidence says to a person; the keys are those of evidence.parts.
SAID: dict[str, Callable[[Place, Evidence], str]] = {
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


def _holding(place: Place, regions: tuple[Region, ...]) -> str:
    region = holder(place, regions)
    return region.name if region else ""


def _nearest_of(place: Place, others: tuple[Place, ...]) -> str:
    away, name = min((distance_km(place, other), other.name) for other in others if other.id != place.id)
    return f"{away:.0f} km from {name}"
