"""The place that a figure speaks of, as a span of the text: "12 km² around Pokrovsk", "in the Donetsk region … 40 km²".

Only a phrase that governs the figure counts: one that is attached behind it, or one that stands before it in the same
clause. A place that is merely mentioned beside it would make a claim about the whole front one about that place.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.reading.clauses import Layout
from app.reading.finder import may_match
from app.reading.periods import OPEN_RULES
from app.reading.quantities import Quantity
from app.reading.records import Scope, StatedArea

_CLAUSE = 30.0  # the cost of a break behind which another statement begins
_LONGEST_NAME = 3
_ACTING = frozenset({"plain", "agent"})
_NOT_GOVERNING = frozenset({"veto", "veto_noun", "remaining"})
_WORD = re.compile(r"[^\W\d_]+(?:[’'ʼ-][^\W\d_]+)*(?!\w)")
_GAP = re.compile(r"[ \u00a0\u202f\n]+")
_COMMA = re.compile(r",\s+")
_POSSESSIVE = ("'s", "’s")
_AFTER_CONVERSION = re.compile(r"\s?[)）\]]")
_RATES = ("rate_day", "rate_week", "rate_month")


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A place with the words that introduce it: ``start`` and ``end`` hold both, the name alone is the scope."""

    start: int
    end: int
    name_start: int
    typed: bool


def scope_of(layout: Layout, quantity: Quantity) -> Scope | None:
    """Return the place phrase that governs a figure, None where the figure speaks of everything."""
    phrase = _behind(layout, quantity) or _before(layout, quantity)
    return _scope(layout, phrase.name_start, phrase.end) if phrase else None


def inherited_scope(layout: Layout, quantity: Quantity, earlier: Sequence[StatedArea]) -> Scope | None:
    """Return the place of the figure before, where one phrase leads both or the second is only compared with it."""
    last = earlier[-1] if earlier else None
    if last is None or last.scope is None or last.start < layout.start or last.end > quantity.start:
        return None
    between = layout.text[last.end : quantity.start]
    words = layout.grammar.words
    if any(last.end <= s.start < quantity.start for s in layout.parties):
        return None
    if _matches(layout, "place_vague", _skip(layout, quantity.end)) or words["part"].search(between):
        return None
    if any(p.rule == "total" and last.end <= p.start for p in layout.periods):
        return None
    compared = quantity.elided and words["comparator"].search(between) is not None
    leads = last.scope.end <= last.start and _breaks(layout, last.end, quantity.start) < _CLAUSE
    return last.scope if compared or leads else None


def _scope(layout: Layout, start: int, end: int) -> Scope:
    return Scope(start, end, layout.text[start:end])


def _behind(layout: Layout, quantity: Quantity) -> _Phrase | None:
    """Return the phrase behind a figure, with only the ground, a period, a rate or the verb's participle between."""
    at = quantity.end
    if quantity.other is not None:
        closing = _AFTER_CONVERSION.match(layout.text, quantity.other.end, layout.end)
        at = closing.end() if closing else quantity.other.end
    owned = True  # "12 km² of the X region"; in "since the fall of X" it is something else that is of X
    while at < layout.end:
        at = _skip(layout, at)
        phrase = _phrase_at(layout, at, owned=owned)
        if phrase is not None:
            return phrase
        through = _through(layout, at)
        if through <= at:
            return None
        owned = owned and not any(p.start == at for p in layout.periods)
        at = through
    return None


def _through(layout: Layout, at: int) -> int:
    """Return the end of what may stand between a figure and its place, ``at`` where nothing of the kind stands."""
    ends = [p.end for p in layout.periods if p.start == at]
    ends += [c.end for c in layout.cues if c.start == at and c.label not in _NOT_GOVERNING]
    ends += [s.end for s in layout.parties if s.start == at and s.role in _ACTING]
    for name in ("scope_through", "passive", *_RATES):
        ends.append(_matches(layout, name, at))
    for pattern in layout.grammar.behind:
        match = pattern.match(layout.text, at, layout.end) if may_match(pattern, layout.text, at) else None
        ends.append(match.end() if match else 0)
    return max(ends, default=0)


