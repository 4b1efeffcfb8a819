"""A stretch of text laid out for reading a claim: figures, cues, sides, periods, and how far apart they stand.

"How far" is a cost: characters, plus what a comma, a conjunction or a semicolon puts between two words. The cue with
the lowest cost governs a figure.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from app.reading.cue_words import Cue
from app.reading.grammar import Grammar
from app.reading.parties import PartySpan
from app.reading.periods import PeriodSpan
from app.reading.quantities import Quantity
from app.reading.stretches import Stretch

_PER_CHARACTER = 0.4
_PER_FIGURE = 12.0  # another figure in between
_start = attrgetter("start")


@dataclass(slots=True)
class Layout:
    """One stretch of text, at most a sentence."""

    stretch: Stretch
    text: str
    start: int
    end: int
    grammar: Grammar
    cues: tuple[Cue, ...]
    parties: tuple[PartySpan, ...]
    break_ends: tuple[int, ...]
    break_costs: tuple[float, ...]
    quantities: tuple[Quantity, ...] = ()
    figure_starts: tuple[int, ...] = ()
    figure_ends: tuple[int, ...] = ()
    periods: tuple[PeriodSpan, ...] = ()
    phrases: Sequence[Any] | None = None  # the places named, once they were looked for

    def cost(self, a: tuple[int, int], b: tuple[int, int]) -> float:
        """Return how far two spans stand apart."""
        left, right = (a, b) if a[0] <= b[0] else (b, a)
        gap_start, gap_end = left[1], max(left[1], right[0])
        low, high = bisect_right(self.break_ends, gap_start), bisect_right(self.break_ends, gap_end)
        breaks = self.break_costs[high] - self.break_costs[low]
        figures = 0
        if self.quantities and gap_end > gap_start:
            figures = max(0, bisect_right(self.figure_ends, gap_end) - bisect_left(self.figure_starts, gap_start))
        return (gap_end - gap_start) * _PER_CHARACTER + breaks + figures * _PER_FIGURE

    def set_quantities(self, quantities: Iterable[Quantity]) -> None:
        """Lay in these figures, in the order of the text."""
        self.quantities = tuple(sorted(quantities, key=_start))
        self.figure_starts = tuple([q.start for q in self.quantities])
        self.figure_ends = tuple([q.end for q in self.quantities])

    def between(self, a: tuple[int, int], b: tuple[int, int]) -> str:
        """Return the text between two spans."""
        left, right = (a, b) if a[0] <= b[0] else (b, a)
        return self.text[left[1] : max(left[1], right[0])]


def lay_out(stretch: Stretch, *, cues: bool = True) -> Layout:
    """Lay out a stretch with its cues (unless they are not wanted), its sides and its breaks."""
    ends, costs = stretch.breaks()
    return Layout(
        stretch,
        stretch.text,
        stretch.start,
        stretch.end,
        stretch.grammar,
        stretch.cues() if cues else (),
        stretch.parties(),
        ends,
        costs,
    )
