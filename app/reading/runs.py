"""Runs of capitalised words: which names of the table stand in one, whatever the words around it.

What a run holds depends on nothing but its letters, so it is worked out once for each that texts have again and again:
"General Staff", "Russian", "Kyiv".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from app.reading.cues import BEHIND, Cues, load_cues
from app.reading.mentions_unknown import is_hopeless
from app.reading.names import NameEntry, NameTable
from app.reading.spans import Token

LETTER = r"[^\W\d_]"
_APOSTROPHE = "['’ʼ`´ʹ”\u02bb]"
_EXTENDED = "".join(letter for letter in map(chr, range(0x100, 0x180)) if letter.isupper())  # among small ones: Ł, ł
CAPITAL = f"[A-ZÀ-ÖØ-Þ{_EXTENDED}А-ЯЁІЇЄҐЎ]"
# A possessive 's ends a word; a typographic apostrophe within one does not.
_REST = rf"(?:{LETTER}++|[\u0300-\u036f\u00ad]|{_APOSTROPHE}(?!s(?!{LETTER}))(?={LETTER}))*+"
_WORD = CAPITAL + _REST
_TOKEN = re.compile(_WORD)
# The capital comes first and what stands before it second: so the search skips to capitals and tries nothing between.
# What follows in its group is a run that depends on more than its own letters: "Rostov-on-Don".
RUN = re.compile(rf"{CAPITAL}(?<!\w{CAPITAL}){_REST}(?:(?:[ \u00a0\-‐‑–—]|['’]s )(?:{_WORD}))*+(?:(?=([-\w])))?+")
_HYPHEN_TAIL = re.compile(rf"(?:-{LETTER}{{1,24}}){{1,4}}(?!\w)")  # "-on-Don"
_ELIDED = re.compile(rf"[DL]['’](?={CAPITAL})")
_MAX_WORDS = 4
_MAX_TOKEN = 60
_MIN_PAIR = 8
_NAME_PARTS = frozenset({"le", "la", "les", "do", "city", "village", "town", "село", "місто", "город"})
_LISTED = (",", " and", " near", " та", " і", " и", " und", " et")
_JOINT = 5
_CACHE = 50_000


class Step(NamedTuple):
    """A name that may stand in a run, by offsets into it.

    Parameters
    ----------
    entry : NameEntry or None
        None where no table has the name.
    left, right : Token or None
        The words of the run beside it.
    stops : bool
        It is mostly another word.
    """

    start: int
    end: int
    key: str
    surface: str
    entry: NameEntry | None
    left: Token | None
    right: Token | None
    cues: Cues
    stops: bool


Steps = tuple[Step, ...]


@dataclass(slots=True)
class Runs:
    """The runs that were read, and the surfaces looked up in one table of names; that does not change once it is open.

    Parameters
    ----------
    elides : bool
        French: "D'Avdiïvka" is a preposition at the head of a sentence, and a name.
    known : dict
        The names of a run, by its letters.
    pairs : set
        Runs that begin with two words that no table has: in a list, they may be one misspelt name.
    """

    names: NameTable
    elides: bool
    surfaces: dict[str, tuple[str, NameEntry | None]] = field(default_factory=dict)
    known: dict[str, Steps] = field(default_factory=dict)
    pairs: set[str] = field(default_factory=set)

    def steps(self, text: str, start: int, end: int, first: int) -> Steps:
        """Return the names of a run that hangs on nothing but its letters, but where it may be one misspelt name."""
        surface = text[start:end]
        known = self.known.get(surface)
        if known is None:
            known = self._learn(surface)
        if surface in self.pairs and _is_listed(text, first, start):
            return self.read(text, start, end, first)
        return known

    def _learn(self, surface: str) -> Steps:
        if len(self.known) >= _CACHE:
            self.known.clear()
            self.pairs.clear()
        known = self.known[surface] = self.read(surface, 0, len(surface), 0)
        tokens = _TOKEN.findall(surface)
        if len(tokens) > 1 and tokens[0] not in common_words() and self._lookup(tokens[0])[1] is None:
            self.pairs.add(surface)
        return known

    def read(self, text: str, start: int, end: int, first: int) -> Steps:
        """Return the names that may stand in the run between two offsets, in a sentence that begins at `first`."""
        common = common_words()
        if text[start:end] in common:
            return ()
        tokens = [
            Token(t.start(), t.end(), t.group())
            for t in _TOKEN.finditer(text, start, end)
            if t.end() - t.start() <= _MAX_TOKEN
        ]
        if self.elides and tokens and _ELIDED.match(tokens[0].text):
            # "D'Avdiïvka à Lyman": a preposition at the head of a sentence.
            tokens[0] = Token(tokens[0].start + 2, tokens[0].end, tokens[0].text[2:])
        steps = []
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.text in common:
                at += 1
                continue
            begin, stop, key, entry, used = self._longest(text, tokens, at)
            if entry is None:
                begin, stop, key, used = self._misspelt(text, first, tokens, at, begin, stop, key)
            left = tokens[at - 1] if at else None
            right = tokens[at + used] if at + used < len(tokens) else None
            cues = load_cues("cyrillic" if "\u0400" <= token.text[0] <= "\u04ff" else "latin")
            at += used
            surface = text[begin:stop]
            if entry is not None or not is_hopeless(surface, key, left, cues):
                steps.append(
                    Step(
                        begin - start, stop - start, key, surface, entry, _from(start, left), _from(start, right), cues,
                        surface in cues.stop,
                    )
                )  # fmt: skip
        return tuple(steps)

    def _longest(self, text: str, tokens: list[Token], first: int) -> tuple[int, int, str, NameEntry | None, int]:
        """Return the longest name that begins at a token (start, end, key, entry), and how many tokens it takes."""
        start = tokens[first].start
        for count in range(min(_MAX_WORDS, len(tokens) - first), 1, -1):
            end = tokens[first + count - 1].end
            key, entry = self._lookup(text[start:end])
            if entry is not None and _is_one_name(entry):
                return start, end, key, entry, count
        end = tokens[first].end
        if text[end : end + 1] == "-":
            tail = _HYPHEN_TAIL.match(text, end, end + BEHIND)
            upto = tail.end() if tail else end
            while upto > end:
                key, entry = self._lookup(text[start:upto])
                if entry is not None:
                    return start, upto, key, entry, 1
                upto = text.rfind("-", end, upto)
        return start, end, *self._lookup(tokens[first].text), 1

    def _misspelt(
        self, text: str, begin: int, tokens: list[Token], first: int, start: int, end: int, key: str
    ) -> tuple[int, int, str, int]:
        """Two words that are near a name of two words ("Chas'v Yar"): start, end, key, and how many tokens."""
        if first + 1 < len(tokens) and _is_listed(text, begin, start):
            upto = tokens[first + 1].end
            pair = self.names.fold(text[start:upto])
            if len(pair) >= _MIN_PAIR and _is_near_pair(self.names, pair, text[start:upto]):
                return start, upto, pair, 2
        return start, end, key, 1

    def _lookup(self, surface: str) -> tuple[str, NameEntry | None]:
        known = self.surfaces.get(surface)
        if known is None:
            if len(self.surfaces) >= _CACHE:
                self.surfaces.clear()
            key = self.names.fold(surface)
            known = self.surfaces[surface] = key, self.names.entry(key) if key else None
        return known


def _is_listed(text: str, first: int, at: int) -> bool:
    return text[max(first, at - _JOINT) : at].rstrip().endswith(_LISTED)


def _from(start: int, token: Token | None) -> Token | None:
    return token and Token(token.start - start, token.end - start, token.text)


@cache
def common_words() -> frozenset[str]:
    """Return words that begin sentences and are never a name."""
    words = load_cues("latin").generic | load_cues("cyrillic").generic
    return frozenset(word.capitalize() for word in words if word not in _NAME_PARTS)


def _is_near_pair(names: NameTable, key: str, surface: str) -> bool:
    return surface.count(" ") == 1 and any(len(other) >= _MIN_PAIR for other in names.near(key)[:1])


def _is_one_name(entry: NameEntry) -> bool:
    """Several words are one name only as a noun: no text writes an adjective of a place apart."""
    return bool(entry.nouns or entry.own_nouns)
