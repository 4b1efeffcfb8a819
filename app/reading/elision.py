"""Figures whose unit stands with another figure: "505 km², up from 267 the month before"."""

from __future__ import annotations

import re

from app.reading.clauses import Layout
from app.reading.elision_context import (
    BESIDE,
    HAN,
    LEAD,
    NO_CHANGE,
    VERB,
    beside,
    counted_elsewhere,
    introduced,
    is_joint,
    is_of_area,
    is_of_clause,
    is_placed_in_time,
    rate_at,
)
from app.reading.figures import Number
from app.reading.notation import ends_with
from app.reading.periods import OPEN_RULES, PeriodSpan
from app.reading.quantities import Quantity, qualified
from app.reading.records import Unit

_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_CLOSING = re.compile(r"[\s]*(?:[.,;:!?)\]»”\"'，。；：、）—–-]|\Z)")
_COUNTED = re.compile(
    r"\s*(?:%|°|\$|€|£|₴|₽|[:/.]\d|(?:per ?cent|pct|процент|відсот|prozent|pour ?cent|proc\b|procent))", re.IGNORECASE
)
_SCALE = 50  # times the largest area beside a bare number: beyond, it counts something else
_DASH = re.compile(r"\s?[-‐‑–—]\s?")


def find_elided(layout: Layout, unit: Unit, *, alone: bool) -> list[Quantity]:
    """Return the bare numbers of a stretch that are areas too, by what stands before and behind them.

    Parameters
    ----------
    unit : Unit
        The unit of the figure that they lean on.
    alone : bool
        No figure of this sentence has a unit: a period or a rate must stand beside each.
    """
    grammar = layout.grammar
    taken = [(q.start, q.end) for q in layout.quantities]
    taken += [(q.other.start, q.other.end) for q in layout.quantities if q.other]
    taken += [(p.start, p.end) for p in layout.periods]
    found: list[Quantity] = []
    numbers = layout.stretch.numbers()
    found += _leading_row(layout, numbers, taken)
    taken += [(q.start, q.end) for q in found]
    areas = sorted([*layout.quantities, *found], key=lambda q: q.start)
    last: Quantity | None = None  # the area before, None where something else was counted since
    for index, number in enumerate(numbers):
        if any(number.start < b and a < number.end for a, b in taken):
            last = next((q for q in areas if q.start <= number.start < q.end), last)
            continue
        if not _is_figure(layout.text, number) and not _is_spelt_behind_verb(layout, number):
            continue
        after = _next_range(layout, numbers, index)
        if after is not None:
            taken.append((number.start, after.end))
        end = after.end if after else number.end
        if not _ends_here(layout, end) and not _is_out_of_next(layout, number):
            last = last if _COUNTED.match(layout.text, end, layout.end) else None
            continue
        quantity = Quantity(number.start, end, number.value, unit, after.value if after else None, elided=True)
        total = any(p.rule in OPEN_RULES and beside(p, quantity) for p in layout.periods)
        total = total or any(0 <= quantity.start - p.end <= VERB and p.period is not None for p in layout.periods)
        if (_is_out_of_scale(quantity, areas) and not total) or _is_day_of_month(layout, number):
            continue
        again = (alone or last is not None) and counted_elsewhere(layout, quantity)
        if alone and not again and not is_placed_in_time(layout, quantity):
            continue
        lead = layout.text[max(layout.start, quantity.start - LEAD) : quantity.start]
        if ends_with(grammar.words["comparator"], lead.rstrip()):
            # "more than 267 in October" behind another figure compares; it is no "at least".
            found.append(quantity)
            last = quantity
            continue
        quantity = qualified(layout.stretch, quantity)
        if (
            again
            or _is_out_of_next(layout, number)
            or is_of_clause(layout, end)
            or introduced(layout, quantity)
            or (last is not None and is_of_area(layout, last, quantity))
        ):
            found.append(quantity)
            last = quantity
    return found


def _leading_row(layout: Layout, numbers: list[Number], taken: list[tuple[int, int]]) -> list[Quantity]:
    """Return the bare numbers of rows whose last one has the unit ("464, 259, 267 and 505 km²")."""
    row: list[Quantity] = []
    follower: tuple[int, Unit] | None = None
    firsts = {q.start: q.unit for q in layout.quantities}
    for number in reversed(numbers):
        if number.start in firsts:
            follower = number.start, firsts[number.start]
        elif follower is None or any(number.start < b and a < number.end for a, b in taken):
            follower = None
        elif _is_figure(layout.text, number) and is_joint(layout, number.end, follower[0]):
            row.append(Quantity(number.start, number.end, number.value, follower[1], elided=True))
            follower = number.start, follower[1]
        else:
            follower = None
    return row[::-1]