def _before(layout: Layout, quantity: Quantity) -> _Phrase | None:
    """Return the phrase before a figure that governs it, the nearest one."""
    found = [p for p in _phrases(layout, quantity.start) if p.end <= quantity.start and _governs(layout, p, quantity)]
    return max(found, key=lambda p: (p.end, -p.start, p.name_start)) if found else None


def _phrases(layout: Layout, end: int) -> Iterator[_Phrase]:
    for match in layout.grammar.words["place_lead"].finditer(layout.text, layout.start, end):
        phrase = _phrase_at(layout, match.start(), owned=False)
        if phrase is not None:
            yield phrase
    for pattern in layout.grammar.scopes:
        for match in pattern.finditer(layout.text, layout.start, end):
            yield _Phrase(match.start(), match.end("name"), match.start("name"), typed=True)


def _governs(layout: Layout, phrase: _Phrase, quantity: Quantity) -> bool:
    """Tell whether a phrase before a figure says where: it heads the clause, or hangs on its verb or its side."""
    if any(phrase.end <= q.start and q.end <= quantity.start and q is not quantity for q in layout.quantities):
        return False
    text = layout.text
    if layout.grammar.words["speech"].search(text, phrase.end, quantity.start):
        return False  # "in Kyiv, the general said" is where he spoke
    heads_clause = _touches(layout, phrase.start, [layout.start, *layout.break_ends])
    after_period = _touches(layout, phrase.start, [p.end for p in layout.periods])
    hangs_on_verb = _touches(layout, phrase.start, [c.end for c in layout.cues if c.label not in _NOT_GOVERNING])
    if not (
        heads_clause
        or after_period
        or hangs_on_verb
        or _touches(layout, phrase.start, [s.end for s in layout.parties if s.role in _ACTING])
        or (phrase.typed and _flows_on(layout, phrase.end, quantity))
    ):
        return False
    head = _leads_sentence(layout, phrase)
    begun = [s.start for s in layout.parties] + [p.start for p in layout.periods]
    for index in range(bisect_right(layout.break_ends, phrase.end), bisect_right(layout.break_ends, quantity.start)):
        at = layout.break_ends[index]
        if layout.break_costs[index + 1] - layout.break_costs[index] >= _CLAUSE:
            return False
        if (heads_clause or after_period) and not text[phrase.end : at].strip(" ,，"):
            continue
        # Behind "and" or a comma goes on what the phrase heads, unless a side or a period begins something new.
        goes_on = head or (hangs_on_verb and phrase.typed and _touches_cue(layout, at))
        if not goes_on or any(at <= s < quantity.start for s in begun):
            return False
    return True


def _touches_cue(layout: Layout, at: int) -> bool:
    """Tell whether a verb of the same side follows a break at once ("advanced in the X region and captured")."""
    return any(c.start == _skip(layout, at) for c in layout.cues if c.label not in _NOT_GOVERNING)


def _leads_sentence(layout: Layout, phrase: _Phrase) -> bool:
    at = phrase.start
    for period in layout.periods:
        if period.end <= at and not layout.text[layout.start : period.start].strip():
            at = layout.start if not layout.text[period.end : at].strip(" ,") else at
    return not layout.text[layout.start : at].strip()


def _flows_on(layout: Layout, end: int, quantity: Quantity) -> bool:
    """Tell whether no break and no side stands between a region and a figure ("in the fights in X Oblast 10 km²")."""
    return _breaks(layout, end, quantity.start) <= 0 and not any(
        end <= s.start < quantity.start for s in layout.parties if s.role in _ACTING
    )


def _touches(layout: Layout, start: int, ends: Sequence[int]) -> bool:
    return any(end <= start and not layout.text[end:start].strip() for end in ends)


def _breaks(layout: Layout, start: int, end: int) -> float:
    low, high = bisect_left(layout.break_ends, start), bisect_right(layout.break_ends, end)
    return max((layout.break_costs[i + 1] - layout.break_costs[i] for i in range(low, high)), default=0.0)


def _matches(layout: Layout, name: str, at: int) -> int:
    """Return where a word of a list ends that stands at an offset, 0 if none does."""
    pattern = layout.grammar.words[name]
    match = pattern.match(layout.text, at, layout.end) if may_match(pattern, layout.text, at) else None
    return match.end() if match else 0


