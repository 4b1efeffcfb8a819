"""Who did it: behind "by", the subject of the verb that governs a figure, or the adversary of who lost it."""

from __future__ import annotations

from collections.abc import Callable

from app.reading.clauses import Layout
from app.reading.cue_words import Cue
from app.reading.governors import SAME_CLAUSE, TOO_FAR, Governor
from app.reading.notation import ends_with
from app.reading.parties import PartySpan
from app.reading.quantities import Quantity

_ROBBED = 28  # characters between "taken back" and "from the … army"
_AUXILIARY = 16  # characters between "were" and its participle


def is_active(layout: Layout, governor: Governor) -> bool:
    """Tell whether a verb has its subject before it ("took 713 and lost 79"); a passive or a noun has not."""
    words, cue = layout.grammar.words, governor.cue
    lead = layout.text[max(layout.start, cue.start - _AUXILIARY) : cue.end]
    return words["passive"].search(lead) is None and words["impersonal"].search(lead) is None


def actor(layout: Layout, governor: Governor, other_side: Callable[[str], str | None]) -> str | None:
    """Return who captures, loses or holds: behind "by", the subject, or the other side of whom it was taken from."""
    cue = governor.cue
    at = (cue.start, cue.end)
    inside = [p for p in layout.parties if p.start < cue.end and cue.start < p.end and _acts_in(layout, p, cue)]
    expels = layout.grammar.words["expels"].match(layout.text, cue.start, cue.end) is not None
    if inside and not expels:
        return inside[0].party
    if expels and layout.grammar.words["impersonal"].match(layout.text, cue.start, cue.end):
        # "Ворога відкинуто з 26 км²": the side that stands by it is the one driven out.
        driven = _cheapest(layout, at, [p for p in layout.parties if p.role in ("plain", "patient")], SAME_CLAUSE)
        if driven is not None:
            return driven[1].party if governor.direction == "lost" else other_side(driven[1].party)
    robbed = next((p for p in layout.parties if cue.end < p.start <= cue.end + _ROBBED), None)
    behind_verb = layout.text[cue.end : robbed.start].strip() if robbed else ""
    if robbed and governor.direction == "captured" and layout.grammar.words["robbed"].fullmatch(behind_verb):
        # "repris à l'armée russe", "відбито у росіян": who stands behind the verb is the loser.
        return other_side(robbed.party)
    agent = _cheapest(layout, at, [p for p in layout.parties if p.role == "agent"], SAME_CLAUSE)
    acting = ("plain", "holder") if governor.direction in ("held", "remaining") else ("plain",)
    plain = [p for p in layout.parties if p.role in acting]
    subject = _cheapest(layout, at, [p for p in plain if p.end <= cue.start], TOO_FAR)
    if agent is not None and (subject is None or agent[0] < subject[0]):
        return agent[1].party
    if subject is not None and subject[0] < SAME_CLAUSE:
        return subject[1].party
    if cue.label in ("held", "area", "occupied", "grow"):
        # "Occupied territories make up 19 % of the country": the word itself says whose they are.
        named = [p for p in layout.parties if p.role == "implied" and p.start < cue.end and cue.start < p.end]
        if named and agent is None:
            return named[0].party
    behind = _cheapest(layout, at, [p for p in plain if p.start >= cue.end], SAME_CLAUSE)
    if behind is not None:
        return behind[1].party
    if subject is not None:
        return subject[1].party
    if inside:
        # "driven the invaders from 74,000 km²": who is driven out is not who gains.
        return inside[0].party if governor.direction == "lost" else other_side(inside[0].party)
    patient = _cheapest(
        layout, at, [p for p in layout.parties if p.role == "patient" and p.start >= cue.end], SAME_CLAUSE
    )
    if patient is None:
        return None
    if governor.direction in ("captured", "remaining") and _led_by(layout, patient[1], "given_to"):
        return patient[1].party
    if governor.direction == "captured" and (expels or _led_by(layout, patient[1], "taken_from")):
        return other_side(patient[1].party)
    if governor.direction == "lost" and _led_by(layout, patient[1], "given_to"):
        return other_side(patient[1].party)
    return None


def _acts_in(layout: Layout, party: PartySpan, cue: Cue) -> bool:
    """Tell whether a side named within a verb's words is the one who acts ("fell into Russian hands")."""
    if party.role in ("plain", "agent"):
        return True
    owns = layout.grammar.words["hands"].search(layout.text, party.end, cue.end) is not None
    if party.role == "patient" and cue.label == "captured" and _led_by(layout, party, "given_to"):
        return True  # "33 km² fell to the Russians"
    return party.role == "patient" and cue.label in ("captured", "held") and owns


def hinted_actor(
    layout: Layout, quantity: Quantity, governor: Governor, other_side: Callable[[str], str | None]
) -> str | None:
    """Return the side that the choice of words gives away ("occupied"), else the one that the speaker reports for."""
    at = (governor.cue.start, governor.cue.end)
    overlapping = [p for p in layout.parties if p.role == "implied" and p.start < at[1] and at[0] < p.end]
    if overlapping:
        return overlapping[0].party
    at_figure = (quantity.start, quantity.end)
    for roles in (("implied",), ("patient",), ("plain",), ("speaker",)):
        if roles == ("patient",) and governor.direction not in ("captured", "held", "lost"):
            continue
        spans = [p for p in layout.parties if p.role in roles]
        if roles == ("speaker",) and governor.direction == "lost" and len({p.party for p in spans}) > 1:
            continue  # one side confirms or denies what the other one says
        if roles == ("implied",):
            # "Окуповано 505 км², звільнено 17": another figure's own verb says nothing of this one.
            spans = [p for p in spans if not _figure_between(layout, p, governor.cue)]
        near = _cheapest(layout, at_figure, spans, TOO_FAR)
        if near is not None:
            # Ground of one side is captured and held by the other one, and lost by the side itself.
            taken = roles == ("patient",) and governor.direction != "lost"
            return other_side(near[1].party) if taken else near[1].party
    named = {p.party for p in layout.parties if p.role not in ("patient", "implied")}
    return named.pop() if len(named) == 1 else None


def _figure_between(layout: Layout, span: PartySpan, cue: Cue) -> bool:
    low, high = min(span.end, cue.end), max(span.start, cue.start)
    return any(low <= q.start < high for q in layout.quantities)


def _cheapest(
    layout: Layout, at: tuple[int, int], spans: list[PartySpan], limit: float
) -> tuple[float, PartySpan] | None:
    costs = [(layout.cost((span.start, span.end), at), span) for span in spans]
    near = [pair for pair in costs if pair[0] < limit]
    return min(near, key=lambda pair: pair[0]) if near else None


def _led_by(layout: Layout, span: PartySpan, words: str) -> bool:
    lead = layout.text[max(layout.start, span.start - 16) : span.start].rstrip()
    return ends_with(layout.grammar.words[words], lead)
