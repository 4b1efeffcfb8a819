"""The words that set one period's ground against another's: ``comparisons.toml``, compiled."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Literal, get_args

from app.reading.records import Relation

Kind = Literal["percent", "times", "records"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Words:
    """A language's comparing words, compiled."""

    patterns: Mapping[str, re.Pattern[str]]
    marks: tuple[tuple[str, Kind], ...]
    base_first: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A comparison's words: where they stand and what they say."""

    start: int
    end: int
    relation: Relation
    percent: float | None = None
    times: float | None = None
    hedged: bool = False


@lru_cache(maxsize=16)
def load_comparing(lang: str) -> Words | None:
    """Return the comparing words of a language, None where there are none."""
    text = (resources.files("app.reading") / "comparisons.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text).get(lang)
    if table is None:
        return None
    patterns = {name: re.compile(value, re.IGNORECASE) for name, value in table.items() if isinstance(value, str)}
    marks = tuple((mark, kind) for kind in KINDS for mark in table["marks"][kind])
    return Words(patterns, marks, bool(table.get("base_first", False)))