def _skip(layout: Layout, at: int) -> int:
    match = _GAP.match(layout.text, at, layout.end)
    return match.end() if match else at


def _phrase_at(layout: Layout, at: int, *, owned: bool) -> _Phrase | None:
    """Return the place phrase that begins at an offset."""
    lead = _matches(layout, "place_lead", at) or (_matches(layout, "place_of", at) if owned else 0)
    name = _name(layout, _skip(layout, lead)) or _vague(layout, _skip(layout, lead)) if lead else None
    if name is not None:
        start, end, typed = name
        return _Phrase(at, _listed(layout, end), start, typed)
    for pattern in layout.grammar.scopes:
        match = pattern.match(layout.text, at, layout.end)
        if match is not None:
            return _Phrase(at, _listed(layout, match.end("name")), match.start("name"), typed=True)
    return None


def _listed(layout: Layout, end: int) -> int:
    """Return where a list of places ends: "Donetsk Oblast and Zaporizhzhia Oblast", "A, B and C"."""
    at = reached = end
    while True:
        match = layout.grammar.words["place_and"].match(layout.text, _skip(layout, at), layout.end)
        comma = None if match else _COMMA.match(layout.text, at, layout.end)
        joint = match or comma
        if joint is None:
            return reached
        begin = _skip(layout, joint.end())
        begin = _skip(layout, _matches(layout, "place_lead", begin) or begin)
        name = _name(layout, begin)
        if name is None or layout.grammar.words["speech"].match(layout.text, _skip(layout, name[1]), layout.end):
            return reached
        at = name[1]
        # Behind a comma a name may begin another clause: the list counts only when its "and" comes.
        reached = at if match else reached


def _name(layout: Layout, at: int) -> tuple[int, int, bool] | None:
    """Return start and end of a place's name with its type, and whether a type stands there."""
    begin = at
    while (head := _matches(layout, "place_head", begin)) > begin:
        begin = _skip(layout, head)
    start = begin
    bank = _matches(layout, "place_bank", begin)
    begin = _skip(layout, bank) if bank else begin
    word = _WORD.match(layout.text, begin, layout.end)
    if word is not None and word.group().endswith(_POSSESSIVE):
        # "Ukraine's Donetsk region"; "DeepState's map" is no place.
        begin = start = _skip(layout, word.end())
    end = begin
    for count in range(_LONGEST_NAME):
        position = _skip(layout, end) if count else begin
        word = _WORD.match(layout.text, position, layout.end)
        if word is None or not word.group()[0].isupper() or (count and position != end + 1):
            break
        if count and (_matches(layout, "place_tail", position) or any(s.start == position for s in layout.parties)):
            break
        if _matches(layout, "place_not", position) == word.end():
            if not count:
                return None
            break
        if word.group().endswith(_POSSESSIVE):
            return None
        end = word.end()
    if end == begin or _is_a_side(layout, begin, end) or _is_a_date(layout, begin, end):
        return None
    tail = _matches(layout, "place_tail", _skip(layout, end))
    if not tail and _matches(layout, "place_unit", _skip(layout, end)):
        return None
    return start, tail or end, bool(tail or bank)


def _vague(layout: Layout, at: int) -> tuple[int, int, bool] | None:
    """Return a part of the country that has no boundary ("the south"): a figure for it is not one for the whole."""
    end = _matches(layout, "vague", at)
    return (at, end, False) if end > at else None


def _is_a_date(layout: Layout, start: int, end: int) -> bool:
    """Tell whether a capital is a date's ("on Aug. 27")."""
    return any(p.start < end and start < p.end for p in layout.periods if p.rule not in OPEN_RULES)


def _is_a_side(layout: Layout, start: int, end: int) -> bool:
    """Tell whether a name is a side's and no place: "Ukrainian territory"; "in Russia", "near Kyiv" are places."""
    over = [s for s in layout.parties if s.start < end and start < s.end]
    return any((s.start, s.end) != (start, end) or s.role not in ("patient", "speaker") for s in over)
