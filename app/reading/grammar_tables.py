"""The parts of a language's table that need more than its notation: numbers, units, periods with their holes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from app.reading.finder import Finder
from app.reading.notation import notation
from app.reading.records import Unit

# A length where an area is meant ("5,000 miles of territory") is read as one, and flagged.
UNIT_GROUPS: dict[str, Unit] = {"km2": "km2", "mi2": "mi2", "ha": "ha", "km2_slip": "km2", "mi2_slip": "mi2"}
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


def with_yo(table: dict[str, Any]) -> dict[str, Any]:
    """Let the Russian tables match "е" and "ё" alike, as both are written; sets in brackets stay as they are."""

    def either(entry: Any) -> Any:
        if isinstance(entry, str):
            return _YO.sub(lambda found: found.group() if found.group()[0] == "[" else "[её]", entry)
        if isinstance(entry, list):
            return [either(part) for part in entry]
        return {key: either(part) for key, part in entry.items()} if isinstance(entry, dict) else entry

    return {key: entry if key in _AS_WRITTEN else either(entry) for key, entry in table.items()}


def holes_of(table: dict[str, Any], spaced: bool) -> dict[str, str]:
    """Return what the holes of a language's periods stand for, as regular expressions."""
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


def joined_end(rule: str) -> str:
    """Return which end of a period a rule opens or closes ("from", "to"), empty for a whole one."""
    return rule.split(">", maxsplit=1)[0] if ">" in rule else ""


def period_expression(pattern: str, holes: Mapping[str, str], *, spaced: bool) -> str:
    """Return a period's pattern with its holes filled."""

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


def units_of(table: dict[str, list[str]]) -> re.Pattern[str]:
    """Return the units of area, each kind a group."""
    parts = [
        f"(?P<{unit}>" + "|".join(sorted((notation(form) for form in table.get(unit, [])), key=len, reverse=True)) + ")"
        for unit in UNIT_GROUPS
        if table.get(unit)
    ]
    return re.compile(rf"(?:{'|'.join(parts)})(?!\w)" if not table.get("unspaced") else "|".join(parts), re.IGNORECASE)


def numbers_of(table: dict[str, Any], spaced: bool) -> Numbers:
    """Return how a language writes numbers, compiled."""
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
