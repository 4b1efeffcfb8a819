"""One period's ground set against another's: "44 % less than in August", "almost double", "the smallest since May".

A sentence is read only where it has a comparing word, and kept only where it speaks of ground: a stated area stands in
it, or a word of taking or losing, and what is compared is not attacks, men or money.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from app.reading.claims_rates import is_one_month
from app.reading.comparison_words import Found, Kind, Words, load_comparing
from app.reading.dates import Calendar, month_end
from app.reading.marks import COMPARED, PERCENT, RECORDS, TIMES
from app.reading.periods import BEFORE_RULES, OPEN_RULES, PeriodSpan, anchored, find_periods
from app.reading.records import Comparison, Direction, Document, Period, Qualifier, Relation, Sentence, StatedArea
from app.reading.stretches import Desk, Stretch, desk
from app.reading.vocabulary import Vocabulary

_TIMES: dict[str, float] = {"half": 0.5, "double": 2.0, "triple": 3.0}
_RECORDS: dict[str, Relation] = {"least": "least", "most": "most"}
_NEAR = 36  # characters between a percentage and the words that say less or more of what
_BASE = 60  # characters on which the period of comparison begins
_RECORD = 70
_LONGEST = 2000
_YEAR = re.compile(r",?\s(?:of\s)?((?:19|20)\d\d)(?!\d)")
_ANY = PERCENT | TIMES | RECORDS
_GROUND: tuple[Direction, ...] = ("captured", "lost")


def read_comparisons(
    document: Document,
    sentences: Sequence[Sentence],
    claims: Sequence[StatedArea],
    vocabulary: Vocabulary,
    shared: Desk | None = None,
) -> tuple[Comparison, ...]:
    """Read the comparisons of a document.

    Parameters
    ----------
    document : Document
        ``lang`` says which words; a language without a table has no comparisons.
    sentences : sequence of Sentence
        As :func:`app.reading.sentences.split` gives them.
    claims : sequence of StatedArea
        The stated areas of the same document, in the order of the text.
    shared : Desk, optional
        The document's stretches, where others read them too.

    Returns
    -------
    tuple of Comparison
        In the order of the text. One without both its periods is left out: it says nothing that can be checked.
    """
    shared, words = shared or desk(document, vocabulary), load_comparing(document.lang or "en")
    if shared is None or words is None:
        return ()
    by_sentence: dict[int, list[StatedArea]] = {}
    for claim in claims:
        by_sentence.setdefault(claim.sentence, []).append(claim)
    reader = _Comparisons(shared, words)
    found: list[Comparison] = []
    for index, mark in enumerate(shared.marks(sentences)):
        kinds = [kind for kind, its in COMPARED.items() if mark & its] if mark & _ANY else None
        if not kinds:
            continue
        sentence = sentences[index]
        before: list[StatedArea] = []
        if index and sentences[index - 1].paragraph == sentence.paragraph:
            before = by_sentence.get(index - 1, [])
        found += reader.sentence(sentence, kinds, by_sentence.get(index, []), before)
    return tuple(found)


class _Comparisons:
    def __init__(self, desk: Desk, words: Words) -> None:
        self.desk, self.grammar, self.words = desk, desk.lexicon.grammar, words
        self.document, self.text = desk.document, desk.document.text
        self._of_kind: dict[Kind, Callable[[int, int], Iterator[Found]]] = {
            "percent": self._percentages, "times": self._multiples, "records": self._superlatives
        }  # fmt: skip

    def sentence(
        self, sentence: Sentence, kinds: Sequence[Kind], areas: Sequence[StatedArea], before: Sequence[StatedArea]
    ) -> Iterator[Comparison]:
        """Give the comparisons of one sentence, in which `areas` stand; `before`: those of the sentence before."""
        start, end = sentence.start, min(sentence.end, sentence.start + _LONGEST)
        compared = [words for words in self._found(kinds, start, end) if not self._is_of_something_else(words, end)]
        if not compared:
            return
        stretch = self.desk.stretch(start, end)
        grounds = [claim for claim in areas if claim.direction in _GROUND]
        leaning = [claim for claim in before if claim.direction in _GROUND]
        direction = None if grounds or leaning else self._direction(stretch)
        if not grounds and not leaning and direction is None:
            return
        periods = stretch.periods()
        for words in compared:
            base = self._base(words, periods, start, end)
            claim = self._claim_beside(words, grounds or leaning)
            stated = None if claim is None else claim.period
            own = self._own_period(words, periods, base)
            # An area of the sentence before says of which period only where this sentence says none.
            period = (stated or own) if grounds else (own or stated)
            if period is None:
                continue
            if base is not None and base.rule in BEFORE_RULES:
                base = anchored(base, self.text, self.grammar, Calendar(self.document.published, period))
            against = None if base is None else base.period
            if against is None or not _comparable(words, period, against):
                continue
            actor = claim.actor if claim is not None else self._actor(stretch)
            yield Comparison(
                sentence=sentence.index,
                start=words.start,
                end=max(words.end, base.end if base else 0),
                text=self.text[words.start : max(words.end, base.end if base else 0)],
                relation=words.relation,
                percent=words.percent,
                times=words.times,
                qualifier=self._qualifier(words),
                period=period,
                base=against,
                direction=claim.direction if claim is not None else direction or "captured",
                actor=actor,
                attributed_to=claim.attributed_to if claim is not None else None,
            )

    def _found(self, kinds: Sequence[Kind], start: int, end: int) -> list[Found]:
        """Return the comparing words of these kinds between two offsets, in their order."""
        found = [words for kind in kinds for words in self._of_kind[kind](start, end)]
        return sorted(found, key=lambda words: words.start)

    def _percentages(self, start: int, end: int) -> Iterator[Found]:
        patterns = self.words.patterns
        for match in patterns["percent"].finditer(self.text, start, end):
            groups = match.groupdict()
            number = float((groups.get("number") or groups.get("number_after") or "0").replace(",", "."))
            lead = self.text[max(start, match.start() - 48) : match.start()]
            for relation in ("less", "more"):
                behind = patterns[relation].search(self.text, match.end(), min(end, match.end() + 24))
                if behind is not None and self.text[match.end() : behind.start()].count(" ") <= 2:  # noqa: PLR2004
                    yield Found(match.start(), behind.end(), relation, percent=number, hedged=self._hedged(lead))
                    break
                ahead = patterns[f"{relation}_by"].search(lead)
                if ahead is not None:
                    hedged = self._hedged(lead)
                    begin = match.start() - len(lead) + ahead.start()
                    yield Found(begin, match.end(), relation, percent=number, hedged=hedged)
                    break

    def _multiples(self, start: int, end: int) -> Iterator[Found]:
        for name, times in _TIMES.items():
            for match in self.words.patterns[name].finditer(self.text, start, end):
                hedged = match.group("hedge") is not None
                yield Found(match.start(), match.end(), "times", times=times, hedged=hedged)

    def _superlatives(self, start: int, end: int) -> Iterator[Found]:
        if self.words.patterns["since"].search(self.text, start, end) is None:
            return  # "at least"
        for name, relation in _RECORDS.items():
            for match in self.words.patterns[name].finditer(self.text, start, end):
                if self._since(match.start(), match.end(), start, end) is not None:
                    yield Found(match.start(), match.end(), relation)

    def _since(self, at: int, behind: int, start: int, end: int) -> re.Match[str] | None:
        """Return the word that opens the stretch of a record."""
        since = self.words.patterns["since"].search(self.text, behind, min(end, behind + _RECORD))
        if since is None and self.words.base_first:
            since = self.words.patterns["since"].search(self.text, max(start, at - _BASE), at)
        return since

    def _hedged(self, lead: str) -> bool:
        return self.words.patterns["hedges"].search(lead) is not None

    def _qualifier(self, words: Found) -> Qualifier | None:
        return "approx" if words.hedged else None

    def _is_of_something_else(self, words: Found, end: int) -> bool:
        """Tell whether what is compared is no ground ("9 % fewer attacks")."""
        lead = max(0, words.start - _NEAR // 2)
        pattern = self.words.patterns["others"]
        return (
            pattern.search(self.text, words.end, min(end, words.end + _NEAR)) is not None
            or pattern.search(self.text, lead, words.start) is not None
        )

    def _base(self, words: Found, periods: Sequence[PeriodSpan], start: int, end: int) -> PeriodSpan | None:
        """Return the period that the ground is measured against."""
        if words.relation in ("least", "most"):
            since = self._since(words.start, words.end, start, end)
            if since is None:
                return None
            calendar = Calendar(self.document.published)
            found = find_periods(self.text, since.start(), end, self.grammar, calendar)
            return next((p for p in found if p.start <= since.end() + 2 and p.period is not None), None)
        link = self.words.patterns["link"]
        if self.words.base_first:
            ahead = [p for p in periods if p.end <= words.start and words.start - p.end <= _BASE // 2]
            linked = [p for p in ahead if link.search(self.text, max(start, p.start - 4), p.start + 1)]
            return linked[-1] if linked else None
        for span in periods:
            if span.start < words.end - 1 or span.rule in OPEN_RULES:
                continue
            between = self.text[words.end - 1 : span.end]
            if span.start - words.end > _BASE or ";" in between:
                return None
            if link.search(between):
                return span
        return self._bare_month(words, end)

    def _bare_month(self, words: Found, end: int) -> PeriodSpan | None:
        """Return the month that stands without its "in" behind the comparison ("up 89 % from October")."""
        stop = min(end, words.end + _BASE // 2)
        link = self.words.patterns["link"].search(self.text, words.end, stop)
        if link is None:
            return None
        months = ((pattern.search(self.text, link.end(), stop), number) for number, pattern in self.grammar.months)
        found = [(match.start(), match, number) for match, number in months if match is not None]
        if not found:
            return None
        _, match, number = min(found)
        if self.grammar.lang == "en" and not match.group()[0].isupper():  # the verb "may"
            return None
        year = _YEAR.match(self.text, match.end(), end)
        first = Calendar(self.document.published).month(number, int(year.group(1)) if year else None)
        month = None if first is None else Period(first, month_end(first))
        return PeriodSpan(match.start(), year.end() if year else match.end(), "month", month)

    def _claim_beside(self, words: Found, claims: Sequence[StatedArea]) -> StatedArea | None:
        """Return the stated area that the comparison is about: the last before it, else the first."""
        ahead = [claim for claim in claims if claim.end <= words.start]
        if ahead:
            return ahead[-1]
        return claims[0] if claims else None

    def _own_period(self, words: Found, periods: Sequence[PeriodSpan], base: PeriodSpan | None) -> Period | None:
        """Return the period that the sentence itself speaks of, beside the one that it is measured against."""
        for span in periods:
            inside = words.start < span.end and span.start < words.end
            is_base = base is not None and span.start < base.end and base.start < span.end
            if not is_base and not inside and span.period is not None and span.rule not in OPEN_RULES:
                return span.period
        return None

    def _direction(self, stretch: Stretch) -> Direction | None:
        """Return what the sentence says became of ground, None where it says nothing of it."""
        said = stretch.changes()
        direction = next((direction for direction in _GROUND if direction in said), None)
        if direction and self.grammar.words["veto_any"].search(self.text, stretch.start, stretch.end):
            return None
        return direction

    def _actor(self, stretch: Stretch) -> str | None:
        """Return the one side that the sentence names, None where it names both or neither."""
        named = {span.party for span in stretch.parties() if span.role in ("plain", "agent", "holder")}
        return named.pop() if len(named) == 1 else None


def _comparable(words: Found, period: Period, base: Period) -> bool:
    """Tell whether two periods can be set against each other: both closed, none in the other unless for a record."""
    if period.start is None or period.end is None or base.start is None:
        return False
    if words.relation in ("least", "most"):
        return is_one_month(period) and base.start < period.start
    return base.end is not None and (base.end < period.start or period.end < base.start)
