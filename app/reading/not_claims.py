"""Figures of area that are no claim: a lake, a burnt field, a country's size, a goal, a difference between figures."""

from __future__ import annotations

from bisect import bisect_right

from app.reading.clauses import Layout
from app.reading.cue_words import Cue
from app.reading.governors import SAME_CLAUSE, govern, nearest_cue
from app.reading.notation import ends_with
from app.reading.quantities import Quantity
from app.reading.signs import sign_of

_DIRECT = 8.0
_EXACT = 0.06  # km²: the last digit of a difference
_APART = 55.0  # another clause
_NO_TAKING = frozenset({"remaining", "cleared", "other"})
_NOT_CHANGE = frozenset({"veto", "veto_noun", "area", "held"})
_NOUN_BEFORE, _NOUN_AFTER = 14, 26  # characters: a noun that says what the area is stands close


def is_something_else(layout: Layout, quantity: Quantity) -> bool:
    """Tell whether a figure is no claim: a lake, a burnt field, a country's size, a difference between two figures."""
    if _is_beside_noun(layout, quantity) or _is_difference(layout, quantity):
        return True
    at = (quantity.start, quantity.end)
    if quantity.unit == "ha" and any(
        cue.label in ("veto", "veto_noun") and layout.cost((cue.start, cue.end), at) < SAME_CLAUSE
        for cue in layout.cues
    ):
        # Hectares are the measure of fires and fields; ground that changes hands is rarely counted so.
        return True
    cue = nearest_cue(layout, at)
    if cue is not None and cue.label in _NO_TAKING and _is_vetoed(layout, cue):
        return True  # "156,000 km² remain to be demined"
    if cue is None or cue.label != "veto" or _of_held_ground(layout, cue) or _is_out_of_reach(layout, quantity):
        return False
    words = layout.grammar.words
    compared = cue.start >= quantity.end and words["comparison"].match(layout.text, cue.start, cue.end)
    if compared or words["weak_veto"].match(layout.text, cue.start, cue.end):
        # "30,000 km², an area the size of Belgium, were abandoned": only compared, where a verb says more.
        return govern(layout, quantity) is None
    lead = layout.text[max(layout.start, quantity.start - _NOUN_AFTER) : quantity.start]
    return words["average"].search(lead) is None or cue.end <= quantity.start


def _is_out_of_reach(layout: Layout, quantity: Quantity) -> bool:
    """Tell whether it is ground that a side could not take ("would hand over 5,000 km² that it has not conquered")."""
    words = layout.grammar.words["not_taken"]
    return any(
        c.label == "remaining" and c.start >= quantity.end and words.match(layout.text, c.start, c.end)
        for c in layout.cues
    )


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
    cue = nearest_cue(layout, at)
    far = cue is None or layout.cost((cue.start, cue.end), at) > _APART
    return cue is None or far or cue.end <= refused.start or cue.label == "veto"


def _of_held_ground(layout: Layout, veto: Cue) -> bool:
    """Tell whether "covers" and the like speak of the occupied area itself."""
    return any(
        cue.label in ("held", "area") and cue.end <= veto.start and not layout.text[cue.end : veto.start].strip()
        for cue in layout.cues
    )


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
    at = bisect_right(layout.figure_ends, quantity.start)
    before = [q.value for q in layout.quantities[max(0, at - 2) : at]]
    exact = len(before) > 1 and abs(abs(before[0] - before[1]) - quantity.value) < _EXACT
    if exact and sign_of(layout, quantity):
        return True  # "in August 464, in September 259: minus 205"
    after = layout.text[quantity.end : min(layout.end, quantity.end + 40)].lstrip(" .")
    compared = words["less_more"].match(after)
    if compared is not None and (not quantity.elided or words["than"].search(compared.group())):
        return True  # "and 230 more" is none
    if quantity.elided:
        return False
    lead = layout.text[max(layout.start, quantity.start - _NOUN_AFTER) : quantity.start].rstrip()
    return ends_with(words["difference"], lead) and words["difference_from"].match(after) is not None
