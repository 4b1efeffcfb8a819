"""Checkable sentences that state no area: who took a place, what share of an area is held, how far something lies.

Each needs a place of the reading, so the mentions are handed in, and a word that marks its sentence.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from app.reading.claims_text import pieces
from app.reading.clauses import Layout, lay_out
from app.reading.control_context import Voice, actor_of, is_anyones, voice_of
from app.reading.control_statements import find_control
from app.reading.distances import find_distances
from app.reading.marks import LENGTH, NEAR, PERCENT, VERB
from app.reading.records import Document, Mention, Sentence, Statement, StatementKind
from app.reading.sentence_places import Said, SentencePlaces
from app.reading.shares import find_shares
from app.reading.statement_dates import when
from app.reading.statement_words import StatementWords
from app.reading.stretches import Desk, Stretch, desk
from app.reading.vocabulary import Vocabulary

_start = attrgetter("start")
_LOOK_BACK = 600  # characters of the sentence before
_ANY = VERB | PERCENT | LENGTH | NEAR


def read_statements(
    document: Document,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    vocabulary: Vocabulary,
    shared: Desk | None = None,
) -> tuple[Statement, ...]:
    """Read control statements, shares and distances.

    Parameters
    ----------
    document : Document
        ``lang`` says which grammar; a language without one has no statements.
    sentences, mentions : sequence
        Of this document; a statement is kept only where its place is a mention.
    shared : Desk, optional
        The document's stretches, where others read them too.

    Returns
    -------
    tuple of Statement
        In the order of the text; ``place`` is the span of a mention.
    """
    shared = shared or desk(document, vocabulary)
    if shared is None or not mentions:
        return ()
    reader = _Statements(shared, mentions)
    found: list[Statement] = []
    for index, mark in enumerate(shared.marks(sentences)):
        if mark & _ANY and reader.has_place(sentences[index]):
            before = sentences[index - 1] if index else None
            found.extend(reader.sentence(sentences[index], before, mark))
    return tuple(sorted(found, key=lambda statement: (statement.start, statement.end)))


class _Statements:
    def __init__(self, desk: Desk, mentions: Sequence[Mention]) -> None:
        self.desk, self.document = desk, desk.document
        self.words = desk.lexicon.words
        self.mentions = sorted(mentions, key=_start)
        self.starts = [mention.start for mention in self.mentions]
        self.before: Sentence | None = None

    def has_place(self, sentence: Sentence) -> bool:
        """Tell whether a sentence names a place."""
        first = bisect_left(self.starts, sentence.start)
        return first < len(self.starts) and self.starts[first] < sentence.end

    def sentence(self, sentence: Sentence, before: Sentence | None, mark: int) -> Iterator[Statement]:
        """Read one sentence by what it has a word of; the one before it, if in the same paragraph, is its context."""
        self.before = before if before is not None and before.paragraph == sentence.paragraph else None
        for start, end in pieces(self.document.text, sentence.start, sentence.end):
            # Only the piece's own: a sentence without end has as many mentions as pieces.
            inside = self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
            while inside and inside[-1].end > end:
                inside.pop()
            if inside and self.words is not None:
                yield from self._piece(sentence.index, SentencePlaces(self.document.text, start, end, inside), mark)

    def _piece(self, index: int, places: SentencePlaces, mark: int) -> Iterator[Statement]:
        words = self.words
        if words is None:
            return
        layout = _Once(self.desk.stretch(places.start, places.end))
        shares = list(self._shares(index, places, layout, words)) if mark & PERCENT else []
        if mark & VERB:
            # "regained control of 60 % of it": what is told of a part is not told of the place.
            partly = {share.place for share in shares if share.event != "held"}
            yield from (said for said in self._control(index, places, layout, words) if said.place not in partly)
        yield from shares
        if mark & (LENGTH | NEAR):
            yield from self._distances(index, places, layout, words, mark)

    def _control(self, index: int, places: SentencePlaces, laid: _Once, words: StatementWords) -> Iterator[Statement]:
        for said in find_control(places, laid.stretch, words):
            layout = laid()
            voice = voice_of(layout, said, words)
            if voice is None:
                continue
            actor = actor_of(layout, said, words)
            if actor is None:
                if not is_anyones(layout, said, words):
                    continue
                actor = self._from_context(said, voice)
            for place in said.places:
                span = (min(said.start, place.start), max(said.end, place.end))
                yield self._said("control", index, span, place, said.event, actor, voice, laid)

    def _said(
        self,
        kind: StatementKind,
        index: int,
        span: tuple[int, int],
        place: Mention,
        event: str,
        actor: str | None,
        voice: Voice,
        laid: _Once,
    ) -> Statement:
        """Return what is said of a place, with its day and whose word it is."""
        day = when(laid.dated(), self.document.published, span, self.words)
        return Statement(
            kind=kind,
            sentence=index,
            start=span[0],
            end=span[1],
            text=self.document.text[span[0] : span[1]],
            place=(place.start, place.end),
            event=event,
            actor=actor,
            on=day.on,
            on_start=day.start,
            dated=day.dated,
            claimed=voice.claimed,
            claimed_by=voice.party,
            attributed_to=voice.source,
        )

    def _from_context(self, said: Said, voice: Voice) -> str | None:
        """Return who did it where the sentence names no side: of whom the one before speaks, or who mostly does."""
        before = self._spoken_of()
        if not said.place_first and said.kind not in ("noun", "short"):
            # "The ministry said its troops had taken …"
            return before or voice.party or (self._usually(said) if said.event == "liberated" else None)
        if said.kind == "noun" and said.event == "liberated" and voice.party is not None:
            return voice.party  # "заявило об освобождении": a side calls so only what its own troops did
        if said.kind not in ("short", "noun") and said.place_first:
            return None
        usual = self._usually(said)
        if said.kind == "noun" and usual is not None and voice.party not in (None, usual):
            return None
        return usual if before in (None, usual) else None

    def _usually(self, said: Said) -> str | None:
        """Return the side of which the words are mostly said, where they name nobody."""
        return self.desk.lexicon.parties.usually(self.document.text[said.start : said.end])

    def _spoken_of(self) -> str | None:
        """Return the one side that the sentence before speaks of, as who acts or who reports."""
        if self.before is None:
            return None
        start = max(self.before.start, self.before.end - _LOOK_BACK)
        named = {
            span.party
            for span in self.desk.stretch(start, self.before.end).parties()
            if span.role in ("plain", "agent", "speaker")
        }
        return named.pop() if len(named) == 1 else None

    def _shares(self, index: int, places: SentencePlaces, laid: _Once, words: StatementWords) -> Iterator[Statement]:
        for share in find_shares(laid(), places, words):
            voice = voice_of(laid(), share.said, words)
            if voice is None:
                continue
            span, actor = (share.start, share.end), actor_of(laid(), share.said, words)
            said = self._said("share", index, span, share.said.places[0], share.said.event, actor, voice, laid)
            yield replace(said, percent=share.percent, percent_high=share.percent_high, qualifier=share.qualifier)

    def _distances(
        self, index: int, places: SentencePlaces, laid: _Once, words: StatementWords, mark: int
    ) -> Iterator[Statement]:
        for found in find_distances(laid, places, words, mark):
            yield Statement(
                kind="distance",
                sentence=index,
                start=found.start,
                end=found.end,
                text=self.document.text[found.start : found.end],
                place=(found.place.start, found.place.end),
                actor=found.party,
                on=self.document.published,
                distance_km=found.km,
                other=None if found.other is None else (found.other.start, found.other.end),
            )


class _Once:
    """A layout that is made when it is first needed, and its periods when a day is."""

    def __init__(self, stretch: Stretch) -> None:
        self.stretch = stretch
        self._made: Layout | None = None
        self._is_dated = False

    def __call__(self) -> Layout:
        if self._made is None:
            self._made = lay_out(self.stretch, cues=False)
        return self._made

    def dated(self) -> Layout:
        """Return the layout with its periods."""
        layout = self()
        if not self._is_dated:
            layout.periods, self._is_dated = tuple(self.stretch.periods()), True
        return layout
