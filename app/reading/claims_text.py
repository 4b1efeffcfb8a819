"""Where in a text a claim may stand: the pieces that are laid out, years that no news speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.reading.periods import PeriodSpan
from app.reading.quantities import Quantity

LONGEST = 2000
"""Characters laid out at once: a longer sentence is a table or noise, and is read in pieces."""

# A year that no news speaks of, and nothing counted behind it; the usual ones are part of the period.
_FOUR_DIGITS = re.compile(r",?\s(?P<year>\d{4})(?=\s*(?:[.,;:!?)»”\"–—]|рок|год|roku|$))")
_WITH_YEAR = frozenset({"month", "day", "months", "early_month", "mid_month", "late_month", "season"})
_FIRST_YEAR = "1900"


def odd_year(text: str, period: PeriodSpan, end: int, quantities: Sequence[Quantity]) -> int | None:
    """Return where an impossible year stands behind a period ("in November 9999"), None if there is none."""
    match = _FOUR_DIGITS.match(text, period.end, end) if period.rule in _WITH_YEAR else None
    if match is None:
        return None
    last = max((q.end for q in quantities if q.end <= period.start), default=None)
    if last is not None and match["year"] < _FIRST_YEAR and text[last : period.start].strip():
        return None  # "1500 km² latem, a jesienią 1031"
    return match.start("year")


def without_year(text: str, period: PeriodSpan, end: int, quantities: Sequence[Quantity]) -> PeriodSpan:
    """Refuse a period whose year is impossible: the month of another year was not said."""
    at = odd_year(text, period, end, quantities)
    if at is None:
        return period
    said = text[period.start : at + 4]
    return replace(period, period=None, flags=(f"the text states a date that does not exist: {said}",))


def pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a stretch at white space into pieces that are short enough to lay out."""
    while end - start > LONGEST:
        window = (start + LONGEST // 2, start + LONGEST)
        # Behind a comma, else at a space: a figure and its unit stay together wherever the text lets them.
        cut = max(text.rfind(", ", *window), text.rfind("; ", *window)) + 1 or text.rfind(" ", *window)
        cut = cut if cut > start else start + LONGEST
        yield start, cut
        start = cut
    if start < end:
        yield start, end
