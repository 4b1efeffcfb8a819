"""Which of many: mentions matched to places. The one room where characters meet coordinates.

A mention is placed by what the text itself says: the unit that it names, the places beside it in the sentence and the
document; then by how prominent a place is and how near the line. Where nothing decides, it is left ambiguous: a wrong
dot is worse than none.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from weakref import WeakKeyDictionary

from app.locating import (
    Cell,
    Evidence,
    Region,
    Standing,
    are_apart,
    because,
    cells_around,
    evidence,
    nearness_to_front,
    region_of,
    spread,
    standing,
)
from app.reading.records import Mention, Sentence
from geodata.gazetteer.front import axis_front
from geodata.gazetteer.gazetteer import Gazetteer, prominence
from geodata.gazetteer.index import ADJECTIVAL, BASE, INFLECTED, OWN_NOUN, Candidate
from geodata.names import fold
from geodata.places import Match, Place

LineDistance = Callable[[float, float], float | None]

MARGINS = (5.0, 2.5, 1.6, 0.85)
"""By how much the best place must lead the next, in the units of the evidence, round by round: the sure ones are placed
first and are the ground for the others. Below the last, the name is ambiguous."""
AT_FRONT = 0.4
WELL_KNOWN = 7.5
FAR_FROM_FRONT = 0.05
TOWN = 30_000
"""People that a place has which is known by its name alone."""
SAME_PLACE_KM = 10.0
"""Namesakes nearer than this are taken for one place that the gazetteer has twice."""
_ANCHORS = 12
_WINDOW = 2
_CANDIDATES_SHOWN = 8
_CACHE = 20_000
_BEHIND = 40
_AXIS = re.compile(
    r"(?:(?:, [\w-]+)* (?:and|und|et|i) [\w-]+)? (?:directions?|ax[ie]s|sectors?|front|Richtung|Abschnitt|Achse)\b|方向"
)
_BESIDE = 4
"""How many names before and behind one in its sentence are looked at while they are not placed yet."""
_Prepared = dict[tuple[str, bool, bool, bool], tuple[tuple[Standing, ...], Mapping[Cell, float]]]
_PREPARED: WeakKeyDictionary[Gazetteer, _Prepared] = WeakKeyDictionary()


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


@dataclass(slots=True)
class _Open:
    """A mention of a settlement that is being placed."""

    at: int
    mention: Mention
    candidates: tuple[Standing, ...]
    mass: Mapping[Cell, float]
    near: bool = False
    axis: bool = False
    shared: bool = False
    chosen: Standing | None = None
    reason: str = ""
    margin: float = 0.0
    elsewhere: str = ""
    far: bool = False
    ranked: list[tuple[float, Standing]] = field(default_factory=list)


_UNITS: WeakKeyDictionary[Gazetteer, dict[tuple[str, str, str], PlacedMention]] = WeakKeyDictionary()
"""What is no settlement is placed by its name alone, and so once."""


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
    prepared, units = _PREPARED.setdefault(gazetteer, {}), _UNITS.setdefault(gazetteer, {})
    regions = _regions(mentions, gazetteer)
    shown: dict[int, tuple[Match, ...]] = {}
    placed: dict[int, PlacedMention] = {}
    open_ones: list[_Open] = []
    for at, mention in enumerate(mentions):
        if mention.kind == "settlement":
            axis = _names_axis(text, mention)
            one = _open(at, mention, gazetteer, prepared, axis=axis)
            one.axis = axis
            one.shared = bool(mention.region_hint) and at + 1 < len(mentions) and mentions[at + 1].kind == "settlement"
            open_ones.append(one)
        else:
            known = units.get(key := (mention.name, mention.kind, mention.text))
            if known is None:
                if len(units) >= _CACHE:
                    units.clear()
                known = units[key] = _unit(mention, gazetteer)
            placed[at] = PlacedMention(mention, known.match, known.candidates, known.why, known.score)
    hints = {m.region_hint: region_of(m.region_hint, gazetteer) for m in mentions if m.region_hint}
    _place_settlements(open_ones, regions, hints, line_distance_km, _land_axes(mentions))
    for one in open_ones:
        # A name that stands again has its candidates from where it stood first.
        matches = shown.get(id(one.ranked))
        if matches is None:
            matches = shown[id(one.ranked)] = _matches(one.ranked)
        placed[one.at] = _settlement(one, matches, fallback)
    return tuple(placed[at] for at in range(len(mentions)))


def _regions(mentions: Iterable[Mention], gazetteer: Gazetteer) -> dict[int, list[Region]]:
    """The units that each sentence names."""
    found: dict[int, list[Region]] = {}
    for mention in mentions:
        if mention.kind in ("oblast", "region", "raion"):
            region = region_of(mention.name, gazetteer)
            if region is not None:
                found.setdefault(mention.sentence, []).append(region)
    return found


def _land_axes(mentions: Iterable[Mention]) -> dict[int, dict[Place, None]]:
    """Where the axes meet the line that sentences call after a land."""
    found: dict[int, dict[Place, None]] = {}
    for mention in mentions:
        if mention.kind == "region" and mention.adjectival:
            front = axis_front(mention.name) or axis_front(fold(mention.text))
            if front is not None:
                found.setdefault(mention.sentence, {})[front] = None
    return found


def _names_axis(text: str, mention: Mention) -> bool:
    return mention.adjectival or bool(_AXIS.match(text, mention.end, mention.end + _BEHIND))


def _open(at: int, mention: Mention, gazetteer: Gazetteer, prepared: _Prepared, *, axis: bool) -> _Open:
    key = (mention.name, mention.adjectival, mention.fuzzy, axis)
    known = prepared.get(key)
    if known is None:
        if len(prepared) >= _CACHE:
            prepared.clear()
        candidates = _candidates(mention, gazetteer, axis=axis)
        known = prepared[key] = candidates, spread(candidates)
    return _Open(at, mention, *known, near=mention.fuzzy)


def _candidates(mention: Mention, gazetteer: Gazetteer, *, axis: bool) -> tuple[Standing, ...]:
    keys = gazetteer.near(mention.name) if mention.fuzzy else (mention.name,)
    wanted = ADJECTIVAL if mention.adjectival else BASE | INFLECTED | OWN_NOUN | ADJECTIVAL
    kept = {
        c.place.id: c
        for key in keys
        for c in gazetteer.candidates(key)
        if c.place.kind == "settlement" and c.forms & wanted
    }
    listed = list(kept.values())
    if mention.fuzzy:
        # A misspelt name is one of the country that the news is about or of the units along its border.
        listed = [c for c in listed if c.place.country == gazetteer.home or c.place.admin1]
    elif not mention.adjectival:
        listed = [c for c in listed if c.forms & ~ADJECTIVAL] or listed
    return tuple(
        standing(c, gazetteer.home, adjectival=mention.adjectival, axis=axis, latin=mention.name.isascii())
        for c in listed
    )


def _place_settlements(
    ones: list[_Open],
    regions: dict[int, list[Region]],
    hints: Mapping[str, Region | None],
    line: LineDistance | None,
    anchors: dict[int, dict[Place, None]],
) -> None:
    """Place the sure ones first; they are the ground on which the others are placed, beside the `anchors` given."""
    named: Counter[Place] = Counter()
    taken: dict[int, list[Region]] = {}
    for one in ones:
        region = hints.get(one.mention.region_hint or "")
        if region is not None:
            taken.setdefault(one.mention.sentence, []).append(region)
    document_regions = _most([region for listed in regions.values() for region in listed])
    named_in = {sentence: tuple(dict.fromkeys(listed)) for sentence, listed in regions.items()}
    taken_in = {sentence: tuple(dict.fromkeys(listed)) for sentence, listed in taken.items()}
    axes = {sentence: dict(held) for sentence, held in anchors.items()}
    cells: set[Cell] = {cell for held in anchors.values() for place in held for cell in cells_around(place)}
    pending = ones
    for turn, margin in enumerate(MARGINS):
        common = tuple(place for place, _ in named.most_common(_ANCHORS))
        known = {one.mention.name: one for one in ones if one.chosen is not None and not one.near}
        settled: list[_Open] = []
        # Within a round the anchors stand still, so what a sentence says is gathered once, however many names it has.
        gathered: dict[int, Evidence] = {}
        # A name that a sentence has twice, with the same beside it, is weighed once.
        weighed: dict[tuple[object, ...], _Open] = {}
        for index, one in enumerate(pending):
            mention = one.mention
            sentence = mention.sentence
            first = known.get(mention.name)
            if first is not None and not mention.region_hint and first.mention.adjectival == mention.adjectival:
                _repeat(one, first)
                settled.append(one)
                continue
            facts = gathered.get(sentence)
            if facts is None:
                facts = gathered[sentence] = Evidence(
                    hint=None,
                    shared=False,
                    sentence_regions=named_in.get(sentence, ()),
                    document_regions=document_regions,
                    taken_regions=taken_in.get(sentence, ()),
                    sentence_places=_distinct(anchors, sentence, 0) if anchors else (),
                    near_places=_distinct(anchors, sentence, _WINDOW) if anchors else (),
                    document_places=common,
                    earlier=None,
                    axes=tuple(axes.get(sentence, ())),
                    cells=cells,
                    open_beside=(),
                    line=line,
                )
            facts.hint = hints[mention.region_hint] if mention.region_hint else None
            facts.shared = one.shared
            facts.earlier = first.chosen.candidate if first and first.chosen else None
            facts.open_beside = _open_beside(pending, index) if len(one.candidates) > 1 or one.near else ()
            hint = mention.region_hint
            same = (sentence, mention.text, mention.name, hint, mention.adjectival, one.near, one.shared, one.axis)
            before = weighed.setdefault((*same, *map(id, facts.open_beside)), one)
            if before is one:
                _weigh(one, facts, needed=margin, sure=turn == 0)
            else:
                _follow(one, before)
            if one.chosen is not None:
                settled.append(one)
        for one in settled:
            if one.chosen is not None and not one.mention.metonym:
                place = (axis_front(fold(one.chosen.place.name)) if one.axis else None) or one.chosen.place
                anchors.setdefault(one.mention.sentence, {})[place] = None
                if one.axis:
                    axes.setdefault(one.mention.sentence, {})[place] = None
                named[place] += 1
                cells.update(cells_around(place))
        pending = [one for one in pending if one.chosen is None and one.candidates]
        if not pending:
            break


def _follow(one: _Open, before: _Open) -> None:
    """Take over what came out for the same name in the same sentence with the same names beside it."""
    one.chosen, one.margin, one.ranked, one.reason = before.chosen, before.margin, before.ranked, before.reason
    one.elsewhere, one.far = before.elsewhere, before.far


def _open_beside(pending: Sequence[_Open], index: int) -> tuple[Mapping[Cell, float], ...]:
    """Return where the other names of a sentence may lie that are not placed yet."""
    one = pending[index]
    sentence, name = one.mention.sentence, one.mention.name
    return tuple(
        [
            other.mass
            for other in pending[max(0, index - _BESIDE) : index + _BESIDE + 1]
            if other.mention.sentence == sentence and other.mention.name != name and other.mass
        ]
    )


def _in_named_region(only: Standing, facts: Evidence) -> bool:
    return any(region.holds(only.place) for region in (*facts.sentence_regions, *facts.document_regions))


def _by_weight(weighed: tuple[float, Standing]) -> tuple[float, str]:
    return -weighed[0], weighed[1].place.id


def _elsewhere(one: _Open, hint: Region) -> bool:
    """The text puts a small place into a unit where the gazetteer has none of that name."""
    return not any(hint.holds(c.place) or c.weight >= WELL_KNOWN for c in one.candidates)


def _repeat(one: _Open, first: _Open) -> None:
    """A name means one place through a text, unless the text itself gives it to another unit."""
    one.chosen, one.margin, one.ranked = first.chosen, first.margin, first.ranked
    if first.chosen is not None:
        one.reason = _because(one, first.chosen, "the same place as elsewhere in the text", len(first.candidates) - 1)


def _distinct(anchors: Mapping[int, Iterable[Place]], sentence: int, window: int) -> tuple[Place, ...]:
    """Return the last of the places in a sentence and those up to `window` before and after it, each once."""
    sentences = range(sentence - window, sentence + window + 1)
    places = [place for each in sentences for place in anchors.get(each, ())]
    return tuple(dict.fromkeys(places))[-_ANCHORS:]


def _weigh(one: _Open, facts: Evidence, *, needed: float, sure: bool) -> None:
    if (
        facts.hint is not None
        and facts.hint.admin1
        and one.candidates
        and not one.shared
        and _elsewhere(one, facts.hint)
    ):
        one.elsewhere = facts.hint.name
        one.ranked = sorted(((evidence(c, facts), c) for c in one.candidates), key=_by_weight)[:_CANDIDATES_SHOWN]
        return
    if len(one.candidates) == 1 and not one.near:
        (only,) = one.candidates
        small = only.weight < WELL_KNOWN and only.place.population < TOWN
        if small and nearness_to_front(only, facts) < FAR_FROM_FRONT and facts.hint is None:
            if sure:
                return  # A small place away from the front waits for the others of the text.
            one.far = bool(facts.cells) and only.cell not in facts.cells and not _in_named_region(only, facts)
            if one.far:
                one.ranked = [(only.weight, only)]
                return
        one.chosen, one.margin, one.ranked = only, math.inf, [(only.weight, only)]
        one.reason = _because(one, only, "", 0)
        return
    weighed = sorted([(evidence(c, facts), c) for c in one.candidates], key=_by_weight)
    if not weighed:
        return
    best, candidate = weighed[0]
    place = candidate.place
    rivals = [w for w in weighed[1:] if are_apart(w[1].place, place, SAME_PLACE_KM)]
    one.ranked = weighed[:_CANDIDATES_SHOWN]
    margin = best - rivals[0][0] if rivals else math.inf
    if one.near:
        needed *= 1.3
    if sure and rivals:
        # Before anything else is placed, no far city over a namesake at the front.
        nearest = max([nearness_to_front(rival, facts) for _, rival in rivals])
        if nearness_to_front(candidate, facts) < AT_FRONT <= nearest:
            needed = math.inf
    if margin >= needed and not (one.near and sure):
        one.chosen, one.margin = candidate, margin
        one.reason = _because(one, candidate, because(candidate, facts), len(rivals))


def _because(one: _Open, candidate: Standing, reason: str, rivals: int) -> str:
    place = candidate.place
    where = f" in {place.admin1}" if place.admin1 else ""
    if one.near:
        return f"no place is called {one.mention.text!r}; {place.name}{where} is a near name, {reason or 'the likest'}"
    if not rivals:
        return f"{place.name}{where} is the only place of that name in the gazetteer"
    others = f"{rivals} other place{'s' if rivals > 1 else ''} of that name"
    return f"{place.name}{where}: {reason or 'the most prominent'}; {others}"


def _matches(ranked: Sequence[tuple[float, Standing]]) -> tuple[Match, ...]:
    return tuple([Match(c.place, round(_share(score, ranked[0][0]), 3), _describe(c.place)) for score, c in ranked])


def _settlement(
    one: _Open, matches: tuple[Match, ...], fallback: Callable[[str], Place | None] | None
) -> PlacedMention:
    if one.chosen is not None:
        score = round(min(0.99, 0.6 + 0.4 * (1 - math.exp(-min(one.margin, 20.0) / 2))), 3)
        if one.near:
            score = round(score * 0.7, 3)
        why = one.reason + (
            "; the text leaves open whether the town or its oblast is meant" if one.mention.level_open else ""
        )
        return PlacedMention(one.mention, Match(one.chosen.place, score, why), matches, why, score)
    if one.elsewhere and one.chosen is None:
        why = f"the text puts it in {one.elsewhere}, where the gazetteer has no place called {one.mention.text!r}"
        return PlacedMention(one.mention, None, matches, why, 0.0)
    if one.far and one.chosen is None:
        why = "ambiguous: the only place of that name in the gazetteer lies far from all others that the text names"
        return PlacedMention(one.mention, None, matches, why, 0.0)
    if not one.candidates:
        place = fallback(one.mention.text) if fallback is not None else None
        if place is not None:
            why = f"not in the gazetteer; found online as {place.name}"
            return PlacedMention(one.mention, Match(place, 0.5, why), (Match(place, 0.5, why),), why, 0.5)
        return PlacedMention(one.mention, None, (), f"no place called {one.mention.text!r} in the gazetteer", 0.0)
    names = ", ".join(dict.fromkeys(m.place.admin1 or m.place.country or m.place.name for m in matches[:4]))
    number = len(one.candidates)
    more = ", …" if number > 4 else ""  # noqa: PLR2004
    why = f"ambiguous: {number} places may be meant ({names}{more}) and nothing in the text decides"
    return PlacedMention(one.mention, None, matches, why, 0.0)


def _share(score: float, best: float) -> float:
    return min(0.95, 0.9 * math.exp(min(0.0, score - best)))


@lru_cache(maxsize=20_000)
def _describe(place: Place) -> str:
    people = f", {place.population:,} people" if place.population else ""
    return f"{place.name}, {place.admin1 or place.country or 'unit unknown'}{people}"


def _unit(mention: Mention, gazetteer: Gazetteer) -> PlacedMention:
    """Oblasts, countries, rivers: the first place of the kind under the name."""
    key = mention.name or gazetteer.fold(mention.text)
    found = [c for c in gazetteer.candidates(key) if c.place.kind == mention.kind]
    if not found and mention.kind == "other":
        found = [c for c in gazetteer.candidates(gazetteer.fold(mention.text)) if c.place.kind == "other"]
    if not found and mention.kind == "raion":
        return _seat(mention, gazetteer)
    if not found:
        why = f"no {mention.kind} called {mention.text!r} in the gazetteer"
        return PlacedMention(mention, None, (), why, 0.0)
    found.sort(key=lambda c: _at_home_and_prominent(c, gazetteer.home), reverse=True)
    place = found[0].place
    why = f"{place.name} is the {mention.kind} of that name"
    score = 0.95 if len(found) == 1 else 0.8
    matches = tuple(
        Match(c.place, score if c is found[0] else 0.2, _describe(c.place)) for c in found[:_CANDIDATES_SHOWN]
    )
    return PlacedMention(mention, replace(matches[0], why=why), matches, why, score)


def _at_home_and_prominent(candidate: Candidate, home: str | None) -> tuple[bool, float]:
    place = candidate.place
    return place.country == home, prominence(place.population, candidate.alternates, candidate.rank)


def _seat(mention: Mention, gazetteer: Gazetteer) -> PlacedMention:
    """A raion that the gazetteer does not have is shown at the town that it is called after."""
    towns = [c for c in gazetteer.candidates(mention.name) if c.place.kind == "settlement"]
    if not towns:
        return PlacedMention(mention, None, (), f"no raion called {mention.text!r} in the gazetteer", 0.0)
    seat = max(towns, key=lambda c: prominence(c.place.population, c.alternates, c.rank))
    why = f"the gazetteer has no raion of that name; {seat.place.name} is the town that it is called after"
    match = Match(seat.place, 0.5, why)
    return PlacedMention(mention, match, (match,), why, 0.5)


def _most(regions: list[Region]) -> tuple[Region, ...]:
    return tuple(region for region, _ in Counter(regions).most_common(3))
