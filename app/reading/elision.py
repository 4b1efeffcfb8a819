"""Figures whose unit stands with another figure: "505 km², up from 267 the month before"."""

from __future__ import annotations

import re

from app.reading.clauses import Layout
from app.reading.finder import may_end
from app.reading.grammar import Grammar, ends_with
from app.reading.periods import OPEN_RULES, PeriodSpan
from app.reading.quantities import Number, Quantity, find_numbers, qualified
from app.reading.records import Unit

_LEAD = 40
_NEAR_PERIOD = 24.0
_NEAR_RATE = 40
_BESIDE = 12  # characters: "in October – 267"
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_CLOSING = re.compile(r"[\s]*(?:[.,;:!?)\]»”\"'，。；：、）—–-]|\Z)")
_COUNTED = re.compile(
    r"\s*(?:%|°|\$|€|£|₴|₽|[:/.]\d|(?:per ?cent|pct|процент|відсот|prozent|pour ?cent|proc\b|procent))", re.IGNORECASE
)
_SCALE = 50  # times the largest area beside a bare number: beyond, it counts something else
_FAR = 160  # characters between an area and a bare number that goes on with it
_NAMED = 40
_VERB = 14
_BY = re.compile(r"[\s–—:-]*(?:\s(?:на|by|um|о|de|d’|o))?\s*\Z")  # "на Лиманському — на 120"
_HAN = "\u2e80"
_LINK = re.compile(r"(?:of|to|by|at|на|до|в|о|um|auf|de|à|was|were|is|:|–|—|-)?", re.IGNORECASE)
_TOTAL = 10
_NO_CHANGE = frozenset({"veto", "veto_noun", "area"})
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
    areas = list(layout.quantities)
    numbers = find_numbers(layout.text, layout.start, layout.end, grammar.numbers)
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
        total = any(p.rule in OPEN_RULES and _beside(p, quantity) for p in layout.periods)
        total = total or any(0 <= quantity.start - p.end <= _VERB and p.period is not None for p in layout.periods)
        if (_is_out_of_scale(quantity, areas) and not total) or _is_day_of_month(layout, number):
            continue
        if alone and not _is_placed_in_time(layout, quantity):
            continue
        lead = layout.text[max(layout.start, quantity.start - _LEAD) : quantity.start]
        if ends_with(grammar.words["comparator"], lead.rstrip()):
            # "more than 267 in October" behind another figure compares; it is no "at least".
            found.append(quantity)
            last = quantity
            continue
        quantity = qualified(layout.text, layout.start, layout.end, quantity, grammar)
        if (
            _is_out_of_next(layout, number)
            or _introduced(layout, quantity)
            or (last is not None and _is_of_area(layout, last, quantity))
        ):
            found.append(quantity)
            last = quantity
    return found


def _is_spelt_behind_verb(layout: Layout, number: Number) -> bool:
    """Tell whether a number in words is a verb's whole object ("regained two square kilometres, lost six")."""
    if layout.text[number.start].isdigit() or number.value < 2 or not layout.quantities:  # noqa: PLR2004 ("one")
        return False
    end = _CLOSING.match(layout.text, number.end, layout.end)
    words, lead = layout.grammar.words, layout.text[max(layout.start, number.start - _VERB) : number.start].rstrip()
    behind = layout.text[number.end : min(layout.end, number.end + _LEAD)].lstrip(" \u00a0–—-")
    if ends_with(words["another"], lead) and words["place_lead"].match(behind):
        return True  # "and another four near Bakhmut"
    return end is not None and any(0 < number.start - c.end <= 1 and c.label not in _NO_CHANGE for c in layout.cues)


def _is_out_of_next(layout: Layout, number: Number) -> bool:
    """Tell whether a bare number is a part of the area behind it ("40 of the 71 square kilometres")."""
    for quantity in layout.quantities:
        if 0 < quantity.start - number.end <= _BESIDE and number.value < quantity.value:
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


