"""Stated areas: every figure that says that ground changed hands or is held, with who, what, when, and whose it is.

The unit is looked for first, over the whole text at once; only around it is anything parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.reading.attribution import SourceSpan, attribute, find_sources, refers_back
from app.reading.claims_actors import Actors
from app.reading.claims_context import Context, Neighbours
from app.reading.claims_periods import period_of
from app.reading.claims_rates import compared_rate, dated_rates, is_compared_with, is_one_month, rate_of
from app.reading.claims_text import odd_year, pieces, with_units, without_year
from app.reading.clauses import Layout, lay_out
from app.reading.dates import Calendar
from app.reading.elision import find_elided
from app.reading.flags import compared, flags_of
from app.reading.governors import Governor, govern
from app.reading.grammar import Grammar, load
from app.reading.not_claims import goes_on, is_something_else
from app.reading.parties import finder
from app.reading.periods import find_periods
from app.reading.quantities import Quantity, find_quantities
from app.reading.records import Document, Period, Rate, Sentence, StatedArea
from app.reading.scopes import inherited_scope, scope_of
from app.reading.vocabulary import Vocabulary

_DIGIT = re.compile(r"\d")
_STANDING = frozenset({"held", "remaining"})
_CHANGES = frozenset({"captured", "lost"})
_MOST_GAINED = 20_000.0  # km²: more is the size of a country or a region
_REMEMBERED = 8  # claims of the same sentence that a later one may lean on


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
    wanted = with_units(document.text, sentences, grammar)
    claims: list[StatedArea] = []
    for index in sorted(wanted | {i + 1 for i in wanted if i + 1 < len(sentences)}):
        claims.extend(reader.sentence(sentences[index], sentences[index - 1] if index else None, index in wanted))
    return tuple(claims)


class _Claims:
    def __init__(self, document: Document, grammar: Grammar, vocabulary: Vocabulary) -> None:
        self.document, self.grammar, self.vocabulary = document, grammar, vocabulary
        self.parties = finder(vocabulary, grammar.lang)
        self.near = Neighbours(document, grammar, vocabulary, self.parties)
        self.actors = Actors(self.near)
        self.before = Context()
        self.compared: set[int] = set()

    def sentence(self, sentence: Sentence, previous: Sentence | None, has_unit: bool) -> list[StatedArea]:
        """Read one sentence; the one before it, if it is in the same paragraph, is its context."""
        before = self.before
        if previous is None or previous.paragraph != sentence.paragraph:
            before = Context()
        elif before.sentence is not previous:
            before = Context(previous)
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
            claims = self._tally(dated_rates(claims))
            claims = compared(claims, before.claims, text, self.grammar)
        self.before = Context(sentence, tuple(claims))
        return claims

    def _tally(self, claims: list[StatedArea]) -> list[StatedArea]:
        """Date the totals of an operation ("182 km² liberated, 230 cleared of saboteurs"): up to the publication."""
        undated = [claim for claim in claims if claim.period is None and claim.rate is None]
        if self.document.published is None or {c.direction for c in undated} != {"captured", "other"}:
            return claims
        until = Period(None, self.document.published)
        return [replace(claim, period=until) if claim in undated else claim for claim in claims]

    def _piece(
        self, sentence: Sentence, start: int, end: int, before: Context, earlier: list[StatedArea]
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
                named = self.near.source_of(before)
            claim = replace(claim, attributed_to=named)
            claim = replace(claim, flags=flags_of(claim, quantity, layout, self.document.published))
            claims.append(claim)
            yield claim

    def _layout(self, start: int, end: int, before: Context, earlier: list[StatedArea]) -> Layout:
        text = self.document.text
        layout = lay_out(text, start, end, self.grammar, self.parties)
        quantities = find_quantities(text, start, end, self.grammar)
        periods = find_periods(text, start, end, self.grammar, Calendar(self.document.published))
        layout = replace(
            layout.with_quantities(quantities), periods=tuple(without_year(text, p, end, quantities) for p in periods)
        )
        units = [q.unit for q in quantities] + [claim.unit for claim in (*earlier, *before.claims)]
        if units:
            elided = find_elided(layout, units[0], alone=not quantities)
            # What stands where a month's year stands is none ("November 9999"), but no area either.
            elided = [q for q in elided if not any(odd_year(text, p, end, quantities) == q.start for p in periods)]
            if elided:
                layout = layout.with_quantities([*quantities, *elided])
        return layout

    def _claim(
        self,
        layout: Layout,
        sentence: Sentence,
        quantity: Quantity,
        governor: Governor | None,
        before: Context,
        earlier: list[StatedArea],
        sources: list[SourceSpan],
    ) -> StatedArea | None:
        leaning = self._leaning(earlier or before.claims, quantity)
        own_rate = rate_of(layout, quantity)
        if governor is None:
            goes_on = leaning is not None and self._continues(layout, quantity, own_rate, same_sentence=bool(earlier))
            if goes_on and leaning is not None:
                direction, who, open_verb = leaning.direction, leaning.actor, False
                other = self.actors.subject_or_party(layout, quantity, Context()) if not earlier else None
                if own_rate and other not in (None, who) and direction in ("captured", "lost"):
                    # "Ukraine lost 449 km². The enemy's best week gave it 18 km² a day."
                    direction, who = "captured", other
            elif own_rate is not None and not self.grammar.words["veto_any"].search(
                layout.text, layout.start, layout.end
            ):
                # Ground a day, a week or a month without a verb is the pace of an advance.
                direction, who, open_verb = "captured", self.actors.subject_or_party(layout, quantity, before), False
            elif self._is_counted(layout, quantity, sources):
                direction, who, open_verb = "captured", self.actors.owner(layout, quantity), False
            else:
                return None
        else:
            direction, open_verb = governor.direction, governor.open_verb
            if own_rate and direction in _STANDING:
                # "the average rose from 4 to 11 km² a day", "zajmują 300 km² miesięcznie": a pace, no total.
                direction = leaning.direction if leaning and leaning.direction not in _STANDING else "captured"
            who = self.actors.of(layout, quantity, governor, direction, earlier, before)
            last = earlier[-1] if earlier else None
            leads = last is not None and quantity.elided and governor.cue.end <= last.start
            if last and leads and last.direction in _CHANGES and is_compared_with(layout, quantity, last):
                # "are occupying 14 km² a day, against 18 in May": what it is compared with is of its kind.
                direction, who, open_verb = last.direction, last.actor, False
        rate = own_rate or compared_rate(layout, quantity, earlier, before.claims)
        period, direction = period_of(
            layout, quantity, direction, open_verb=open_verb, published=self.document.published,
            earlier=self._main(earlier), before=self._main(before.claims), lead=self.near.led_by(before),
        )  # fmt: skip
        if earlier and is_compared_with(layout, quantity, earlier[-1]):
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

    def _is_counted(self, layout: Layout, quantity: Quantity, sources: list[SourceSpan]) -> bool:
        """Tell whether a figure without a verb is a gain: a source's count, or a side's own, for a dated period."""
        if self.grammar.words["veto_any"].search(layout.text, layout.start, layout.end):
            return False
        if quantity.km2 > _MOST_GAINED or any(c.label in ("veto", "veto_noun", "other") for c in layout.cues):
            return False
        dated = any(p.period is not None and p.period.start is not None for p in layout.periods)
        counted = any(source.reports for source in sources) or layout.text[max(0, quantity.start - 1)] == "+"
        # "August: 464 km², September: 259 km²": a row of months says what was gained in each.
        counted = counted or (len(layout.quantities) > 1 and sum(p.rule == "month" for p in layout.periods) > 1)
        return dated and (counted or self.actors.owner(layout, quantity) is not None)

    def _leaning(self, claims: Sequence[StatedArea], quantity: Quantity) -> StatedArea | None:
        """Return the claim that a figure without a verb goes on with: the last it may be a part of, else the last."""
        larger = [claim for claim in claims if claim.area_km2 >= quantity.km2]
        return next(reversed(larger or list(claims)), None)

    def _main(self, claims: Sequence[StatedArea]) -> list[StatedArea]:
        """Return the claims without those that another one was only compared with; their period is not passed on."""
        return [claim for claim in claims if claim.start not in self.compared] or list(claims)

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
