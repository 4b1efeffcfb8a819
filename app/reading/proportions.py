"""Slips of proportion: a percentage that two figures of the text, or a figure and a country's size, do not bear out.

A flag never changes a figure: it tells the reader what to look at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.reading.figures import figure_value
from app.reading.grammar import Grammar, load
from app.reading.parties import PartyFinder, finder
from app.reading.records import Comparison, Document, StatedArea
from app.reading.shares import is_link, percent_pattern
from app.reading.statement_words import StatementWords, load_statement_words
from app.reading.vocabulary import Vocabulary

_BESIDE = 46  # characters between a figure and the share that it is called
_OF = 60
_POINTS, _SHARE = 1.5, 0.05  # what a stated percentage may be off: points, and as a share of it
_APPROX_POINTS, _APPROX_SHARE = 5.0, 0.15
_FITS = 1.6  # a share of a country is rounded, 0.1 for 0.08
_TEN = (7.0, 13.0)
_MONTH = re.compile(r"^\s*(?:in|im|en|w|у|в|за|for|during)\s+[^\W\d_]+(?:\s+20\d\d)?(?=,)", re.IGNORECASE)


def flag_proportions(
    document: Document, claims: Sequence[StatedArea], comparisons: Sequence[Comparison], vocabulary: Vocabulary
) -> tuple[StatedArea, ...]:
    """Return the claims of a document with the slips of proportion that stand by them, or by its comparisons.

    Two are looked for: "44 % less" beside two areas that do not differ so, and a share of a country beside an area that
    is not that share of it, most often by a slip of the decimal point.
    """
    grammar, words = load(document.lang or "en"), load_statement_words(document.lang or "en")
    if not claims or grammar is None or words is None:
        return tuple(claims)
    flags: dict[int, list[str]] = {}
    for comparison in comparisons:
        for index, flag in _against_figures(comparison, claims):
            flags.setdefault(index, []).append(flag)
    sizes = {party.id: party.area_km2 for party in vocabulary.parties.values() if party.area_km2}
    parties = finder(vocabulary, grammar.lang)
    for index, claim in enumerate(claims if sizes else ()):
        slips = _against_country(document.text, claim, grammar, words, parties, sizes)
        if slips:
            flags.setdefault(index, []).extend(slips)
    if not flags:
        return tuple(claims)
    return tuple(
        replace(claim, flags=(*claim.flags, *flags[index])) if flags.get(index) else claim
        for index, claim in enumerate(claims)
    )


def _against_figures(comparison: Comparison, claims: Sequence[StatedArea]) -> list[tuple[int, str]]:
    if comparison.percent is None or comparison.relation not in ("less", "more"):
        return []
    near = [
        (index, claim)
        for index, claim in enumerate(claims)
        if comparison.sentence - 1 <= claim.sentence <= comparison.sentence and claim.rate is None and claim.area_km2
    ]
    first = [pair for pair in near if pair[1].period == comparison.period]
    base = [pair for pair in near if pair[1].period == comparison.base]
    if len(first) != 1 or len(base) != 1 or first[0][1].direction != base[0][1].direction:
        return []
    (index, one), (_, other) = first[0], base[0]
    change = 100 * (one.area_km2 - other.area_km2) / other.area_km2
    stated = comparison.percent if comparison.relation == "more" else -comparison.percent
    loose = comparison.qualifier or one.qualifier or other.qualifier or one.value_high or other.value_high
    points, share = (_APPROX_POINTS, _APPROX_SHARE) if loose else (_POINTS, _SHARE)
    if abs(change - stated) <= max(points, share * comparison.percent):
        return []
    words = f"{abs(change):.0f} % {'more' if change > 0 else 'less'} than"
    return [(index, f"{comparison.text!r} does not fit: {one.text} is {words} {other.text}")]


def _against_country(
    text: str,
    claim: StatedArea,
    grammar: Grammar,
    words: StatementWords,
    parties: PartyFinder,
    sizes: Mapping[str, float],
) -> list[str]:
    for match in percent_pattern(words).finditer(text, max(0, claim.start - _OF - _BESIDE), claim.end + _BESIDE):
        behind = match.start() >= claim.end
        if not behind and match.end() > claim.start:
            continue
        for span in parties.find(text, match.end(), min(len(text), match.end() + _OF), grammar):
            if span.party in sizes and is_link(text[match.end() : span.start], words):
                between = text[claim.end : match.start()] if behind else text[span.end : claim.start]
                if _is_joint(between, grammar, words):
                    stated, _ = figure_value(match.group(1), grammar.numbers.decimal)
                    return _said(text[match.start() : match.end()], stated, claim, span.party, sizes)
            break
    return []


def _is_joint(between: str, grammar: Grammar, words: StatementWords) -> bool:
    """Tell whether a figure and a share stand for the same: in brackets, behind a comma, joined by "or"."""
    if any(mark in between for mark in ".;:!?"):
        return False
    between = _MONTH.sub("", between)
    rest = between.strip(" ,()–—-=≈~\u00a0")
    if not rest:
        return bool(re.search(r"[,(–—=≈]", between))
    joined = between.lstrip()[:1] in (",", "(", "–", "—")
    while rest:
        bare = rest.strip(" ,()–—-=≈~\u00a0")
        match = grammar.words["or"].match(bare) or words.share["joint"].match(bare)
        hedge = (
            None
            if match
            else next((m for p in (*grammar.ahead, *(p for _, p in grammar.behind)) if (m := p.match(bare))), None)
        )
        if match is None and hedge is None:
            return False
        joined = joined or match is not None
        rest = bare[(match or hedge).end() :].strip()  # type: ignore[union-attr]
    return joined


def _said(text: str, stated: float | None, claim: StatedArea, party: str, sizes: Mapping[str, float]) -> list[str]:
    if not stated:
        return []
    measured = 100 * claim.area_km2 / sizes[party]
    ratio = stated / measured if measured else 0.0
    if 1 / _FITS <= ratio <= _FITS:
        return []
    what = f"{claim.text} is {measured:.2g} % of {party.capitalize()}"
    if _TEN[0] <= ratio <= _TEN[1]:
        return [f"{text.strip()} is ten times off: {what}"]
    if _TEN[0] <= 1 / ratio <= _TEN[1]:
        return [f"{text.strip()} is a tenth of it: {what}"]
    return [f"{text.strip()} does not fit: {what}"]
