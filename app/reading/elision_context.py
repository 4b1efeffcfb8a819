"""What stands around a bare number that makes it an area: a period, a rate, a word that introduces it."""

from __future__ import annotations

import re

from app.reading.clauses import Layout
from app.reading.gates import may_end
from app.reading.grammar import Grammar
from app.reading.notation import ends_with
from app.reading.periods import OPEN_RULES, PeriodSpan
from app.reading.quantities import Quantity

_BESIDE_NAME = 6
_SHORTEST = 3
_ONE_VERB = re.compile(r"\s(?:[^\W\d]{2,4}\s)?[^\W\d]{3,14}\s(?:(?:на|o|um|de|to|by|о|до|за)\s)?")
_NAMED_BY = re.compile(r"(?:['’]s)?\s?(?:[,:—–-]\s?)?(?:[—–-]\s)?(?:at |at about |for )?")
LEAD = 40
VERB = 14
_CHANGES = frozenset({"captured", "lost", "held", "occupied"})
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
    opening = text[max(layout.start, last.start - LEAD) : last.start].rstrip()
    if words["range_and"].fullmatch(between.strip()) and ends_with(words["range_open"], opening):
        return True  # "cut from 110 km² to 62"
    if len(between) <= LEAD and _is_row(layout, start, quantity.start):
        return True
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
    named = between[led[-1] :].strip(" ,") if led else ""
    if named[:1].isupper() and len(named) <= _NAMED and "," not in named:
        return True  # "close to Novopavlivka by 9", "у Покровска (11,2)"
    return any(0 <= c.start - quantity.end <= VERB and c.label not in NO_CHANGE for c in layout.cues)


def is_joint(layout: Layout, start: int, end: int) -> bool:
    """Tell whether a comma or an "and" alone parts two numbers of a row."""
    between = layout.text[start:end].strip()
    return between == "," or layout.grammar.words["list_and"].fullmatch(between.lstrip(", ")) is not None


def _is_row(layout: Layout, start: int, end: int) -> bool:
    """Tell whether only a joint, and a period, part two figures of a row ("725, then 476, 431 and, in March, 240")."""
    between = layout.text[start:end]
    for period in reversed(layout.periods):
        if start <= period.start and period.end <= end:
            between = between[: period.start - start] + between[period.end - start :]
    parts = [word for word in between.replace(",", " ").split() if word]
    row = layout.grammar.words["row"]
    joined = "," in between or len(parts) > 1
    return joined and all(row.fullmatch(word) for word in parts) and "(" not in between


def is_of_clause(layout: Layout, end: int) -> bool:
    """Tell whether a clause behind a number says what became of it ("the 600 that Ukraine has lost")."""
    rest = layout.text[end : min(layout.end, end + LEAD)]
    at = end + len(rest) - len(rest.lstrip(" ,"))
    pronoun = layout.grammar.words["that"].match(layout.text, at, layout.end)
    return pronoun is not None and any(
        0 <= c.start - pronoun.end() <= LEAD and c.label in _CHANGES for c in layout.cues
    )


def beside(period: PeriodSpan, quantity: Quantity) -> bool:
    """Tell whether a period touches a number."""
    return 0 <= period.start - quantity.end <= _TOTAL or 0 <= quantity.start - period.end <= _TOTAL


def rate_at(grammar: Grammar, rest: str) -> bool:
    """Tell whether a text begins with "a day", "a week" or "a month"."""
    return any(grammar.words[name].match(rest) for name in ("rate_day", "rate_week", "rate_month"))


def counted_elsewhere(layout: Layout, quantity: Quantity) -> bool:
    """Tell whether another one counts the same ("independent analysts arrive at 4,300", "Kyiv speaks of 480")."""
    start = max(layout.start, quantity.start - LEAD)
    lead = _without_qualifier(layout.text[start : quantity.start], layout.grammar)
    named = [s.end for s in layout.stretch.sources()] + [p.end for p in layout.parties]
    if any(
        0 <= quantity.start - end <= _BESIDE_NAME and _NAMED_BY.fullmatch(layout.text, end, quantity.start)
        for end in named
    ):
        return True  # "ISW's, 507"
    return any(ends_with(layout.grammar.words[name], lead) for name in ("counted_at", "plus", "minus"))


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
    if _is_of_subject(layout, quantity):
        return True
    for cue in layout.cues:
        at = cue.end - start
        if cue.label not in NO_CHANGE and 0 <= at <= len(lead):
            link = lead[at:].strip()
            if _LINK.fullmatch(link) or layout.grammar.words["thin"].fullmatch(link):
                return True
    led = ends_with(layout.grammar.words["elided_before"], lead) or lead.endswith(("–", "—", "-", ":", "("))
    return led and is_placed_in_time(layout, quantity)


def _is_of_subject(layout: Layout, quantity: Quantity) -> bool:
    """Tell whether a verb parts a side, or a period, from a number ("the Russians managed 267", "October saw 267")."""
    ends = [p.end for p in layout.parties if p.role == "plain"]
    ends += [p.end for p in layout.periods if p.period is not None and p.rule not in OPEN_RULES]
    ends = [end for end in ends if _SHORTEST < quantity.start - end <= LEAD]
    return any(_ONE_VERB.fullmatch(layout.text, end, quantity.start) for end in ends)


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
    for match in grammar.words["slight"].finditer(bare):
        bare = bare[: match.start()].rstrip() if match.end() == len(bare) else bare
    for pattern in grammar.ahead:
        if may_end(pattern, bare):
            for match in pattern.finditer(bare):
                if match.end() == len(bare):
                    shorter = bare[: match.start()].rstrip()
                    return shorter if shorter else bare
    return bare
