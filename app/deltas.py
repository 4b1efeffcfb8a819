"""Area deltas: which spans to measure, and what the polygons give for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from app.errors import BadInput, NotFound
from app.polygons import MAX_GAP_DAYS, Moved, Polygons

if TYPE_CHECKING:
    from app.store.records import StoredRegion, StoredSnapshot
    from geodata.definitions import Source

Every = Literal["day", "week", "month"]
DECEMBER = 12
_DAY = timedelta(days=1)
ALL_REGIONS = "all"
"""Asked for as a region: every stored boundary at once."""
OUTSIDE_ALL = "outside all regions"
"""The region of ground that lies in none of them."""


@dataclass(frozen=True, slots=True)
class Delta:
    """Gained, lost and net between the snapshots that stand for a span, km²."""

    source: str
    region: str | None
    start: date
    end: date
    snapshot_start: date
    snapshot_end: date
    gained_km2: float
    lost_km2: float

    @property
    def net_km2(self) -> float:
        """Gained less lost."""
        return self.gained_km2 - self.lost_km2


@dataclass(frozen=True, slots=True)
class Span:
    """From which day to which, and the files that are wanted for its ends."""

    start: date
    end: date
    file_start: date
    file_end: date


def spans(
    source: Source,
    days: list[date],
    *,
    start: date | None,
    end: date | None,
    every: Every | None,
    calendar: bool = False,
) -> Iterator[Span]:
    """Yield the spans to measure.

    Parameters
    ----------
    days : list of date
        The days of the source's snapshots, ascending, at least one.
    every : {"day", "week", "month"}, optional
        ``day``: each pair of consecutive snapshots; ``week``: steps of 7 days; ``month``: calendar months under the
        source's own rule, from the 1st to the 1st with `calendar`, and with a `start` on another day from that day to
        the same day of the next month. Without it, one span.
    """
    first, last = start or days[0], end or days[-1]
    if first > last:
        raise BadInput(f"--from {first} is after --to {last}")
    if every is None:
        yield Span(first, last, first, last)
    elif every == "day":
        inside = [day for day in days if first <= day <= last]
        yield from (Span(a, b, a, b) for a, b in pairwise(inside))
    elif every == "week":
        steps = (last - first).days // 7
        week = timedelta(days=7)
        yield from (
            Span(first + i * week, first + (i + 1) * week, first + i * week, first + (i + 1) * week)
            for i in range(steps)
        )
    elif start is not None and start.day != 1:
        a, count = start, 1
        while (b := _months_later(start, count)) <= last:
            yield Span(a, b, a, b)
            a, count = b, count + 1
    else:
        month = first if first.day == 1 else _next_month(first)
        if start is None:  # the first month whose first file the series can hold
            month = first.replace(day=1)
        while (after := _next_month(month)) - timedelta(days=1) <= last:
            if calendar:
                yield Span(month, after, month, after)
            else:
                final = after - timedelta(days=1)
                yield Span(month, final, source.start_file(month), source.end_file(final))
            month = after


def left_over(every: Every | None, last_measured: Span, last: date) -> str | None:
    """Return a line on what remains after the last whole week or month up to a day, None where nothing does."""
    begins = last_measured.end
    if every == "month" and last_measured.start.day == 1 and begins == _next_month(last_measured.start) - _DAY:
        begins += _DAY  # under a source's own rule a month ends with its last day
    if every not in ("week", "month") or begins >= last:
        return None
    return (
        f"{begins} to {last} left out: not a whole {every}; '--from {begins} --to {last}' without --every measures it"
    )


def measure(
    polygons: Polygons,
    source: Source,
    *,
    start: date | None = None,
    end: date | None = None,
    every: Every | None = None,
    calendar: bool = False,
    statuses: tuple[str, ...] | None = None,
    region: StoredRegion | None = None,
    regions: Sequence[StoredRegion] = (),
) -> tuple[list[Delta], list[str]]:
    """Measure the deltas of one source; also return a line for each span that has no snapshots.

    With `region` inside that boundary; with `regions` a row for each of them in which anything moved, and one named
    :data:`OUTSIDE_ALL` for what lies in none: together they are the whole.
    """
    series = polygons.series(source.id)
    if not series:
        raise NotFound(f"no snapshots of {source.id!r}; loaded: {', '.join(polygons.sources()) or 'none'}")
    known = polygons.statuses(source.id)
    if statuses and not known & set(statuses):
        raise BadInput(f"--statuses: {source.id} has {', '.join(sorted(known))}, got {', '.join(statuses)}")
    rows, notes = [], []
    gap = None if every is None else MAX_GAP_DAYS
    days = [snapshot.on for snapshot in series]
    wanted = [*spans(source, days, start=start, end=end, every=every, calendar=calendar)]
    for span in wanted:
        found = [polygons.on_or_before(source.id, day, max_gap_days=gap) for day in (span.file_start, span.file_end)]
        if found[0] is None or found[1] is None:
            missing = span.file_start if found[0] is None else span.file_end
            notes.append(f"{source.id}: {span.start} to {span.end} left out: {_no_snapshot(series, missing, gap)}")
            continue
        before, after = found[0], found[1]
        counted = statuses or tuple(s for s in source.statuses(span.start) if s in known) or tuple(sorted(known))
        parts: dict[str | None, Moved]
        if regions:
            shares = polygons.moved_by_region(before, after, counted, regions)
            parts = {name or OUTSIDE_ALL: moved for name, moved in shares.items() if moved.gained_km2 or moved.lost_km2}
        else:
            inside = region.id if region else None
            parts = {region.name if region else None: polygons.moved(before, after, counted, inside)}
        rows += [
            Delta(source.id, name, span.start, span.end, before.on, after.on, moved.gained_km2, moved.lost_km2)
            for name, moved in parts.items()
        ]
    if wanted and (rest := left_over(every, wanted[-1], end or days[-1])):
        notes.append(f"{source.id}: {rest}")
    elif not wanted:
        notes.append(f"{source.id}: no {every or 'span'} between {start or days[0]} and {end or days[-1]} to measure")
    return rows, notes


def _no_snapshot(series: list[StoredSnapshot], day: date, gap: int | None) -> str:
    near = "on it or before it" if gap is None else f"on it or in the {gap} days before it"
    return f"no snapshot of {day} ({near}); the series has {series[0].on} to {series[-1].on}"


def _next_month(day: date) -> date:
    return date(day.year + (day.month == DECEMBER), day.month % DECEMBER + 1, 1)


def _months_later(day: date, count: int) -> date:
    """Return the same day `count` months on, the last of the month where it has no such day."""
    first = day.replace(day=1)
    for _ in range(count):
        first = _next_month(first)
    last = _next_month(first) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))
