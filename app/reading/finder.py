r"""Many patterns over one stretch of text, each tried only where a match of it can begin.

A language has hundreds of patterns and a sentence twenty words. Searching each pattern in each sentence costs the
product of the two; here each word of the text is looked up once, for all patterns together, and says which of them a
match of which may begin with it and the few characters behind it (:mod:`app.reading.heads`). What is found is exactly
what ``finditer`` finds.

What keeps it fast: a pattern begins with letters, digits or marks that are spelt out. One that may begin with anything
(``\w*``, ``.``) still works, but is searched for everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from app.reading.heads import SIZE, heads, plain

_CACHE = 40_000
_WARM, _FEW = 12, 30
"""A finder of few expressions searches for each of them in the first stretches of text, as one article has."""
_BEHIND = 4
"""Characters behind a word that are looked up with it, where the word alone leaves open which patterns begin there."""
# A match begins with a run of letters or of digits, a mark, or a space that follows no word.
_TOKENS = re.compile(r"[^\W\d_]+ ?|\d+ ?|[^\w\s]|_|\s")
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff]")

Label = TypeVar("Label", bound=Hashable)
_Tried = tuple[tuple[int, tuple[tuple[Any, re.Pattern[str]], ...]], ...]
"""For each finder by its number, the patterns to try."""
_Known = tuple[_Tried, dict[str, _Tried] | None] | None
"""Of a word: nothing begins with it, or these, or those that the characters behind it decide."""


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
        self.order = {label: index for index, label in enumerate(self._expressions)}
        self._asked = 0
        self._compiled: dict[Label, re.Pattern[str]] = {}

    def find(self, text: str, start: int, end: int) -> Iterator[tuple[Label, re.Match[str]]]:
        """Give what ``finditer(text, start, end)`` of each expression gives; of one label in the order of the text."""
        if self._asked < _WARM and len(self._expressions) <= _FEW:
            self._asked += 1
            return self.search(self._expressions, text, start, end)
        return iter(self._alone.scan(text, start, end).find(0))

    @cached_property
    def _alone(self) -> Scanner:
        return Scanner((self,))

    @cached_property
    def heads(self) -> Mapping[str, Sequence[Label]]:
        """What a match may begin with, and of which expressions."""
        known: dict[str, list[Label]] = {}
        for label in self._expressions:
            for head in heads(self._brief[label]) or ():
                known.setdefault(head, []).append(label)
        return known

    @cached_property
    def anywhere(self) -> Sequence[Label]:
        """The expressions of which a match may begin with anything."""
        headed = {label for labels in self.heads.values() for label in labels}
        return [label for label in self._expressions if label not in headed and heads(self._brief[label]) is None]

    def search(
        self, labels: Iterable[Label] | None, text: str, start: int, end: int
    ) -> Iterator[tuple[Label, re.Match[str]]]:
        """Search for each of these expressions (all, where none are named) by itself."""
        for label in self._expressions if labels is None else labels:
            for match in self.pattern(label).finditer(text, start, end):
                yield label, match

    def pattern(self, label: Label) -> re.Pattern[str]:
        """Return an expression, compiled."""
        pattern = self._compiled.get(label)
        if pattern is None:
            pattern = self._compiled[label] = re.compile(self._expressions[label], self._flags)
        return pattern


class Scanner:
    """Several finders over the same stretches of text: each word is looked up once for all of them.

    Parameters
    ----------
    finders : sequence of Finder
        What is found is asked for by their place in this sequence.
    """

    def __init__(self, finders: Sequence[Finder[Any]]) -> None:
        self.finders = finders
        self._words: dict[str, _Known] = {}
        self._kept = 0

    def scan(self, text: str, start: int, end: int) -> Scan:
        """Look up the words between two offsets."""
        lower = text[start:end].lower()
        if len(lower) != end - start or (not lower.isascii() and _HAN.search(lower)):
            # Letters that grow when lowered would shift offsets; Chinese has no borders of words.
            return Scan(self.finders, text, start, end, None)
        tried: list[list[tuple[int, Any]]] = [[] for _ in self.finders]
        words, at = self._words, 0
        for token in _TOKENS.findall(lower):
            behind = at + len(token)
            try:
                known = words[token]
            except KeyError:
                known = self._word(token)
            if known is not None:
                begun, further = known
                if further is not None:
                    ahead = lower[behind : behind + _BEHIND]
                    begun = further[ahead] if ahead in further else self._ahead(further, token, ahead)
                for number, patterns in begun:
                    tried[number].append((start + at, patterns))
            at = behind
        return Scan(self.finders, text, start, end, tried)

    @cached_property
    def _heads(self) -> Mapping[str, frozenset[tuple[int, Any]]]:
        """The heads of all finders' expressions."""
        known: dict[str, set[tuple[int, Any]]] = {}
        for number, finder in enumerate(self.finders):
            for head, labels in finder.heads.items():
                known.setdefault(head, set()).update((number, label) for label in labels)
        return {head: frozenset(its) for head, its in known.items()}

    @cached_property
    def _longer(self) -> Mapping[str, frozenset[tuple[int, Any]]]:
        """For each beginning of heads, the expressions of all heads that go on behind it."""
        known: dict[str, set[tuple[int, Any]]] = {}
        for head, its in self._heads.items():
            for size in range(1, len(head)):
                known.setdefault(head[:size], set()).update(its)
        return {head: frozenset(its) for head, its in known.items()}

    def _word(self, token: str) -> _Known:
        """Learn which patterns may begin with a word: none, these, or those that what stands behind it decides."""
        if len(self._words) >= _CACHE:
            self._words.clear()
        written = plain(token)
        if written != token and token[0].isdecimal():
            # Numbers of as many digits are alike, and share what is known.
            known = self._words[token] = self._words[written] if written in self._words else self._word(written)
            return known
        its = self._begun(written)
        known = None
        if its:
            is_open = len(written) < SIZE and written in self._longer
            known = ((), {}) if is_open else (self._patterns(its), None)
        self._words[token] = known
        return known

    def _ahead(self, further: dict[str, _Tried], token: str, ahead: str) -> _Tried:
        if self._kept >= _CACHE:
            self._words.clear()
            self._kept = 0
        self._kept += 1
        tried = further[ahead] = self._patterns(self._begun(plain(token + ahead)))
        return tried

    def _begun(self, written: str) -> frozenset[tuple[int, Any]]:
        """Return the expressions of which a match may begin with these characters, whatever follows them."""
        begun = written[:SIZE]
        found = self._longer.get(begun, frozenset()) if len(begun) < SIZE else frozenset()
        return found.union(*(self._heads.get(begun[:size], frozenset()) for size in range(1, len(begun) + 1)))

    def _patterns(self, its: Iterable[tuple[int, Any]]) -> _Tried:
        by_finder: dict[int, list[Any]] = {}
        for number, label in its:
            by_finder.setdefault(number, []).append(label)
        return tuple(
            (number, tuple((label, finder.pattern(label)) for label in sorted(labels, key=finder.order.__getitem__)))
            for number, labels in sorted(by_finder.items())
            for finder in (self.finders[number],)
        )


class Scan:
    """The words of one stretch looked up; each finder's matches are looked for when they are asked for."""

    __slots__ = ("_finders", "_tried", "end", "start", "text")

    def __init__(
        self,
        finders: Sequence[Finder[Any]],
        text: str,
        start: int,
        end: int,
        tried: Sequence[Sequence[tuple[int, Any]]] | None,
    ) -> None:
        self._finders, self._tried = finders, tried
        self.text, self.start, self.end = text, start, end

    def find(self, number: int) -> list[tuple[Any, re.Match[str]]]:
        """Return what ``finditer`` of each expression of one finder gives, of one label in the order of the text."""
        text, start, end = self.text, self.start, self.end
        finder = self._finders[number]
        if self._tried is None:
            return list(finder.search(None, text, start, end))
        found = list(finder.search(finder.anywhere, text, start, end)) if finder.anywhere else []
        taken: dict[Any, int] = {}
        for at, patterns in self._tried[number]:
            for label, pattern in patterns:
                if taken.get(label, 0) <= at:
                    match = pattern.match(text, at, end)
                    if match is not None:
                        taken[label] = match.end()
                        found.append((label, match))
        return found
