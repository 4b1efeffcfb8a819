"""Which cues stand before a name and which behind it, as the bits of a number.

The word beside the name is looked up once for all cues. It decides most of them: those of one word. Only those whose
words go on beyond it are looked for in the text, and of these most are decided by two words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from app.reading.cue_expressions import After, Before
from app.reading.heads import SIZE, heads, plain, tails

OBLAST, RAION, RIVER, FACILITY, UNIT, SAID = 1, 2, 4, 8, 16, 32
"""Cues of either side."""
PLACE, SEIZE, WEAK, TITLE, NOT_ACTOR = 64, 128, 256, 512, 1024
"""Cues before a name."""
DIRECTION, ACTOR, SUBJECT = 2048, 4096, 8192
"""Cues behind a name."""
PART = 16384
"""Of either side: a part of a town."""
TYPE = OBLAST | RAION | RIVER | FACILITY

_CACHE = 20_000
_QUOTES = "\"'«“„‘"
_ARTICLE = re.compile(r"(?<!\w)the[ \u00a0]+\Z", re.IGNORECASE)
_NO_WORD = frozenset({"", "the"})
_SLIGHT = 8  # characters: longer than an article with quotes
_HEAD = "\0"
_FIRST = re.compile(r"[ \u00a0,-]*[^ ]*")
_Known = tuple[int, int]
"""The cues that stand there for sure, and those that further words decide."""


class _Beginnings:
    """Cues by what their words begin with."""

    def __init__(self, expressions: Mapping[int, frozenset[str] | None]) -> None:
        self._always = sum(bit for bit, known in expressions.items() if known is None)
        self._whole: dict[str, int] = {}
        self._longer: dict[str, int] = {}
        for bit, known in expressions.items():
            for head in known or ():
                self._whole[head] = self._whole.get(head, 0) | bit
                for size in range(len(head)):
                    self._longer[head[:size]] = self._longer.get(head[:size], 0) | bit

    def of(self, text: str) -> int:
        """Return the cues that a text in lower case may begin one of the words of, or the other way round."""
        short = plain(text)[:SIZE]
        mask = self._always | (self._longer.get(short, 0) if len(short) < SIZE else 0)
        for size in range(1, len(short) + 1):
            mask |= self._whole.get(short[:size], 0)
        return mask


class Behind:
    """The cues behind a name: ``mask`` says which of them what follows it begins with."""

    def __init__(self, cues: Mapping[int, After]) -> None:
        self.cues = dict(cues)
        self._adverbial = sum(bit for bit, cue in cues.items() if cue.adverb)
        self._known: dict[str, _Known] = {}

    def mask(self, text: str, start: int, end: int) -> int:
        """Return the bits of the cues that match at the start of a stretch of text."""
        if text[start : start + 1] not in _GAPS:
            return 0
        cut = text.find(" ", start + 1, end)
        if text[start + 1 : start + 2] in _GAPS:
            found = _FIRST.match(text, start, end)
            cut = found.end() if found else end
        key = text[start : cut if cut >= 0 else end]
        known = self._known.get(key)
        sure, further = self._learn(key) if known is None else known
        if further:
            for bit, cue in self.cues.items():
                if further & bit and cue.long.match(text, start, end):
                    sure |= bit
        return sure

    def _learn(self, key: str) -> _Known:
        if len(self._known) >= _CACHE:
            self._known.clear()
        sure = sum(bit for bit, cue in self.cues.items() if cue.short.match(key))
        further = self._heads.of(key.lstrip(" \u00a0,-").lower())
        if key.endswith("ly"):
            further |= self._adverbial
        known = self._known[key] = sure, further & ~sure
        return known

    @cached_property
    def _heads(self) -> _Beginnings:
        return _Beginnings({bit: heads(cue.of_words(2, 3)) for bit, cue in self.cues.items()})


_GAPS = frozenset(" \u00a0,-")


class Lead:
    """The cues before a name: ``mask`` says which of them what precedes it ends with."""

    def __init__(self, cues: Mapping[int, Before]) -> None:
        self.cues = dict(cues)
        self._known: dict[str, _Known] = {}
        self._pairs: dict[str, _Known] = {}

    def mask(self, text: str, start: int, end: int) -> int:
        """Return the bits of the cues that match at the end of a stretch of text."""
        if end <= start:
            return 0  # an end of 0 less one would be the end of the whole text
        cut = text.rfind(" ", start, end - 1)
        key = text[cut + 1 : end]
        while cut >= 0 and (len(key) < _SLIGHT or key.endswith("  ")) and _is_slight(key):
            cut = text.rfind(" ", start, start + len(text[start:cut].rstrip()))
            key = text[cut + 1 : end]
        if cut < 0:
            return self._of_few_words(text[start:end])
        known = self._known.get(key)
        sure, further = self._learn(key) if known is None else known
        if not further:
            return sure
        pair = text[max(text.rfind(" ", start, cut), start - 1) + 1 : end]
        known = self._pairs.get(pair)
        more, further = self._learn_pair(pair, further) if known is None else known
        sure |= more
        if further:
            stretch = text[start:end]
            for bit, cue in self.cues.items():
                if further & bit and cue.long.search(stretch):
                    sure |= bit
        return sure

    def _of_few_words(self, text: str) -> int:
        """Return the cues of a name that stands behind the first word of a sentence."""
        known = self._known.get(_HEAD + text)
        if known is None:
            sure = sum(
                bit
                for bit, cue in self.cues.items()
                if cue.short.search(text) or cue.pair.search(text) or cue.long.search(text)
            )
            known = self._known[_HEAD + text] = sure, 0
        return known[0]

    def _learn(self, key: str) -> _Known:
        if len(self._known) >= _CACHE:
            self._known.clear()
        sure = sum(bit for bit, cue in self.cues.items() if cue.short.search(key))
        known = self._known[key] = sure, _of(self._tails, key) & ~sure
        return known

    def _learn_pair(self, key: str, further: int) -> _Known:
        if len(self._pairs) >= _CACHE:
            self._pairs.clear()
        sure = sum(bit for bit, cue in self.cues.items() if further & bit and cue.pair.search(key))
        known = self._pairs[key] = sure, _of(self._long_tails, key) & further & ~sure
        return known

    @cached_property
    def _tails(self) -> _Beginnings:
        return _Beginnings({bit: tails(cue.of_words(2, 3)) for bit, cue in self.cues.items()})

    @cached_property
    def _long_tails(self) -> _Beginnings:
        return _Beginnings({bit: tails(cue.of_words(3, 3)) for bit, cue in self.cues.items()})


def _is_slight(key: str) -> bool:
    """Say whether nothing but an article, quotes and spaces stands there: the word before it counts."""
    return key.strip(" \u00a0" + _QUOTES).lower() in _NO_WORD


def _of(known: _Beginnings, key: str) -> int:
    """Return the cues of which the words before a name may be the last, with or without article or quote."""
    bare = key.rstrip(" \u00a0")
    texts = {bare, bare.rstrip(_QUOTES).rstrip(" \u00a0"), _ARTICLE.sub("", key).rstrip(" \u00a0")}
    mask = 0
    for text in texts:
        mask |= known.of(text.lower()[::-1])
    return mask
