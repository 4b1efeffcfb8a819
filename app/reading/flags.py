"""Slips: what a stated area says that does not fit, each as a sentence with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.reading.clauses import Layout
from app.reading.quantities import Quantity
from app.reading.records import StatedArea

_NEAR = 24.0


def flags_of(
    claim: StatedArea, quantity: Quantity, layout: Layout, published: date | None, earlier: Sequence[StatedArea]
) -> tuple[str, ...]:
    """Return the slips of one claim, in the order in which they were looked for."""
    del earlier
    flags = list(quantity.flags)
    if quantity.marked and quantity.other is None:
        flags.append(
            f"the mark in {claim.text} was read as one of thousands; the language's own reading is a decimal mark"
        )
    end = claim.period.end if claim.period else None
    if end is not None and published is not None and end > published:
        flags.append(f"the period ends on {end}, after the publication on {published}")
    at = (claim.start, claim.end)
    for span in layout.periods:
        if span.flags and layout.cost((span.start, span.end), at) < _NEAR:
            flags.extend(span.flags)
    return tuple(flags)
