"""What became of a stated area, and who did it: the verb that governs the figure, and the verb's subject."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

from app.reading.clauses import Cue, Layout
from app.reading.grammar import ends_with
from app.reading.parties import PartySpan
from app.reading.quantities import Quantity
from app.reading.records import Direction

_BEHIND = 10.0  # an active verb stands before its figure; a language whose verb comes last pays less
_VETO = 0.5  # "burnt", "mined" say what the figure is wherever they stand
_TOO_FAR = 110.0
_TAKEN = 60.0  # a verb with a figure of its own behind it
_DIRECT = 8.0
_APART = 55.0  # another clause
_NO_TAKING = frozenset({"remaining", "cleared", "other"})
_AUXILIARY = 16  # characters between "were" and its participle
_NOT_CHANGE = frozenset({"veto", "veto_noun", "area", "held"})
_REACH = 275  # characters: beyond, the cost alone is too far
_SAME_CLAUSE = 34.0
_NOUN_BEFORE, _NOUN_AFTER = 14, 26  # characters: a noun that says what the area is stands close
_PLAIN: dict[str, Direction] = {
    "captured": "captured",
    "lost": "lost",
    "held": "held",
    "remaining": "remaining",
    "other": "other",
}


@dataclass(frozen=True, slots=True)
class Governor:
    """The cue that governs a figure, and its direction; ``open_verb`` where it may mean taking or holding."""

    cue: Cue
    direction: Direction
    open_verb: bool = False


def is_something_else(layout: Layout, quantity: Quantity) -> bool:
    """Tell whether a figure is no claim: a lake, a burnt field, a country's size, a difference between two figures."""
    if _is_beside_noun(layout, quantity) or _is_difference(layout, quantity):
        return True
    at = (quantity.start, quantity.end)
    if quantity.unit == "ha" and any(
        cue.label in ("veto", "veto_noun") and layout.cost((cue.start, cue.end), at) < _SAME_CLAUSE
        for cue in layout.cues
    ):
        # Hectares are the measure of fires and fields; ground that changes hands is rarely counted so.
        return True
    cue = _nearest(layout, at, _governs)
    if cue is not None and cue.label in _NO_TAKING and _is_vetoed(layout, cue):
        return True  # "156,000 km² remain to be demined"
    if cue is None or cue.label != "veto" or _of_held_ground(layout, cue):
        return False
    words = layout.grammar.words
    compared = cue.start >= quantity.end and words["comparison"].match(layout.text, cue.start, cue.end)
    if compared or words["weak_veto"].match(layout.text, cue.start, cue.end):
        # "30,000 km², an area the size of Belgium, were abandoned": only compared, where a verb says more.
        return govern(layout, quantity) is None
    lead = layout.text[max(layout.start, quantity.start - _NOUN_AFTER) : quantity.start]
    return words["average"].search(lead) is None or cue.end <= quantity.start


def _is_vetoed(layout: Layout, cue: Cue) -> bool:
    at = (cue.start, cue.end)
    return any(
        layout.grammar.words["veto_any"].match(layout.text, c.start, layout.end) is not None
        and layout.cost((c.start, c.end), at) < _DIRECT
        for c in layout.cues
        if c.label == "veto"
    )


def goes_on(layout: Layout, refused: Quantity, quantity: Quantity) -> bool:
    """Tell whether a figure only goes on with one that is no claim ("370 ha of fields and another 12 km² near X")."""
    if any(refused.end <= c.start < quantity.start and c.label not in _NOT_CHANGE for c in layout.cues):
        return False
    at = (quantity.start, quantity.end)
    cue = _nearest(layout, at, _governs)
    far = cue is None or layout.cost((cue.start, cue.end), at) > _APART
    return cue is None or far or cue.end <= refused.start or cue.label == "veto"


def is_active(layout: Layout, governor: Governor) -> bool:
    """Tell whether a verb has its subject before it ("took 713 and lost 79"); a passive or a noun has not."""
    words, cue = layout.grammar.words, governor.cue
    lead = layout.text[max(layout.start, cue.start - _AUXILIARY) : cue.end]
    return words["passive"].search(lead) is None and words["impersonal"].search(lead) is None


def _of_held_ground(layout: Layout, veto: Cue) -> bool:
    """Tell whether "covers" and the like speak of the occupied area itself."""
    return any(
        cue.label in ("held", "area") and cue.end <= veto.start and not layout.text[cue.end : veto.start].strip()
        for cue in layout.cues
    )


