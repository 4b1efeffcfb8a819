"""A language's words as compiled patterns; the words are data in ``languages/*.toml``, the logic is one.

The tables use a small notation: a space is any white space, ``*`` any ending of a word, ``..`` up to three words, round
brackets group, ``|`` and ``?`` are as in regular expressions, and a full stop is itself. In periods ``{month}``,
``{day}``, ``{year}``, ``{date}``, ``{n}``, ``{unit}``, ``{season}`` and ``{weekday}`` stand for what they say, ``{m}``
for a month in digits.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any

from app.reading.dates import Parts
from app.reading.finder import Finder
from app.reading.grammar_tables import (
    Numbers,
    PeriodPattern,
    holes_of,
    joined_end,
    numbers_of,
    period_expression,
    units_of,
    with_yo,
)
from app.reading.heads import brief
from app.reading.notation import Patterns, compiled, notation
from app.reading.records import Rate

_ROMAN = {"I": 1.0, "II": 2.0, "III": 3.0, "IV": 4.0}


@dataclass(frozen=True)
class Grammar:
    """One language."""

    lang: str
    spaced: bool
    numbers: Numbers
    units: re.Pattern[str]
    qualifiers: Patterns
    cues: Patterns
    words: Patterns
    periods: tuple[PeriodPattern, ...]
    months: tuple[tuple[int, re.Pattern[str]], ...]
    weekdays: tuple[re.Pattern[str], ...]
    seasons: Mapping[str, re.Pattern[str]]
    time_units: Mapping[str, re.Pattern[str]]
    counts: tuple[tuple[float, re.Pattern[str]], ...]
    breaks: tuple[tuple[float, re.Pattern[str]], ...]
    verb_last: float
    scopes: tuple[re.Pattern[str], ...]

    @cached_property
    def period_finder(self) -> Finder[int]:
        """Every entry of ``periods``, by its index."""
        return Finder(
            {index: entry.expression for index, entry in enumerate(self.periods)},
            brief={index: entry.brief for index, entry in enumerate(self.periods)},
            reach=9,  # "in the la"
        )

    @cached_property
    def rate_finder(self) -> Finder[Rate]:
        """The words of a rate a day, a week, a month."""
        rates: tuple[Rate, ...] = ("day", "week", "month")
        return Finder({rate: self.words.expression(f"rate_{rate}") for rate in rates})

    @cached_property
    def break_finder(self) -> Finder[float]:
        """What parts two clauses, by what it costs to go over it."""
        return Finder({cost: pattern.pattern for cost, pattern in self.breaks})

    @cached_property
    def place_finder(self) -> Finder[None]:
        """The words that lead a place ("in the", "close to")."""
        return Finder({None: self.words.expression("place_lead")})

    @cached_property
    def scope_finder(self) -> Finder[int]:
        """Regions with the words that lead them, by the index of their pattern."""
        return Finder({index: pattern.pattern for index, pattern in enumerate(self.scopes)}, case=True)

    @cached_property
    def ahead(self) -> tuple[re.Pattern[str], ...]:
        """The qualifiers that stand before a figure."""
        return tuple(self.qualifiers[name] for name in self.qualifiers.names() if not name.startswith("after_"))

    @property
    def hedges(self) -> Iterator[re.Pattern[str]]:
        """All qualifiers, those that stand before a figure first."""
        yield from self.ahead
        yield from (pattern for _, pattern in self.behind)

    @cached_property
    def behind(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """The qualifiers that stand behind a figure, by name."""
        return tuple((name, self.qualifiers[name]) for name in self.qualifiers.names() if name.startswith("after_"))

    def parts(self, match: re.Match[str]) -> Parts:
        """Return the numbers in a period's match, each kind in the order of the text."""
        found: dict[str, list[tuple[int, str]]] = {}
        for name, value in match.groupdict().items():
            if value is not None:
                found.setdefault(name.split("__")[0], []).append((match.start(name), value))
        texts = {kind: [value for _, value in sorted(pairs)] for kind, pairs in found.items()}
        return Parts(
            days=tuple(int(text) for text in texts.get("day", [])),
            months=tuple(self._month(text) for text in texts.get("month", [])),
            years=tuple(int(text) for text in texts.get("year", [])),
            count=next((self._count(text) for text in texts.get("n", [])), None),
            unit=next((name for text in texts.get("unit", []) for name in [_which(self.time_units, text)]), None),
            season=next((name for text in texts.get("season", []) for name in [_which(self.seasons, text)]), None),
            weekday=next((self._weekday(text) for text in texts.get("weekday", [])), None),
        )

    def _month(self, text: str) -> int:
        if text.isdigit():
            return min(max(int(text), 1), 12)
        return next((number for number, pattern in self.months if pattern.fullmatch(text)), 1)

    def _weekday(self, text: str) -> int | None:
        return next((number for number, pattern in enumerate(self.weekdays) if pattern.fullmatch(text)), None)

    def _count(self, text: str) -> float:
        try:
            return float(text.replace(",", "."))
        except ValueError:
            roman = _ROMAN.get(text.upper())
            return roman or next((value for value, pattern in self.counts if pattern.fullmatch(text)), 1.0)


def _which(table: Mapping[str, re.Pattern[str]], text: str) -> str | None:
    return next((name for name, pattern in table.items() if pattern.fullmatch(text)), None)


@lru_cache(maxsize=16)
def load(lang: str) -> Grammar | None:
    """Return the grammar of a language, None where there is none."""
    file = resources.files("app.reading") / "languages" / f"{lang}.toml"
    if not file.is_file():
        return None
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return _grammar(lang, with_yo(table) if table.get("yo") else table)


def _grammar(lang: str, table: dict[str, Any]) -> Grammar:
    spaced = table.get("spaced", True)

    def table_of(name: str) -> Patterns:
        return Patterns(table.get(name, {}), spaced=spaced)

    holes = holes_of(table, spaced)
    short = {name: hole if name == "date" else brief(hole) for name, hole in holes.items()}
    counts = tuple(
        (float(value), re.compile("|".join(notation(form) for form in forms), re.IGNORECASE))
        for words in (table["numbers"]["words"], table["ordinals"])
        for value, forms in words.items()
    )
    return Grammar(
        lang=lang,
        spaced=spaced,
        numbers=numbers_of(table["numbers"], spaced),
        units=units_of(table["units"]),
        qualifiers=table_of("qualifiers"),
        cues=table_of("cues"),
        words=table_of("words"),
        periods=tuple(
            PeriodPattern(
                rule.split(">")[-1],
                period_expression(pattern, holes, spaced=spaced),
                period_expression(pattern, short, spaced=spaced),
                joined_end(rule),
            )
            for rule, patterns in table["periods"].items()
            for pattern in patterns
        ),
        months=tuple((number, compiled([form], spaced=False)) for number, form in enumerate(table["months"], 1)),
        weekdays=tuple(compiled([form], spaced=False) for form in table["weekdays"]),
        seasons={key: compiled([form], spaced=False) for key, form in table["seasons"].items()},
        time_units={key: compiled([form], spaced=False) for key, form in table["time_units"].items()},
        counts=counts,
        breaks=tuple(
            (float(cost), re.compile("|".join(notation(p) for p in patterns), re.IGNORECASE))
            for cost, patterns in table["breaks"].items()
        ),
        verb_last=float(table.get("verb_last", 1.0)),
        # Names are told by their capitals, so a scope is written as a regular expression and heeds case.
        scopes=tuple(re.compile(pattern) for pattern in table["scopes"]),
    )
