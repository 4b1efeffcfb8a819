"""Names without a type word beside them: a town, an oblast, a country, or the government in it."""

from __future__ import annotations

import re
from functools import lru_cache

from app.reading.cue_sides import ACTOR, DIRECTION, NOT_ACTOR, PLACE, SEIZE, SUBJECT, WEAK
from app.reading.cues import Cues
from app.reading.mentions_words import (
    DATELINE,
    KNOWN_WEIGHT,
    LAND,
    LEADING,
    LIST_MARKS,
    STRONG_WEIGHT,
    common_word,
    looks_like_a_place,
    river_alone,
    river_context,
)
from app.reading.names import NameEntry
from app.reading.spans import Around, Found
from app.reading.vocabulary import Vocabulary

_PERSON = re.compile(r"(?:sk[yi]+|skyi|enko|chuk|shvili|ський|ский|енко|чук|енка|ського)\Z")
_LISTS_ON = re.compile(r"(?:,| and | та | і | и | \()")
_LISTED = (",", "and", "та", "і", "и")
_APOSTROPHES = frozenset("'’")
_MAX_ACRONYM = 5
_LONG_START = 6
_SHORT = 4


def bare(one: Found, surface: str, here: Around, cues: Cues, vocabulary: Vocabulary) -> Found | None:
    """Return a name that nothing beside it names the kind of, or None where it is no place."""
    entry = one.entry
    if entry is None:
        return None
    one.direction = bool(here.behind & DIRECTION)
    if not entry.nouns:
        return _adjective(one, entry, surface, here)
    if entry.own_nouns and ("settlement" not in entry.nouns or "oblast" in entry.own_nouns):
        one.kind = "oblast"
        return one
    for kind in ("country", "region"):
        if kind in entry.nouns:
            one.kind = kind
            one.metonym = kind == "country" and _acts(one, here, cues)
            return one
    if "settlement" not in entry.nouns:
        if entry.nouns & {"oblast", "river"}:
            one.kind = "oblast" if "oblast" in entry.nouns else "river"
            if one.kind == "river" and not river_alone(surface, here) and entry.weight < 1:
                one.unsure = len(surface) <= _SHORT or not here.before.rstrip().endswith((",", "and"))
            return one
        one.kind = "other" if "other" in entry.nouns else "raion"
        return one if one.kind == "other" else None
    if "river" in entry.nouns and river_context(here.before, here.after):
        one.kind = "river"
        return one
    if "oblast" in entry.nouns and here.before.endswith((" на ", "На ")) and LAND.search(surface):
        one.kind = "oblast"  # "на Запоріжжі" is the land, "у Запоріжжі" the city
        return one
    one.metonym = _acts(one, here, cues) and _is_seat(surface, vocabulary)
    return _settlement(one, entry, surface, here, cues, at_start=not here.before.strip(LEADING))


def _adjective(one: Found, entry: NameEntry, surface: str, here: Around) -> Found | None:
    """A name that no place bears as a noun: an oblast's own (Донеччина), or an adjective before an axis."""
    if entry.own_nouns:
        one.kind = "oblast"
        return one
    if "region" in entry.adjectives and one.direction:
        one.kind, one.adjectival = "region", True
        return one
    if "settlement" in entry.adjectives and (one.direction or surface.isascii()):
        one.adjectival = True
        one.unsure = not (one.direction or here.lead & (SEIZE | PLACE))
        return one
    return None


def _settlement(
    one: Found, entry: NameEntry, surface: str, here: Around, cues: Cues, *, at_start: bool
) -> Found | None:
    """A name that a settlement bears; unsure where nothing but the capital letter speaks for it."""
    before, after = here.before, here.after
    if one.direction and surface.isascii() and surface.endswith("e") and "settlement" in entry.adjectives:
        # "the Pokrovske direction": the neuter of the adjective, not the village of that name.
        one.adjectival = True
    one.level_open = one.direction and "oblast" in entry.nouns
    strong = one.direction or bool(here.lead & (SEIZE | PLACE | WEAK))
    if surface.isupper() and not strong and len(surface) <= _MAX_ACRONYM:
        return one if at_start and DATELINE.match(after) else None
    if not (strong and before.strip(LEADING)) and common_word(surface, after, cues):
        one.unsure = True
        return one
    short = surface.isascii() and len(surface) <= (_SHORT if entry.weight < STRONG_WEIGHT else _SHORT - 1)
    if short and not (one.direction or here.lead & (SEIZE | PLACE)):
        if not before.rstrip().endswith(_LISTED):
            return None
        one.unsure = True
    elif not strong and entry.weight < STRONG_WEIGHT:
        known = not entry.inflected and len(surface) >= _LONG_START and looks_like_a_place(surface)
        slight = entry.weight < KNOWN_WEIGHT and surface.isascii()
        one.unsure = not known and ((at_start and not (here.behind & SUBJECT or _LISTS_ON.match(after))) or slight)
    person = _looks_like_a_person(surface) and (entry.inflected or not surface.endswith("енка"))
    if person and not (strong or before.rstrip()[-1:] in LIST_MARKS or "-" in surface):
        return None
    return one


@lru_cache(maxsize=20_000)
def _looks_like_a_person(surface: str) -> bool:
    return _PERSON.search(surface) is not None


def _is_seat(surface: str, vocabulary: Vocabulary) -> bool:
    return any(surface in seats for party in vocabulary.parties.values() for seats in party.seats.values())


def _acts(one: Found, here: Around, cues: Cues) -> bool:
    """A government or army acts: the name is the subject of a verb, or its troops are."""
    if here.after[:1] in _APOSTROPHES and cues.actor_possessed.match(here.after):
        return one.kind == "settlement"
    return bool(here.behind & ACTOR) and not here.lead & NOT_ACTOR
