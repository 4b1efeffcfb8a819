"""Which of many: mentions matched to places. The one room where characters meet coordinates.

A mention is placed by what the text itself says: the unit that it names, the places beside it in the sentence and the
document; then by how prominent a place is and how near the line. Where nothing decides, it is left ambiguous: a wrong
dot is worse than none.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from app.placing.regions import land_axes, region_of, regions_named
from app.placing.rounds import LineDistance, Open, place_in_rounds
from app.placing.second_look import look_again
from app.placing.standings import Standings, standings_of
from app.placing.units import place_unit
from app.reading.records import Mention, Sentence
from geodata.gazetteer.gazetteer import Gazetteer
from geodata.places import Match, Place

_CACHE = 20_000
_BEHIND = 40
_AXIS = re.compile(
    r"(?:(?:, [\w-]+)* (?:and|und|et|i) [\w-]+)? (?:directions?|ax[ie]s|sectors?|front|Richtung|Abschnitt|Achse)\b|方向"
)
_BEFORE_AXIS = frozenset(" ,方")
_NEAR_SHARE = 0.7
"""How sure a place is whose very name is another, against one of that name."""
_NAMED = 4
"""How many units of candidates a reason names."""


@dataclass(frozen=True, slots=True)
class PlacedMention:
    """A mention and its place, or the candidates where nothing decides.

    Parameters
    ----------
    why : str
        A sentence that a person can check; it starts with "ambiguous" where several places remain.
    score : float
        How sure, 0 to 1.
    """

    mention: Mention
    match: Match | None
    candidates: tuple[Match, ...]
    why: str
    score: float


class _Known:
    """What is known of names apart from any text, for one gazetteer."""

    def __init__(self) -> None:
        self.standings: dict[tuple[str, bool, bool, bool], Standings] = {}
        self.units: dict[tuple[str, str, str], tuple[Match | None, tuple[Match, ...], str, float]] = {}


_KNOWN: WeakKeyDictionary[Gazetteer, _Known] = WeakKeyDictionary()


def locate(
    text: str,
    sentences: Sequence[Sentence],  # noqa: ARG001 the interface hands on a document as it was read
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    line_distance_km: LineDistance | None = None,
    fallback: Callable[[str], Place | None] | None = None,
) -> tuple[PlacedMention, ...]:
    """Place mentions.

    Parameters
    ----------
    text, sentences, mentions
        A document as it was read.
    gazetteer : Gazetteer
        The places that names may stand for.
    line_distance_km : callable, optional
        Distance in km from (lat, lon) in degrees to the line on the day of publication, None where there is none.
    fallback : callable, optional
        Asked for a name that the gazetteer does not have, an online geocoder for instance.

    Returns
    -------
    tuple of PlacedMention
        One for each mention, in the same order.
    """
    known = _KNOWN.setdefault(gazetteer, _Known())
    placed: list[PlacedMention | None] = [None] * len(mentions)
    ones: list[Open] = []
    hints = {}
    for at, mention in enumerate(mentions):
        if mention.kind != "settlement":
            placed[at] = _unit(mention, gazetteer, known)
            continue
        one = _open(text, at, mention, gazetteer, known)
        if mention.region_hint:
            one.shared = at + 1 < len(mentions) and mentions[at + 1].kind == "settlement"
            if mention.region_hint not in hints:
                hints[mention.region_hint] = region_of(mention.region_hint, gazetteer)
        ones.append(one)
    anchors = land_axes(mentions)
    place_in_rounds(ones, regions_named(mentions, gazetteer), hints, line_distance_km, anchors)
    look_again(ones, anchors, gazetteer)
    shown: dict[int, tuple[Match, ...]] = {}
    for one in ones:
        # A name that stands again has its candidates from where it stood first.
        matches = shown.get(id(one.ranked))
        if matches is None:
            matches = shown[id(one.ranked)] = _matches(one)
        placed[one.at] = _settlement(one, matches, fallback)
    return tuple([each for each in placed if each is not None])


def _open(text: str, at: int, mention: Mention, gazetteer: Gazetteer, known: _Known) -> Open:
    end = mention.end
    axis = mention.adjectival or (
        text[end : end + 1] in _BEFORE_AXIS and _AXIS.match(text, end, end + _BEHIND) is not None
    )
    key = (mention.name, mention.adjectival, mention.fuzzy, axis)
    standings = known.standings.get(key)
    if standings is None:
        if len(known.standings) >= _CACHE:
            known.standings.clear()
        standings = known.standings[key] = standings_of(mention, gazetteer, axis=axis)
    return Open(at, mention, standings, mention.fuzzy, axis)


def _unit(mention: Mention, gazetteer: Gazetteer, known: _Known) -> PlacedMention:
    """What is no settlement is placed by its name alone, and so once."""
    key = (mention.name, mention.kind, mention.text)
    found = known.units.get(key)
    if found is None:
        if len(known.units) >= _CACHE:
            known.units.clear()
        found = known.units[key] = place_unit(mention, gazetteer)
    return PlacedMention(mention, *found)


def _matches(one: Open) -> tuple[Match, ...]:
    ranked = one.ranked
    return tuple([Match(c.place, round(_share(score, ranked[0][0]), 3), c.described) for score, c in ranked])


def _share(score: float, best: float) -> float:
    return min(0.95, 0.9 * math.exp(min(0.0, score - best)))


def _settlement(one: Open, matches: tuple[Match, ...], fallback: Callable[[str], Place | None] | None) -> PlacedMention:
    mention = one.mention
    if one.chosen is not None:
        score = round(min(0.99, 0.6 + 0.4 * (1 - math.exp(-min(one.margin, 20.0) / 2))), 3)
        if one.near:
            score = round(score * _NEAR_SHARE, 3)
        why = one.reason
        if mention.level_open:
            why += "; the text leaves open whether the town or its oblast is meant"
        return PlacedMention(mention, Match(one.chosen.place, score, why), matches, why, score)
    if one.elsewhere:
        why = f"the text puts it in {one.elsewhere}, where the gazetteer has no place called {mention.text!r}"
    elif one.far:
        why = "ambiguous: the only place of that name in the gazetteer lies far from all others that the text names"
    elif not one.standings.listed:
        place = fallback(mention.text) if fallback is not None else None
        if place is not None:
            why = f"not in the gazetteer; found online as {place.name}"
            return PlacedMention(mention, Match(place, 0.5, why), (Match(place, 0.5, why),), why, 0.5)
        return PlacedMention(mention, None, (), f"no place called {mention.text!r} in the gazetteer", 0.0)
    else:
        names = ", ".join(dict.fromkeys(m.place.admin1 or m.place.country or m.place.name for m in matches[:_NAMED]))
        number = len(one.standings.listed)
        more = ", …" if number > _NAMED else ""
        why = f"ambiguous: {number} places may be meant ({names}{more}) and nothing in the text decides"
    return PlacedMention(mention, None, matches, why, 0.0)
