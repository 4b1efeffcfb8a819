"""What became of a stated area: the verb that governs the figure, and its direction."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

from app.reading.clauses import Layout
from app.reading.cue_words import Cue
from app.reading.notation import ends_with
from app.reading.quantities import Quantity
from app.reading.records import Direction

_BEHIND = 10.0  # an active verb stands before its figure; a language whose verb comes last pays less
_VETO = 0.5  # "burnt", "mined" say what the figure is wherever they stand
TOO_FAR = 110.0
_JOINED = 12  # characters between "cleared" and "liberated" said of one figure
_SIGN = 2  # characters between a sign in words and its figure
_LEAD = 24  # characters before a figure in which "from" or "to" stands
_TAKEN = 60.0  # a verb with a figure of its own behind it
_DIRECT = 8.0
_AUXILIARY = 16  # characters between "were" and its participle
_REACH = 275  # characters: beyond, the cost alone is too far
SAME_CLAUSE = 34.0
_PLAIN: dict[str, Direction] = {
    "captured": "captured",
    "lost": "lost",
    "held": "held",
    "remaining": "remaining",
    "other": "other",
}


@dataclass(frozen=True, slots=True)
class Governor:
    """The cue that governs a figure, and its direction.

    Parameters
    ----------
    open_verb : bool
        It may mean taking or holding.
    owner : str, optional
        The side to which the ground is left ("у ЗСУ залишилося").
    """

    cue: Cue
    direction: Direction
    open_verb: bool = False
    owner: str | None = None


def govern(layout: Layout, quantity: Quantity) -> Governor | None:
    """Return what governs a figure, None where nothing does."""
    at = (quantity.start, quantity.end)
    cue = _right_behind(layout, quantity) or _nearest(layout, at, lambda cue: _governs(cue) and cue.label != "veto")
    if cue is None:
        # "The occupied territory covers …": no verb of change, but the noun says that it is held.
        cue = _nearest(layout, at, lambda cue: cue.label == "area")
        return Governor(cue, "held") if cue is not None else None
    if cue.label in ("grow", "shrink") and _is_compared_with(layout, quantity):
        return None
    if cue.label == "remaining":
        owner = _left_to(layout, cue)
        left = layout.grammar.words["left"].fullmatch(layout.text, cue.start, cue.end)
        if owner is not None or (left and _is_kept(layout, cue, at)):
            return Governor(cue, "held", owner=owner)
    return Governor(cue, *_direction(layout, cue, quantity))


def _left_to(layout: Layout, cue: Cue) -> str | None:
    """Return the side that something is left to ("у ЗСУ залишилося 3 км²")."""
    owner = next((p for p in layout.parties if 0 <= cue.start - p.end <= 1), None)
    if owner is None:
        return None
    lead = layout.text[max(layout.start, owner.start - _LEAD) : owner.start].rstrip()
    return owner.party if ends_with(layout.grammar.words["left_to"], lead) else None


def _is_kept(layout: Layout, cue: Cue, at: tuple[int, int]) -> bool:
    """Tell whether what is left is what a side holds ("what is left, 480 km², we hold")."""
    if cue.start >= at[1] and any(p.role == "plain" and p.end <= at[0] for p in layout.parties):
        return True  # "the Ukrainians have 12 km² left"
    held = [c for c in layout.cues if c.label == "held" and c.start >= at[1] and not _is_denied(layout, c, at)]
    return any(layout.cost((c.start, c.end), at) < SAME_CLAUSE for c in held) and cue.end <= at[0]


def _right_behind(layout: Layout, quantity: Quantity) -> Cue | None:
    """Return the participle of a bare figure ("168 km² have been liberated and 187 cleared of saboteurs")."""
    if not quantity.elided:
        return None
    for cue in layout.cues:
        if 0 <= cue.start - quantity.end <= 1 and _governs(cue) and cue.label != "veto":
            return None if _has_object(layout, cue) else cue
    return None


def _is_compared_with(layout: Layout, quantity: Quantity) -> bool:
    """Tell whether a change is counted from this figure to one before it ("505, a rise from 267")."""
    if layout.quantities[0].start >= quantity.start:
        return False
    lead = layout.text[max(layout.start, quantity.start - 24) : quantity.start].rstrip()
    return ends_with(layout.grammar.words["comparator"], lead)


def _governs(cue: Cue) -> bool:
    return cue.label not in ("area", "veto_noun")


def nearest_cue(layout: Layout, span: tuple[int, int]) -> Cue | None:
    """Return the verb or the veto that stands nearest to a figure."""
    return _nearest(layout, span, _governs)


def _nearest(layout: Layout, span: tuple[int, int], wanted: Callable[[Cue], bool]) -> Cue | None:
    best: tuple[float, Cue] | None = None
    for cue in layout.cues:
        gap = max(cue.start - span[1], span[0] - cue.end)
        if gap > _REACH or not wanted(cue) or _is_denied(layout, cue, span):
            continue
        cost = cue_cost(layout, cue, span)
        if cost < TOO_FAR and (best is None or cost < best[0]):
            best = (cost, cue)
    return best[1] if best else None


def _is_denied(layout: Layout, cue: Cue, at: tuple[int, int]) -> bool:
    """Tell whether "not" stands before "held", or "than" before "lost" ("regained more than it lost: 213 km²")."""
    if cue.label == "remaining" and layout.grammar.words["stays"].match(layout.text[cue.end : layout.end].lstrip()):
        return True  # "remains below the record"
    if cue.label in ("grow", "shrink") and not 0 <= at[0] - cue.end <= _SIGN:
        signs = (layout.grammar.words[name] for name in ("plus", "minus"))
        return any(sign.fullmatch(layout.text, cue.start, cue.end) for sign in signs)  # it belongs to what follows
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
        # "from 109,000 to 113,000", "from 1,376 at its largest … to 400": both ends are totals.
        to_total = words["range_and"].match(layout.text[quantity.end : layout.end].lstrip()) is not None or any(
            ends_with(words["to_total"], layout.text[max(cue.end, q.start - _LEAD) : q.start].rstrip())
            for q in layout.quantities
            if q.start > max(cue.end, quantity.end)
        )
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
    near = [entry for entry in found if entry[0] < SAME_CLAUSE]
    return min(near)[2] if near else None


def _of_clearing(layout: Layout, cue: Cue) -> Direction:
    """Read "cleared": of saboteurs, or beside "liberated", it is no change of control."""
    around = layout.text[max(layout.start, cue.start - 24) : min(layout.end, cue.end + 40)]
    if layout.grammar.words["saboteurs"].search(around):
        return "other"
    beside = [c for c in layout.cues if c.label == "captured"]
    if len(layout.quantities) < 2:  # noqa: PLR2004 (a figure for each of the two verbs)
        # "in the operation to liberate the region 1,260 km² were cleared": one figure, one meaning.
        beside = [c for c in beside if max(c.start - cue.end, cue.start - c.end) <= _JOINED]
    return "other" if beside else "captured"
