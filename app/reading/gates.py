"""Whether an expression may match at all at a place, by the characters there: of most places it is at once known.

What is known is computed from the expression (:mod:`app.reading.heads`), never from what was found before.
"""

from __future__ import annotations

import re
from functools import cached_property

from app.reading.heads import SIZE, begins, heads, tails

_CACHE = 40_000
_WORTH = 60
"""How often an expression is asked for before its heads are computed: one article asks for few of them so often."""


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


def match_end(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    r"""Search with an expression that ends with ``\Z``, where the last characters do not tell that it is in vain."""
    return pattern.search(text) if may_end(pattern, text) else None
