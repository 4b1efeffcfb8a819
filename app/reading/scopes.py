"""The place that a figure speaks of, as a span of the text: "12 km² around Pokrovsk", "in the Donetsk region … 40 km²".

Only a phrase that governs the figure counts: one that is attached behind it, or one that stands before it in the same
clause. A place that is merely mentioned beside it would make a claim about the whole front one about that place.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from app.reading.clauses import Layout
from app.reading.gates import may_match
from app.reading.quantities import Quantity
from app.reading.records import Scope, StatedArea
from app.reading.scope_phrases import Phrase, matches, phrase_at, skip

_CLAUSE = 30.0  # the cost of a break behind which another statement begins
_ACTING = frozenset({"plain", "agent"})
_NOT_GOVERNING = frozenset({"veto", "veto_noun", "remaining"})
_AFTER_CONVERSION = re.compile(r"\s?[)）\]]")
_RATES = ("rate_day", "rate_week", "rate_month")


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
    if matches(layout, "place_vague", skip(layout, quantity.end)) or words["part"].search(between):
        return None
    if any(p.rule == "total" and last.end <= p.start for p in layout.periods):
        return None
    compared = quantity.elided and words["comparator"].search(between) is not None
    leads = last.scope.end <= last.start and _breaks(layout, last.end, quantity.start) < _CLAUSE
    return last.scope if compared or leads else None


def _scope(layout: Layout, start: int, end: int) -> Scope:
    return Scope(start, end, layout.text[start:end])


def _behind(layout: Layout, quantity: Quantity) -> Phrase | None:
    """Return the phrase behind a figure, with only the ground, a period, a rate or the verb's participle between."""
    at = quantity.end
    if quantity.other is not None:
        closing = _AFTER_CONVERSION.match(layout.text, quantity.other.end, layout.end)
        at = closing.end() if closing else quantity.other.end
    owned = True  # "12 km² of the X region"; in "since the fall of X" it is something else that is of X
    while at < layout.end:
        at = skip(layout, at)
        phrase = phrase_at(layout, at, owned=owned)
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
        ends.append(matches(layout, name, at))
    for _, pattern in layout.grammar.behind:
        match = pattern.match(layout.text, at, layout.end) if may_match(pattern, layout.text, at) else None
        ends.append(match.end() if match else 0)
    return max(ends, default=0)


def _before(layout: Layout, quantity: Quantity) -> Phrase | None:
    """Return the phrase before a figure that governs it, the nearest one."""
    if layout.phrases is None:
        layout.phrases = list(_phrases(layout))
    # Behind the figure before this one only.
    index = bisect_right(layout.figure_ends, quantity.start)
    behind = layout.figure_starts[index - 1] if index else layout.start
    found = [p for p in layout.phrases if behind < p.end <= quantity.start and _governs(layout, p, quantity)]
    return max(found, key=lambda p: (p.end, -p.start, p.name_start)) if found else None


def _phrases(layout: Layout) -> Iterator[Phrase]:
    for start in layout.stretch.place_leads():
        phrase = phrase_at(layout, start, owned=False)
        if phrase is not None:
            yield phrase
    for match in layout.stretch.regions():
        yield Phrase(match.start(), match.end("name"), match.start("name"), typed=True)


def _governs(layout: Layout, phrase: Phrase, quantity: Quantity) -> bool:
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
    return any(c.start == skip(layout, at) for c in layout.cues if c.label not in _NOT_GOVERNING)


def _leads_sentence(layout: Layout, phrase: Phrase) -> bool:
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
