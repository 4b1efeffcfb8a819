"""What stands around a bare number that makes it an area: a period, a rate, a word that introduces it."""

from __future__ import annotations

import re

from app.reading.clauses import Layout
from app.reading.gates import may_end
from app.reading.grammar import Grammar
from app.reading.notation import ends_with
from app.reading.periods import OPEN_RULES, PeriodSpan
from app.reading.quantities import Quantity

LEAD = 40
VERB = 14
NO_CHANGE = frozenset({"veto", "veto_noun", "area"})
_NEAR_PERIOD = 24.0
_NEAR_RATE = 40
BESIDE = 12  # characters: "in October – 267"
_FAR = 160  # characters between an area and a bare number that goes on with it
_NAMED = 40
_BY = re.compile(r"[\s–—:-]*(?:\s(?:на|by|um|о|de|d’|o))?\s*\Z")  # "на Лиманському — на 120"
HAN = "\u2e80"
_LINK = re.compile(r"(?:of|to|by|at|на|до|в|о|um|auf|de|à|was|were|is|:|–|—|-)?", re.IGNORECASE)
_TOTAL = 10


def is_of_area(layout: Layout, last: Quantity, quantity: Quantity) -> bool:
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
    if rate_at(layout.grammar, rest.lstrip()) or words["part"].search(between):
        return True
    if any(p.rule in OPEN_RULES and beside(p, quantity) for p in layout.periods):
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
    return any(0 <= c.start - quantity.end <= VERB and c.label not in NO_CHANGE for c in layout.cues)


def beside(period: PeriodSpan, quantity: Quantity) -> bool:
    """Tell whether a period touches a number."""
    return 0 <= period.start - quantity.end <= _TOTAL or 0 <= quantity.start - period.end <= _TOTAL


def rate_at(grammar: Grammar, rest: str) -> bool:
    """Tell whether a text begins with "a day", "a week" or "a month"."""
    return any(grammar.words[name].match(rest) for name in ("rate_day", "rate_week", "rate_month"))


def introduced(layout: Layout, quantity: Quantity) -> bool:
    """Tell whether a comparison, a period or a verb leads up to a number."""
    start = max(layout.start, quantity.start - LEAD)
    lead = _without_qualifier(layout.text[start : quantity.start], layout.grammar)
    if ends_with(layout.grammar.words["comparator"], lead):
        return True
    if any(
        p.rule not in OPEN_RULES
        and 0 <= quantity.start - p.end <= BESIDE
        and not layout.text[p.end : quantity.start].strip(" ,")
        for p in layout.periods
    ):
        return True
    for cue in layout.cues:
        at = cue.end - start
        if cue.label not in NO_CHANGE and 0 <= at <= len(lead):
            link = lead[at:].strip()
            if _LINK.fullmatch(link) or layout.grammar.words["thin"].fullmatch(link):
                return True
    led = ends_with(layout.grammar.words["elided_before"], lead) or lead.endswith(("–", "—", "-", ":", "("))
    return led and is_placed_in_time(layout, quantity)


def is_placed_in_time(layout: Layout, quantity: Quantity) -> bool:
    """Tell whether a period, a rate or a region stands beside the number."""
    behind = layout.text[quantity.end : quantity.end + _NEAR_RATE].lstrip()
    if any(scope.match(behind) for scope in layout.grammar.scopes):
        return True  # "750 km² in one region and 310 in another"
    if _near_period(layout, quantity) is not None or rate_at(layout.grammar, behind):
        return True
    # "Last autumn more than 1,200 were held": a verb leads the number, and the sentence is dated.
    start = max(layout.start, quantity.start - LEAD)
    bare = _without_qualifier(layout.text[start : quantity.start], layout.grammar)
    led = any(
        0 <= c.end - start <= len(bare) + 1 and not bare[c.end - start :].strip() and c.label not in NO_CHANGE
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
            0 <= quantity.start - p.end <= BESIDE
            or (p.rule not in OPEN_RULES and layout.cost((p.start, p.end), span) <= _NEAR_PERIOD)
        )
    ]
    return near[0] if near else None


def _without_qualifier(lead: str, grammar: Grammar) -> str:
    bare = lead.rstrip()
    for pattern in grammar.ahead:
        if may_end(pattern, bare):
            for match in pattern.finditer(bare):
                if match.end() == len(bare):
                    shorter = bare[: match.start()].rstrip()
                    return shorter if shorter else bare
    return bare
