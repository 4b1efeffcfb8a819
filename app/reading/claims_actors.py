"""Who captures, loses or holds: the verb's subject, else its neighbour, the claim before, the choice of words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.reading.claims_context import Context, Neighbours
from app.reading.clauses import Layout
from app.reading.cue_words import Cue
from app.reading.governors import Governor
from app.reading.notation import ends_with
from app.reading.parties import adversary
from app.reading.quantities import Quantity
from app.reading.records import StatedArea
from app.reading.roles import actor, hinted_actor, is_active

_MOVES = frozenset({"grow", "shrink"})
_OUT_OF = 12  # characters before a figure in which "of the" stands
_BESIDE = 4  # characters between a side's name and a figure set beside it


@dataclass(frozen=True, slots=True)
class Actors:
    """Finds the side that a claim is about."""

    near: Neighbours

    def of(
        self,
        layout: Layout,
        quantity: Quantity,
        governor: Governor,
        direction: str,
        earlier: Sequence[StatedArea],
        before: Context,
    ) -> str | None:
        """Return who captures, loses or holds a governed figure, by the surest sign first."""
        verb = layout.text[governor.cue.start : governor.cue.end]
        who = (
            governor.owner
            or self._taken_back(layout, governor, direction, earlier)
            or self._labelled(layout, quantity)
            or actor(layout, governor, self._other_side)
            or (self.near.parties.usually(verb) if direction == "other" else None)
            or self._inherited(direction, earlier, layout, governor)
            or hinted_actor(layout, quantity, governor, self._other_side)
        )
        if who is None and direction != "other":
            who = self._inherited(direction, before.claims, layout, governor) or self.near.party_of(before)
        who = who or self._usually(layout, governor.cue)
        return who or (self.prior() if direction == "captured" else None)

    def _labelled(self, layout: Layout, quantity: Quantity) -> str | None:
        """Return the side that a figure is set beside, as in a table ("Russia +505 km², Ukraine +17 km²")."""
        for span in layout.parties:
            if 0 < quantity.start - span.end <= _BESIDE and span.role == "plain":
                between = layout.text[span.end : quantity.start]
                return span.party if not between.strip(" :+–—-") and between.strip() else None
        return None

    def owner(self, layout: Layout, quantity: Quantity) -> str | None:
        """Return the side whose name stands right before a figure ("the Russians' 505 km² in November")."""
        near = [s for s in layout.parties if 0 < quantity.start - s.end <= _BESIDE and s.role == "plain"]
        return near[-1].party if near else None

    def subject_or_party(self, layout: Layout, quantity: Quantity, before: Context) -> str | None:
        """Return the only side of a sentence, else the one before the figure, else that of the sentence before."""
        sides = {span.party for span in layout.parties if span.role in ("plain", "agent", "speaker")}
        if len(sides) == 1:
            return sides.pop()
        near = [s for s in layout.parties if s.role in ("plain", "agent") and s.end <= quantity.start]
        return near[-1].party if near else self.near.party_of(before)

    def prior(self) -> str | None:
        """Return the side that advances in this war: what a figure of gains means that names nobody."""
        sides = self.near.vocabulary.parties.values()
        return next((party.id for party in sides if party.advances), None)

    def _other_side(self, party: str) -> str | None:
        return adversary(self.near.vocabulary, party)

    def _inherited(
        self, direction: str, claims: Sequence[StatedArea], layout: Layout, governor: Governor | None
    ) -> str | None:
        """Return the side of the claim before; where one captured and the other lost, its adversary."""
        last = claims[-1] if claims else None
        if last is None or last.actor is None or self._says_otherwise(layout, governor, last.actor):
            return None
        if {direction, last.direction} == {"captured", "lost"} and not layout.stretch.has("pronoun"):
            same = last.start >= layout.start and governor is not None and is_active(layout, governor)
            return last.actor if same else adversary(self.near.vocabulary, last.actor)
        return last.actor

    def _taken_back(
        self, layout: Layout, governor: Governor, direction: str, earlier: Sequence[StatedArea]
    ) -> str | None:
        """Return the other side where part of its gain was taken ("of the 1,268 km² seized by it 1,100 are freed")."""
        last = earlier[-1] if earlier else None
        if last is None or last.start < layout.start or not direction == last.direction == "captured":
            return None
        lead = layout.text[max(layout.start, last.start - _OUT_OF) : last.start].rstrip()
        if governor.cue.start < last.end or not ends_with(layout.grammar.words["out_of"], lead):
            return None
        own = any(last.end <= c.start < governor.cue.start and c.label == "captured" for c in layout.cues)
        other = adversary(self.near.vocabulary, last.actor) if own and last.actor else None
        said = self.near.parties.usually(layout.text[governor.cue.start : governor.cue.end])
        return other if said == other else None

    def _usually(self, layout: Layout, cue: Cue) -> str | None:
        """Return the side of which a verb, or the noun that it is about ("the liberated area grew"), is mostly said."""
        at = (cue.start, cue.end)
        nouns = [c for c in layout.cues if c.label in ("captured", "lost", "occupied")] if cue.label in _MOVES else []
        nouns.sort(key=lambda c: layout.cost((c.start, c.end), at))
        said = (self.near.parties.usually(layout.text[c.start : c.end]) for c in (cue, *nouns))
        return next((party for party in said if party), None)

    def _says_otherwise(self, layout: Layout, governor: Governor | None, inherited: str) -> bool:
        """Tell whether a verb without a subject is mostly said of the other side ("500 захвачено, 400 отвоёвано")."""
        if governor is None or is_active(layout, governor):
            return False
        usual = self.near.parties.usually(layout.text[governor.cue.start : governor.cue.end])
        return usual not in (None, inherited) and not any(
            p.role == "speaker" and p.party == inherited for p in layout.parties
        )
