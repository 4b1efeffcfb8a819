"""Numbers in a text, in figures or in words: where they stand and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.reading.grammar_tables import Numbers

_THOUSANDS = re.compile(r"[.,'’]\d{3}(?!\d)")
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]")


@dataclass(slots=True)
class Number:
    """A number in the text; ``marked`` where its thousands mark could be a decimal mark as well."""

    start: int
    end: int
    value: float
    marked: bool = False


def numbers_of(matches: Iterable[tuple[None, re.Match[str]]], numbers: Numbers) -> list[Number]:
    """Return the numbers, as figures or in words, by the matches of their finder."""
    found = []
    for _, match in matches:
        if match["spelt"] is not None:
            value: float | None = words_value(match["spelt"], numbers)
            marked = False
        else:
            value, marked = figure_value(match["figure"], numbers.decimal)
            if value is not None and match["tail"]:
                value = _scaled(value, match["tail"], numbers)
        if value is not None:
            found.append(Number(match.start(), match.end(), value, marked))
    return found


def figure_value(figure: str, decimal: str) -> tuple[float | None, bool]:
    """Return a figure's value by the marks of a language, and whether a mark could be read either way.

    Examples
    --------
    >>> figure_value("1.150", ","), figure_value("116,165.5", "."), figure_value("4,5", ",")
    ((1150.0, False), (116165.5, False), (4.5, False))
    """
    bare = _SPACES.sub("", figure)
    thousands = "." if decimal == "," else ","
    groups = _THOUSANDS.findall(bare)
    foreign = len(groups) == 1 and groups[0][0] == decimal and not bare.startswith("0") and thousands not in bare
    if foreign and decimal == ",":
        # Three decimals of a square kilometre are not news; "4,336 км²" is a thousand in English dress.
        return _float(bare.replace(",", "")), True
    if len(groups) > 1 and all(group[0] == decimal for group in groups):
        return _float(bare.replace(decimal, "")), False
    if len(bare) - len(bare.rstrip("0123456789")) and _is_decimal(bare, thousands):
        return _float(bare.replace(thousands, ".")), False
    return _float(bare.replace(thousands, "").replace(decimal, ".")), False


def _is_decimal(bare: str, mark: str) -> bool:
    """Tell whether the thousands mark of the language stands here as a decimal mark ("4.5 тис.", "27.96 км²")."""
    head, found, tail = bare.rpartition(mark)
    return bool(found) and len(tail) != 3 and head.isdigit() and tail.isdigit()  # noqa: PLR2004 (a group of thousands)


def _float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _scaled(value: float, tail: str, numbers: Numbers) -> float:
    """Return "116 тис. 165" as 116165."""
    digits = re.search(r"\d{3}$", tail)
    scale = tail[: digits.start()] if digits else tail
    return value * numbers.multipliers.get(scale.strip().lower(), 1.0) + (float(digits.group()) if digits else 0.0)


def words_value(spelt: str, numbers: Numbers) -> float | None:
    """Return the value of number words, None where they are only a multiplier ("thousands")."""
    total = section = units = 0.0
    seen = False
    for word in numbers.word.findall(spelt):
        key = " ".join(word.lower().split())
        if key in numbers.values:
            units += numbers.values[key]
            seen = True
            continue
        multiplier = numbers.multipliers[key]
        if multiplier < numbers.section:
            section += (units or 1.0) * multiplier
        else:
            total += ((section + units) or 1.0) * multiplier
            section = 0.0
        units = 0.0
    value = total + section + units
    return value if value and (seen or value >= 10) else None  # noqa: PLR2004 (ten is a word of its own)
