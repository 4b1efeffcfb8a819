"""The words that say what became of an area."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.reading.grammar import Grammar


@dataclass(slots=True)
class Cue:
    """A word that says what became of an area; ``label`` is the key of its list in the language's table."""

    start: int
    end: int
    label: str


def cues_of(matches: Iterable[tuple[str, re.Match[str]]], grammar: Grammar) -> tuple[Cue, ...]:
    """Return the cues in their order; where two overlap, the longer one holds, then the one listed later."""
    order = grammar.cues.finder.order
    spans = [(*match.span(), label) for label, match in matches]
    if len(spans) > 1:
        spans.sort(key=lambda span: (span[0] - span[1], -order[span[2]]))
    kept: list[Cue] = []
    for start, end, label in spans:
        for other in kept:
            if start < other.end and other.start < end:
                break
        else:
            kept.append(Cue(start, end, label))
    kept.sort(key=lambda cue: cue.start)
    return tuple(kept)
