"""The words that set one period's ground against another's: ``comparisons.toml``, compiled, and where they stand."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Literal, get_args

from app.reading.records import Relation, Sentence

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


def with_words(text: str, sentences: Sequence[Sentence], words: Words) -> dict[int, set[Kind]]:
    """Return the indices of the sentences that may have comparing words, and of which kinds.

    By bare strings: this sees all of the text.
    """
    lower = text.lower()
    if len(lower) != len(text):  # a few letters grow when lowered, and offsets with them
        return {index: set(KINDS) for index in range(len(sentences))}
    starts = [sentence.start for sentence in sentences]
    found: dict[int, set[Kind]] = {}
    for mark, kind in words.marks:
        at = lower.find(mark)
        while at >= 0:
            index = bisect_right(starts, at) - 1
            if index >= 0:
                found.setdefault(index, set()).add(kind)
                at = lower.find(mark, max(at + 1, sentences[index].end))
            else:
                at = lower.find(mark, at + 1)
    return found


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
