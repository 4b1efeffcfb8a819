"""Stated shares: "controls 19 % of Ukraine", "took 77 % of Siversk"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from app.reading.clauses import Layout
from app.reading.figures import figure_value
from app.reading.gates import match_end
from app.reading.records import Mention, Qualifier
from app.reading.sentence_places import Said, SentencePlaces
from app.reading.statement_words import StatementWords

EVENTS = ("held", "captured", "liberated", "lost")
_HUNDRED = 100.0
_ENDS = ".;!?"
_CLOSING = '.,;:!?)»”"—–'
_FIGURE_BETWEEN = re.compile(r"\d")
_OF = 60  # characters between a share and the place that it is a share of
_FAR = 90.0
_QUALIFIER = 26
_FIGURE = r"(?<![\d.,])(\d{1,3}(?:[.,]\d{1,3})?)"
_QUALIFIERS: tuple[Qualifier, ...] = ("at_least", "at_most", "approx")
_POSSESSIVE = re.compile(r"['’]s?(?!\w)|-\w")


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a place and the verb that says what became of it."""

    start: int
    end: int
    percent: float
    percent_high: float | None
    qualifier: Qualifier | None
    said: Said


@lru_cache(maxsize=16)
def _pattern(percent: str) -> re.Pattern[str]:
    return re.compile(
        rf"{_FIGURE}(?:\s?[-–—]\s?(\d{{1,3}}(?:[.,]\d{{1,3}})?))?[\s\u00a0-]?(?:%|％|{percent})", re.IGNORECASE
    )


_HAN_PERCENT = re.compile(r"百分之(\d{1,3}(?:\.\d{1,3})?)()")


def find_shares(layout: Layout, places: SentencePlaces, words: StatementWords) -> Iterator[Share]:
    """Yield the shares of places in a stretch of text."""
    text = layout.text
    patterns = [percent_pattern(words)] + ([] if words.spaced else [_HAN_PERCENT])
    for pattern in patterns:
        for match in pattern.finditer(text, layout.start, layout.end):
            low, _ = figure_value(match.group(1), layout.grammar.numbers.decimal)
            high = figure_value(match.group(2), layout.grammar.numbers.decimal)[0] if match.group(2) else None
            if low is None or low > _HUNDRED or (high is not None and not low < high <= _HUNDRED):
                continue
            place = _place(text, match.start(), match.end(), places, words)
            if place is None and words.spaced:
                place = _place_before(layout, match.span(), places, words)
            verb = None if place is None else _verb(layout, match.span(), words)
            if place is not None and verb is not None:
                event, start, end = verb
                said = Said(event, start, end, (place,), False, "", min(start, match.start()))
                qualifier = _qualifier(layout, match.start())
                yield Share(match.start(), match.end(), low, high, qualifier, said)


def _place(text: str, start: int, end: int, places: SentencePlaces, words: StatementWords) -> Mention | None:
    place = places.after(end, _OF)
    if place is not None and place.start > end and is_link(text[end : place.start], words):
        after = text[place.end : place.end + 40]
        if words.share["behind"].match(after) or not _POSSESSIVE.match(after):
            return place
    if words.spaced:
        return None
    before = places.before(start, _OF)  # 乌克兰领土的19%, 乌克兰约19%的领土
    return before if before is not None and is_link(text[before.end : start], words, may_be_empty=True) else None


def _place_before(layout: Layout, at: tuple[int, int], places: SentencePlaces, words: StatementWords) -> Mention | None:
    """Return the place that a share follows ("в ДНР — 79%", "in Siversk they hold 30 % of the territory")."""
    place = places.before(at[0], _OF)
    while place is not None and any(p.start < place.end and place.start < p.end for p in layout.parties):
        place = places.before(place.start, _OF)  # "под контролем ВС РФ"
    if place is None or place.metonym or at[0] - place.end > _OF:
        return None
    between = layout.text[place.end : at[0]]
    if any(mark in between for mark in _ENDS) or _FIGURE_BETWEEN.search(between):
        return None
    rest = between.strip(" ,(—–-:\u00a0")
    while rest and (match := match_end(words.share_ending["beside"], rest)) is not None and match.start() < match.end():
        rest = rest[: match.start()].rstrip(" ,(—–-:\u00a0")
    after = layout.text[at[1] : layout.end].lstrip()
    ground = words.share["ground"].match(after)
    if not rest:
        # "In Kharkiv 40 % of the homes": something else is counted.
        told = any(words.share[event].match(after) for event in EVENTS)
        return place if ground or told or not after or after[0] in _CLOSING else None
    verb = any(words.share[event].search(between) for event in EVENTS)
    return place if ground is not None and verb else None


def percent_pattern(words: StatementWords) -> re.Pattern[str]:
    """Return a language's percentages: the figure, and the upper end of a range, are its groups."""
    return _pattern(words.share["percent"].pattern)


def is_link(between: str, words: StatementWords, *, may_be_empty: bool = False) -> bool:
    """Tell whether only such words as "of the territory of" stand between a share and its place."""
    if not between.strip():
        return may_be_empty or words.spaced
    rest = between
    while rest.strip():
        match = match_end(words.share_ending["link"], rest)
        if match is None or match.start() == match.end():
            return False
        rest = rest[: match.start()]
    return True


def _verb(layout: Layout, at: tuple[int, int], words: StatementWords) -> tuple[str, int, int] | None:
    found = [
        (layout.cost(match.span(), at), match.start(), match.end(), event)
        for event in EVENTS
        for match in words.share[event].finditer(layout.text, layout.start, layout.end)
    ]
    near = min((each for each in found if each[0] < _FAR), default=None)
    return None if near is None else (near[3], near[1], near[2])


def _qualifier(layout: Layout, start: int) -> Qualifier | None:
    lead = layout.text[max(layout.start, start - _QUALIFIER) : start].rstrip()
    for name in _QUALIFIERS:
        if any(match.end() == len(lead) for match in layout.grammar.qualifiers[name].finditer(lead)):
            return name
    return None