def stands_alone(layout: Layout, number: Number) -> bool:
    """Tell whether a number in figures counts nothing that is named behind it, and is no date."""
    if any(p.start < number.end and number.start < p.end for p in layout.periods):
        return False
    return _is_figure(layout.text, number) and _ends_here(layout, number.end) and not _is_day_of_month(layout, number)


def _is_spelt_behind_verb(layout: Layout, number: Number) -> bool:
    """Tell whether a number in words is a verb's whole object ("regained two square kilometres, lost six")."""
    if layout.text[number.start].isdigit() or number.value < 2 or not layout.quantities:  # noqa: PLR2004 ("one")
        return False
    end = _CLOSING.match(layout.text, number.end, layout.end)
    words, lead = layout.grammar.words, layout.text[max(layout.start, number.start - VERB) : number.start].rstrip()
    behind = layout.text[number.end : min(layout.end, number.end + LEAD)].lstrip(" \u00a0–—-")
    if ends_with(words["another"], lead) and words["place_lead"].match(behind):
        return True  # "and another four near Bakhmut"
    return end is not None and any(0 < number.start - c.end <= 1 and c.label not in NO_CHANGE for c in layout.cues)


def _is_out_of_next(layout: Layout, number: Number) -> bool:
    """Tell whether a bare number is a part of the area behind it ("40 of the 71 square kilometres")."""
    for quantity in layout.quantities:
        if 0 < quantity.start - number.end <= BESIDE and number.value < quantity.value:
            between = layout.text[number.end : quantity.start].strip()
            return layout.grammar.words["out_of"].fullmatch(between) is not None
    return False


def _is_day_of_month(layout: Layout, number: Number) -> bool:
    """Tell whether a bare number is the day of a month named right behind it."""
    if number.value > 31:  # noqa: PLR2004 (the days of a month)
        return False
    at = (
        number.end
        + len(layout.text[number.end : number.end + 2])
        - len(layout.text[number.end : number.end + 2].lstrip(". "))
    )
    if any(p.end == number.start - 1 and p.rule == "month" and _is_bare_month(layout, p) for p in layout.periods):
        return True  # "December 28"
    return any(pattern.match(layout.text, at) for _, pattern in layout.grammar.months)


def _is_bare_month(layout: Layout, period: PeriodSpan) -> bool:
    said = layout.text[period.start : period.end]
    return layout.grammar.lang == "en" and any(pattern.fullmatch(said) for _, pattern in layout.grammar.months)


def _is_out_of_scale(quantity: Quantity, areas: list[Quantity]) -> bool:
    """Tell whether a bare number is far above the areas beside it: "lost 505 km² and 32,000 in the same month"."""
    return bool(areas) and quantity.value > _SCALE * max(q.value_high or q.value for q in areas)


def _is_figure(text: str, number: Number) -> bool:
    written, before = text[number.start : number.end], text[number.start - 1 : number.start]
    if before.isalpha() and before < HAN:
        return False  # "Q3", "T-72"
    return written[0].isdigit() and not _YEAR.match(written) and number.value >= 1


def _next_range(layout: Layout, numbers: list[Number], index: int) -> Number | None:
    if index + 1 >= len(numbers):
        return None
    first, second = numbers[index], numbers[index + 1]
    between = layout.text[first.end : second.start]
    if second.value <= first.value:
        return None
    if _DASH.fullmatch(between):
        return second
    # "up from 300 to 400 at the start of the year"
    lead = layout.text[max(layout.start, first.start - LEAD) : first.start].rstrip()
    words = layout.grammar.words
    own = any(q.start <= second.start < q.end for q in layout.quantities)
    return (
        second
        if not own and ends_with(words["comparator"], lead) and words["range_to"].fullmatch(between.strip())
        else None
    )


def _ends_here(layout: Layout, end: int) -> bool:
    """Tell whether no counted noun follows: the sentence stops, a comma comes, or a period or a rate."""
    if _COUNTED.match(layout.text, end, layout.end):
        return False
    rest = layout.text[end : min(layout.end, end + LEAD)]
    if _CLOSING.match(rest):
        return True
    start = end + len(rest) - len(rest.lstrip())
    if any(p.start - start in (0, 1) for p in layout.periods):
        return True
    words = layout.grammar.words
    if any(words[name].match(rest.lstrip()) for name in ("elided_after", "place_lead", "elsewhere", "passive")):
        return True
    if any(c.start == start and c.label not in NO_CHANGE for c in layout.cues) or is_of_clause(layout, end):
        return True
    return rate_at(layout.grammar, rest.lstrip())
