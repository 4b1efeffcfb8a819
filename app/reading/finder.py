r"""Many patterns over one stretch of text, each tried only where a match of it can begin.

A language has hundreds of patterns and a sentence twenty words. Searching each pattern in each sentence costs the
product of the two; here a word of the text looks up which patterns a match of which may begin with its first letters
(:mod:`app.reading.heads`). What is found is exactly what ``finditer`` finds.

What keeps it fast: a pattern begins with letters, digits or marks that are spelt out. One that may begin with anything
(``\w*``, ``.``) still works, but is searched for everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Generic, TypeVar

from app.reading.heads import SIZE, begins, heads, plain, tails

_CACHE = 40_000
_WORTH = 60
"""How often an expression is asked for before its heads are computed: one article asks for few of them so often."""
_WARM, _FEW = 12, 30
"""A finder of few expressions searches for each of them in the first stretches of text, as one article has."""
# Where a match may begin: a run of letters, of digits, a mark, a space that follows no word.
_STARTS = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_|(?<!\w)\s")
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff]")

Label = TypeVar("Label", bound=Hashable)


class _Gate:
    """What is known of one compiled expression: which characters a match may begin with, and which end with."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern  # kept, so that no other comes to stand at its address
        self.begins: dict[str, bool] = {}
        self.ends: dict[str, bool] = {}
        self._asked = 0

    @cached_property
    def _heads(self) -> frozenset[str] | None:
        return heads(self.pattern.pattern)

    @cached_property
    def _tails(self) -> frozenset[str] | None:
        return tails(self.pattern.pattern)

    def learn_beginning(self, key: str) -> bool:
        return self._is_new() or self._learn(self.begins, key, self._heads, key)

    def learn_end(self, key: str) -> bool:
        return self._is_new() or self._learn(self.ends, key, self._tails, key[::-1])

    def _is_new(self) -> bool:
        """Say whether the expression was asked for so seldom that taking it apart would cost more than it saves."""
        self._asked += 1
        return self._asked < _WORTH

    @staticmethod
    def _learn(known: dict[str, bool], key: str, of: frozenset[str] | None, read: str) -> bool:
        if len(known) >= _CACHE:
            known.clear()
        may = known[key] = of is None or len(key) < SIZE or begins(read.lower(), of)
        return may


_GATES: dict[int, _Gate] = {}


def may_match(pattern: re.Pattern[str], text: str, at: int) -> bool:
    """Say whether an expression may match at an offset, by the characters there: of most it is at once known not to."""
    gate = _GATES.get(id(pattern)) or _GATES.setdefault(id(pattern), _Gate(pattern))
    key = text[at : at + SIZE]
    may = gate.begins.get(key)
    return gate.learn_beginning(key) if may is None else may


def may_end(pattern: re.Pattern[str], text: str) -> bool:
    """Say whether a match of an expression may end where the text ends."""
    gate = _GATES.get(id(pattern)) or _GATES.setdefault(id(pattern), _Gate(pattern))
    key = text[-SIZE:]
    may = gate.ends.get(key)
    return gate.learn_end(key) if may is None else may


@lru_cache(maxsize=8)
def _beginnings(lower: str, start: int) -> list[tuple[int, str]]:
    """Return where a match may begin and the characters there; several finders look at one stretch after another."""
    return [(start + at, lower[at : at + SIZE]) for at in [word.start() for word in _STARTS.finditer(lower)]]


class Finder(Generic[Label]):
    r"""Expressions under labels, looked for together; each is compiled when first tried.

    Parameters
    ----------
    expressions : mapping of label to str
        Each begins on a border of words (``(?<!\w)``) or of letters; the order is that of what is found at one place.
    case : bool
        Whether they heed case.
    brief : mapping of label to str, optional
        Shorter expressions that begin as these do, see :func:`brief`: to take them apart takes less time.
    """

    def __init__(
        self, expressions: Mapping[Label, str], *, case: bool = False, brief: Mapping[Label, str] | None = None
    ) -> None:
        self._brief = brief or expressions
        self._flags = re.NOFLAG if case else re.IGNORECASE
        self._expressions = dict(expressions)
        self._order = {label: index for index, label in enumerate(self._expressions)}
        self._heads: dict[str, list[Label]] = {}
        self._anywhere: list[Label] = []
        self._is_learnt = False
        self._asked = 0
        self._compiled: dict[Label, re.Pattern[str]] = {}
        self._known: dict[str, tuple[tuple[Label, re.Pattern[str]], ...]] = {}

    def find(self, text: str, start: int, end: int) -> Iterator[tuple[Label, re.Match[str]]]:
        """Give what ``finditer(text, start, end)`` of each expression gives; of one label in the order of the text."""
        lower = text[start:end].lower()
        if len(lower) != end - start or (not lower.isascii() and _HAN.search(lower)):
            # Letters that grow when lowered would shift offsets; Chinese has no borders of words.
            yield from self._search(self._expressions, text, start, end)
            return
        if not self._is_learnt:
            self._asked += 1
            if self._asked < _WARM and len(self._expressions) <= _FEW:
                yield from self._search(self._expressions, text, start, end)
                return
            self._learn()
        yield from self._search(self._anywhere, text, start, end)
        known = self._known
        taken: dict[Label, int] = {}
        for at, head in _beginnings(lower, start):
            tried = known.get(head)
            if tried is None:
                tried = self._beginning(head)
            for label, pattern in tried:
                if taken.get(label, 0) <= at:
                    found = pattern.match(text, at, end)
                    if found is not None:
                        taken[label] = found.end()
                        yield label, found

    def _learn(self) -> None:
        for label in self._expressions:
            its = heads(self._brief[label])
            if its is None:
                self._anywhere.append(label)
            for head in its or ():
                self._heads.setdefault(head, []).append(label)
        self._is_learnt = True

    def _search(
        self, labels: Iterable[Label], text: str, start: int, end: int
    ) -> Iterator[tuple[Label, re.Match[str]]]:
        for label in labels:
            for match in self._pattern(label).finditer(text, start, end):
                yield label, match

    def _beginning(self, head: str) -> tuple[tuple[Label, re.Pattern[str]], ...]:
        """Return the patterns of which a match may begin with these characters."""
        begun = plain(head)[:SIZE]
        labels = {label for size in range(1, len(begun) + 1) for label in self._heads.get(begun[:size], ())}
        if len(begun) < SIZE:
            # Spaces that count once, or the end of the text: what is looked up may go on beyond it.
            labels |= {label for known, its in self._heads.items() if known.startswith(begun) for label in its}
        if len(self._known) >= _CACHE:
            self._known.clear()
        ordered = sorted(labels, key=self._order.__getitem__)
        tried = self._known[head] = tuple((label, self._pattern(label)) for label in ordered)
        return tried

    def _pattern(self, label: Label) -> re.Pattern[str]:
        pattern = self._compiled.get(label)
        if pattern is None:
            pattern = self._compiled[label] = re.compile(self._expressions[label], self._flags)
        return pattern
