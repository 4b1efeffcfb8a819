"""One stated area: what became of it, who, when, where, by the words around its figure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.reading.attribution import attribute, refers_back
from app.reading.claims_actors import Actors
from app.reading.claims_context import Context, Neighbours
from app.reading.claims_periods import period_of
from app.reading.claims_rates import compared_rate, is_compared_with, is_one_month, rate_of
from app.reading.claims_unsaid import unsaid
from app.reading.clauses import Layout
from app.reading.flags import flags_of
from app.reading.governors import govern
from app.reading.quantities import Quantity
from app.reading.records import Rate, StatedArea
from app.reading.scopes import inherited_scope, scope_of
from app.reading.signs import sign_of
from app.reading.sources import SourceSpan
from app.reading.stretches import Desk

_STANDING = frozenset({"held", "remaining"})
_CHANGES = frozenset({"captured", "lost"})
_NO_GAIN = frozenset({"veto", "veto_noun", "other"})
_MOST_GAINED = 20_000.0  # km²: more is the size of a country or a region


class StatedAreas:
    """Reads the figures of one document, one after another; a later one may lean on those before it."""

    def __init__(self, desk: Desk) -> None:
        self.published: date | None = desk.document.published
        self.near = Neighbours(desk)
        self.actors = Actors(self.near)
        self.compared: set[int] = set()

    def claim(
        self, layout: Layout, sentence: int, quantity: Quantity, before: Context, earlier: list[StatedArea]
    ) -> StatedArea | None:
        """Return what a figure states, None where it is no claim.

        Parameters
        ----------
        before : Context
            The sentence before, if it is in the same paragraph.
        earlier : list of StatedArea
            The claims before it in its own sentence.
        """
        governor, sources = govern(layout, quantity), layout.stretch.sources()
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
            elif own_rate is not None and not layout.stretch.has("veto_any"):
                # Ground a day, a week or a month without a verb is the pace of an advance.
                direction, who, open_verb = "captured", self.actors.subject_or_party(layout, quantity, before), False
                who = who or self.actors.prior()
            elif self._is_counted(layout, quantity, sources):
                direction, who, open_verb = "captured", self.actors.owner(layout, quantity), False
                who = who or self.actors.subject_or_party(layout, quantity, before) or self.actors.prior()
            else:
                weaker = unsaid(
                    layout, quantity, self.actors, before, earlier, lead=self.near.led_by(before) is not None
                )
                if weaker is None:
                    return None
                (direction, who), open_verb = weaker, False
        else:
            direction, open_verb = governor.direction, governor.open_verb
            if direction in _STANDING:
                # "The occupied area: plus 4.2": a change of it.
                direction = sign_of(layout, quantity) or direction
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
            layout, quantity, direction, open_verb=open_verb, published=self.published,
            earlier=self._main(earlier), before=self._main(before.claims), lead=lambda: self.near.led_by(before),
        )  # fmt: skip
        if earlier and is_compared_with(layout, quantity, earlier[-1]):
            self.compared.add(quantity.start)
        named = attribute(layout, (quantity.start, quantity.end), sources)
        if named is None and not sources and refers_back(layout):
            named = self.near.source_of(before)
        text = layout.text[quantity.start : quantity.end]
        return StatedArea(
            sentence=sentence,
            start=quantity.start,
            end=quantity.end,
            text=text,
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
            attributed_to=named,
            flags=flags_of(quantity, text, period, layout, self.published),
        )

    def _is_counted(self, layout: Layout, quantity: Quantity, sources: list[SourceSpan]) -> bool:
        """Tell whether a figure without a verb is a gain: a source's count, or a side's own, for a dated period."""
        if layout.stretch.has("veto_any"):
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
        if layout.stretch.has("veto_any"):
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
