"""Stated areas: every figure that says that ground changed hands or is held, with who, what, when, and whose it is.

The unit is looked for first, over the whole text at once; only around it is anything parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.reading.claims_context import Context
from app.reading.claims_figure import StatedAreas
from app.reading.claims_lists import Lists, tabled
from app.reading.claims_rates import dated_rates
from app.reading.claims_series import in_months, month_by_month, respectively
from app.reading.claims_text import odd_year, pieces, without_year
from app.reading.clauses import Layout, lay_out
from app.reading.elision import find_elided
from app.reading.flags import compared
from app.reading.marks import UNIT
from app.reading.not_claims import goes_on, is_something_else
from app.reading.quantities import Quantity, find_quantities
from app.reading.records import Document, Period, Sentence, StatedArea
from app.reading.stretches import Desk, desk
from app.reading.vocabulary import Vocabulary

_DIGIT = re.compile(r"\d")
_STANDING = frozenset({"held", "remaining"})
_CHANGES = frozenset({"captured", "lost"})
_MOST_GAINED = 20_000.0  # km²: more is the size of a country or a region
_REMEMBERED = 8  # claims of the same sentence that a later one may lean on


def read_claims(
    document: Document, sentences: Sequence[Sentence], vocabulary: Vocabulary, shared: Desk | None = None
) -> tuple[StatedArea, ...]:
    """Read the stated areas of a document.

    Parameters
    ----------
    document : Document
        ``lang`` says which grammar; a language without one has no claims.
    sentences : sequence of Sentence
        As :func:`app.reading.sentences.split` gives them.
    shared : Desk, optional
        The document's stretches, where others read them too.

    Returns
    -------
    tuple of StatedArea
        In the order of the text; ``start`` and ``end`` are offsets into the document's text.
    """
    shared = shared or desk(document, vocabulary)
    if shared is None:
        return ()
    reader = _Claims(shared)
    wanted = {index for index, mark in enumerate(shared.marks(sentences)) if mark & UNIT}
    claims: list[StatedArea] = []
    follows = -1
    for index in range(min(wanted, default=len(sentences)), len(sentences)):
        if index not in wanted and index != follows:
            continue
        found = reader.sentence(sentences[index], sentences[index - 1] if index else None, index in wanted)
        claims.extend(found)
        # A figure without a unit may stand in the sentence behind one that has some.
        follows = index + 1 if found or index in wanted else follows
    return tuple(claims)


class _Claims:
    def __init__(self, desk: Desk) -> None:
        self.desk, self.document, self.grammar = desk, desk.document, desk.lexicon.grammar
        self.areas = StatedAreas(desk)
        self.before = Context()
        self.lists = Lists(desk)

    def sentence(self, sentence: Sentence, previous: Sentence | None, has_unit: bool) -> list[StatedArea]:
        """Read one sentence; the one before it, if it is in the same paragraph, is its context."""
        before = self.before
        if previous is None or previous.paragraph != sentence.paragraph:
            before = self.lists.context(sentence, previous, self.before)
        elif before.sentence is not previous:
            before = Context(previous)
        if not has_unit and not (
            (before.claims or before.unit) and _DIGIT.search(self.document.text, sentence.start, sentence.end)
        ):
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
            claims = respectively(
                month_by_month(in_months(self._tally(dated_rates(claims)), self._last), self._last), self._last
            )
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
        layout = self._last = self._layout(start, end, before, earlier)
        if not layout.quantities:
            return
        claims: list[StatedArea] = earlier[-_REMEMBERED:]
        refused: Quantity | None = None
        for quantity in layout.quantities:
            if is_something_else(layout, quantity) or (refused and goes_on(layout, refused, quantity)):
                refused = quantity
                continue
            claim = self.areas.claim(layout, sentence.index, quantity, before, claims[-_REMEMBERED:])
            if claim is not None:
                claims.append(claim)
                yield claim

    def _layout(self, start: int, end: int, before: Context, earlier: list[StatedArea]) -> Layout:
        text = self.document.text
        stretch = self.desk.stretch(start, end)
        quantities = find_quantities(stretch)
        layout, periods = lay_out(stretch), stretch.periods()
        layout.set_quantities(quantities)
        layout.periods = tuple([without_year(text, period, end, quantities) for period in periods])
        if not quantities:
            quantities = tabled(layout, before.unit)
            layout.set_quantities(quantities)
        units = [q.unit for q in quantities] + [claim.unit for claim in (*earlier, *before.claims)]
        if units:
            elided = find_elided(layout, units[0], alone=not quantities)
            # What stands where a month's year stands is none ("November 9999"), but no area either.
            elided = [q for q in elided if not any(odd_year(text, p, end, quantities) == q.start for p in periods)]
            if elided:
                layout.set_quantities([*quantities, *elided])
        return layout
