"""Whose figure it is. A wrong source is worse than none, because it decides whose definition the check uses.

It holds within the sentence, or by an explicit reference ("the group said") in the next one of the same paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.reading.clauses import Layout
from app.reading.finder import Finder
from app.reading.grammar import Grammar
from app.reading.vocabulary import Vocabulary, kept

_REACH = 48  # characters between a source's name and the word of reporting
_BASIS = 70  # characters between a source and the data it counts on
_CLAUSE = 40.0


@dataclass(frozen=True, slots=True)
class SourceSpan:
    """A source's name; ``reports`` where a word of reporting stands by it."""

    start: int
    end: int
    source: str
    reports: bool


def find_sources(text: str, start: int, end: int, grammar: Grammar, vocabulary: Vocabulary) -> list[SourceSpan]:
    """Return the sources named between two offsets."""
    ids = sorted(vocabulary.sources)
    found = []
    for _, match in _names(vocabulary, grammar.lang).find(text, start, end):
        before = text[max(start, match.start() - _REACH) : match.start()]
        after = text[match.end() : min(end, match.end() + _REACH)]
        reports = (
            grammar.words["reporting"].search(before) is not None
            or grammar.words["reporting"].search(after) is not None
            or after.lstrip("\"'»”’").startswith((":", "：", ")"))
            or before.rstrip("\"'«„“ ").endswith(("(", "—", "–"))
        )
        found.append(SourceSpan(match.start(), match.end(), ids[int((match.lastgroup or "s0")[1:])], reports))
    return found


@kept
def _names(vocabulary: Vocabulary, lang: str) -> Finder[None]:
    """Return the finder of the sources' names, which are the same in every language."""
    del lang
    groups = []
    for index, (_, names) in enumerate(sorted(vocabulary.sources.items())):
        if names:
            body = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(names, key=len, reverse=True))
            groups.append(f"(?P<s{index}>{body})")
    body = "|".join(groups) or "(?!)"
    # A name in Han characters has no borders; the others are whole words.
    return Finder({None: rf"(?:(?<![^\W\d_])|(?<=[㐀-鿿]))(?:{body})(?:(?!\w)|(?=[㐀-鿿]))"})


def attribute(layout: Layout, span: tuple[int, int], sources: list[SourceSpan]) -> str | None:
    """Return the source of one figure of a sentence, None where the sentence names none or leaves it open."""
    reporting = _counting(layout, [source for source in sources if source.reports])
    ids = {source.source for source in reporting}
    if len(ids) <= 1:
        return next(iter(ids), None)
    costs = sorted((layout.cost((s.start, s.end), span), s.source) for s in reporting)
    (nearest, first), second = costs[0], next(cost for cost, source in costs if source != costs[0][1])
    # Two sources in one sentence: only one that stands clearly nearer.
    return first if nearest < _CLAUSE and nearest + _CLAUSE / 2 < second else None


def _counting(layout: Layout, sources: list[SourceSpan]) -> list[SourceSpan]:
    """Leave out the source whose data another one counts on ("an AFP reading of ISW files")."""
    kept: list[SourceSpan] = []
    for source in sources:
        last = kept[-1] if kept else None
        if last is not None and last.source != source.source:
            between = layout.text[last.end : source.start]
            if len(between) <= _BASIS and layout.grammar.words["counted_by"].search(between):
                kept[-1] = source
                continue
            if len(between) <= _BASIS and layout.grammar.words["based_on"].search(between):
                continue
        kept.append(source)
    return kept


def refers_back(layout: Layout) -> bool:
    """Tell whether the sentence refers to the source of the sentence before it."""
    return layout.grammar.words["reference"].search(layout.text, layout.start, layout.end) is not None
