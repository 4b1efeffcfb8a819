"""A sign before a figure: what was added to a side's ground, or taken off it."""

from __future__ import annotations

from app.reading.clauses import Layout
from app.reading.notation import ends_with
from app.reading.quantities import Quantity
from app.reading.records import Direction

_LEAD = 24
_MINUS = "-−"


def sign_of(layout: Layout, quantity: Quantity) -> Direction | None:
    """Return what a sign before a figure says ("+42 km²", "-3 km²", "minus 3 km²"), None where there is none."""
    before = layout.text[max(0, quantity.start - 2) : quantity.start]
    if before.endswith("+"):
        return "captured"
    if before[-1:] in _MINUS and not before[:1].isalnum() and before:
        return "lost"
    lead = layout.text[max(layout.start, quantity.start - _LEAD) : quantity.start].rstrip()
    words = layout.grammar.words
    if ends_with(words["plus"], lead):
        return "captured"
    return "lost" if ends_with(words["minus"], lead) else None