def _is_of_area(layout: Layout, last: Quantity, quantity: Quantity) -> bool:
    """Tell whether a bare number goes on with the area before it: a part, a total, another place, another verb."""
    words, text = layout.grammar.words, layout.text
    start = last.other.end if last.other else last.end
    between = text[start : quantity.start]
    if len(between) > _FAR or words["counts_else"].search(between):
        return False
    rest = text[quantity.end : layout.end]
    behind = quantity.end + len(rest) - len(rest.lstrip(" \u00a0–—-:"))
    if (
        between.endswith("(")
        and rest.startswith(")")
        and any(last.end <= p.start and p.end <= quantity.start and p.rule not in OPEN_RULES for p in layout.periods)
    ):
        return True  # "у жовтні — майже вдвічі менше (267)"
    if _rate_at(layout.grammar, rest.lstrip()) or words["part"].search(between):
        return True
    if any(p.rule in OPEN_RULES and _beside(p, quantity) for p in layout.periods):
        return True
    if words["place_lead"].match(text, behind, layout.end) or any(s.match(text, behind) for s in layout.grammar.scopes):
        return True
    if words["elsewhere"].match(text, behind, layout.end):
        return True
    between = _BY.sub("", between)
    led = [m.end() for m in words["place_lead"].finditer(between)]
    if ends_with(words["elsewhere"], between.rstrip(" –—-:,")):
        return True
    named = between[led[-1] :].strip() if led else ""
    if named[:1].isupper() and len(named) <= _NAMED and "," not in named:
        return True  # "close to Novopavlivka by 9", "у Покровска (11,2)"
    return any(0 <= c.start - quantity.end <= _VERB and c.label not in _NO_CHANGE for c in layout.cues)


def _beside(period: PeriodSpan, quantity: Quantity) -> bool:
    return 0 <= period.start - quantity.end <= _TOTAL or 0 <= quantity.start - period.end <= _TOTAL


def _is_figure(text: str, number: Number) -> bool:
    written, before = text[number.start : number.end], text[number.start - 1 : number.start]
    if before.isalpha() and before < _HAN:
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
    lead = layout.text[max(layout.start, first.start - _LEAD) : first.start].rstrip()
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
    rest = layout.text[end : min(layout.end, end + _LEAD)]
    if _CLOSING.match(rest):
        return True
    start = end + len(rest) - len(rest.lstrip())
    if any(p.start - start in (0, 1) for p in layout.periods):
        return True
    words = layout.grammar.words
    if any(words[name].match(rest.lstrip()) for name in ("elided_after", "place_lead", "elsewhere", "passive")):
        return True
    if any(c.start == start and c.label not in _NO_CHANGE for c in layout.cues):
        return True
    return _rate_at(layout.grammar, rest.lstrip())


def _rate_at(grammar: Grammar, rest: str) -> bool:
    return any(grammar.words[name].match(rest) for name in ("rate_day", "rate_week", "rate_month"))


def _introduced(layout: Layout, quantity: Quantity) -> bool:
    start = max(layout.start, quantity.start - _LEAD)
    lead = _without_qualifier(layout.text[start : quantity.start], layout.grammar)
    if ends_with(layout.grammar.words["comparator"], lead):
        return True
    if any(
        p.rule not in OPEN_RULES
        and 0 <= quantity.start - p.end <= _BESIDE
        and not layout.text[p.end : quantity.start].strip(" ,")
        for p in layout.periods
    ):
        return True
    for cue in layout.cues:
        at = cue.end - start
        if cue.label not in _NO_CHANGE and 0 <= at <= len(lead):
            link = lead[at:].strip()
            if _LINK.fullmatch(link) or layout.grammar.words["thin"].fullmatch(link):
                return True
    led = ends_with(layout.grammar.words["elided_before"], lead) or lead.endswith(("–", "—", "-", ":", "("))
    return led and _is_placed_in_time(layout, quantity)


def _is_placed_in_time(layout: Layout, quantity: Quantity) -> bool:
    """Tell whether a period, a rate or a region stands beside the number."""
    behind = layout.text[quantity.end : quantity.end + _NEAR_RATE].lstrip()
    if any(scope.match(behind) for scope in layout.grammar.scopes):
        return True  # "750 km² in one region and 310 in another"
    if _near_period(layout, quantity) is not None or _rate_at(layout.grammar, behind):
        return True
    # "Last autumn more than 1,200 were held": a verb leads the number, and the sentence is dated.
    start = max(layout.start, quantity.start - _LEAD)
    bare = _without_qualifier(layout.text[start : quantity.start], layout.grammar)
    led = any(
        0 <= c.end - start <= len(bare) + 1 and not bare[c.end - start :].strip() and c.label not in _NO_CHANGE
        for c in layout.cues
    )
    return led and any(p.period is not None and p.rule not in OPEN_RULES for p in layout.periods)


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
        if not name.startswith("after_") and may_end(pattern, bare):
            for match in pattern.finditer(bare):
                if match.end() == len(bare):
                    shorter = bare[: match.start()].rstrip()
                    return shorter if shorter else bare
    return bare
