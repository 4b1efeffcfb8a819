"""Phrases that name a place: "around Pokrovsk", "in the Donetsk region", "in the south"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.reading.clauses import Layout
from app.reading.gates import may_match
from app.reading.periods import OPEN_RULES

_LONGEST_NAME = 3
_WORD = re.compile(r"[^\W\d_]+(?:[’'ʼ-][^\W\d_]+)*(?!\w)")
_GAP = re.compile(r"[ \u00a0\u202f\n]+")
_COMMA = re.compile(r",\s+")
_POSSESSIVE = ("'s", "’s")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A place with the words that introduce it: ``start`` and ``end`` hold both, the name alone is the scope."""

    start: int
    end: int
    name_start: int
    typed: bool


def matches(layout: Layout, name: str, at: int) -> int:
    """Return where a word of a list ends that stands at an offset, 0 if none does."""
    pattern = layout.grammar.words[name]
    match = pattern.match(layout.text, at, layout.end) if may_match(pattern, layout.text, at) else None
    return match.end() if match else 0


def skip(layout: Layout, at: int) -> int:
    """Return where the white space at an offset ends."""
    match = _GAP.match(layout.text, at, layout.end)
    return match.end() if match else at


def phrase_at(layout: Layout, at: int, *, owned: bool) -> Phrase | None:
    """Return the place phrase that begins at an offset."""
    lead = matches(layout, "place_lead", at) or (matches(layout, "place_of", at) if owned else 0)
    name = _name(layout, skip(layout, lead)) or _vague(layout, skip(layout, lead)) if lead else None
    if name is not None:
        start, end, typed = name
        return Phrase(at, _listed(layout, end), start, typed)
    for pattern in layout.grammar.scopes:
        match = pattern.match(layout.text, at, layout.end)
        if match is not None:
            return Phrase(at, _listed(layout, match.end("name")), match.start("name"), typed=True)
    return None


def _listed(layout: Layout, end: int) -> int:
    """Return where a list of places ends: "Donetsk Oblast and Zaporizhzhia Oblast", "A, B and C"."""
    at = reached = end
    while True:
        match = layout.grammar.words["place_and"].match(layout.text, skip(layout, at), layout.end)
        comma = None if match else _COMMA.match(layout.text, at, layout.end)
        joint = match or comma
        if joint is None:
            return reached
        begin = skip(layout, joint.end())
        begin = skip(layout, matches(layout, "place_lead", begin) or begin)
        name = _name(layout, begin)
        if name is None or layout.grammar.words["speech"].match(layout.text, skip(layout, name[1]), layout.end):
            return reached
        at = name[1]
        # Behind a comma a name may begin another clause: the list counts only when its "and" comes.
        reached = at if match else reached


def _name(layout: Layout, at: int) -> tuple[int, int, bool] | None:
    """Return start and end of a place's name with its type, and whether a type stands there."""
    begin = at
    while (head := matches(layout, "place_head", begin)) > begin:
        begin = skip(layout, head)
    start = begin
    bank = matches(layout, "place_bank", begin)
    begin = skip(layout, bank) if bank else begin
    word = _WORD.match(layout.text, begin, layout.end)
    if word is not None and word.group().endswith(_POSSESSIVE):
        # "Ukraine's Donetsk region"; "DeepState's map" is no place.
        begin = start = skip(layout, word.end())
    end = begin
    for count in range(_LONGEST_NAME):
        position = skip(layout, end) if count else begin
        word = _WORD.match(layout.text, position, layout.end)
        if word is None or not word.group()[0].isupper() or (count and position != end + 1):
            break
        if count and (matches(layout, "place_tail", position) or any(s.start == position for s in layout.parties)):
            break
        if matches(layout, "place_not", position) == word.end():
            if not count:
                return None
            break
        if word.group().endswith(_POSSESSIVE):
            return None
        end = word.end()
    if end == begin or _is_a_side(layout, begin, end) or _is_a_date(layout, begin, end):
        return None
    tail = matches(layout, "place_tail", skip(layout, end))
    if not tail and matches(layout, "place_unit", skip(layout, end)):
        return None
    return start, tail or end, bool(tail or bank)


def _vague(layout: Layout, at: int) -> tuple[int, int, bool] | None:
    """Return a part of the country that has no boundary ("the south"): a figure for it is not one for the whole."""
    end = matches(layout, "vague", at)
    return (at, end, False) if end > at else None


def _is_a_date(layout: Layout, start: int, end: int) -> bool:
    """Tell whether a capital is a date's ("on Aug. 27")."""
    return any(p.start < end and start < p.end for p in layout.periods if p.rule not in OPEN_RULES)


def _is_a_side(layout: Layout, start: int, end: int) -> bool:
    """Tell whether a name is a side's and no place: "Ukrainian territory"; "in Russia", "near Kyiv" are places."""
    over = [s for s in layout.parties if s.start < end and start < s.end]
    return any((s.start, s.end) != (start, end) or s.role not in ("patient", "speaker") for s in over)
