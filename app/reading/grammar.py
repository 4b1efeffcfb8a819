"""A language's words as compiled patterns; the words are data in ``languages/*.toml``, the logic is one.

The tables use a small notation: a space is any white space, ``*`` any ending of a word, ``..`` up to three words, round
brackets group, ``|`` and ``?`` are as in regular expressions, and a full stop is itself. In periods ``{month}``,
``{day}``, ``{year}``, ``{date}``, ``{n}``, ``{unit}``, ``{season}`` and ``{weekday}`` stand for what they say, ``{m}``
for a month in digits.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any

from app.reading.dates import Parts
from app.reading.finder import Finder, may_end
from app.reading.heads import brief
from app.reading.records import Rate, Unit

# A length where an area is meant ("5,000 miles of territory") is read as one, and flagged.
UNIT_GROUPS: dict[str, Unit] = {"km2": "km2", "mi2": "mi2", "ha": "ha", "km2_slip": "km2", "mi2_slip": "mi2"}

_ROMAN = {"I": 1.0, "II": 2.0, "III": 3.0, "IV": 4.0}
_YO = re.compile(r"\[[^\]]*\]|[её]")
_AS_WRITTEN = frozenset({"numbers", "scopes", "ordinals"})
_HOLE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Numbers:
    """How a language writes numbers: its marks, its words, its multipliers."""

    decimal: str
    values: Mapping[str, float]
    multipliers: Mapping[str, float]
    section: float
    pattern: re.Pattern[str]
    word: re.Pattern[str]
    finder: Finder[None]


@dataclass(frozen=True)
class PeriodPattern:
    """The words of one rule of :mod:`app.reading.date_rules`; ``brief`` begins as they do and is quicker to take apart.

    ``joins`` is "from" or "to" where the words mean a period only together with its other end ("from May to the end of
    August"): the table then says ``"from>since_month"``.

    Compiled when first looked for: a language has a hundred of these, an article needs a few.
    """

    rule: str
    expression: str
    brief: str
    joins: str = ""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled expression."""
        return re.compile(self.expression, re.IGNORECASE)


class Patterns(Mapping[str, re.Pattern[str]]):
    """A table of the notation, each entry compiled when first looked up."""

    def __init__(self, table: Mapping[str, Iterable[str]], *, spaced: bool) -> None:
        self._table = table
        self._spaced = spaced
        self._compiled: dict[str, re.Pattern[str]] = {}

    def __getitem__(self, key: str) -> re.Pattern[str]:
        pattern = self._compiled.get(key)
        if pattern is None:
            pattern = self._compiled[key] = re.compile(self.expression(key), re.IGNORECASE)
        return pattern

    def expression(self, key: str) -> str:
        """Return an entry as a regular expression."""
        return expression(self._table[key], spaced=self._spaced)

    @cached_property
    def finder(self) -> Finder[str]:
        """All entries, looked for together."""
        return Finder({key: self.expression(key) for key in self._table})

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)


@dataclass(frozen=True)
class Grammar:
    """One language."""

    lang: str
    spaced: bool
    numbers: Numbers
    units: re.Pattern[str]
    units_lower: re.Pattern[str]
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
        )

    @cached_property
    def rate_finder(self) -> Finder[Rate]:
        """The words of a rate a day, a week, a month."""
        rates: tuple[Rate, ...] = ("day", "week", "month")
        return Finder({rate: self.words.expression(f"rate_{rate}") for rate in rates})

    @cached_property
    def behind(self) -> tuple[re.Pattern[str], ...]:
        """The qualifiers that stand behind a figure."""
        return tuple(pattern for name, pattern in self.qualifiers.items() if name.startswith("after_"))

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
    return _grammar(lang, _with_yo(table) if table.get("yo") else table)


