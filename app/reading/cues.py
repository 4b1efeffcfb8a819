"""The words around a name that say what it is, compiled from ``place_cues.toml``.

A cue looks at a few dozen characters before or behind a name and nowhere else, so that time stays linear in the text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from app.reading.cue_expressions import After, Before
from app.reading.cue_sides import (
    ACTOR,
    DIRECTION,
    FACILITY,
    NOT_ACTOR,
    OBLAST,
    PART,
    PLACE,
    RAION,
    RIVER,
    SAID,
    SEIZE,
    SUBJECT,
    TITLE,
    UNIT,
    WEAK,
    Behind,
    Lead,
)

BEFORE = 48
"""Characters before a name that a cue may read."""
BEHIND = 64
"""Characters behind a name that a cue may read."""

_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True, eq=False)
class Cues:
    """Cues of one script.

    ``*_after`` match at the start of what follows a name, ``*_before`` at the end of what precedes it; ``lead`` and
    ``behind`` say at once which of them do.
    """

    lead: Lead
    behind: Behind
    oblast_after: After
    oblast_plural: After
    raion_after: After
    river_after: After
    facility_after: After
    direction_after: After
    unit_after: After
    said_after: After
    actor_possessed: re.Pattern[str]
    oblast_before: Before
    oblast_of: re.Pattern[str]
    raion_before: Before
    river_before: Before
    facility_before: Before
    place_before: Before
    title_before: Before
    list_joint: re.Pattern[str]
    city_district: re.Pattern[str]
    common_word: re.Pattern[str]
    people: re.Pattern[str]
    generic: frozenset[str]
    given: frozenset[str]
    stop: frozenset[str]


@cache
def load_cues(script: str) -> Cues:
    """Return the cues of a script, ``latin`` or ``cyrillic``."""
    tables = tomllib.loads((resources.files("app.reading") / "place_cues.toml").read_text(encoding="utf-8"))
    words = tables[script]
    latin = script == "latin"
    before = {
        OBLAST: _before(words["oblast_before"]),
        RAION: _before(words["raion_before"]),
        PART: Before(words["part_before"], r"[ \u00a0]*", re.NOFLAG),
        RIVER: _before(words["river_before"], case=False),
        # "barrage de Kakhovka", "pont d'Antonivka", "AKW Saporischschja"
        FACILITY: Before(words["facility_before"], r"[ \u00a0]*", re.NOFLAG),
        PLACE: _before(words["place_before"], case=False),
        SEIZE: _before(words["seize_before"], case=False),
        WEAK: _before(words["weak_before"], case=False),
        TITLE: _before(words["title_before"], case=latin),
        UNIT: _before(words["unit_before"], quote=True, case=latin),
        SAID: _before(words["said_before"], case=False),
        NOT_ACTOR: _before(words["actor_not_before"], case=False),
    }
    behind = {
        OBLAST: _after(words["oblast_after"], case=False),
        RAION: _after(words["raion_after"], case=False),
        PART: _after(words["part_after"], case=False),
        SUBJECT: _after(words["subject_after"], adverb=True),
        RIVER: _after(words["river_after"], case=False),
        FACILITY: _after(words["facility_after"], case=False),
        DIRECTION: _after(words["direction_after"], case=False),
        UNIT: _after(words["unit_after"], case=False),
        SAID: _after(words["said_after"], comma=True),
        ACTOR: _after(words["actor_after"], adverb=True),
    }
    return Cues(
        lead=Lead(before),
        behind=Behind(behind),
        oblast_after=behind[OBLAST],
        oblast_plural=_after(words["oblast_plural"], case=False),
        raion_after=behind[RAION],
        river_after=behind[RIVER],
        facility_after=behind[FACILITY],
        direction_after=behind[DIRECTION],
        unit_after=behind[UNIT],
        said_after=behind[SAID],
        actor_possessed=re.compile(r"['’]s? +(?:" + "|".join(words["actor_possessed"] or ["(?!)"]) + r")\b"),
        oblast_before=before[OBLAST],
        oblast_of=_joined(words["oblast_of"]),
        raion_before=before[RAION],
        river_before=before[RIVER],
        facility_before=before[FACILITY],
        place_before=before[PLACE],
        title_before=before[TITLE],
        list_joint=re.compile(
            r"\s*,?\s*(?:(?:" + "|".join(words["list_joint"]) + r")\s+(?:the\s+)?|,\s*|\s*[-–—/]\s*|\s*\(\s*)"
        ),
        city_district=_stems(words.get("city_districts", [])),
        common_word=_stems(words.get("common_adjectives", []), words.get("common_nouns", [])),
        people=re.compile("(?:" + _any(words["people"]) + ")\\Z"),
        generic=frozenset(words["generic"]),
        given=frozenset(tables["given"]["names"]),
        stop=frozenset(tables["stop"]["words"]),
    )


def _after(words: Iterable[str], *, case: bool = True, comma: bool = False, adverb: bool = False) -> After:
    lead = r"(?P<gap>,?[ \u00a0]+)" if comma else r"(?P<gap>[ \u00a0]+|-)"
    return After(words, lead, re.NOFLAG if case else re.IGNORECASE, adverb=adverb)


def _before(words: Iterable[str], *, case: bool = True, quote: bool = False) -> Before:
    gap = r"[ \u00a0]+(?:[\"'«“„‘])?" if quote else r"[ \u00a0]+(?:the[ \u00a0]+)?"
    return Before(words, gap, re.NOFLAG if case else re.IGNORECASE)


def _joined(words: Iterable[str]) -> re.Pattern[str]:
    listed = list(words)
    return re.compile(r"(?<!\w)(?:" + _any(listed) + r")\Z") if listed else _NEVER


def _stems(stems: Iterable[str], whole: Iterable[str] = ()) -> re.Pattern[str]:
    """Adjectives by their stems, in any form, and whole words."""
    listed, words = list(stems), list(whole)
    if not listed:
        return _NEVER
    ending = "(?:ый|ий|ій|ой|ого|ому|им|ым|ом|ім|ая|яя|а|я|ої|ій|ой|ей|ую|юю|у|ю|ое|ее|е|є|ые|ие|і|их|ых|ими|ыми)"
    last = "|" + _any(words) if words else ""
    return re.compile(rf"(?:(?:{_any(listed)}){ending}{last})\Z", re.IGNORECASE)


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True)) or "(?!)"
