"""Which sentences of a document may hold what: one pass over its text, and a room reads where it may find something.

A mark is never lost: where a unit, a verb or a comparing word stands in a sentence, its bit is set there. A bit may be
set where nothing comes of it, so whoever is let in still looks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from app.reading.automaton import Automaton
from app.reading.comparison_words import Kind, load_comparing
from app.reading.folded import folded
from app.reading.grammar import Grammar
from app.reading.heads import heads
from app.reading.records import Sentence
from app.reading.statement_words import StatementWords

_FAR = 14
"""Characters by which a form is known: "took control" from "took place"."""
_SHORT = 4
_WINDOW = 200_000
_PERCENT = ("%", "％", "百分之")


UNIT, VERB, PERCENT, TIMES, RECORDS, LENGTH, NEAR = (1 << bit for bit in range(7))
"""What a sentence has a word of."""
_Owner = tuple[int, re.Pattern[str] | None]
COMPARED: dict[Kind, int] = {"percent": PERCENT, "times": TIMES, "records": RECORDS}


class Marker:
    """The words that mark sentences of one language."""

    def __init__(self, grammar: Grammar, words: StatementWords | None) -> None:
        owners: dict[str, set[_Owner]] = {}

        def add(mark: int, literals: Iterable[str] | None, whole: re.Pattern[str] | None = None) -> None:
            for literal in literals or ():
                owners.setdefault(folded(literal), set()).add((mark, whole))

        add(UNIT, heads(grammar.units.pattern, _FAR), grammar.units)
        add(PERCENT, _PERCENT)
        comparing = load_comparing(grammar.lang)
        for literal, kind in comparing.marks if comparing else ():
            add(COMPARED[kind], (literal,))
        if words is not None:
            for index, known in enumerate(words.verbs.heads(far=True)):
                its = known or frozenset()
                says_little = any(len(head.strip()) < _SHORT for head in its)  # "in … control"
                add(VERB, its, words.verbs.pattern(index) if says_little else None)
            add(PERCENT, heads(words.share["percent"].pattern, _FAR))
            for name in ("km", "mi"):
                add(LENGTH, heads(words.distance[name].pattern, _FAR), words.distance[name])
            for name in ("near", "beside"):
                add(NEAR, heads(words.distance[name].pattern, _FAR))
        self._automaton = Automaton(owners)

    def marks(self, text: str, sentences: Sequence[Sentence]) -> list[int]:
        """Return for each sentence the marks of what stands in it; short words, as units are, are looked at whole."""
        marks = [0] * len(sentences)
        starts = [sentence.start for sentence in sentences]
        index, low, high = -1, 0, 0
        for at, its in self._hits(folded(text)):
            if not low <= at < high:
                index = bisect_right(starts, at) - 1
                if index < 0:
                    continue
                low, high = starts[index], starts[index + 1] if index + 1 < len(starts) else len(text)
            for mark, whole in its:
                if whole is None or whole.match(text, at):
                    marks[index] |= mark
        return marks

    def _hits(self, text: str) -> Iterator[tuple[int, tuple[_Owner, ...]]]:
        """Give where words stand, window after window: a book of them would not be kept at once."""
        for base in range(0, len(text), _WINDOW):
            # What begins in a window may end behind it.
            for at, its in self._automaton.hits(text[base : base + _WINDOW + _FAR]):
                yield base + at, its
