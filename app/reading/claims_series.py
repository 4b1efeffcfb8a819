"""Figures in a row, one for each month from a stated one on ("since November: 725 km², then 476, 431, 386")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from app.reading.clauses import Layout
from app.reading.dates import MONTHS_A_YEAR, add_months, month_end
from app.reading.records import Period, StatedArea

_FIRST = frozenset({"since_month", "month", "months"})
_NAMED = frozenset({"month", "year", "quarter", "season", "half"})
_PAIR = 2
_ROW = 3  # figures that make a row
_APART = 32  # characters between two figures of a row


def in_months(claims: list[StatedArea], layout: Layout) -> list[StatedArea]:
    """Date the figures of a row by the months that follow one another from the one before its colon."""
    head = next((p for p in layout.periods if p.rule in _FIRST and p.period is not None and p.period.start), None)
    if head is None or len(claims) < _ROW or head.end > claims[0].start:
        return claims
    first = head.period.start if head.period else None
    if first is None or layout.text[head.end : claims[0].start].strip(" ") != ":" or not _is_row(claims):
        return claims
    months = [add_months(first.replace(day=1), index) for index in range(min(len(claims), MONTHS_A_YEAR))]
    # A month that the row names on its way must be the one that its place says.
    named = [
        (p, index)
        for p in layout.periods
        if p.rule == "month" and p is not head and p.period is not None
        for index, claim in enumerate(claims)
        if 0 <= claim.start - p.end <= _ROW
    ]
    if len(claims) > len(months) or any(p.period and p.period.start != months[index] for p, index in named):
        return claims
    if head.rule != "since_month" and not named:
        return claims
    return [replace(claim, period=Period(day, month_end(day))) for claim, day in zip(claims, months, strict=True)]


def month_by_month(claims: list[StatedArea], layout: Layout) -> list[StatedArea]:
    """Date as many figures as a span has months by them ("from August to November 464, 259, 267 and 505 km²")."""
    spans = {p.period for p in layout.periods if p.rule in ("months", "days") and p.period is not None}
    span = spans.pop() if len(spans) == 1 else None
    if len(claims) < _ROW or span is None or span.start is None or span.end is None or not _is_row(claims):
        return claims
    months = (span.end.year - span.start.year) * MONTHS_A_YEAR + span.end.month - span.start.month + 1
    if span.start.day != 1 or months != len(claims) or {c.period for c in claims} != {span}:
        return claims
    firsts = [add_months(span.start, index) for index in range(months)]
    return [replace(c, period=Period(day, month_end(day))) for c, day in zip(claims, firsts, strict=True)]


def respectively(claims: list[StatedArea], layout: Layout) -> list[StatedArea]:
    """Date figures and periods that are told in two rows ("in June, July and August 556, 564 and 464 respectively")."""
    if len(claims) < _PAIR or not layout.grammar.words["each_its"].search(layout.text, layout.start, layout.end):
        return claims
    periods = [p.period for p in layout.periods if p.rule in _NAMED and p.period is not None]
    if len(periods) != len(claims) or not _is_row(claims):
        return claims
    return [replace(claim, period=period) for claim, period in zip(claims, periods, strict=True)]


def _is_row(claims: Sequence[StatedArea]) -> bool:
    return all(0 < b.start - a.end <= _APART and a.direction == b.direction for a, b in pairwise(claims))
