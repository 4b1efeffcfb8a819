"""A document's sentences as stretches of text in which each word is looked up once, whatever reads them.

Claims, statements and comparisons read the same sentences and need the same things of them: sides, sources, periods,
figures, breaks. Each is looked for when first asked for, and kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.reading.cue_words import Cue, cues_of
from app.reading.dates import Calendar
from app.reading.figures import Number, numbers_of
from app.reading.finder import Finder, Scan, Scanner
from app.reading.grammar import Grammar, load
from app.reading.marks import Marker
from app.reading.parties import PartyFinder, PartySpan, finder
from app.reading.periods import PeriodSpan, periods_of
from app.reading.records import Document, Sentence
from app.reading.sources import SourceSpan, source_finder, sources_of
from app.reading.statement_words import StatementWords, load_statement_words
from app.reading.vocabulary import Vocabulary, kept

_CUES, _NUMBERS, _PERIODS, _RATES, _QUALIFIERS, _BREAKS, _PARTIES, _SOURCES, _PLACES, _SCOPES, _VERBS, _WEEKDAYS = (
    range(12)
)
_KEPT = 4_000  # stretches of one document


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that is looked for in one language with one vocabulary."""

    grammar: Grammar
    vocabulary: Vocabulary
    parties: PartyFinder
    sources: list[str]
    words: StatementWords | None
    scanner: Scanner
    marker: Marker


@kept
def lexicon(vocabulary: Vocabulary, lang: str) -> Lexicon | None:
    """Return what is looked for in a language, None where there is no grammar."""
    grammar, words = load(lang), load_statement_words(lang)
    if grammar is None:
        return None
    parties = finder(vocabulary, lang)
    finders: list[Finder[Any]] = [
        grammar.cues.finder,
        grammar.numbers.finder,
        grammar.period_finder,
        grammar.rate_finder,
        grammar.qualifiers.finder,
        grammar.break_finder,
        parties.finder,
        source_finder(vocabulary, lang),
        grammar.place_finder,
        grammar.scope_finder,
    ]
    if words is not None:
        finders += [words.verbs, words.weekdays]
    return Lexicon(
        grammar, vocabulary, parties, sorted(vocabulary.sources), words, Scanner(finders), Marker(grammar, words)
    )