def govern(layout: Layout, quantity: Quantity) -> Governor | None:
    """Return what governs a figure, None where nothing does."""
    at = (quantity.start, quantity.end)
    cue = _nearest(layout, at, lambda cue: _governs(cue) and cue.label != "veto")
    if cue is None:
        # "The occupied territory covers …": no verb of change, but the noun says that it is held.
        cue = _nearest(layout, at, lambda cue: cue.label == "area")
        return Governor(cue, "held") if cue is not None else None
    if cue.label in ("grow", "shrink") and _is_compared_with(layout, quantity):
        return None
    return Governor(cue, *_direction(layout, cue, quantity))


def _is_compared_with(layout: Layout, quantity: Quantity) -> bool:
    """Tell whether a change is counted from this figure to one before it ("505, a rise from 267")."""
    if layout.quantities[0].start >= quantity.start:
        return False
    lead = layout.text[max(layout.start, quantity.start - 24) : quantity.start].rstrip()
    return ends_with(layout.grammar.words["comparator"], lead)


def _governs(cue: Cue) -> bool:
    return cue.label not in ("area", "veto_noun")


def _nearest(layout: Layout, span: tuple[int, int], wanted: Callable[[Cue], bool]) -> Cue | None:
    best: tuple[float, Cue] | None = None
    for cue in layout.cues:
        gap = max(cue.start - span[1], span[0] - cue.end)
        if gap > _REACH or not wanted(cue) or _is_denied(layout, cue):
            continue
        cost = cue_cost(layout, cue, span)
        if cost < _TOO_FAR and (best is None or cost < best[0]):
            best = (cost, cue)
    return best[1] if best else None


def _is_denied(layout: Layout, cue: Cue) -> bool:
    """Tell whether "not" stands before "held", or "than" before "lost" ("regained more than it lost: 213 km²")."""
    words = "not" if cue.label == "held" else "than_verb"
    if cue.label not in ("held", "lost", "captured"):
        return False
    lead = layout.text[max(layout.start, cue.start - _AUXILIARY) : cue.start].rstrip()
    return ends_with(layout.grammar.words[words], lead)


def cue_cost(layout: Layout, cue: Cue, span: tuple[int, int]) -> float:
    """Return how far a cue stands from a figure, dearer where the language does not put its verb there."""
    at = (cue.start, cue.end)
    cost = layout.cost(at, span)
    if cue.label == "veto":
        return cost * _VETO
    if cue.start >= span[1]:
        passive = layout.grammar.words["passive"].search(layout.between(span, at) + layout.text[cue.start : cue.end])
        cost += 0.0 if passive else _BEHIND * layout.grammar.verb_last
        cost += _TAKEN if _has_object(layout, cue) else 0.0
    return cost


def _has_object(layout: Layout, cue: Cue) -> bool:
    """Tell whether a figure follows a verb directly, so that the one before it is not the verb's own."""
    following = bisect_left(layout.figure_starts, cue.end)
    if following == len(layout.quantities):
        return False
    figure = layout.quantities[following]
    return layout.cost((cue.start, cue.end), (figure.start, figure.end)) < _DIRECT


def _is_beside_noun(layout: Layout, quantity: Quantity) -> bool:
    """Tell whether a noun beside the figure says that it is a lake, a field, a country."""
    for cue in layout.cues:
        if cue.label != "veto_noun":
            continue
        if quantity.end <= cue.start and cue.start - quantity.end <= _NOUN_AFTER:
            between = layout.text[quantity.end : cue.start]
            if layout.grammar.words["noun_link"].fullmatch(between.strip()) or not between.strip(" -"):
                return True
        if cue.end <= quantity.start and quantity.start - cue.end <= _NOUN_BEFORE:
            between = layout.text[cue.end : quantity.start]
            if layout.grammar.words["or"].search(between):
                continue  # "18 % of the country, or 111,000 km²"
            if layout.grammar.words["noun_link"].fullmatch(between.strip()) or not between.strip(" -"):
                return True
    return False


def _is_difference(layout: Layout, quantity: Quantity) -> bool:
    """Tell whether the figure is a difference between two others ("8 km² more than in June")."""
    words = layout.grammar.words
    if quantity.elided:
        return False  # "and 230 more"
    after = layout.text[quantity.end : min(layout.end, quantity.end + 40)].lstrip(" .")
    if words["less_more"].match(after) is not None:
        return True
    lead = layout.text[max(layout.start, quantity.start - _NOUN_AFTER) : quantity.start].rstrip()
    return ends_with(words["difference"], lead) and words["difference_from"].match(after) is not None


def _direction(layout: Layout, cue: Cue, quantity: Quantity) -> tuple[Direction, bool]:
    if cue.label in ("grow", "shrink"):
        return _of_change(layout, cue, quantity), False
    if cue.label == "cleared":
        return _of_clearing(layout, cue), False
    if cue.label == "occupied":
        return "captured", True
    return _PLAIN.get(cue.label, "other"), False


