"""Polish units and axes, whose adjectives are written small: obwód doniecki, kierunek pokrowski."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.reading.names import NameTable
from app.reading.records import Sentence
from app.reading.spans import Found

_NOUNS = "[Oo]bw(?:ód|odzie|odu|odem|odowi)|[Kk]ierun(?:ek|ku|kiem|kowi)|[Rr]ejon(?:ie|u|em|owi)?"
_UNIT = re.compile(rf"\b({_NOUNS}) ([a-ząćęłńóśźż-]{{4,40}})")
_CASE = re.compile(r"(?:iego|iemu|im)\Z")


def find_polish(text: str, sentence: Sentence, names: NameTable) -> Iterator[Found]:
    """Give the units and axes of a sentence that are named by an adjective behind their type word."""
    for match in _UNIT.finditer(text, sentence.start, sentence.end):
        key = names.fold(_CASE.sub("i", match.group(2)))
        entry = names.entry(key)
        if entry is None:
            continue
        noun = match.group(1).lower()
        if noun.startswith("obw") and "oblast" in entry.adjectives:
            yield Found(match.start(), match.end(), sentence.index, key, entry, kind="oblast", core=match.span(2))
        elif noun.startswith("kier") and entry.adjectives & {"settlement", "oblast"}:
            town = "settlement" in entry.adjectives
            one = Found(
                *match.span(2), sentence.index, key, entry, kind="settlement" if town else "oblast", adjectival=True
            )
            one.direction, one.level_open = town, "oblast" in entry.adjectives
            yield one
        elif noun.startswith("rej") and "raion" in entry.adjectives | entry.nouns:
            yield Found(match.start(), match.end(), sentence.index, key, entry, kind="raion", core=match.span(2))
