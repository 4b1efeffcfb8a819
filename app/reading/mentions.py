"""Names of places in a text: runs of capitalised words looked up in the name table, and what the words around them say.

One pass over the text; every decision reads a bounded stretch around a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from weakref import WeakKeyDictionary

from app.reading.cues import BEHIND, load_cues
from app.reading.mentions_adjectives import find_adjectives
from app.reading.mentions_context import decide
from app.reading.mentions_han import find_han
from app.reading.mentions_links import link
from app.reading.mentions_polish import find_polish
from app.reading.names import NameEntry, NameTable
from app.reading.records import Mention, Sentence
from app.reading.spans import Found, Token
from app.reading.vocabulary import Vocabulary

_LETTER = r"[^\W\d_]"
_APOSTROPHE = "['’ʼ`´ʹ”\u02bb]"
_CAPITAL = "[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁІЇЄҐЎ]"
# A possessive 's ends a word; a typographic apostrophe within one does not.
_WORD = rf"{_CAPITAL}(?:{_LETTER}|[\u0300-\u036f]|{_APOSTROPHE}(?!s(?!{_LETTER}))(?={_LETTER}))*"
_TOKEN = re.compile(_WORD)
_RUN = re.compile(rf"(?<!\w)(?:{_WORD})(?:(?:[ \u00a0\-‐‑–—]|['’]s )(?:{_WORD}))*")
_HYPHEN_TAIL = re.compile(rf"(?:-{_LETTER}{{1,24}}){{1,4}}(?!\w)")  # "-on-Don"
_ANY_WORD = re.compile(rf"{_LETTER}{{4,}}")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_HAN = re.compile("[\u4e00-\u9fff]")
_MAX_WORDS = 4
_MAX_TOKEN = 60
_MIN_PAIR = 8
_NAME_PARTS = frozenset({"le", "la", "les", "do", "city", "village", "town", "село", "місто", "город"})
_LISTED = (",", " and", " near", " та", " і", " и", " und", " et")
_HEADLINE = 120
_CACHE = 50_000
# What surfaces were found to be, kept from text to text; a table of names does not change once it is open.
_SEEN: WeakKeyDictionary[NameTable, dict[str, tuple[str, NameEntry | None]]] = WeakKeyDictionary()
_HEADLINE_WORDS = 5


def find_mentions(
    text: str, sentences: Sequence[Sentence], names: NameTable, vocabulary: Vocabulary, lang: str | None
) -> tuple[Mention, ...]:
    """Find the names of places in `text`.

    Parameters
    ----------
    text : str
        Any text; nothing in it makes this raise.
    sentences : sequence of Sentence
        In the order of the text; what lies outside them is not read.
    names : NameTable
        The names to look for, a gazetteer.
    vocabulary : Vocabulary
        The sides, whose countries and seats may stand for a government.
    lang : str or None
        ISO 639-1; decides only what capital letters mean (German nouns).

    Returns
    -------
    tuple of Mention
        In the order of the text, none overlapping another; ``text[start:end] == mention.text``.
    """
    found: list[Found] = []
    seen = _SEEN.setdefault(names, {})
    for sentence in sentences:
        reader = _SentenceReader(text, sentence, names, vocabulary, lang, seen)
        if _HAN.search(text, sentence.start, sentence.end):
            found += find_han(text, sentence, names, vocabulary)
        found += reader.read()
    linked = link(text, found, sentences, names, vocabulary)
    return tuple(one.mention(text) for one in linked)


@dataclass(slots=True)
class _SentenceReader:
    text: str
    sentence: Sentence
    names: NameTable
    vocabulary: Vocabulary
    lang: str | None
    seen: dict[str, tuple[str, NameEntry | None]]

    def read(self) -> list[Found]:
        """Return the names of the sentence, in order."""
        found: list[Found] = []
        for run in _RUN.finditer(self.text, self.sentence.start, self.sentence.end):
            taken = found[-1].end if found else 0  # a name may go on behind a small word: "Rostov-on-Don"
            found += self._run(max(run.start(), taken), run.end())
        if self.lang in ("pl", None):
            found += find_polish(self.text, self.sentence, self.names)
        if _CYRILLIC.search(self.text, self.sentence.start, self.sentence.end):
            found = find_adjectives(self.text, self.sentence, self.names, found)
        return found

    def _run(self, start: int, end: int) -> Iterator[Found]:
        tokens = [
            Token(t.start(), t.end(), t.group())
            for t in _TOKEN.finditer(self.text, start, end)
            if t.end() - t.start() <= _MAX_TOKEN
        ]
        i = 0
        while i < len(tokens):
            if tokens[i].text in _common_words():
                i += 1
                continue
            one, used = self._longest(tokens, i)
            if one.entry is None:
                one, used = self._misspelt(tokens, i, one)
            left = tokens[i - 1] if i else None
            right = tokens[i + used] if i + used < len(tokens) else None
            cues = load_cues("cyrillic" if "\u0400" <= tokens[i].text[0] <= "\u04ff" else "latin")
            decided = decide(self.text, self.sentence, one, left, right, cues, self.names, self.vocabulary, self.lang)
            if decided is not None and not (decided.entry is None and self._is_headline()):
                yield decided
            i += used

    def _is_headline(self) -> bool:
        """In a headline in title case a capital letter says nothing of a name."""
        words = _ANY_WORD.findall(
            self.text, self.sentence.start, min(self.sentence.end, self.sentence.start + _HEADLINE)
        )
        capitals = sum(word[0].isupper() for word in words)
        return len(words) >= _HEADLINE_WORDS and capitals > 0.7 * len(words)

    def _longest(self, tokens: list[Token], first: int) -> tuple[Found, int]:
        """Return the longest name that begins at a token, with the number of tokens it takes."""
        start = tokens[first].start
        for count in range(min(_MAX_WORDS, len(tokens) - first), 0, -1):
            end = tokens[first + count - 1].end
            key, entry = self._lookup(self.text[start:end])
            if count == 1:
                tail = _HYPHEN_TAIL.match(self.text, end, end + BEHIND)
                upto = tail.end() if tail else end
                while upto > end:
                    longer, its_entry = self._lookup(self.text[start:upto])
                    if its_entry is not None:
                        return self._found(start, upto, longer, its_entry), 1
                    upto = self.text.rfind("-", end, upto)
            elif entry is None or not _is_one_name(entry):
                continue
            return self._found(start, end, key, entry), count
        raise AssertionError("a run has a first token")

    def _misspelt(self, tokens: list[Token], first: int, one: Found) -> tuple[Found, int]:
        """Two words that are near a name of two words ("Chas'v Yar")."""
        if first + 1 < len(tokens):
            start, end = tokens[first].start, tokens[first + 1].end
            key = self.names.fold(self.text[start:end])
            listed = self.text[max(self.sentence.start, start - 5) : start].rstrip().endswith(_LISTED)
            if listed and len(key) >= _MIN_PAIR and _is_near_pair(self.names, key, self.text[start:end]):
                return Found(start, end, self.sentence.index, key, None), 2
        return one, 1

    def _lookup(self, surface: str) -> tuple[str, NameEntry | None]:
        known = self.seen.get(surface)
        if known is None:
            if len(self.seen) >= _CACHE:
                self.seen.clear()
            key = self.names.fold(surface)
            known = self.seen[surface] = key, self.names.entry(key) if key else None
        return known

    def _found(self, start: int, end: int, key: str, entry: NameEntry | None) -> Found:
        return Found(start, end, self.sentence.index, key, entry)


@cache
def _common_words() -> frozenset[str]:
    """Words that begin sentences and never a name."""
    words = load_cues("latin").generic | load_cues("cyrillic").generic
    return frozenset(word.capitalize() for word in words if word not in _NAME_PARTS)


def _is_near_pair(names: NameTable, key: str, surface: str) -> bool:
    return surface.count(" ") == 1 and any(len(other) >= _MIN_PAIR for other in names.near(key)[:1])


def _is_one_name(entry: NameEntry) -> bool:
    """Several words are one name only as a noun: no text writes an adjective of a place apart."""
    return bool(entry.nouns or entry.own_nouns)
