"""The notation of the tables of words, read as regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from app.reading.finder import Finder
from app.reading.gates import may_end


class Patterns(dict[str, re.Pattern[str]]):
    """A table of the notation. Looking an entry up compiles it; the dict itself holds those looked up before."""

    def __init__(self, table: Mapping[str, Iterable[str]], *, spaced: bool) -> None:
        super().__init__()
        self._table = table
        self._spaced = spaced

    def __missing__(self, key: str) -> re.Pattern[str]:
        self[key] = re.compile(self.expression(key), re.IGNORECASE)
        return self[key]

    def __contains__(self, key: object) -> bool:
        return key in self._table

    def expression(self, key: str) -> str:
        """Return an entry as a regular expression."""
        return expression(self._table[key], spaced=self._spaced)

    def names(self) -> Iterable[str]:
        """Return the names of all entries, in the order of the table."""
        return self._table.keys()

    @cached_property
    def finder(self) -> Finder[str]:
        """All entries, looked for together."""
        return Finder({key: self.expression(key) for key in self._table})


def notation(pattern: str, *, spaced: bool = True) -> str:
    r"""Return the regular expression of a pattern in the notation of the tables.

    Examples
    --------
    >>> notation("took control of")
    'took\\s+control\\s+of'
    """
    gap = r"\s+(?:[^\s.;:]+\s+){0,3}" if spaced else r"[^，。；：、]{0,10}?"
    out = re.sub(r"\s*\.\.\s*", "\0", pattern)
    out = out.replace(".", r"\.").replace("*", r"\w*")
    out = re.sub(r"(?<![\[\\])\((?!\?)", "(?:", out)
    return out.replace(" ?", r"\s*").replace(" ", r"\s+").replace("\0", gap)


def compiled(patterns: Iterable[str], *, spaced: bool = True, case: bool = False) -> re.Pattern[str]:
    """Compile alternatives of the notation."""
    return re.compile(expression(patterns, spaced=spaced), re.NOFLAG if case else re.IGNORECASE)


def ends_with(pattern: re.Pattern[str], text: str) -> bool:
    """Tell whether a match ends where the text ends, whatever other match it overlaps."""
    found = pattern.search(text) if may_end(pattern, text) else None
    while found is not None and found.end() < len(text):
        found = pattern.search(text, found.start() + 1)
    return found is not None


def expression(patterns: Iterable[str], *, spaced: bool = True) -> str:
    """Return alternatives of the notation, those of most words first, on the borders of words where there are any."""
    ordered = sorted(patterns, key=lambda pattern: (pattern.count(" "), len(pattern)), reverse=True)
    body = "|".join(notation(pattern, spaced=spaced) for pattern in ordered) or r"(?!)"
    return rf"(?<!\w)(?:{body})(?!\w)" if spaced else f"(?:{body})"