def _with_yo(table: dict[str, Any]) -> dict[str, Any]:
    """Let the Russian tables match "е" and "ё" alike, as both are written; sets in brackets stay as they are."""

    def either(entry: Any) -> Any:
        if isinstance(entry, str):
            return _YO.sub(lambda found: found.group() if found.group()[0] == "[" else "[её]", entry)
        if isinstance(entry, list):
            return [either(part) for part in entry]
        return {key: either(part) for key, part in entry.items()} if isinstance(entry, dict) else entry

    return {key: entry if key in _AS_WRITTEN else either(entry) for key, entry in table.items()}


def notation(pattern: str, *, spaced: bool = True) -> str:
    r"""Return the regular expression of a pattern in the notation of the tables.

    Examples
    --------
    >>> notation("took control of")
    'took\\s+control\\s+of'
    """
    gap = r"\s+(?:[^\s.;:]+\s+){0,3}" if spaced else r"[^，。；：、]{0,10}?"
    out = re.sub(r"\s*\.\.\s*", "\0", pattern)
    out = out.replace(".", r"\.").replace("*", r"\w*")
    out = re.sub(r"(?<![\[\\])\((?!\?)", "(?:", out)
    return out.replace(" ?", r"\s*").replace(" ", r"\s+").replace("\0", gap)


def compiled(patterns: Iterable[str], *, spaced: bool = True, case: bool = False) -> re.Pattern[str]:
    """Compile alternatives of the notation."""
    return re.compile(expression(patterns, spaced=spaced), re.NOFLAG if case else re.IGNORECASE)


def ends_with(pattern: re.Pattern[str], text: str) -> bool:
    """Tell whether a match ends where the text ends, whatever other match it overlaps."""
    found = pattern.search(text) if may_end(pattern, text) else None
    while found is not None and found.end() < len(text):
        found = pattern.search(text, found.start() + 1)
    return found is not None


def expression(patterns: Iterable[str], *, spaced: bool = True) -> str:
    """Return alternatives of the notation, those of most words first, on the borders of words where there are any."""
    ordered = sorted(patterns, key=lambda pattern: (pattern.count(" "), len(pattern)), reverse=True)
    body = "|".join(notation(pattern, spaced=spaced) for pattern in ordered) or r"(?!)"
    return rf"(?<!\w)(?:{body})(?!\w)" if spaced else f"(?:{body})"


