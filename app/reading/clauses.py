"""A stretch of text laid out for reading a claim: figures, cues, sides, periods, and how far apart they stand.

"How far" is a cost: characters, plus what a comma, a conjunction or a semicolon puts between two words. The cue with
the lowest cost governs a figure.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.reading.grammar import Grammar
from app.reading.parties import PartyFinder, PartySpan
from app.reading.periods import PeriodSpan
from app.reading.quantities import Quantity

_PER_CHARACTER = 0.4
_PER_FIGURE = 12.0  # another figure in between


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that says what became of an area; ``label`` is the key of its list in the language's table."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Layout:
    """One stretch of text, at most a sentence."""

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

    def with_quantities(self, quantities: Iterable[Quantity]) -> Layout:
        """Return the layout with these figures, in the order of the text."""
        ordered = tuple(sorted(quantities, key=lambda quantity: quantity.start))
        return replace(
            self,
            quantities=ordered,
            figure_starts=tuple(q.start for q in ordered),
            figure_ends=tuple(q.end for q in ordered),
        )

    def between(self, a: tuple[int, int], b: tuple[int, int]) -> str:
        """Return the text between two spans."""
        left, right = (a, b) if a[0] <= b[0] else (b, a)
        return self.text[left[1] : max(left[1], right[0])]


def lay_out(text: str, start: int, end: int, grammar: Grammar, parties: PartyFinder, *, cues: bool = True) -> Layout:
    """Find the cues (unless they are not wanted), the sides and the breaks of a stretch of text."""
    ends: list[tuple[int, float]] = []
    for cost, pattern in grammar.breaks:
        ends.extend((match.end(), cost) for match in pattern.finditer(text, start, end))
    ends.sort()
    sums = [0.0]
    for _, cost in ends:
        sums.append(sums[-1] + cost)
    return Layout(
        text,
        start,
        end,
        grammar,
        tuple(find_cues(text, start, end, grammar)) if cues else (),
        tuple(parties.find(text, start, end, grammar)),
        tuple(position for position, _ in ends),
        tuple(sums),
    )


def find_cues(text: str, start: int, end: int, grammar: Grammar) -> list[Cue]:
    """Return the cues in their order; where two overlap, the longer one holds."""
    matches = [Cue(match.start(), match.end(), label) for label, match in grammar.cues.finder.find(text, start, end)]
    order = {label: index for index, label in enumerate(grammar.cues)}
    matches.sort(key=lambda cue: (cue.start - cue.end, -order[cue.label]))
    kept: list[Cue] = []
    for cue in matches:
        if not any(cue.start < other.end and other.start < cue.end for other in kept):
            kept.append(cue)
    kept.sort(key=lambda cue: cue.start)
    return kept
