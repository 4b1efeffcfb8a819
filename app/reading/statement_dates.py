"""The day that a statement speaks of: stated in its sentence, else the day of publication."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.reading.clauses import Layout
from app.reading.statement_words import StatementWords

_FAR = 75.0
_WEEK = 7
# Rules whose words bound something else than when it happened ("the most since May", "by spring").
_NOT_WHEN = frozenset({"nothing", "open", "total", "unknown", "before", "month_before", "week_before"})
_SINCE = "since"


@dataclass(frozen=True, slots=True)
class When:
    """The last day of what is said, the first one where it is longer than a day, and whether the sentence says it."""

    on: date | None
    start: date | None = None
    dated: bool = False


def when(layout: Layout, published: date | None, at: tuple[int, int], words: StatementWords | None) -> When:
    """Return the day that stands nearest to a span of a sentence, else the day of publication."""
    found: list[tuple[float, When]] = []
    for span in layout.periods:
        period = span.period
        if span.rule == "since_day" and at[0] < span.start < at[1] and period is not None:
            found.append((0.0, When(period.start, None, True)))  # "withdrew from Siversk on 7 December"
            continue
        if span.start < at[1] and at[0] < span.end:
            continue  # "the fall of Siversk" is no autumn
        if period is None or period.end is None or span.rule in _NOT_WHEN or span.rule.startswith(_SINCE):
            continue
        end = min(period.end, published) if published and (period.start or period.end) <= published else period.end
        start = period.start if period.start is not None and period.start < end else None
        found.append((layout.cost((span.start, span.end), at), When(end, start, True)))
    if words is not None and published is not None:
        for index, match in layout.stretch.weekdays():
            lead = layout.text[max(layout.start, match.start() - 12) : match.start()]
            if words.ending["next_week"].search(lead) is None:
                back = (published.weekday() - index) % _WEEK
                found.append((layout.cost(match.span(), at), When(published - timedelta(days=back), None, True)))
    near = [pair for pair in found if pair[0] < _FAR]
    return min(near, key=lambda pair: pair[0])[1] if near else When(published)
