"""Figures whose unit stands with another figure: "505 km², up from 267 the month before"."""

from __future__ import annotations

import re

from app.reading.clauses import Layout
from app.reading.grammar import Grammar
from app.reading.periods import OPEN_RULES, PeriodSpan
from app.reading.quantities import Number, Quantity, find_numbers, qualified
from app.reading.records import Unit

_LEAD = 40
_NEAR_PERIOD = 16.0
_NEAR_RATE = 40
_BESIDE = 12  # characters: "in October – 267"
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_CLOSING = re.compile(r"[\s]*(?:[.,;:!?)\]»”\"'，。；：、）—–-]|\Z)")
_COUNTED = re.compile(r"\s*(?:%|°|\$|€|£|₴|₽|[:/.]\d)")
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
    numbers = find_numbers(layout.text, layout.start, layout.end, grammar.numbers)
    for index, number in enumerate(numbers):
        if any(number.start < b and a < number.end for a, b in taken) or not _is_figure(layout.text, number):
            continue
        after = _next_range(layout.text, numbers, index)
        if after is not None:
            taken.append((number.start, after.end))
        end = after.end if after else number.end
        if not _ends_here(layout, end):
            continue
        quantity = Quantity(number.start, end, number.value, unit, after.value if after else None, elided=True)
        if alone and not _is_placed_in_time(layout, quantity):
            continue
        lead = layout.text[max(layout.start, quantity.start - _LEAD) : quantity.start]
        if _ends_with(grammar.words["comparator"], lead.rstrip()):
            # "more than 267 in October" behind another figure compares; it is no "at least".
            found.append(quantity)
            continue
        quantity = qualified(layout.text, layout.start, layout.end, quantity, grammar)
        if _introduced(layout, quantity):
            found.append(quantity)
    return found


def _is_figure(text: str, number: Number) -> bool:
    written = text[number.start : number.end]
    return written[0].isdigit() and not _YEAR.match(written) and number.value >= 1


def _next_range(text: str, numbers: list[Number], index: int) -> Number | None:
    if index + 1 >= len(numbers):
        return None
    first, second = numbers[index], numbers[index + 1]
    return second if _DASH.fullmatch(text[first.end : second.start]) and second.value > first.value else None


def _ends_here(layout: Layout, end: int) -> bool:
    """Tell whether no counted noun follows: the sentence stops, a comma comes, or a period or a rate."""
    if _COUNTED.match(layout.text, end, layout.end):
        return False
    rest = layout.text[end : min(layout.end, end + _LEAD)]
    if _CLOSING.match(rest):
        return True
    start = end + len(rest) - len(rest.lstrip())
    if any(p.start - start in (0, 1) for p in layout.periods):
        return True
    if layout.grammar.words["elided_after"].match(rest.lstrip()):
        return True
    return _rate_at(layout.grammar, rest.lstrip())


def _rate_at(grammar: Grammar, rest: str) -> bool:
    return any(grammar.words[name].match(rest) for name in ("rate_day", "rate_week", "rate_month"))


def _introduced(layout: Layout, quantity: Quantity) -> bool:
    start = max(layout.start, quantity.start - _LEAD)
    lead = _without_qualifier(layout.text[start : quantity.start], layout.grammar)
    if _ends_with(layout.grammar.words["comparator"], lead):
        return True
    if any(
        p.rule not in OPEN_RULES
        and 0 <= quantity.start - p.end <= _BESIDE
        and not layout.text[p.end : quantity.start].strip(" ,")
        for p in layout.periods
    ):
        return True
    if any(0 <= len(lead) - (c.end - start) <= 1 for c in layout.cues if c.label not in ("veto", "veto_noun", "area")):
        return True
    led = _ends_with(layout.grammar.words["elided_before"], lead) or lead.endswith(("–", "—", "-", ":", "("))
    return led and _is_placed_in_time(layout, quantity)


def _is_placed_in_time(layout: Layout, quantity: Quantity) -> bool:
    """Tell whether a period, a rate or a region stands beside the number."""
    behind = layout.text[quantity.end : quantity.end + _NEAR_RATE].lstrip()
    if any(scope.match(behind) for scope in layout.grammar.scopes):
        return True  # "750 km² in one region and 310 in another"
    return _near_period(layout, quantity) is not None or _rate_at(layout.grammar, behind)


def _near_period(layout: Layout, quantity: Quantity) -> PeriodSpan | None:
    span = (quantity.start, quantity.end)
    near = [
        p
        for p in layout.periods
        if p.rule != "nothing"
        and (
            0 <= quantity.start - p.end <= _BESIDE
            or (p.rule not in OPEN_RULES and layout.cost((p.start, p.end), span) <= _NEAR_PERIOD)
        )
    ]
    return near[0] if near else None


def _without_qualifier(lead: str, grammar: Grammar) -> str:
    bare = lead.rstrip()
    for name, pattern in grammar.qualifiers.items():
        if not name.startswith("after_"):
            for match in pattern.finditer(bare):
                if match.end() == len(bare):
                    shorter = bare[: match.start()].rstrip()
                    return shorter if shorter else bare
    return bare


def _ends_with(pattern: re.Pattern[str], lead: str) -> bool:
    return any(match.end() == len(lead) for match in pattern.finditer(lead))
