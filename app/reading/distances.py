"""Stated distances: "20 km from Pokrovsk", "the nearby Myrnohrad", "Rodynske near Pokrovsk"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.reading.clauses import Layout
from app.reading.figures import figure_value
from app.reading.gates import match_end
from app.reading.marks import LENGTH, NEAR
from app.reading.records import Mention
from app.reading.sentence_places import SentencePlaces
from app.reading.statement_words import StatementWords

KM_PER_MILE = 1.609344
_UNITS = {"km": 1.0, "mi": KM_PER_MILE}
_LENGTH = re.compile(r"(?<![\d.,–—-])(\d{1,3}(?:[.,]\d{1,2})?)(?:\s?[-–—]\s?(\d{1,3}(?:[.,]\d{1,2})?))?[\s\u00a0-]?")
_OF = 60
_BEFORE = 90
_PARTY = 110.0


@dataclass(frozen=True, slots=True)
class Distance:
    """How far a place is said to lie from another one, or from a side's troops; ``km`` None where it is only near."""

    start: int
    end: int
    place: Mention
    km: float | None
    other: Mention | None
    party: str | None


def find_distances(
    laid: Callable[[], Layout], places: SentencePlaces, words: StatementWords, mark: int
) -> Iterator[Distance]:
    """Yield the distances in a stretch of text, those without a figure only between two places.

    `mark` says whether it has a unit of length, or a word of nearness (:mod:`app.reading.marks`).
    """
    if mark & LENGTH and any(words.distance[unit].search(places.text, places.start, places.end) for unit in _UNITS):
        yield from _measured(laid(), places, words)
    if mark & NEAR and len(places.mentions) > 1:
        yield from _near(places, words)


def _measured(layout: Layout, places: SentencePlaces, words: StatementWords) -> Iterator[Distance]:
    text = layout.text
    spelt = [number for number in layout.stretch.numbers() if not text[number.start].isdigit()]
    for start, end, low, high in [*_lengths(layout), *((n.start, n.end, n.value, n.value) for n in spelt)]:
        for name, factor in _UNITS.items():
            unit = words.distance[name].match(text, end if text[start].isdigit() else _behind(text, end), layout.end)
            if unit is None:
                continue
            place = places.after(unit.end(), _OF)
            if place is None or place.kind != "settlement" or place.adjectival:
                break
            if not _is_link(text[unit.end() : place.start], words):
                break
            other = _other(places, words, start)
            party = None if other is not None else _party(layout, start)
            yield Distance(start, place.end, place, factor * (low + high) / 2, other, party)
            break


def _lengths(layout: Layout) -> Iterator[tuple[int, int, float, float]]:
    """Yield where figures stand that may be lengths, and their two ends."""
    decimal = layout.grammar.numbers.decimal
    for match in _LENGTH.finditer(layout.text, layout.start, layout.end):
        low, _ = figure_value(match.group(1), decimal)
        high = figure_value(match.group(2), decimal)[0] if match.group(2) else low
        if low is not None and high is not None:
            yield match.start(), match.end(), low, high


def _behind(text: str, at: int) -> int:
    return at + len(text[at : at + 2]) - len(text[at : at + 2].lstrip(" -\u00a0"))


def _is_link(between: str, words: StatementWords) -> bool:
    if (
        not between.strip()
        or words.distance["must"].search(between) is None
        or any(mark in between for mark in ",.;:(")
    ):
        return False
    return not _stripped(between, words, "link")


def _stripped(text: str, words: StatementWords, key: str) -> str:
    while text.strip(" ,–—-\u00a0"):
        text = text.rstrip(" ,–—-\u00a0")
        match = match_end(words.distance_ending[key], text)
        if match is None or match.start() == match.end():
            return text
        text = text[: match.start()]
    return ""


def _other(places: SentencePlaces, words: StatementWords, start: int) -> Mention | None:
    """Return the settlement that is said to lie there: right before the figure, but for "a village about"."""
    other = places.before(start, _BEFORE)
    if other is None or other.kind != "settlement" or other.adjectival or other.metonym:
        return None
    return None if _stripped(places.text[other.end : start], words, "between") else other


def _party(layout: Layout, start: int) -> str | None:
    """Return whose troops stand there: the one side that the clause before the figure speaks of."""
    near = {
        span.party
        for span in layout.parties
        if span.role == "plain" and span.end <= start and layout.cost((span.start, span.end), (start, start)) < _PARTY
    }
    return next(iter(near)) if len(near) == 1 else None


def _near(places: SentencePlaces, words: StatementWords) -> Iterator[Distance]:
    text = places.text
    towns = [m for m in places.mentions if m.kind == "settlement" and not m.adjectival and not m.metonym]
    for index, place in enumerate(towns):
        if not index:
            continue
        before = towns[index - 1]
        lead = text[max(before.end, place.start - _OF) : place.start]
        match = match_end(words.distance_ending["near"], lead)
        if match is not None and match.start() < match.end():
            yield Distance(place.start - len(lead) + match.start(), place.end, place, None, before, None)
        elif words.distance["beside"].fullmatch(text[before.end : place.start].strip(" ,(")):
            yield Distance(before.start, place.end, place, None, before, None)
