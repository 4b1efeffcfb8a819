"""Stated areas: every figure that says that ground changed hands or is held, with who, what, when, and whose it is.

The unit is looked for first, over the whole text at once; only around it is anything parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.reading.attribution import SourceSpan, attribute, find_sources, refers_back
from app.reading.claims_periods import is_one_month, period_of, rate_of
from app.reading.clauses import Cue, Layout, find_cues, lay_out
from app.reading.dates import Calendar
from app.reading.elision import find_elided
from app.reading.flags import compared, flags_of
from app.reading.grammar import Grammar, ends_with, load
from app.reading.parties import adversary, finder
from app.reading.periods import PeriodSpan, find_periods
from app.reading.quantities import Quantity, find_quantities
from app.reading.records import Document, Period, Rate, Sentence, StatedArea
from app.reading.roles import Governor, actor, goes_on, govern, hinted_actor, is_active, is_something_else
from app.reading.scopes import inherited_scope, scope_of
from app.reading.vocabulary import Vocabulary

_DIGIT = re.compile(r"\d")
# A year that no news speaks of, and nothing counted behind it; the usual ones are part of the period.
_FOUR_DIGITS = re.compile(r",?\s(?P<year>\d{4})(?=\s*(?:[.,;:!?)»”\"–—]|рок|год|roku|$))")
_WITH_YEAR = frozenset({"month", "day", "months", "early_month", "mid_month", "late_month", "season"})
_MOVES = frozenset({"grow", "shrink"})
_STANDING = frozenset({"held", "remaining"})
_SIMILAR = 4.0  # times: a bare figure as large as a rate beside it is one too
_COMPARED = 24  # characters before a figure in which "against" stands
_BESIDE = 4
_OF_CHANGE = frozenset({"captured", "lost", "grow", "shrink"})
_LEADING = frozenset({"month", "months", "season", "quarter", "half", "last_month", "this_month", "last_week", "past"})
_FIRST_YEAR = "1900"
_MOST_GAINED = 20_000.0  # km²: more is the size of a country or a region
_REMEMBERED = 8  # claims of the same sentence that a later one may lean on
_LONGEST = 2000  # characters laid out at once: a longer sentence is a table or noise, and is read in pieces


def read_claims(document: Document, sentences: Sequence[Sentence], vocabulary: Vocabulary) -> tuple[StatedArea, ...]:
    """Read the stated areas of a document.

    Parameters
    ----------
    document : Document
        ``lang`` says which grammar; a language without one has no claims.
    sentences : sequence of Sentence
        As :func:`app.reading.sentences.split` gives them.

    Returns
    -------
    tuple of StatedArea
        In the order of the text; ``start`` and ``end`` are offsets into the document's text.
    """
    grammar = load(document.lang or "en")
    if grammar is None:
        return ()
    reader = _Claims(document, grammar, vocabulary)
    wanted = _with_units(document.text, sentences, grammar)
    claims: list[StatedArea] = []
    for index in sorted(wanted | {i + 1 for i in wanted if i + 1 < len(sentences)}):
        claims.extend(reader.sentence(sentences[index], sentences[index - 1] if index else None, index in wanted))
    return tuple(claims)


def _with_units(text: str, sentences: Sequence[Sentence], grammar: Grammar) -> set[int]:
    """Return the indices of the sentences in which a unit of area stands."""
    found: set[int] = set()
    index = 0
    for at in unit_places(text, grammar):
        while index < len(sentences) and sentences[index].end <= at:
            index += 1
        if index < len(sentences) and sentences[index].start <= at:
            found.add(index)
    return found


def unit_places(text: str, grammar: Grammar) -> Iterator[int]:
    """Return where units of area stand, in one pass over the text."""
    lower = text.lower()
    if len(lower) == len(text):
        for match in grammar.units_lower.finditer(lower):
            if grammar.units.match(text, match.start()):
                yield match.start()
    else:
        # A few letters grow when lowered, and offsets with them.
        for match in grammar.units.finditer(text):
            yield match.start()


@dataclass(frozen=True, slots=True)
class _Context:
    """What the sentence before left: itself and its claims."""

    sentence: Sentence | None = None
    claims: tuple[StatedArea, ...] = ()


class _Claims:
    def __init__(self, document: Document, grammar: Grammar, vocabulary: Vocabulary) -> None:
        self.document, self.grammar, self.vocabulary = document, grammar, vocabulary
        self.parties = finder(vocabulary, grammar.lang)
        self.before = _Context()
        self.compared: set[int] = set()

    def sentence(self, sentence: Sentence, previous: Sentence | None, has_unit: bool) -> list[StatedArea]:
        """Read one sentence; the one before it, if it is in the same paragraph, is its context."""
        before = self.before
        if previous is None or previous.paragraph != sentence.paragraph:
            before = _Context()
        elif before.sentence is not previous:
            before = _Context(previous)
        if not has_unit and not (before.claims and _DIGIT.search(self.document.text, sentence.start, sentence.end)):
            return []
        claims: list[StatedArea] = []
        cut = list(pieces(self.document.text, sentence.start, sentence.end))
        for start, end in cut:
            # Of a sentence as long as a book, only what stands by a unit is laid out.
            if len(cut) > 1 and not self.grammar.units.search(self.document.text, start, end):
                continue
            claims.extend(self._piece(sentence, start, end, before, claims))
        if claims and len(cut) == 1:
            text = self.document.text[sentence.start : sentence.end]
            claims = self._tally(_dated_rates(claims))
            claims = compared(claims, before.claims, text, self.grammar)
        self.before = _Context(sentence, tuple(claims))
        return claims

    def _tally(self, claims: list[StatedArea]) -> list[StatedArea]:
        """Date the totals of an operation ("182 km² liberated, 230 cleared of saboteurs"): up to the publication."""
        undated = [claim for claim in claims if claim.period is None and claim.rate is None]
        if self.document.published is None or {c.direction for c in undated} != {"captured", "other"}:
            return claims
        until = Period(None, self.document.published)
        return [replace(claim, period=until) if claim in undated else claim for claim in claims]

    def _party_of(self, before: _Context) -> str | None:
        """Return the side that the sentence before speaks of first."""
        if before.sentence is None:
            return None
        start, end = self._last_piece(before.sentence)
        parties = self.parties.find(self.document.text, start, end, self.grammar)
        acting = [span.party for span in parties if span.role in ("plain", "agent")]
        return next(iter(acting or [span.party for span in parties]), None)

    def _led_by(self, before: _Context) -> Period | None:
        """Return the one period of a sentence that speaks of gains without a figure ("In December the pace fell.")."""
        if before.sentence is None or before.claims:
            return None
        start, end = self._last_piece(before.sentence)
        if not any(cue.label in _OF_CHANGE for cue in find_cues(self.document.text, start, end, self.grammar)):
            return None
        found = find_periods(self.document.text, start, end, self.grammar, Calendar(self.document.published))
        periods = {p.period for p in found if p.rule in _LEADING}
        return periods.pop() if len(periods) == 1 else None

    def _source_of(self, before: _Context) -> str | None:
        """Return the one source that the sentence before names."""
        if before.sentence is None:
            return None
        start, end = self._last_piece(before.sentence)
        named = {s.source for s in find_sources(self.document.text, start, end, self.grammar, self.vocabulary)}
        return next(iter(named)) if len(named) == 1 else None

    def _last_piece(self, sentence: Sentence) -> tuple[int, int]:
        return max(sentence.start, sentence.end - _LONGEST), sentence.end

    def _piece(
        self, sentence: Sentence, start: int, end: int, before: _Context, earlier: list[StatedArea]
    ) -> Iterator[StatedArea]:
        layout = self._layout(start, end, before, earlier)
        if not layout.quantities:
            return
        sources = find_sources(layout.text, start, end, self.grammar, self.vocabulary)
        claims: list[StatedArea] = earlier[-_REMEMBERED:]
        refused: Quantity | None = None
        for quantity in layout.quantities:
            if is_something_else(layout, quantity) or (refused and goes_on(layout, refused, quantity)):
                refused = quantity
                continue
            claim = self._claim(layout, sentence, quantity, govern(layout, quantity), before, claims, sources)
            if claim is None:
                continue
            named = attribute(layout, (quantity.start, quantity.end), sources)
            if named is None and not sources and refers_back(layout):
                named = self._source_of(before)
            claim = replace(claim, attributed_to=named)
            claim = replace(claim, flags=flags_of(claim, quantity, layout, self.document.published))
            claims.append(claim)
            yield claim

    def _layout(self, start: int, end: int, before: _Context, earlier: list[StatedArea]) -> Layout:
        text = self.document.text
        layout = lay_out(text, start, end, self.grammar, self.parties)
        quantities = find_quantities(text, start, end, self.grammar)
        periods = find_periods(text, start, end, self.grammar, Calendar(self.document.published))
        layout = replace(
            layout.with_quantities(quantities), periods=tuple(_without_year(text, p, end, quantities) for p in periods)
        )
        units = [q.unit for q in quantities] + [claim.unit for claim in (*earlier, *before.claims)]
        if units:
            elided = find_elided(layout, units[0], alone=not quantities)
            # What stands where a month's year stands is none ("November 9999"), but no area either.
            elided = [q for q in elided if not any(_odd_year(text, p, end, quantities) == q.start for p in periods)]
            if elided:
                layout = layout.with_quantities([*quantities, *elided])
        return layout

    def _claim(
        self,
        layout: Layout,
        sentence: Sentence,
        quantity: Quantity,
        governor: Governor | None,
        before: _Context,
        earlier: list[StatedArea],
        sources: list[SourceSpan],
    ) -> StatedArea | None:
        leaning = self._leaning(earlier or before.claims, quantity)
        own_rate = rate_of(layout, quantity)
        if governor is None:
            goes_on = leaning is not None and self._continues(layout, quantity, own_rate, same_sentence=bool(earlier))
            if goes_on and leaning is not None:
                direction, who, open_verb = leaning.direction, leaning.actor, False
                other = self._subject_or_party(layout, quantity, _Context()) if not earlier else None
                if own_rate and other not in (None, who) and direction in ("captured", "lost"):
                    # "Ukraine lost 449 km². The enemy's best week gave it 18 km² a day."
                    direction, who = "captured", other
            elif own_rate is not None and not self.grammar.words["veto_any"].search(
                layout.text, layout.start, layout.end
            ):
                # Ground a day, a week or a month without a verb is the pace of an advance.
                direction, who, open_verb = "captured", self._subject_or_party(layout, quantity, before), False
            elif self._is_counted(layout, quantity, sources):
                direction, who, open_verb = "captured", self._owner(layout, quantity), False
            else:
                return None
        else:
            direction, open_verb = governor.direction, governor.open_verb
            if own_rate and direction in _STANDING:
                # "the average rose from 4 to 11 km² a day", "zajmują 300 km² miesięcznie": a pace, no total.
                direction = leaning.direction if leaning and leaning.direction not in _STANDING else "captured"
            verb = layout.text[governor.cue.start : governor.cue.end]
            who = (
                self._labelled(layout, quantity)
                or actor(layout, governor, self._other_side)
                or (self.parties.usually(verb) if direction == "other" else None)
                or self._inherited_actor(direction, earlier, layout, governor)
                or hinted_actor(layout, quantity, governor, self._other_side)
            )
            if who is None and direction != "other":
                who = self._inherited_actor(direction, before.claims, layout, governor) or self._party_of(before)
            who = who or self._usually(layout, governor.cue)
        rate = own_rate or self._compared_rate(layout, quantity, earlier, before.claims)
        period, direction = period_of(
            layout, quantity, direction, open_verb=open_verb, published=self.document.published,
            earlier=self._main(earlier), before=self._main(before.claims), lead=self._led_by(before),
        )  # fmt: skip
        if earlier and self._is_compared_with(layout, quantity, earlier[-1]):
            self.compared.add(quantity.start)
        return StatedArea(
            sentence=sentence.index,
            start=quantity.start,
            end=quantity.end,
            text=layout.text[quantity.start : quantity.end],
            value=quantity.value,
            unit=quantity.unit,
            value_high=quantity.value_high,
            qualifier=quantity.qualifier,
            direction=direction,
            actor=who,
            period=period,
            # A month's figure called "monthly" is that month's, not a rate.
            rate=None if rate == "month" and period is not None and is_one_month(period) else rate,
            scope=scope_of(layout, quantity) or inherited_scope(layout, quantity, earlier),
            flags=quantity.flags,
        )

    def _labelled(self, layout: Layout, quantity: Quantity) -> str | None:
        """Return the side that a figure is set beside, as in a table ("Russia +505 km², Ukraine +17 km²")."""
        for span in layout.parties:
            if 0 < quantity.start - span.end <= _BESIDE and span.role == "plain":
                between = layout.text[span.end : quantity.start]
                return span.party if not between.strip(" :+–—-") and between.strip() else None
        return None

    def _is_counted(self, layout: Layout, quantity: Quantity, sources: list[SourceSpan]) -> bool:
        """Tell whether a figure without a verb is a gain: a source's count, or a side's own, for a dated period."""
        if self.grammar.words["veto_any"].search(layout.text, layout.start, layout.end):
            return False
        if quantity.km2 > _MOST_GAINED or any(c.label in ("veto", "veto_noun", "other") for c in layout.cues):
            return False
        dated = any(p.period is not None and p.period.start is not None for p in layout.periods)
        counted = any(source.reports for source in sources)
        return dated and (counted or self._owner(layout, quantity) is not None)

    def _owner(self, layout: Layout, quantity: Quantity) -> str | None:
        """Return the side whose name stands right before a figure ("the Russians' 505 km² in November")."""
        near = [s for s in layout.parties if 0 < quantity.start - s.end <= _BESIDE and s.role == "plain"]
        return near[-1].party if near else None

    def _leaning(self, claims: Sequence[StatedArea], quantity: Quantity) -> StatedArea | None:
        """Return the claim that a figure without a verb goes on with: the last it may be a part of, else the last."""
        larger = [claim for claim in claims if claim.area_km2 >= quantity.km2]
        return next(reversed(larger or list(claims)), None)

    def _subject_or_party(self, layout: Layout, quantity: Quantity, before: _Context) -> str | None:
        sides = {span.party for span in layout.parties if span.role in ("plain", "agent", "speaker")}
        if len(sides) == 1:
            return sides.pop()
        near = [s for s in layout.parties if s.role in ("plain", "agent") and s.end <= quantity.start]
        return near[-1].party if near else self._party_of(before)

    def _main(self, claims: Sequence[StatedArea]) -> list[StatedArea]:
        """Return the claims without those that another one was only compared with; their period is not passed on."""
        return [claim for claim in claims if claim.start not in self.compared] or list(claims)

    def _is_compared_with(self, layout: Layout, quantity: Quantity, last: StatedArea) -> bool:
        """Tell whether a figure is what the one before it is compared with ("contre 447 en septembre")."""
        if last.end < layout.start or last.end > quantity.start:
            return False
        lead = layout.text[last.end : quantity.start].rstrip(" (（的")
        for span in layout.periods:
            if last.end <= span.start and span.end == last.end + len(lead):
                lead = layout.text[last.end : span.start].rstrip()
        words = self.grammar.words
        return any(ends_with(words[name], lead) for name in ("comparator", "like"))

    def _compared_rate(
        self, layout: Layout, quantity: Quantity, earlier: Sequence[StatedArea], before: Sequence[StatedArea]
    ) -> Rate | None:
        """Return the rate of the figure that this one is compared with ("14 km² a day, up from 9 in October")."""
        if (
            not earlier
            and before
            and quantity.elided
            and self.grammar.words["pace"].search(layout.text, layout.start, quantity.start)
        ):
            return before[-1].rate  # "That rate, double October's (8.6)"
        if not earlier or earlier[-1].end < layout.start:
            return None
        last = earlier[-1]
        if last.rate and quantity.elided and last.area_km2 / _SIMILAR < quantity.km2 < last.area_km2 * _SIMILAR:
            return last.rate
        between = layout.text[max(last.end, quantity.start - _COMPARED) : quantity.start]
        return earlier[-1].rate if self.grammar.words["comparator"].search(between) else None

    def _other_side(self, party: str) -> str | None:
        return adversary(self.vocabulary, party)

    def _inherited_actor(
        self, direction: str, claims: Sequence[StatedArea], layout: Layout, governor: Governor | None
    ) -> str | None:
        """Return the side of the claim before; where one captured and the other lost, its adversary."""
        last = claims[-1] if claims else None
        if last is None or last.actor is None or self._says_otherwise(layout, governor, last.actor):
            return None
        pronoun = self.grammar.words["pronoun"].search(layout.text, layout.start, layout.end)
        if {direction, last.direction} == {"captured", "lost"} and pronoun is None:
            same = last.start >= layout.start and governor is not None and is_active(layout, governor)
            return last.actor if same else adversary(self.vocabulary, last.actor)
        return last.actor

    def _usually(self, layout: Layout, cue: Cue) -> str | None:
        """Return the side of which a verb, or the noun that it is about ("the liberated area grew"), is mostly said."""
        at = (cue.start, cue.end)
        nouns = [c for c in layout.cues if c.label in ("captured", "lost", "occupied")] if cue.label in _MOVES else []
        nouns.sort(key=lambda c: layout.cost((c.start, c.end), at))
        said = (self.parties.usually(layout.text[c.start : c.end]) for c in (cue, *nouns))
        return next((party for party in said if party), None)

    def _says_otherwise(self, layout: Layout, governor: Governor | None, inherited: str) -> bool:
        """Tell whether a verb without a subject is mostly said of the other side ("500 захвачено, 400 отвоёвано")."""
        if governor is None or is_active(layout, governor):
            return False
        usual = self.parties.usually(layout.text[governor.cue.start : governor.cue.end])
        return usual not in (None, inherited) and not any(
            p.role == "speaker" and p.party == inherited for p in layout.parties
        )

    def _continues(self, layout: Layout, quantity: Quantity, rate: Rate | None, *, same_sentence: bool) -> bool:
        """Tell whether a figure without a verb goes on with the one before: a part of it, or elided beside it."""
        lead = layout.text[max(layout.start, quantity.start - 60) : quantity.start]
        if layout.grammar.words["veto_any"].search(layout.text, layout.start, layout.end):
            return False
        return (
            same_sentence
            or quantity.elided
            or rate is not None
            or any(layout.grammar.words[name].search(lead) is not None for name in ("part", "average"))
            or any(
                layout.cost((p.start, p.end), (quantity.start, quantity.end)) < 24 and p.rule != "nothing"  # noqa: PLR2004
                for p in layout.periods
            )
        )


def _dated_rates(claims: list[StatedArea]) -> list[StatedArea]:
    """Give a rate without a period that of the total beside it ("15 km² a day, in all 450 in November")."""
    dated = {
        c.period for c in claims if c.rate is None and c.period and c.period.start and c.direction not in _STANDING
    }
    if len(dated) != 1:
        return claims
    return [replace(c, period=next(iter(dated))) if c.rate and c.period is None else c for c in claims]


def _odd_year(text: str, period: PeriodSpan, end: int, quantities: Sequence[Quantity]) -> int | None:
    """Return where an impossible year stands behind a period ("in November 9999"), None if there is none."""
    match = _FOUR_DIGITS.match(text, period.end, end) if period.rule in _WITH_YEAR else None
    if match is None:
        return None
    last = max((q.end for q in quantities if q.end <= period.start), default=None)
    if last is not None and match["year"] < _FIRST_YEAR and text[last : period.start].strip():
        return None  # "1500 km² latem, a jesienią 1031"
    return match.start("year")


def _without_year(text: str, period: PeriodSpan, end: int, quantities: Sequence[Quantity]) -> PeriodSpan:
    """Refuse a period whose year is impossible: the month of another year was not said."""
    at = _odd_year(text, period, end, quantities)
    if at is None:
        return period
    said = text[period.start : at + 4]
    return replace(period, period=None, flags=(f"the text states a date that does not exist: {said}",))


def pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a stretch at white space into pieces that are short enough to lay out."""
    while end - start > _LONGEST:
        window = (start + _LONGEST // 2, start + _LONGEST)
        # Behind a comma, else at a space: a figure and its unit stay together wherever the text lets them.
        cut = max(text.rfind(", ", *window), text.rfind("; ", *window)) + 1 or text.rfind(" ", *window)
        cut = cut if cut > start else start + _LONGEST
        yield start, cut
        start = cut
    if start < end:
        yield start, end
