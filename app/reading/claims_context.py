"""What the sentence before leaves to a claim: its side, its source, its period, its claims."""

from __future__ import annotations

from dataclasses import dataclass

from app.reading.claims_text import LONGEST
from app.reading.records import Period, Sentence, StatedArea, Unit
from app.reading.stretches import Desk, Stretch

_OF_CHANGE = frozenset({"captured", "lost", "grow", "shrink"})
_LEADING = frozenset(
    {
        "month",
        "months",
        "season",
        "quarter",
        "half",
        "last_month",
        "this_month",
        "last_week",
        "past",
        "past_week",
        "this_year",
        "last_year",
        "yesterday",
        "year",
        "days",
        "first_of_month",
    }
)


@dataclass(frozen=True, slots=True)
class Context:
    """What the sentence before left: itself and its claims; or a list's ``heading``, with the ``unit`` it states."""

    sentence: Sentence | None = None
    claims: tuple[StatedArea, ...] = ()
    heading: bool = False
    unit: Unit | None = None


class Neighbours:
    """Reads in the sentence before what a claim leans on."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.parties, self.vocabulary = desk.lexicon.parties, desk.lexicon.vocabulary

    def party_of(self, before: Context) -> str | None:
        """Return the side that the sentence before speaks of first."""
        if before.sentence is None:
            return None
        parties = self._last_piece(before.sentence).parties()
        acting = [span.party for span in parties if span.role in ("plain", "agent")]
        return next(iter(acting or [span.party for span in parties]), None)

    def led_by(self, before: Context) -> Period | None:
        """Return the one period of a sentence that speaks of gains without a figure ("In December the pace fell.")."""
        if before.sentence is None or before.claims:
            return None
        stretch = self._last_piece(before.sentence)
        if not before.heading and not any(cue.label in _OF_CHANGE for cue in stretch.cues()):
            return None
        periods = {p.period for p in stretch.periods() if p.period and (before.heading or p.rule in _LEADING)}
        return periods.pop() if len(periods) == 1 else None

    def source_of(self, before: Context) -> str | None:
        """Return the one source that the sentence before names."""
        if before.sentence is None:
            return None
        named = {source.source for source in self._last_piece(before.sentence).sources()}
        return next(iter(named)) if len(named) == 1 else None

    def _last_piece(self, sentence: Sentence) -> Stretch:
        return self.desk.stretch(max(sentence.start, sentence.end - LONGEST), sentence.end)