def _of_change(layout: Layout, cue: Cue, quantity: Quantity) -> Direction:
    """Read "grew by": of what? The occupied area, the gains, the grey zone."""
    lead = layout.text[max(cue.end, quantity.start - 24) : quantity.start].rstrip()
    words = layout.grammar.words
    to_total = ends_with(words["to_total"], lead)
    if ends_with(words["range_open"], lead):
        # "from 109,000 to 113,000": both ends are totals.
        to_total = words["range_and"].match(layout.text[quantity.end : layout.end].lstrip()) is not None
    noun = _nearest_of(layout, cue, ("captured", "lost", "other", "held", "occupied", "area"))
    label = noun.label if noun is not None else "area"
    if label in ("captured", "lost", "other"):
        return _PLAIN[label] if cue.label == "grow" or label != "captured" or noun is None else "captured"
    if to_total:
        return "held"
    return "captured" if cue.label == "grow" else "lost"


def _nearest_of(layout: Layout, cue: Cue, labels: tuple[str, ...]) -> Cue | None:
    at = (cue.start, cue.end)
    found = [(layout.cost((c.start, c.end), at), c.start, c) for c in layout.cues if c.label in labels]
    near = [entry for entry in found if entry[0] < _SAME_CLAUSE]
    return min(near)[2] if near else None


def _of_clearing(layout: Layout, cue: Cue) -> Direction:
    """Read "cleared": of saboteurs, or beside "liberated", it is no change of control."""
    around = layout.text[max(layout.start, cue.start - 24) : min(layout.end, cue.end + 40)]
    if layout.grammar.words["saboteurs"].search(around):
        return "other"
    return "other" if any(c.label == "captured" for c in layout.cues) else "captured"


# ---- who


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
        driven = _cheapest(layout, at, [p for p in layout.parties if p.role in ("plain", "patient")], _SAME_CLAUSE)
        if driven is not None:
            return driven[1].party if governor.direction == "lost" else other_side(driven[1].party)
    agent = _cheapest(layout, at, [p for p in layout.parties if p.role == "agent"], _SAME_CLAUSE)
    acting = ("plain", "holder") if governor.direction in ("held", "remaining") else ("plain",)
    plain = [p for p in layout.parties if p.role in acting]
    subject = _cheapest(layout, at, [p for p in plain if p.end <= cue.start], _TOO_FAR)
    if agent is not None and (subject is None or agent[0] < subject[0]):
        return agent[1].party
    if subject is not None and subject[0] < _SAME_CLAUSE:
        return subject[1].party
    if cue.label in ("held", "area", "occupied", "grow"):
        # "Occupied territories make up 19 % of the country": the word itself says whose they are.
        named = [p for p in layout.parties if p.role == "implied" and p.start < cue.end and cue.start < p.end]
        if named and agent is None:
            return named[0].party
    behind = _cheapest(layout, at, [p for p in plain if p.start >= cue.end], _SAME_CLAUSE)
    if behind is not None:
        return behind[1].party
    if subject is not None:
        return subject[1].party
    if inside:
        # "driven the invaders from 74,000 km²": who is driven out is not who gains.
        return inside[0].party if governor.direction == "lost" else other_side(inside[0].party)
    patient = _cheapest(
        layout, at, [p for p in layout.parties if p.role == "patient" and p.start >= cue.end], _SAME_CLAUSE
    )
    if patient is None:
        return None
    if governor.direction == "captured" and _led_by(layout, patient[1], "given_to"):
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
    return party.role == "patient" and cue.label == "captured" and owns


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
        near = _cheapest(layout, at_figure, [p for p in layout.parties if p.role in roles], _TOO_FAR)
        if near is not None:
            # Ground of one side is captured and held by the other one, and lost by the side itself.
            taken = roles == ("patient",) and governor.direction != "lost"
            return other_side(near[1].party) if taken else near[1].party
    named = {p.party for p in layout.parties if p.role != "patient"}
    return named.pop() if len(named) == 1 else None


def _cheapest(
    layout: Layout, at: tuple[int, int], spans: list[PartySpan], limit: float
) -> tuple[float, PartySpan] | None:
    costs = [(layout.cost((span.start, span.end), at), span) for span in spans]
    near = [pair for pair in costs if pair[0] < limit]
    return min(near, key=lambda pair: pair[0]) if near else None


def _led_by(layout: Layout, span: PartySpan, words: str) -> bool:
    lead = layout.text[max(layout.start, span.start - 16) : span.start].rstrip()
    return ends_with(layout.grammar.words[words], lead)
