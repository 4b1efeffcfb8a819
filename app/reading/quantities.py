"""Numbers and their units: spans, values, ranges, conversions. What a figure means is not asked here."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import cast

from app.reading.figures import Number
from app.reading.gates import may_match
from app.reading.grammar import Grammar
from app.reading.grammar_tables import UNIT_GROUPS
from app.reading.records import KM2_PER_UNIT, Qualifier, Unit
from app.reading.stretches import Stretch

_DASH = re.compile(r"\s?[-‐‑–—~～至到]\s?")
_TO_UNIT = re.compile(r"[\s\u00a0\u202f-]{0,3}")
_NEAR = 30  # characters before a number in which its qualifier stands
_JOIN = 24  # characters between two figures of one quantity
_SLACK = 0.06  # how far a rounded conversion may be off


@dataclass(slots=True)
class Quantity:
    """A stated area, before anything is known of what it means.

    Parameters
    ----------
    elided : bool
        The unit stands with another figure ("up from 267").
    other : Quantity, optional
        The same figure in another unit, in brackets or behind "or".
    """

    start: int
    end: int
    value: float
    unit: Unit
    value_high: float | None = None
    qualifier: Qualifier | None = None
    elided: bool = False
    marked: bool = False
    other: Quantity | None = None
    flags: tuple[str, ...] = ()

    @property
    def km2(self) -> float:
        """The lower figure in square kilometres."""
        return self.value * KM2_PER_UNIT[self.unit]


def find_quantities(stretch: Stretch) -> list[Quantity]:
    """Return the areas stated in a stretch, ranges and double units joined."""
    text, start, end, grammar = stretch.text, stretch.start, stretch.end, stretch.grammar
    numbers = stretch.numbers()
    singles: list[Quantity] = []
    for index, number in enumerate(numbers):
        unit = _unit_after(text, number.end, end, grammar)
        if unit is None or (singles and number.start < singles[-1].end):
            continue
        name, unit_end = unit
        quantity = Quantity(number.start, unit_end, number.value, UNIT_GROUPS[name], marked=number.marked)
        if name.endswith("_slip"):
            written = text[number.end : unit_end].strip()
            read_as = _SPELT[quantity.unit]
            quantity = replace(quantity, flags=(f"{written!r} is a length; the area was read in {read_as}",))
        singles.extend(_with_range(text, start, quantity, number, numbers[index - 1] if index else None, grammar))
    return [qualified(stretch, q) for q in _double_units(text, singles, grammar)]


def _unit_after(text: str, at: int, end: int, grammar: Grammar) -> tuple[str, int] | None:
    gap = _TO_UNIT.match(text, at, end)
    position = gap.end() if gap else at
    filler = grammar.words["filler"].match(text, position, end)
    for begin in (position, _skip_space(text, filler.end(), end) if filler else position):
        match = grammar.units.match(text, begin, end)
        if match is not None:
            return match.lastgroup or "km2", match.end()
    return None


def _skip_space(text: str, at: int, end: int) -> int:
    gap = _TO_UNIT.match(text, at, end)
    return gap.end() if gap else at


def _with_range(
    text: str, start: int, quantity: Quantity, number: Number, first: Number | None, grammar: Grammar
) -> list[Quantity]:
    """Join "500–550 km²", "between 500 and 550 km²"; "505 and 267 km²" and "grew from 267 to 505" are two figures."""
    if first is None:
        return [quantity]
    between = text[first.end : number.start]
    if len(between) > _JOIN or first.value >= number.value * 1000:
        return [quantity]
    lead = text[max(start, first.start - _NEAR) : first.start]
    low = first.value
    if _DASH.fullmatch(between):
        if low < 10 and number.value >= 1000 and low < number.value / 100:  # noqa: PLR2004 ("4-5 thousand")
            low = _share_scale(low, number, text, grammar)
        if low < number.value:
            return [replace(quantity, start=first.start, value=low, value_high=number.value)]
        return [quantity]
    opened = grammar.words["range_open"].search(lead)
    opens_here = opened is not None and opened.end() >= len(lead.rstrip())
    if opened is not None and opens_here and grammar.words["range_and"].fullmatch(between.strip()):
        begin = first.start - len(lead) + opened.start() if grammar.words["between"].search(lead) else first.start
        low = _share_scale(low, number, text, grammar)
        if low < number.value and not grammar.words["grew"].search(text[max(start, first.start - 60) : first.start]):
            return [replace(quantity, start=begin, value=low, value_high=number.value)]
    if grammar.words["range_to"].fullmatch(between.strip()) and not opens_here:
        low = _share_scale(low, number, text, grammar)
        if low < number.value:
            return [replace(quantity, start=first.start, value=low, value_high=number.value)]
    if grammar.words["list_and"].fullmatch(between.strip()) or (
        opens_here and grammar.words["range_and"].fullmatch(between.strip())
    ):
        return [
            Quantity(first.start, first.end, first.value, quantity.unit, elided=True, marked=first.marked),
            quantity,
        ]
    return [quantity]


def _share_scale(low: float, number: Number, text: str, grammar: Grammar) -> float:
    """Give the low end of "4 to 5 thousand" the scale that only the high end carries."""
    for word, scale in grammar.numbers.multipliers.items():
        if scale >= 1000 and low < 1000 and word in text[number.start : number.end].lower():  # noqa: PLR2004
            return low * scale
    return low


def _double_units(text: str, found: list[Quantity], grammar: Grammar) -> list[Quantity]:
    """Make one of a figure that is given in two units, and say where the two disagree."""
    joined: list[Quantity] = []
    for quantity in found:
        last = joined[-1] if joined else None
        if last is not None and last.other is None and _is_conversion(text, last, quantity, grammar):
            joined[-1] = _converted(last, quantity, text)
        else:
            joined.append(quantity)
    return joined


def _is_conversion(text: str, first: Quantity, second: Quantity, grammar: Grammar) -> bool:
    if first.unit == second.unit:
        return False
    between = text[first.end : second.start]
    if len(between) > _JOIN:
        return False
    opening = between.strip().rstrip("~≈≃约")
    bracket = between.lstrip()
    if bracket[:1] in ("(", "（") and any(p.fullmatch(bracket[1:].strip()) for p in grammar.ahead):
        return True  # "69,000 km² (roughly 26,600 square miles)"
    return opening.endswith(("(", "（", "[", "/", "=")) or bool(grammar.words["or"].search(between))


def _converted(first: Quantity, second: Quantity, text: str) -> Quantity:
    fits = _fits(first, second)
    if not fits and first.marked:
        # The other unit settles whether the mark was one of thousands.
        smaller = replace(first, value=first.value / 1000, marked=False)
        if _fits(smaller, second):
            return replace(smaller, other=second)
    flags = first.flags
    if not fits:
        expected = first.km2 / KM2_PER_UNIT[second.unit]
        flags += (
            f"the conversion does not fit: {text[first.start : first.end]} is {expected:,.4g} {_SPELT[second.unit]}, "
            f"the text says {text[second.start : second.end]}",
        )
    return replace(first, other=second, flags=flags)


_SPELT: dict[Unit, str] = {"km2": "km²", "mi2": "square miles", "ha": "hectares"}


def _fits(first: Quantity, second: Quantity) -> bool:
    # Either figure may be rounded to a whole unit, or to its last written digit.
    rounding = max(0.5 * KM2_PER_UNIT[second.unit], 0.5 * KM2_PER_UNIT[first.unit])
    return abs(first.km2 - second.km2) <= max(_SLACK * max(first.km2, second.km2), rounding)


def qualified(stretch: Stretch, quantity: Quantity) -> Quantity:
    """Read "about", "more than", "at most" before the figure, and "or so" behind it; set in the quantity itself."""
    text, words = stretch.text, stretch.grammar.words
    low, high = max(stretch.start, quantity.start - _NEAR), quantity.start
    found = [(name, match) for name, match in stretch.qualifiers() if low <= match.start() and match.end() <= high]
    if found and quantity.value_high is not None:
        # The "from" of "from 500 to 550" is no "at least".
        lead = text[low:high]
        opened = [match for match in words["range_open"].finditer(lead) if match.end() == len(lead.rstrip())]
        high = low + opened[0].start() if opened else high
    best: tuple[int, int, str] | None = None
    for name, match in found:
        # Only a qualifier that touches the figure, or another that touches it, belongs to it.
        if match.end() > high or name.startswith("after_") or (name == "at_most" and _is_target(stretch, low, match)):
            continue
        rest = text[match.end() : high].strip(" ,\u00a0")
        if not rest or words["thin"].fullmatch(rest):
            # "no less than" ends where "less than" ends: the longer one holds.
            candidate = (match.end(), -match.start(), name)
            best = max(best, candidate) if best else candidate
    said = best[2] if best else _behind(stretch, quantity)
    if said is not None:
        quantity.qualifier = cast(Qualifier, said)
    return quantity


def _behind(stretch: Stretch, quantity: Quantity) -> str | None:
    """Return the qualifier that stands behind a figure; Chinese puts it inside: 500多平方公里."""
    text = stretch.text
    behind = text[quantity.end : min(stretch.end, quantity.end + _NEAR)].lstrip(" ,")
    for name, pattern in stretch.grammar.behind:
        if (may_match(pattern, behind, 0) and pattern.match(behind)) or pattern.search(
            text, quantity.start, quantity.end
        ):
            return name.removeprefix("after_")
    return None


def _is_target(stretch: Stretch, low: int, match: re.Match[str]) -> bool:
    """Tell whether "to" says where a change went ("fell to 9"), not a limit."""
    words = stretch.grammar.words
    moved = words["grew"].search(stretch.text, low, match.start())
    return moved is not None and words["to_total"].fullmatch(match.group()) is not None
