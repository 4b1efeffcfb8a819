"""Figures without a verb that is understood: what a text about the war means by them, from weaker signs.

In such a text an area is ground that changed hands unless something says that it is not (:mod:`app.reading.not_claims`,
and the vetoes asked for here). The signs, in order: a sign before the figure, the sides of the sentence, those of the
sentence before and of the claims before it, and last the side that advances in this war.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from app.reading.claims_actors import Actors
from app.reading.claims_context import Context
from app.reading.clauses import Layout
from app.reading.elision_context import is_joint
from app.reading.governors import SAME_CLAUSE
from app.reading.notation import ends_with
from app.reading.quantities import Quantity
from app.reading.records import Direction, StatedArea
from app.reading.signs import sign_of

_MOST_GAINED = 20_000.0  # km²: more is the size of a country or a region
_VETOES = frozenset({"veto", "veto_noun", "other"})
_STANDING = frozenset({"held", "remaining"})
_LEAD = 24


def unsaid(
    layout: Layout, quantity: Quantity, actors: Actors, before: Context, earlier: Sequence[StatedArea], *, lead: bool
) -> tuple[Direction, str | None] | None:
    """Return direction and side of a figure without a verb, None where nothing says that it is ground taken.

    Parameters
    ----------
    lead : bool
        The sentence before, or a heading, says when.
    """
    if (
        (quantity.elided and not _leads_row(layout, quantity))
        or quantity.km2 > _MOST_GAINED
        or _is_vetoed(layout, quantity)
    ):
        return None
    sign = sign_of(layout, quantity)
    dated = any(p.period is not None and p.rule not in ("nothing",) for p in layout.periods)
    last = next(reversed([*before.claims, *earlier]), None)
    sides = layout.parties or layout.stretch.sources() or actors.near.party_of(before)
    foothold = layout.grammar.words["foothold"].search(layout.text, layout.start, layout.end)
    if not (sign or dated or lead or last or sides or layout.cues or foothold):
        return None
    who = actors.subject_or_party(layout, quantity, before) or (last.actor if last else None)
    if (
        not sign
        and not _is_of_change(layout)
        and layout.grammar.words["standing"].search(layout.text, layout.start, layout.end)
    ):
        return "held", who  # "the bridgehead is now 60 km²"
    return sign or "captured", who or actors.prior()


def _leads_row(layout: Layout, quantity: Quantity) -> bool:
    """Tell whether a bare number stands in a row before the figure that has the unit ("464, 259 and 505 km²")."""
    behind = layout.quantities[bisect_right(layout.figure_starts, quantity.start) :]
    return bool(behind) and is_joint(layout, quantity.end, behind[0].start)


def _is_of_change(layout: Layout) -> bool:
    """Tell whether a period says when ground changed hands, rather than on which day it is held."""
    return any(
        p.period is not None and p.period.start is not None and p.period.start != p.period.end for p in layout.periods
    )


def _is_vetoed(layout: Layout, quantity: Quantity) -> bool:
    """Tell whether something in the clause says that the figure is no ground taken."""
    at = (quantity.start, quantity.end)
    if layout.grammar.words["veto_any"].search(layout.text, layout.start, layout.end):
        return True
    if any(c.label in _VETOES and layout.cost((c.start, c.end), at) < SAME_CLAUSE for c in layout.cues):
        return True
    lead = layout.text[max(layout.start, quantity.start - _LEAD) : quantity.start].rstrip()
    return ends_with(layout.grammar.words["larger"], lead)