def _grammar(lang: str, table: dict[str, Any]) -> Grammar:
    spaced = table.get("spaced", True)

    def table_of(name: str) -> Patterns:
        return Patterns(table.get(name, {}), spaced=spaced)

    holes = _holes(table, spaced)
    short = {name: hole if name == "date" else brief(hole) for name, hole in holes.items()}
    counts = tuple(
        (float(value), re.compile("|".join(notation(form) for form in forms), re.IGNORECASE))
        for words in (table["numbers"]["words"], table["ordinals"])
        for value, forms in words.items()
    )
    return Grammar(
        lang=lang,
        spaced=spaced,
        numbers=_numbers(table["numbers"], spaced),
        units=_units(table["units"]),
        units_lower=_units_lower(table["units"]),
        qualifiers=table_of("qualifiers"),
        cues=table_of("cues"),
        words=table_of("words"),
        periods=tuple(
            PeriodPattern(
                rule.split(">")[-1],
                _period(pattern, holes, spaced=spaced),
                _period(pattern, short, spaced=spaced),
                _joins(rule),
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


def _holes(table: dict[str, Any], spaced: bool) -> dict[str, str]:
    words = [form for forms in table["numbers"]["words"].values() for form in forms]
    number_words = "|".join(sorted((notation(word) for word in words), key=len, reverse=True))
    ordinal = table.get("ordinal", "")
    return {
        "month": "|".join(notation(form) for form in table["months"]),
        "m": r"(?:1[0-2]|0?[1-9])(?!\d)",
        "season": "|".join(notation(form) for form in table["seasons"].values()),
        "unit": "|".join(notation(form) for form in table["time_units"].values()),
        "weekday": "|".join(notation(form) for form in table["weekdays"]),
        "year": r"(?:19|20)\d\d(?!\d)",
        "day": rf"(?<!\d)(?:3[01]|[12]\d|0?[1-9])(?![\d%]|[.,:]\d{{3}}){'(?=' + ordinal + ')' if not spaced else ''}",
        "n": rf"(?<![\d.,])\d{{1,3}}(?:[.,]\d)?(?!\d)|{number_words}",
        "date": "|".join(f"(?:{form})" for form in table["dates"]),
    }


def _joins(rule: str) -> str:
    return rule.split(">", maxsplit=1)[0] if ">" in rule else ""


def _period(pattern: str, holes: Mapping[str, str], *, spaced: bool) -> str:
    def fill(name: str, count: int) -> str:
        # A group's name stands once in a regular expression: the number keeps a second {month} apart.
        group = "month" if name == "m" else name
        return f"(?P<{group}__{count}>{holes[name]})"

    # {date} holds holes itself, so it is opened before the notation is read; the others are regular expressions.
    opened = pattern.replace("{date}", f"({holes['date']})")
    pieces = _HOLE.split(opened)
    out = "".join(
        fill(piece, index) if index % 2 else notation(piece, spaced=spaced) for index, piece in enumerate(pieces)
    )
    return rf"(?<!\w)(?:{out})(?!\w)" if spaced else out


def _units(table: dict[str, list[str]]) -> re.Pattern[str]:
    parts = [
        f"(?P<{unit}>" + "|".join(sorted((notation(form) for form in table.get(unit, [])), key=len, reverse=True)) + ")"
        for unit in UNIT_GROUPS
        if table.get(unit)
    ]
    return re.compile(rf"(?:{'|'.join(parts)})(?!\w)" if not table.get("unspaced") else "|".join(parts), re.IGNORECASE)


def _units_lower(table: dict[str, list[str]]) -> re.Pattern[str]:
    """Return the units as one flat list for a text in lower case: several times as fast as heeding case."""
    forms = [notation(form) for unit in UNIT_GROUPS for form in table.get(unit, [])]
    return re.compile("|".join(form for form in sorted(forms, key=len, reverse=True)))


def _numbers(table: dict[str, Any], spaced: bool) -> Numbers:
    values = {form.lower(): float(value) for value, forms in table["words"].items() for form in forms}
    multipliers = {form.lower(): float(value) for value, forms in table["multipliers"].items() for form in forms}
    words = sorted({*values, *multipliers}, key=len, reverse=True)
    word = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in words)
    scales = "|".join(re.escape(form) for form in sorted(multipliers, key=len, reverse=True))
    figure = (
        r"\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3}(?!\d))+(?:[.,]\d{1,2}(?![\d.,]\d))?"
        r"|\d{1,3}(?:[.,'’]\d{3}(?!\d))+(?:[.,]\d{1,2}(?!\d))?"
        r"|\d{1,9}(?:[.,]\d{1,6})?"
    )
    if spaced:
        spelt = rf"(?<!\w)(?:{word})(?:(?:\s+(?:{table.get('and', '(?!)')})\s+|[\s-]+|)(?:{word})){{0,8}}(?!\w)"
        tail = rf"(?:\s?(?:{scales})(?!\w)(?:\s+\d{{3}}(?!\d))?)?"
    else:
        spelt = rf"(?:{word}){{1,12}}"
        tail = rf"(?:\s?(?:{scales}))?"
    number = rf"(?<![\d.,])(?:(?P<figure>{figure})(?P<tail>{tail})|(?P<spelt>{spelt}))"
    return Numbers(
        decimal=table["decimal"],
        values=values,
        multipliers=multipliers,
        section=float(table.get("section", 1000)),
        pattern=re.compile(number, re.IGNORECASE),
        word=re.compile(word, re.IGNORECASE),
        finder=Finder({None: number}),
    )
