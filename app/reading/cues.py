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

BEFORE = 48
"""Characters before a name that a cue may read."""
BEHIND = 64
"""Characters behind a name that a cue may read."""

_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Cues:
    """Cues of one script. ``*_after`` match at the start of what follows, ``*_before`` at the end of what precedes."""

    oblast_after: re.Pattern[str]
    oblast_plural: re.Pattern[str]
    raion_after: re.Pattern[str]
    river_after: re.Pattern[str]
    facility_after: re.Pattern[str]
    direction_after: re.Pattern[str]
    unit_after: re.Pattern[str]
    said_after: re.Pattern[str]
    actor_after: re.Pattern[str]
    actor_possessed: re.Pattern[str]
    oblast_before: re.Pattern[str]
    oblast_of: re.Pattern[str]
    raion_before: re.Pattern[str]
    river_before: re.Pattern[str]
    place_before: re.Pattern[str]
    seize_before: re.Pattern[str]
    weak_before: re.Pattern[str]
    title_before: re.Pattern[str]
    unit_before: re.Pattern[str]
    said_before: re.Pattern[str]
    actor_not_before: re.Pattern[str]
    list_joint: re.Pattern[str]
    generic: frozenset[str]
    given: frozenset[str]
    stop: frozenset[str]


@cache
def load_cues(script: str) -> Cues:
    """Return the cues of a script, ``latin`` or ``cyrillic``."""
    tables = tomllib.loads((resources.files("app.reading") / "place_cues.toml").read_text(encoding="utf-8"))
    words = tables[script]
    return Cues(
        oblast_after=_after(words["oblast_after"], case=False),
        oblast_plural=_after(words["oblast_plural"], case=False),
        raion_after=_after(words["raion_after"], case=False),
        river_after=_after(words["river_after"], case=False),
        facility_after=_after(words["facility_after"], case=False),
        direction_after=_after(words["direction_after"], case=False),
        unit_after=_after(words["unit_after"], case=False),
        said_after=_after(words["said_after"], comma=True),
        actor_after=_after([r"(?:\w+ly )?(?:" + "|".join(words["actor_after"]) + ")"]),
        actor_possessed=re.compile(r"['’]s? +(?:" + "|".join(words["actor_possessed"] or ["(?!)"]) + r")\b"),
        oblast_before=_before(words["oblast_before"]),
        oblast_of=_joined(words["oblast_of"]),
        raion_before=_before(words["raion_before"]),
        river_before=_before(words["river_before"], case=False),
        place_before=_before(words["place_before"], case=False),
        seize_before=_before(words["seize_before"], case=False),
        weak_before=_before(words["weak_before"], case=False),
        title_before=_before(words["title_before"], case=script == "latin"),
        unit_before=_before(words["unit_before"], quote=True, case=script == "latin"),
        said_before=_before(words["said_before"], case=False),
        actor_not_before=_before([w + "(?: the)?" for w in words["actor_not_before"]], case=False),
        list_joint=re.compile(
            r"\s*,?\s*(?:(?:" + "|".join(words["list_joint"]) + r")\s+(?:the\s+)?|,\s*|\s*[-–—/]\s*|\s*\(\s*)"
        ),
        generic=frozenset(words["generic"]),
        given=frozenset(tables["given"]["names"]),
        stop=frozenset(tables["stop"]["words"]),
    )


def _after(words: Iterable[str], *, case: bool = True, comma: bool = False) -> re.Pattern[str]:
    lead = r"(?P<gap>,?[ \u00a0]+)" if comma else r"(?P<gap>[ \u00a0]+|-)"
    return re.compile(lead + "(?:" + _any(words) + r")(?!\w)", 0 if case else re.IGNORECASE)


def _before(words: Iterable[str], *, case: bool = True, quote: bool = False) -> re.Pattern[str]:
    listed = list(words)
    if not listed:
        return _NEVER
    gap = r"[ \u00a0]+(?:[\"'«“„‘])?" if quote else r"[ \u00a0]+(?:the[ \u00a0]+)?"
    return re.compile(r"(?<!\w)(?P<word>" + _any(listed) + ")" + gap + r"\Z", 0 if case else re.IGNORECASE)


def _joined(words: Iterable[str]) -> re.Pattern[str]:
    listed = list(words)
    return re.compile(r"(?<!\w)(?:" + _any(listed) + r")\Z") if listed else _NEVER


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True)) or "(?!)"
