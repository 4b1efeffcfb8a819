"""Checkable sentences that state no area: who took a place, what share of an area is held, how far something lies.

Each needs a place of the reading, so the mentions are handed in.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date

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
_LENGTH = re.compile(r"(?<![\d.,–-])(\d{1,3}(?:[.,]\d{1,2})?)[\s -]?")
_HUNDRED = 100.0
_NEXT = 12  # characters between a verb and the place that it takes
_OF = 28  # characters between a share and the place that it is a share of
_KM_PER_MILE = 1.609344
_NEAR = 34.0


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
    ordered = sorted(mentions, key=lambda mention: mention.start)
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
    text = document.text
    verbs = [
        (match, event) for event, pattern in grammar.events.items() for match in pattern.finditer(text, start, end)
    ]
    shares = list(_PERCENT.finditer(text, start, end))
    lengths = list(_LENGTH.finditer(text, start, end)) if grammar.measures else []
    if not (verbs or shares or lengths):
        return
    layout = lay_out(text, start, end, grammar, parties)
    for match, event in verbs:
        yield from _control(layout, document, index, match, event, mentions)
    for match in shares:
        yield from _share(layout, document, index, match, mentions)
    for match in lengths:
        yield from _distance(layout, index, match, mentions)


def _control(
    layout: Layout, document: Document, index: int, match: re.Match[str], event: str, mentions: list[Mention]
) -> Iterator[Statement]:
    place = _after(layout, match.end(), mentions, _NEXT)
    if place is None or place.kind != "settlement" or place.metonym:
        return
    small = layout.grammar.measures["small"]
    if any(small.fullmatch(word) is None for word in layout.text[match.end() : place.start].strip(" \"'«„“").split()):
        return  # "took aim at Siversk"
    yield Statement(
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


def _share(
    layout: Layout, document: Document, index: int, match: re.Match[str], mentions: list[Mention]
) -> Iterator[Statement]:
    if layout.grammar.words["share"].search(layout.text, layout.start, layout.end) is None:
        return
    place = _after(layout, match.end(), mentions, _OF)
    value, _ = figure_value(match.group(1), layout.grammar.numbers.decimal)
    if place is None or value is None or value > _HUNDRED:
        return
    yield Statement(
        kind="share",
        sentence=index,
        start=match.start(),
        end=match.end(),
        text=match.group(),
        place=(place.start, place.end),
        actor=_subject(layout, match.span()),
        on=_on(layout, document.published, match.span()),
        percent=value,
    )


def _distance(layout: Layout, index: int, match: re.Match[str], mentions: list[Mention]) -> Iterator[Statement]:
    measures = layout.grammar.measures
    for name, factor in (("km", 1.0), ("mi", _KM_PER_MILE)):
        unit = measures[name].match(layout.text, match.end(), layout.end)
        if unit is None:
            continue
        link = measures["from"].search(layout.text, unit.end(), min(layout.end, unit.end() + _OF))
        place = _after(layout, link.end(), mentions, 2) if link else None
        value, _ = figure_value(match.group(1), layout.grammar.numbers.decimal)
        if place is not None and value is not None:
            yield Statement(
                kind="distance",
                sentence=index,
                start=match.start(),
                end=unit.end(),
                text=layout.text[match.start() : unit.end()],
                place=(place.start, place.end),
                distance_km=value * factor,
            )
        return


def _after(layout: Layout, position: int, mentions: list[Mention], reach: int) -> Mention | None:
    """Return the mention that follows closely, with nothing but space and small words before it."""
    for mention in mentions:
        if position <= mention.start <= position + reach and mention.end <= layout.end:
            between = layout.text[position : mention.start]
            return None if any(mark in between for mark in ".,;:()") else mention
    return None


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
