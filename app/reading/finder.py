r"""Many patterns over one stretch of text, each tried only where a match of it can begin.

A language has hundreds of patterns and a sentence twenty words. Searching each pattern in each sentence costs the
product of the two; here one pass over the sentence says of all patterns where a match of which may begin
(:mod:`app.reading.automaton`). What is found is exactly what ``finditer`` finds.

What keeps it fast: a pattern begins with letters, digits or marks that are spelt out. One that may begin with anything
(``\w*``, ``.``) still works, but is searched for everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from app.reading.automaton import Automaton
from app.reading.folded import folded
from app.reading.heads import SIZE, heads

_WARM, _FEW = 12, 30
"""A finder of few expressions searches for each of them in the first stretches of text, as one article has."""

_WORTH = 150
"""Stretches after which more letters of each beginning are looked at: one article is read sooner with few."""

Label = TypeVar("Label", bound=Hashable)


class Finder(Generic[Label]):
    r"""Expressions under labels, looked for together; each is compiled when first tried.

    Parameters
    ----------
    expressions : mapping of label to str
        Each begins on a border of words (``(?<!\w)``) or of letters; the order is that of what is found at one place.
    case : bool
        Whether they heed case.
    single : bool
        Only the expression listed first is found where several match, and none that overlaps one found before.
    reach : int
        By how many characters a place is known where an expression may begin: more tell more apart, and take longer to
        be computed.
    brief : mapping of label to str, optional
        Shorter expressions that begin as these do, see :func:`brief`: to take them apart takes less time.
    """

    def __init__(
        self,
        expressions: Mapping[Label, str],
        *,
        case: bool = False,
        single: bool = False,
        reach: int = SIZE,
        brief: Mapping[Label, str] | None = None,
    ) -> None:
        self.labels = list(expressions)
        self.single, self._reach = single, reach
        self.expressions = list(expressions.values())
        self._brief = self.expressions if brief is None else list(brief.values())
        self._flags = re.NOFLAG if case else re.IGNORECASE
        self.compiled: list[re.Pattern[str] | None] = [None] * len(self.labels)
        self._heads: dict[bool, Sequence[frozenset[str] | None]] = {}
        self._asked = 0

    def find(self, text: str, start: int, end: int) -> Iterator[tuple[Label, re.Match[str]]]:
        """Give what ``finditer(text, start, end)`` of each expression gives; of one label in the order of the text."""
        if self._asked < _WARM and len(self.labels) <= _FEW:
            self._asked += 1
            return self.search(range(len(self.labels)), text, start, end)
        return iter(self._alone.scan(text, start, end).find(0))

    @cached_property
    def order(self) -> Mapping[Label, int]:
        """The place of each label among the expressions."""
        return {label: index for index, label in enumerate(self.labels)}

    @cached_property
    def _alone(self) -> Scanner:
        return Scanner((self,))

    def heads(self, *, far: bool) -> Sequence[frozenset[str] | None]:
        """Return what a match of each expression begins with: as far as the finder reaches, or a few letters."""
        known = self._heads.get(far)
        if known is None:
            reach = self._reach if far else SIZE
            known = self._heads[far] = [heads(each, reach) or heads(each) for each in self._brief]
        return known

    @cached_property
    def anywhere(self) -> Sequence[int]:
        """The expressions of which a match may begin with anything, by their places."""
        return [index for index, its in enumerate(self.heads(far=False)) if its is None]

    def search(self, places: Iterable[int], text: str, start: int, end: int) -> Iterator[tuple[Label, re.Match[str]]]:
        """Search for each of these expressions by itself."""
        if self.single:
            for match in self._together.finditer(text, start, end):
                yield self.labels[int((match.lastgroup or "x0")[1:])], match
            return
        for index in places:
            for match in self.pattern(index).finditer(text, start, end):
                yield self.labels[index], match

    @cached_property
    def _together(self) -> re.Pattern[str]:
        body = "|".join(f"(?P<x{index}>{each})" for index, each in enumerate(self.expressions))
        return re.compile(body or "(?!)", self._flags)

    def pattern(self, index: int) -> re.Pattern[str]:
        """Return an expression by its place, compiled."""
        pattern = self.compiled[index]
        if pattern is None:
            pattern = self.compiled[index] = re.compile(self.expressions[index], self._flags)
        return pattern


class Scanner:
    """Several finders over the same stretches of text: one pass says where all of their expressions may begin.

    Parameters
    ----------
    finders : sequence of Finder
        What is found is asked for by their place in this sequence.
    """

    def __init__(self, finders: Sequence[Finder[Any]]) -> None:
        self.finders = finders
        self._scanned = 0
        self._automaton = Automaton[tuple[int, int]]({})

    def _learn(self, *, far: bool) -> Automaton[tuple[int, int]]:
        owners: dict[str, list[tuple[int, int]]] = {}
        for number, finder in enumerate(self.finders):
            for index, its in enumerate(finder.heads(far=far)):
                for head in its or ():
                    owners.setdefault(head, []).append((number, index))
        return Automaton(owners)

    def scan(self, text: str, start: int, end: int) -> Scan:
        """Look for the heads of all expressions between two offsets."""
        if self._scanned in (0, _WORTH):
            self._automaton = self._learn(far=self._scanned > 0)
        self._scanned += 1
        tried: list[list[tuple[int, int]]] = [[] for _ in self.finders]
        for at, owners in self._automaton.hits(folded(text[start:end])):
            for number, index in owners:
                tried[number].append((start + at, index))
        return Scan(self.finders, text, start, end, tried)


class Scan:
    """Where in one stretch the expressions may begin; each finder's matches are looked for when they are asked for."""

    __slots__ = ("_finders", "_tried", "end", "start", "text")

    def __init__(
        self, finders: Sequence[Finder[Any]], text: str, start: int, end: int, tried: Sequence[list[tuple[int, int]]]
    ) -> None:
        self._finders, self._tried = finders, tried
        self.text, self.start, self.end = text, start, end

    def find(self, number: int) -> list[tuple[Any, re.Match[str]]]:
        """Return what ``finditer`` of each expression of one finder gives, of one label in the order of the text."""
        text, end, finder, tried = self.text, self.end, self._finders[number], self._tried[number]
        found: list[tuple[Any, re.Match[str]]] = []
        if finder.anywhere:
            found.extend(finder.search(finder.anywhere, text, self.start, end))
            if finder.single:
                return found
        # Where two may begin at one place, the one listed first comes first; one may have several heads there.
        tried = sorted(set(tried)) if len(tried) > 1 else tried
        single, compiled, labels = finder.single, finder.compiled, finder.labels
        behind = self.start
        taken: dict[int, int] = {}
        for at, index in tried:
            if at < (behind if single else taken.get(index, 0)):
                continue
            match = (compiled[index] or finder.pattern(index)).match(text, at, end)
            if match is not None:
                behind = taken[index] = match.end()
                found.append((labels[index], match))
        return found
