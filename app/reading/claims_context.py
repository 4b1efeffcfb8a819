"""What the sentence before leaves to a claim: its side, its source, its period, its claims."""

from __future__ import annotations

from dataclasses import dataclass

from app.reading.attribution import find_sources
from app.reading.claims_text import LONGEST
from app.reading.clauses import find_cues
from app.reading.dates import Calendar
from app.reading.grammar import Grammar
from app.reading.parties import PartyFinder
from app.reading.periods import find_periods
from app.reading.records import Document, Period, Sentence, StatedArea
from app.reading.vocabulary import Vocabulary

_OF_CHANGE = frozenset({"captured", "lost", "grow", "shrink"})
_LEADING = frozenset({"month", "months", "season", "quarter", "half", "last_month", "this_month", "last_week", "past"})


@dataclass(frozen=True, slots=True)
class Context:
    """What the sentence before left: itself and its claims."""

    sentence: Sentence | None = None
    claims: tuple[StatedArea, ...] = ()


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Reads in the sentence before what a claim leans on."""

    document: Document
    grammar: Grammar
    vocabulary: Vocabulary
    parties: PartyFinder

    def party_of(self, before: Context) -> str | None:
        """Return the side that the sentence before speaks of first."""
        if before.sentence is None:
            return None
        start, end = _last_piece(before.sentence)
        parties = self.parties.find(self.document.text, start, end, self.grammar)
        acting = [span.party for span in parties if span.role in ("plain", "agent")]
        return next(iter(acting or [span.party for span in parties]), None)

    def led_by(self, before: Context) -> Period | None:
        """Return the one period of a sentence that speaks of gains without a figure ("In December the pace fell.")."""
        if before.sentence is None or before.claims:
            return None
        start, end = _last_piece(before.sentence)
        if not any(cue.label in _OF_CHANGE for cue in find_cues(self.document.text, start, end, self.grammar)):
            return None
        found = find_periods(self.document.text, start, end, self.grammar, Calendar(self.document.published))
        periods = {p.period for p in found if p.rule in _LEADING}
        return periods.pop() if len(periods) == 1 else None

    def source_of(self, before: Context) -> str | None:
        """Return the one source that the sentence before names."""
        if before.sentence is None:
            return None
        start, end = _last_piece(before.sentence)
        named = {s.source for s in find_sources(self.document.text, start, end, self.grammar, self.vocabulary)}
        return next(iter(named)) if len(named) == 1 else None


def _last_piece(sentence: Sentence) -> tuple[int, int]:
    return max(sentence.start, sentence.end - LONGEST), sentence.end
