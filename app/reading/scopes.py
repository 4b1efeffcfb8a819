"""The region or axis that a figure speaks of, as a span of the text."""

from __future__ import annotations

from app.reading.clauses import Layout
from app.reading.quantities import Quantity
from app.reading.records import Scope

_FAR = 60.0


def scope_of(layout: Layout, quantity: Quantity) -> Scope | None:
    """Return the nearest "in the X region", "on the X axis" of the figure's clause."""
    at = (quantity.start, quantity.end)
    best: tuple[float, int, int] | None = None
    for pattern in layout.grammar.scopes:
        for match in pattern.finditer(layout.text, layout.start, layout.end):
            start, end = match.span("name")
            cost = layout.cost((start, end), at)
            if cost < _FAR and (best is None or cost < best[0]):
                best = (cost, start, end)
    return Scope(best[1], best[2], layout.text[best[1] : best[2]]) if best else None
