"""Oblasts, countries, rivers and the like: placed by their names alone."""

from __future__ import annotations

from dataclasses import replace

from app.placing.rounds import CANDIDATES_SHOWN
from app.placing.standings import describe
from app.reading.records import Mention
from geodata.gazetteer.gazetteer import Gazetteer, prominence
from geodata.gazetteer.index import Candidate
from geodata.places import Match

Placed = tuple[Match | None, tuple[Match, ...], str, float]
"""Match, candidates, reason and score."""


def place_unit(mention: Mention, gazetteer: Gazetteer) -> Placed:
    """Return the first place of the mention's kind under its name."""
    key = mention.name or gazetteer.fold(mention.text)
    found = [c for c in gazetteer.candidates(key) if c.place.kind == mention.kind]
    if not found and mention.kind == "other":
        found = [c for c in gazetteer.candidates(gazetteer.fold(mention.text)) if c.place.kind == "other"]
    if not found and mention.kind == "raion":
        return _seat(mention, gazetteer)
    if not found:
        return None, (), f"no {mention.kind} called {mention.text!r} in the gazetteer", 0.0
    found.sort(key=lambda c: _at_home_and_prominent(c, gazetteer.home), reverse=True)
    place = found[0].place
    why = f"{place.name} is the {mention.kind} of that name"
    score = 0.95 if len(found) == 1 else 0.8
    matches = tuple(
        Match(c.place, score if c is found[0] else 0.2, describe(c.place)) for c in found[:CANDIDATES_SHOWN]
    )
    return replace(matches[0], why=why), matches, why, score


def _at_home_and_prominent(candidate: Candidate, home: str | None) -> tuple[bool, float]:
    place = candidate.place
    return place.country == home, prominence(place.population, candidate.alternates, candidate.rank)


def _seat(mention: Mention, gazetteer: Gazetteer) -> Placed:
    """A raion that the gazetteer does not have is shown at the town that it is called after."""
    towns = [c for c in gazetteer.candidates(mention.name) if c.place.kind == "settlement"]
    if not towns:
        return None, (), f"no raion called {mention.text!r} in the gazetteer", 0.0
    seat = max(towns, key=lambda c: prominence(c.place.population, c.alternates, c.rank))
    why = f"the gazetteer has no raion of that name; {seat.place.name} is the town that it is called after"
    match = Match(seat.place, 0.5, why)
    return match, (match,), why, 0.5
