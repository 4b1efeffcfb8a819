"""Names that no gazetteer has: misspelt ones, where the text says that a place stands there."""

from __future__ import annotations

import re

from app.reading.cue_sides import DIRECTION, FACILITY, PLACE, RAION, SEIZE, WEAK
from app.reading.cues import Cues
from app.reading.mentions_persons import is_type
from app.reading.mentions_typed import facility
from app.reading.mentions_words import LIST_MARKS, POSSESSIVE, SLAVIC, STRONG_WEIGHT, looks_like_a_place
from app.reading.rules import Rules
from app.reading.spans import Around, Found, Token

_LISTED_BEHIND = re.compile(r"[,;/)(]|[-–—] ?| (?:and|or|und|et|oraz|i|та|і|й|и) ")
_MIN_UNKNOWN = 5
_LONG_NAME = 8


def is_hopeless(surface: str, key: str, left: Token | None, cues: Cues) -> bool:
    """Say whether nothing around a name that no gazetteer has can make it a place: a short, common word, a surname."""
    return (
        len(key) < _MIN_UNKNOWN
        or surface in cues.stop
        or surface.lower() in cues.generic
        or (left is not None and not is_type(left.text, cues))
    )


def may_be_near(here: Around, right: Token | None) -> bool:
    """Say whether anything speaks for a place under an unknown name: a cue, or a list that it stands in."""
    if (here.lead | here.behind) & FACILITY:
        return True
    if right is not None and here.after[:1] == " ":
        return False
    if here.lead & (WEAK | PLACE | SEIZE) or here.behind & DIRECTION:
        return True
    return _LISTED_BEHIND.match(here.after) is not None or here.before.rstrip()[-1:] in LIST_MARKS


def unknown(one: Found, surface: str, right: Token | None, here: Around, cues: Cues, rules: Rules) -> Found | None:
    """Return a word that no gazetteer has, where the text says that a place stands."""
    names, lang = rules.names, rules.lang
    if here.lead & FACILITY or looks_like_a_place(surface):
        whole = facility(one, here, cues)
        if whole is not None:
            return whole
    if (lang == "de" and not SLAVIC.search(surface)) or here.behind & RAION:
        return None
    if POSSESSIVE.match(here.after) or (right is not None and here.after[:1] == " ") or surface.isupper():
        return None
    one.fuzzy = True
    one.direction = bool(here.behind & DIRECTION)
    if one.direction or here.lead & (SEIZE | PLACE):
        near = names.near(one.key)
        one.entry = names.entry(near[0]) if near else None
        bears = one.entry is not None and "settlement" in one.entry.nouns
        one.unsure = not bears and not looks_like_a_place(surface)
        return one
    one.unsure = True
    if here.lead & WEAK or here.before.rstrip().endswith(","):
        near = names.near(one.key) if len(one.key) >= _LONG_NAME else ()
        one.entry = names.entry(near[0]) if near else None
        one.unsure = one.entry is None or one.entry.weight < STRONG_WEIGHT
    return one
