"""A place over time, and the line between two days: what the polygons of a source showed, never what may come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.errors import BadInput, NotFound
from app.polygons import Polygons

if TYPE_CHECKING:
    from app.polygons import Statuses
    from app.store.records import StoredRegion
    from geodata.moves import Move

LEAST_KM2 = 0.05
"""Pieces of a change smaller than this are slivers of digitising, no advance."""
_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class StatusRun:
    """A stretch of days with one status; `until` is the first day of the next, None where it lasts."""

    status: str
    since: date
    until: date | None
    since_first_snapshot: bool


@dataclass(frozen=True, slots=True)
class AtDay:
    """A place on a day: status and distance to the line, which is None without the country's outline."""

    on: date
    snapshot_on: date
    status: str | None
    distance_to_line_km: float | None


@dataclass(frozen=True, slots=True)
class PlaceHistory:
    """What one source's map showed of one point."""

    source: str
    runs: tuple[StatusRun, ...]
    days: tuple[AtDay, ...]


def place_history(
    polygons: Polygons, source: str, lon: float, lat: float, *, start: date | None = None, end: date | None = None
) -> PlaceHistory:
    """Return every change of a point's status, and its distance to the line at the turn of each month.

    Parameters
    ----------
    lon, lat : float
        Degrees, WGS 84.
    start, end : date, optional
        Between which days; the whole series by default.

    Raises
    ------
    NotFound
        The source has no snapshots, or none between the days.
    """
    series = polygons.series(source)
    if not series:
        raise NotFound(f"no snapshots of {source!r}; loaded: {', '.join(polygons.sources()) or 'none'}")
    first, last = series[0].on, series[-1].on
    begin, finish = max(start or first, first), min(end or last, last)
    if begin > finish:
        raise NotFound(f"no snapshots of {source!r} from {start} to {end}; the series has {first} to {last}")
    changes = polygons.history(source, lon, lat)
    runs = tuple(
        StatusRun(status, since, changes[at + 1][0] if at + 1 < len(changes) else None, since == first)
        for at, (since, status) in enumerate(changes)
        if since <= finish and (at + 1 == len(changes) or changes[at + 1][0] > begin)
    )
    days = []
    for on in _turns(begin, finish):
        standing = polygons.standing(source, lon, lat, on)
        if standing is not None:
            days.append(AtDay(on, standing.snapshot_on, standing.status, standing.distance_to_line_km))
    return PlaceHistory(source, runs, tuple(days))


def _turns(start: date, end: date) -> list[date]:
    """Return the first day, the first of each month between, and the last day."""
    days = [start]
    month = start.replace(day=1)
    while (month := date(month.year + (month.month == _DECEMBER), month.month % _DECEMBER + 1, 1)) < end:
        days.append(month)
    return days if end == start else [*days, end]


@dataclass(frozen=True, slots=True)
class LineMove:
    """How the line stood and moved in one region, or in all where the region is None.

    Parameters
    ----------
    farthest_km : float or None
        How deep the deepest ground gained lies behind where the line, or the border, ran before.
    farthest_at : (float, float) or None
        Longitude and latitude of its deepest point, degrees.
    """

    region: str | None
    length_before_km: float
    length_after_km: float
    gained_km2: float
    lost_km2: float
    farthest_km: float | None
    farthest_at: tuple[float, float] | None

    @property
    def net_km2(self) -> float:
        """Gained less lost."""
        return self.gained_km2 - self.lost_km2


@dataclass(frozen=True, slots=True)
class LineReport:
    """The line of a source between two snapshots; the first move is of the whole line."""

    source: str
    snapshot_start: date
    snapshot_end: date
    moves: tuple[LineMove, ...]


def line_report(
    polygons: Polygons,
    source: str,
    statuses: Callable[[date], Statuses],
    *,
    start: date | None = None,
    end: date | None = None,
    regions: Sequence[StoredRegion] = (),
) -> LineReport:
    """Return the length of the line on two days, what moved between them, and the deepest advance, by region.

    The snapshots are those on or before the days; by default the last one and the one of 30 days before.

    Raises
    ------
    NotFound
        There are no snapshots, or no outline of the country, without which no edge is known to be the line.
    """
    import shapely

    from geodata.line import length_km
    from geodata.moves import moves

    series = polygons.series(source)
    if not series:
        raise NotFound(f"no snapshots of {source!r}; loaded: {', '.join(polygons.sources()) or 'none'}")
    if polygons.outline() is None:
        raise NotFound("no country outline, so no edge is known to be the line: 'frontline regions add FILE --country'")
    after = polygons.on_or_before(source, end or series[-1].on)
    wanted = start or max(series[0].on, (after or series[0]).on - timedelta(days=30))
    before = polygons.on_or_before(source, wanted)
    if before is None or after is None:
        missing = wanted if before is None else end
        raise NotFound(f"no snapshot of {source!r} on or before {missing}; the series begins on {series[0].on}")
    if before.on >= after.on:
        raise BadInput(f"expected two days with snapshots of their own, got that of {before.on} for both")
    outline = polygons.outline()
    change = polygons.change(before, after, statuses(before.on))
    line_before, line_after = polygons.line(before), polygons.line(after)
    shape = None if outline is None else outline[1]
    deep = [piece for piece in moves(change, line_before, shape, LEAST_KM2) if piece.kind == "gained"]
    whole = _move(None, length_km(line_before), length_km(line_after), (change.gained_km2, change.lost_km2), deep)
    found = [whole]
    if regions:
        shares = polygons.moved_by_region(before, after, statuses(before.on), regions)
        for name, boundary in polygons.boundaries(regions):
            before_km, after_km = (length_km(line.intersection(boundary)) for line in (line_before, line_after))
            share = shares[name]
            if before_km or after_km or share.gained_km2 or share.lost_km2:
                inside = [piece for piece in deep if shapely.intersects_xy(boundary, piece.lon, piece.lat)]
                found.append(_move(name, before_km, after_km, (share.gained_km2, share.lost_km2), inside))
    return LineReport(source, before.on, after.on, tuple(found))


def _move(
    region: str | None, before_km: float, after_km: float, moved_km2: tuple[float, float], pieces: Sequence[Move]
) -> LineMove:
    deepest = max((piece for piece in pieces if piece.depth_km), key=lambda piece: piece.depth_km or 0.0, default=None)
    return LineMove(
        region,
        before_km,
        after_km,
        *moved_km2,
        deepest.depth_km if deepest else None,
        (deepest.lon, deepest.lat) if deepest else None,
    )
