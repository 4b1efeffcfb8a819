"""The words around a name in a Chinese text, compiled from ``han_cues.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class HanCues:
    """``*_after`` match at the start of what follows a name, ``*_before`` at the end of what precedes it."""

    oblast_after: re.Pattern[str]
    raion_after: re.Pattern[str]
    river_after: re.Pattern[str]
    facility_after: re.Pattern[str]
    shared_after: re.Pattern[str]
    unit_after: re.Pattern[str]
    title_before: re.Pattern[str]
    person_after: re.Pattern[str]
    person_endings: re.Pattern[str]
    place_before: re.Pattern[str]
    place_after: re.Pattern[str]
    weak_before: re.Pattern[str]
    listed_after: re.Pattern[str]
    direction_after: re.Pattern[str]
    says_after: re.Pattern[str]
    not_actor_before: re.Pattern[str]
    stop: re.Pattern[str]


@cache
def load_han_cues() -> HanCues:
    """Return the cues of Chinese."""
    words = tomllib.loads((resources.files("app.reading") / "han_cues.toml").read_text(encoding="utf-8"))
    patterns = {}
    for name, listed in words.items():
        body = "|".join(sorted(listed, key=len, reverse=True))
        ends = r"\Z" if name.endswith(("_before", "_endings")) else ""
        patterns[name] = re.compile(f"(?:{body}){ends}")
    return HanCues(**patterns)