class Stretch:
    """One stretch of a text, at most a sentence."""

    __slots__ = (
        "_breaks", "_cues", "_has", "_numbers", "_parties", "_periods", "_qualifiers", "_rates", "_scan", "_sources",
        "_weekdays", "calendar", "end", "grammar", "lexicon", "start", "text",
    )  # fmt: skip

    def __init__(self, text: str, start: int, end: int, lexicon: Lexicon, calendar: Calendar) -> None:
        self.text, self.start, self.end = text, start, end
        self.lexicon, self.grammar, self.calendar = lexicon, lexicon.grammar, calendar
        self._scan: Scan | None = None
        self._has: dict[str, bool] = {}
        self._cues: tuple[Cue, ...] | None = None
        self._numbers: list[Number] | None = None
        self._periods: list[PeriodSpan] | None = None
        self._rates: list[tuple[Any, re.Match[str]]] | None = None
        self._qualifiers: list[tuple[Any, re.Match[str]]] | None = None
        self._breaks: tuple[tuple[int, ...], tuple[float, ...]] | None = None
        self._parties: tuple[PartySpan, ...] | None = None
        self._weekdays: list[tuple[Any, re.Match[str]]] | None = None
        self._sources: list[SourceSpan] | None = None

    def _find(self, number: int) -> list[tuple[Any, re.Match[str]]]:
        if self._scan is None:
            self._scan = self.lexicon.scanner.scan(self.text, self.start, self.end)
        return self._scan.find(number)

    def cues(self) -> tuple[Cue, ...]:
        """Return the words that say what became of an area."""
        if self._cues is None:
            self._cues = cues_of(self._find(_CUES), self.grammar)
        return self._cues

    def changes(self) -> set[str]:
        """Return the labels of all words that say what became of an area, those within longer ones too."""
        return {label for label, _ in self._find(_CUES)}

    def numbers(self) -> list[Number]:
        """Return the numbers, as figures or in words."""
        if self._numbers is None:
            self._numbers = numbers_of(self._find(_NUMBERS), self.grammar.numbers)
        return self._numbers

    def periods(self) -> list[PeriodSpan]:
        """Return the periods that are spoken of."""
        if self._periods is None:
            self._periods = periods_of(self._find(_PERIODS), self.text, self.grammar, self.calendar)
        return self._periods

    def rates(self) -> list[tuple[Any, re.Match[str]]]:
        """Return the words "a day", "a week", "a month"."""
        if self._rates is None:
            self._rates = self._find(_RATES)
        return self._rates

    def qualifiers(self) -> list[tuple[Any, re.Match[str]]]:
        """Return the words "about", "at least" and their like, wherever they stand."""
        if self._qualifiers is None:
            self._qualifiers = self._find(_QUALIFIERS)
        return self._qualifiers

    def breaks(self) -> tuple[tuple[int, ...], tuple[float, ...]]:
        """Return where what parts two clauses ends, and the sums of the costs of the breaks up to each."""
        if self._breaks is None:
            ends = sorted((match.end(), cost) for cost, match in self._find(_BREAKS))
            sums = [0.0]
            for _, cost in ends:
                sums.append(sums[-1] + cost)
            self._breaks = tuple([position for position, _ in ends]), tuple(sums)
        return self._breaks

    def parties(self) -> tuple[PartySpan, ...]:
        """Return the sides that are named."""
        if self._parties is None:
            found = self.lexicon.parties.spans(self._find(_PARTIES), self.text, self.start, self.end, self.grammar)
            self._parties = tuple(found)
        return self._parties

    def sources(self) -> list[SourceSpan]:
        """Return the sources that are named."""
        if self._sources is None:
            ids = self.lexicon.sources
            self._sources = sources_of(self._find(_SOURCES), self.text, self.start, self.end, self.grammar, ids)
        return self._sources

    def weekdays(self) -> list[tuple[Any, re.Match[str]]]:
        """Return the days of the week, Monday as 0; a language without statements has none."""
        if self._weekdays is None:
            self._weekdays = self._find(_WEEKDAYS) if self.lexicon.words is not None else []
        return self._weekdays

    def has(self, name: str) -> bool:
        """Tell whether a word of one of the grammar's lists stands anywhere in it."""
        known = self._has.get(name)
        if known is None:
            known = self._has[name] = self.grammar.words[name].search(self.text, self.start, self.end) is not None
        return known

    def place_leads(self) -> Iterator[int]:
        """Give where words stand that lead a place."""
        return (match.start() for _, match in self._find(_PLACES))

    def regions(self) -> Iterator[re.Match[str]]:
        """Give the regions that are named with the words that lead them."""
        return (match for _, match in self._find(_SCOPES))

    def verbs(self) -> list[tuple[Any, re.Match[str]]]:
        """Return the forms of verbs that say who took or holds a place."""
        return self._find(_VERBS)


class Desk:
    """One document's stretches, each made once."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.document, self.lexicon = document, lexicon
        self._calendar = Calendar(document.published)
        self._marks: tuple[Sequence[Sentence], list[int]] | None = None
        self._stretches: dict[tuple[int, int], Stretch] = {}

    def marks(self, sentences: Sequence[Sentence]) -> list[int]:
        """Return what each sentence of the document has a word of, see :mod:`app.reading.marks`."""
        if self._marks is None or self._marks[0] is not sentences:
            self._marks = sentences, self.lexicon.marker.marks(self.document.text, sentences)
        return self._marks[1]

    def stretch(self, start: int, end: int) -> Stretch:
        """Return the stretch between two offsets."""
        known = self._stretches.get((start, end))
        if known is None:
            if len(self._stretches) >= _KEPT:
                self._stretches.clear()
            known = Stretch(self.document.text, start, end, self.lexicon, self._calendar)
            self._stretches[start, end] = known
        return known


def desk(document: Document, vocabulary: Vocabulary) -> Desk | None:
    """Return a document's stretches in its language (English where none is stated), None where it has no grammar."""
    found = lexicon(vocabulary, document.lang or "en")
    return None if found is None else Desk(document, found)
