"""Checkable sentences that state no area: who took a place, what share of an area is held, how far something lies.

Each needs a place of the reading, so the mentions are handed in.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from operator import attrgetter

from app.reading.claims import pieces
from app.reading.clauses import Layout, lay_out
from app.reading.dates import Calendar
from app.reading.grammar import Grammar, load
from app.reading.parties import PartyFinder, PartySpan, finder
from app.reading.periods import find_periods
from app.reading.quantities import figure_value
from app.reading.records import Document, Mention, Sentence, Statement
from app.reading.vocabulary import Vocabulary

_PERCENT = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:[.,]\d{1,2})?)\s?(?:%|percent|per cent|відсотк\w*|процент\w*)(?!\w)", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")
_LENGTH = re.compile(r"(?<![\d.,–-])(\d{1,3}(?:[.,]\d{1,2})?)[\s -]?")
_HUNDRED = 100.0
_NEXT = 12  # characters between a verb and the place that it takes
_OF = 28  # characters between a share and the place that it is a share of
_KM_PER_MILE = 1.609344
_NEAR = 34.0
_start = attrgetter("start")


def read_statements(
    document: Document, sentences: Sequence[Sentence], mentions: Sequence[Mention], vocabulary: Vocabulary
) -> tuple[Statement, ...]:
    """Read control statements, shares and distances.

    Parameters
    ----------
    document : Document
        ``lang`` says which grammar; a language without one has no statements.
    sentences, mentions : sequence
        Of this document; a statement is kept only where its place is a mention.

    Returns
    -------
    tuple of Statement
        In the order of the text; ``place`` is the span of a mention.
    """
    grammar = load(document.lang or "en")
    if grammar is None or not mentions:
        return ()
    parties = finder(vocabulary, grammar.lang)
    ordered = sorted(mentions, key=_start)
    starts = [mention.start for mention in ordered]
    found: list[Statement] = []
    for sentence in sentences:
        inside = ordered[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        if inside:
            for start, end in pieces(document.text, sentence.start, sentence.end):
                found.extend(_of_piece(document, sentence.index, start, end, inside, grammar, parties))
    return tuple(sorted(found, key=lambda statement: statement.start))


def _of_piece(
    document: Document,
    index: int,
    start: int,
    end: int,
    mentions: list[Mention],
    grammar: Grammar,
    parties: PartyFinder,
) -> Iterator[Statement]:
    """Read one piece. Most have no statement, so the sides and breaks are laid out only where one has its place."""
    text = document.text
    layout: Layout | None = None
    for event, match in grammar.events.finder.find(text, start, end):
        place = _taken(text, match, end, mentions, grammar)
        if place is not None:
            layout = layout or lay_out(text, start, end, grammar, parties, cues=False)
            yield _control(layout, document, index, match, event, place)
    if _DIGIT.search(text, start, end) is None:
        return
    for match in _PERCENT.finditer(text, start, end):
        shared = _shared(text, match, start, end, mentions, grammar)
        if shared is not None:
            layout = layout or lay_out(text, start, end, grammar, parties, cues=False)
            yield _share(layout, document, index, match, *shared)
    if grammar.measures:
        for match in _LENGTH.finditer(text, start, end):
            yield from _distance(text, end, index, match, mentions, grammar)


def _taken(text: str, match: re.Match[str], end: int, mentions: list[Mention], grammar: Grammar) -> Mention | None:
    """Return the settlement that a verb takes."""
    place = _after(text, match.end(), end, mentions, _NEXT)
    if place is None or place.kind != "settlement" or place.metonym:
        return None
    small = grammar.measures["small"]
    if any(small.fullmatch(word) is None for word in text[match.end() : place.start].strip(" \"'«„“").split()):
        return None  # "took aim at Siversk"
    return place


def _control(
    layout: Layout, document: Document, index: int, match: re.Match[str], event: str, place: Mention
) -> Statement:
    return Statement(
        kind="control",
        sentence=index,
        start=match.start(),
        end=place.end,
        text=layout.text[match.start() : place.end],
        place=(place.start, place.end),
        event=event,
        actor=_subject(layout, match.span()),
        on=_on(layout, document.published, match.span()),
    )


def _shared(
    text: str, match: re.Match[str], start: int, end: int, mentions: list[Mention], grammar: Grammar
) -> tuple[Mention, float] | None:
    """Return the place that a percentage is a share of, and its value."""
    place = _after(text, match.end(), end, mentions, _OF)
    value, _ = figure_value(match.group(1), grammar.numbers.decimal)
    if place is None or value is None or value > _HUNDRED:
        return None
    return (place, value) if grammar.words["share"].search(text, start, end) else None


def _share(
    layout: Layout, document: Document, index: int, match: re.Match[str], place: Mention, percent: float
) -> Statement:
    return Statement(
        kind="share",
        sentence=index,
        start=match.start(),
        end=match.end(),
        text=match.group(),
        place=(place.start, place.end),
        actor=_subject(layout, match.span()),
        on=_on(layout, document.published, match.span()),
        percent=percent,
    )


def _distance(
    text: str, end: int, index: int, match: re.Match[str], mentions: list[Mention], grammar: Grammar
) -> Iterator[Statement]:
    measures = grammar.measures
    for name, factor in (("km", 1.0), ("mi", _KM_PER_MILE)):
        unit = measures[name].match(text, match.end(), end)
        if unit is None:
            continue
        link = measures["from"].search(text, unit.end(), min(end, unit.end() + _OF))
        place = _after(text, link.end(), end, mentions, 2) if link else None
        value, _ = figure_value(match.group(1), grammar.numbers.decimal)
        if place is not None and value is not None:
            yield Statement(
                kind="distance",
                sentence=index,
                start=match.start(),
                end=unit.end(),
                text=text[match.start() : unit.end()],
                place=(place.start, place.end),
                distance_km=value * factor,
            )
        return


def _after(text: str, position: int, end: int, mentions: list[Mention], reach: int) -> Mention | None:
    """Return the mention that follows closely, with nothing but space and small words before it."""
    at = bisect_left(mentions, position, key=_start)
    if at == len(mentions) or mentions[at].start > position + reach or mentions[at].end > end:
        return None
    between = text[position : mentions[at].start]
    return None if any(mark in between for mark in ".,;:()") else mentions[at]


def _subject(layout: Layout, at: tuple[int, int]) -> str | None:
    near: list[tuple[float, PartySpan]] = []
    for span in layout.parties:
        if (span.role == "plain" and span.end <= at[0]) or (span.role == "agent" and span.start >= at[1]):
            cost = layout.cost((span.start, span.end), at)
            if cost < _NEAR:
                near.append((cost, span))
    return min(near, key=lambda pair: pair[0])[1].party if near else None


def _on(layout: Layout, published: date | None, at: tuple[int, int]) -> date | None:
    """Return the day that the sentence states, else the day of publication."""
    days = [
        (layout.cost((span.start, span.end), at), span.period.end)
        for span in find_periods(layout.text, layout.start, layout.end, layout.grammar, Calendar(published))
        if span.rule in ("day", "yesterday", "today", "until_day") and span.period is not None
    ]
    return min(days, key=lambda pair: pair[0])[1] if days else published
