r"""Where which of many expressions may match: the heads of all of them found in one pass, in C.

The heads of an expression are a few characters one of which every match begins with (:mod:`app.reading.heads`). An
automaton finds those of hundreds of expressions at 50 MB/s.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation

_SPACES = re.compile(" {2,}")
_UNSPACED = "\u2e80"
"""From here on scripts set no space between words: what is found may begin within a run of letters."""

Owner = TypeVar("Owner")


class Automaton(Generic[Owner]):
    """The heads of expressions, and whose they are.

    Parameters
    ----------
    owners : mapping
        For each head whoever is told of it; what a match begins with in lower case, digits as 0, white space as one
        space.
    """

    def __init__(self, owners: Mapping[str, Collection[Owner]]) -> None:
        self._owners = tuple(tuple(its) for its in owners.values())
        self._search = AhoCorasick(list(owners), implementation=Implementation.ContiguousNFA) if owners else None

    def hits(self, folded: str) -> list[tuple[int, tuple[Owner, ...]]]:
        """Return (offset, owners) wherever a head begins in a folded text; ordered by where the heads end."""
        if self._search is None:
            return []
        if "  " in folded:
            return self._spread(*_collapsed(folded))
        owners = self._owners
        found = []
        for head, at, _ in self._search.find_matches_as_indexes(folded, overlapping=True):
            if at:
                before, first = folded[at - 1], folded[at]
                # Not within a word or a number.
                if (before == first == "0") or (
                    before.isalpha() and first.isalpha() and before < _UNSPACED and first < _UNSPACED
                ):
                    continue
            found.append((at, owners[head]))
        return found

    def _spread(self, folded: str, at_of: Sequence[int]) -> list[tuple[int, tuple[Owner, ...]]]:
        """Return the hits of a text whose white space was made single, where they stand in the text itself."""
        found: list[tuple[int, tuple[Owner, ...]]] = []
        for at, owners in self.hits(folded):
            # What begins with white space may begin at any of it.
            places = range(at_of[at], at_of[at + 1]) if folded[at] == " " else (at_of[at],)
            found.extend((place, owners) for place in places)
        return found


def _collapsed(text: str) -> tuple[str, Sequence[int]]:
    """Return a text with single spaces, and where each of its characters stood; of several spaces the first."""
    at_of: list[int] = []
    parts: list[str] = []
    done = 0
    for spaces in _SPACES.finditer(text):
        upto = spaces.start() + 1
        parts.append(text[done:upto])
        at_of.extend(range(done, upto))
        done = spaces.end()
    parts.append(text[done:])
    at_of.extend(range(done, len(text) + 1))
    return "".join(parts), at_of
