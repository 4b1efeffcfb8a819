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
from app.reading.mentions_context import decide, is_hopeless
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
_REST = rf"(?:{_LETTER}|[\u0300-\u036f\u00ad]|{_APOSTROPHE}(?!s(?!{_LETTER}))(?={_LETTER}))*"
_WORD = _CAPITAL + _REST
_TOKEN = re.compile(_WORD)
# The capital comes first and what stands before it second: so the search skips to capitals and tries nothing between.
_RUN = re.compile(rf"{_CAPITAL}(?<!\w{_CAPITAL}){_REST}(?:(?:[ \u00a0\-‐‑–—]|['’]s )(?:{_WORD}))*")
_HYPHEN_TAIL = re.compile(rf"(?:-{_LETTER}{{1,24}}){{1,4}}(?!\w)")  # "-on-Don"
_ANY_WORD = re.compile(rf"{_LETTER}{{4,}}")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_HAN = re.compile("[\u4e00-\u9fff]")
_ELIDED = re.compile(rf"[DL]['’](?={_CAPITAL})")
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
    plain = text.isascii()
    for sentence in sentences:
        if not plain and _HAN.search(text, sentence.start, sentence.end):
            found += find_han(text, sentence, names, vocabulary)
        found += _SentenceReader(text, sentence, names, vocabulary, lang, seen).read(latin=plain)
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

    def read(self, *, latin: bool) -> list[Found]:
        """Return the names of the sentence, in order; `latin` says that it has no letters but plain ones."""
        found: list[Found] = []
        for run in _RUN.finditer(self.text, self.sentence.start, self.sentence.end):
            taken = found[-1].end if found else 0  # a name may go on behind a small word: "Rostov-on-Don"
            found += self._run(max(run.start(), taken), run.end())
        if self.lang in ("pl", None):
            found += find_polish(self.text, self.sentence, self.names)
        if not latin and _CYRILLIC.search(self.text, self.sentence.start, self.sentence.end):
            found = find_adjectives(self.text, self.sentence, self.names, found)
        return found

    def _run(self, start: int, end: int) -> Iterator[Found]:
        text, common = self.text, _common_words()
        if text[start:end] in common:
            return
        tokens = [
            Token(t.start(), t.end(), t.group())
            for t in _TOKEN.finditer(text, start, end)
            if t.end() - t.start() <= _MAX_TOKEN
        ]
        if self.lang == "fr" and tokens and _ELIDED.match(tokens[0].text):
            # "D'Avdiïvka à Lyman": a preposition at the head of a sentence.
            first = tokens[0]
            tokens[0] = Token(first.start + 2, first.end, first.text[2:])
        i = 0
        while i < len(tokens):
            if tokens[i].text in common:
                i += 1
                continue
            begin, stop, key, entry, used = self._longest(tokens, i)
            if entry is None:
                begin, stop, key, used = self._misspelt(tokens, i, begin, stop, key)
            left = tokens[i - 1] if i else None
            right = tokens[i + used] if i + used < len(tokens) else None
            cues = load_cues("cyrillic" if "\u0400" <= tokens[i].text[0] <= "\u04ff" else "latin")
            i += used
            # Most capitalised words are neither known nor placed by what stands beside them.
            if entry is None and is_hopeless(text, self.sentence, begin, stop, key, left, right, cues):
                continue
            one = Found(begin, stop, self.sentence.index, key, entry)
            decided = decide(text, self.sentence, one, left, right, cues, self.names, self.vocabulary, self.lang)
            if decided is not None and not (decided.entry is None and self._is_headline()):
                yield decided

    def _is_headline(self) -> bool:
        """In a headline in title case a capital letter says nothing of a name; German nouns always have one."""
        if self.lang == "de":
            return False
        words = _ANY_WORD.findall(
            self.text, self.sentence.start, min(self.sentence.end, self.sentence.start + _HEADLINE)
        )
        capitals = sum(word[0].isupper() for word in words)
        return len(words) >= _HEADLINE_WORDS and capitals > 0.7 * len(words)

    def _longest(self, tokens: list[Token], first: int) -> tuple[int, int, str, NameEntry | None, int]:
        """Return the longest name that begins at a token (start, end, key, entry), and how many tokens it takes."""
        start = tokens[first].start
        for count in range(min(_MAX_WORDS, len(tokens) - first), 1, -1):
            end = tokens[first + count - 1].end
            key, entry = self._lookup(self.text[start:end])
            if entry is not None and _is_one_name(entry):
                return start, end, key, entry, count
        end = tokens[first].end
        if self.text[end : end + 1] == "-":
            tail = _HYPHEN_TAIL.match(self.text, end, end + BEHIND)
            upto = tail.end() if tail else end
            while upto > end:
                key, entry = self._lookup(self.text[start:upto])
                if entry is not None:
                    return start, upto, key, entry, 1
                upto = self.text.rfind("-", end, upto)
        return start, end, *self._lookup(tokens[first].text), 1

    def _misspelt(self, tokens: list[Token], first: int, start: int, end: int, key: str) -> tuple[int, int, str, int]:
        """Two words that are near a name of two words ("Chas'v Yar"): start, end, key, and how many tokens."""
        if first + 1 < len(tokens):
            before = self.text[max(self.sentence.start, start - 5) : start]
            if before.rstrip().endswith(_LISTED):
                upto = tokens[first + 1].end
                pair = self.names.fold(self.text[start:upto])
                if len(pair) >= _MIN_PAIR and _is_near_pair(self.names, pair, self.text[start:upto]):
                    return start, upto, pair, 2
        return start, end, key, 1

    def _lookup(self, surface: str) -> tuple[str, NameEntry | None]:
        known = self.seen.get(surface)
        if known is None:
            if len(self.seen) >= _CACHE:
                self.seen.clear()
            key = self.names.fold(surface)
            known = self.seen[surface] = key, self.names.entry(key) if key else None
        return known


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
