"""The names of sources in a text, and whether they report there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.reading.finder import Finder
from app.reading.grammar import Grammar
from app.reading.vocabulary import Vocabulary, kept

_REACH = 48  # characters between a source's name and the word of reporting


@dataclass(slots=True)
class SourceSpan:
    """A source's name; ``reports`` where a word of reporting stands by it."""

    start: int
    end: int
    source: str
    reports: bool


def sources_of(
    matches: Iterable[tuple[int, re.Match[str]]], text: str, start: int, end: int, grammar: Grammar, ids: list[str]
) -> list[SourceSpan]:
    """Return the sources named between two offsets, by the matches of their finder and the vocabulary's sorted ids."""
    reporting = grammar.words["reporting"]
    found = []
    for index, match in matches:
        before = text[max(start, match.start() - _REACH) : match.start()]
        after = text[match.end() : min(end, match.end() + _REACH)]
        reports = (
            reporting.search(before) is not None
            or reporting.search(after) is not None
            or after.lstrip("\"'»”’").startswith((":", "：", ")"))
            or before.rstrip("\"'«„“ ").endswith(("(", "—", "–"))
        )
        found.append(SourceSpan(match.start(), match.end(), ids[index], reports))
    return found


@kept
def source_finder(vocabulary: Vocabulary, lang: str) -> Finder[int]:
    """Return the finder of the sources' names, which are the same in every language."""
    del lang
    expressions = {}
    for index, (_, names) in enumerate(sorted(vocabulary.sources.items())):
        if names:
            body = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(names, key=len, reverse=True))
            # A name in Han characters has no borders; the others are whole words.
            expressions[index] = rf"(?:(?<![^\W\d_])|(?<=[㐀-鿿]))(?:{body})(?:(?!\w)|(?=[㐀-鿿]))"
    return Finder(expressions, single=True)
