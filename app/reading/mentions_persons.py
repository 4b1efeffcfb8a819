"""Is a capitalised name that of a person or a firm? By an office before it, a verb of saying, another name beside."""

from __future__ import annotations

import re
from functools import lru_cache

from app.reading.cue_sides import FACILITY, PLACE, SAID, SEIZE, TITLE, WEAK
from app.reading.cues import BEHIND, Cues
from app.reading.mentions_words import KNOWN_WEIGHT, STRONG_WEIGHT
from app.reading.names import NameTable
from app.reading.records import Sentence
from app.reading.rules import Rules
from app.reading.spans import Around, Found, Token

# "X, said a spokesman": who speaks comes behind.
_INVERTED = re.compile(r" (?:an? |the |[A-ZА-ЯІЇЄҐ])")
_RELATIVE = frozenset({"who", "adding"})


def is_person(
    text: str, sentence: Sentence, one: Found, left: Token | None, right: Token | None, here: Around,
    cues: Cues, rules: Rules,
) -> bool:  # fmt: skip
    """Say whether a name is a person's or a firm's: a given name beside it, an office, a verb of saying."""
    entry, lang = one.entry, rules.lang
    weight = entry.weight if entry else 0.0
    if entry and (entry.own_nouns or entry.nouns & {"region", "country"}) and "settlement" not in entry.nouns:
        return False
    if left is not None and text[left.end : one.start].isspace():
        if left.text in cues.given:
            return True
        names_on = not (
            left.text.lower() in cues.generic or left.text[:2].isupper() or is_type(left.text, cues)
            or cues.people.match(left.text)
        )  # fmt: skip
        if (
            lang != "de"
            and names_on
            and (left.start != sentence.start or (weight < KNOWN_WEIGHT and not _is_ing(left.text)))
        ):
            return True
    if right is not None and text[one.end : right.start].isspace() and entry is not None:
        if text[one.start : one.end] in cues.given:
            return True
        if lang != "de" and not (_may_follow(text, right, cues, rules.names) or here.behind & FACILITY):
            # In languages without articles the next noun may begin a clause: "od Charkowa Rosjanie zajęli".
            return not (lang == "pl" and here.lead & (PLACE | WEAK) and cues.people.match(right.text))
        if right.text in cues.given:
            return False  # "the mayor of Kharkiv Ihor …" in Ukrainian: the person begins behind the town
    placed = here.lead & (WEAK | PLACE | SEIZE) or here.before.rstrip().endswith(",")
    if text[one.start : one.end] in cues.given and not placed:
        return True
    if weight >= STRONG_WEIGHT or (entry and entry.own_nouns):
        return False
    if here.lead & (TITLE | SAID):
        return True
    said = cues.said_after.match(here.after) if here.behind & SAID else None
    if not said or _INVERTED.match(here.after, said.end()):
        return False
    # "…z Awdijiwki, poinformował generał": behind a comma the speaker follows, and a preposition is a place's.
    apart = said.group("gap").startswith(",") and said.group().lstrip(", ") not in _RELATIVE
    return not (apart and here.lead & (PLACE | WEAK))


def _is_ing(word: str) -> bool:
    """A sentence that begins with a participle ("Counting Crimea") names nobody by it."""
    return word.endswith("ing")


def _may_follow(text: str, right: Token, cues: Cues, names: NameTable) -> bool:
    """No part of the name: a type word, an acronym (КАБами), an office, a unit in the genitive (Курской области)."""
    if right.text[:2].isupper() or is_type(right.text, cues) or _is_office(right.text, cues):
        return True
    if right.text in cues.given or right.text.lower() in cues.generic:
        return True
    entry = names.entry(names.fold(right.text))
    if entry is None:
        return False
    if (entry.adjectives | entry.own_nouns) & {"oblast"}:
        return True
    return bool(entry.adjectives) and cues.raion_after.match(text[right.end : right.end + BEHIND]) is not None


@lru_cache(maxsize=20_000)
def _is_office(word: str, cues: Cues) -> bool:
    return cues.title_before.search(f" {word} ") is not None


@lru_cache(maxsize=20_000)
def is_type(word: str, cues: Cues) -> bool:
    """Say whether a word beside a name says what it is: oblast, river, village, brigade."""
    behind, ahead = " " + word, word + " "
    return bool(
        cues.oblast_after.match(behind) or cues.raion_after.match(behind) or cues.river_after.match(behind)
        or cues.direction_after.match(behind) or cues.facility_after.match(behind) or cues.unit_after.match(behind)
        or cues.oblast_before.search(ahead) or cues.raion_before.search(ahead)
        or cues.river_before.search(ahead) or cues.place_before.search(ahead)
    )  # fmt: skip
