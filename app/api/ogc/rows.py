"""Rows of the collections, lazily and in a stable order, from the store and from the polygons.

A row is a plain dict; ``geometry`` is a shapely geometry or None. Beside each stands the key of its place in the order,
from which a next page goes on, whatever was stored or removed in the meantime.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from app.api.params import BBox, Interval
from app.errors import BadInput
from app.pipeline import with_control
from app.render import place_json
from app.store.features import Wanted
from geodata.areas import area_km2

if TYPE_CHECKING:
    from app.polygons import Polygons
    from app.store.records import StoredSnapshot
    from app.workspace import Workspace

Key = list[str | int]
Row = dict[str, Any]
Found = Iterator[tuple[Key, Row]]

CHUNK = 1000
MOST_NAMED = 100
"""So many places under a name are given."""
DAY = r"\.\d{4}-\d\d-\d\d"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a collection; see :class:`app.store.features.Wanted` for box and days."""

    bbox: BBox | None = None
    days: Interval = (None, None)
    equal: Mapping[str, str] = field(default_factory=dict)
    placed: bool | None = None
    latest: bool = False
    q: str | None = None
    span: Interval = (None, None)
    after: Key | None = None
    most: int | None = None
    """So many rows are wanted at most, which decides how many are fetched at once."""

    @property
    def chunk(self) -> int:
        """How many rows to fetch at once: one more than a page shows where the end is to be known."""
        return CHUNK if self.most is None else min(self.most + 1, CHUNK)

    def limited(self, most: int | None) -> Asked:
        """Return the same with so many rows at most."""
        return replace(self, most=most)


def mentions(workspace: Workspace, asked: Asked) -> Found:
    """Yield mentions by id, each with how its place stood on the day of publication."""
    for row in _stored(workspace.store.features.mentions, asked):
        published = date.fromisoformat(row["published"]) if row["published"] else None
        yield [row["id"]], _mention(workspace.polygons(), row, published)


def claims(workspace: Workspace, asked: Asked) -> Found:
    """Yield stated areas by id."""
    for row in _stored(workspace.store.features.claims, asked):
        yield [row["id"]], {**row, "geometry": None}


def places(workspace: Workspace, asked: Asked) -> Found:
    """Yield the places that texts mention by id, or those of a name, the best first."""
    if asked.q is None:
        for row in _stored(workspace.store.features.places, asked):
            yield [row["id"]], _with_point(row)
        return
    begin = int(asked.after[0]) if asked.after else 0
    for number, row in enumerate(workspace.places(asked.q, limit=MOST_NAMED), start=1):
        if number > begin and _fits(row, asked):
            yield [number], _with_point(row)


def control(workspace: Workspace, asked: Asked) -> Found:
    """Yield the ground of each status of each snapshot, each source's last snapshot first.

    A snapshot stands from its day to the day before the next one, the last one until now.
    """
    polygons = workspace.polygons()
    for source in _sources(polygons, asked):
        for on, until, snapshot in _standing(polygons, source, asked):
            for status in sorted(snapshot.layers):
                key: Key = [source, -on.toordinal(), status]
                if _is_after(key, asked) and asked.equal.get("status") in (None, status):
                    shape = polygons.ground(snapshot, (status,))
                    if asked.bbox is None or shape.is_empty or shape.intersects(_box(asked.bbox)):
                        yield key, _control_row(snapshot, until, status, shape)


def changes(workspace: Workspace, asked: Asked) -> Found:
    """Yield each polygon gained or lost between two consecutive snapshots, or those of a span; the last ones first."""
    polygons = workspace.polygons()
    for source in _sources(polygons, asked):
        for before, after in _pairs(polygons, source, asked):
            if not _is_after([source, -before.on.toordinal(), -after.on.toordinal(), CHUNK**3], asked):
                continue
            for number, kind, shape in _parts(workspace, source, before, after):
                key: Key = [source, -before.on.toordinal(), -after.on.toordinal(), number]
                if not _is_after(key, asked) or asked.equal.get("kind") not in (None, kind):
                    continue
                if asked.bbox is None or shape.intersects(_box(asked.bbox)):
                    yield key, _change_row(before, after, number, kind, shape)


def one_mention(workspace: Workspace, feature_id: str) -> Row | None:
    """Return a mention."""
    row = workspace.store.features.mention(feature_id)
    if row is None:
        return None
    return _mention(workspace.polygons(), row, date.fromisoformat(row["published"]) if row["published"] else None)


def one_claim(workspace: Workspace, feature_id: str) -> Row | None:
    """Return a stated area."""
    row = workspace.store.features.claim(feature_id)
    return None if row is None else {**row, "geometry": None}


def one_place(workspace: Workspace, feature_id: str) -> Row | None:
    """Return a place that texts mention, or that the gazetteer has."""
    row = workspace.store.features.place(feature_id)
    if row is None:
        known = workspace.gazetteer.place(feature_id)
        row = None if known is None else {**place_json(known), "mentions": 0, "first": None, "last": None}
    return None if row is None else _with_point(row)


def one_control(workspace: Workspace, feature_id: str) -> Row | None:
    """Return the ground of a status of a snapshot."""
    source, days, status = _split(feature_id, 1)
    polygons = workspace.polygons()
    for on, until, snapshot in _standing(polygons, source, Asked(days=(days[0], days[0]))) if days else ():
        if on == days[0] and status in snapshot.layers:
            return _control_row(snapshot, until, status, polygons.ground(snapshot, (status,)))
    return None


def one_change(workspace: Workspace, feature_id: str) -> Row | None:
    """Return one polygon of the change between two snapshots, consecutive or not."""
    source, days, rest = _split(feature_id, 2)
    polygons = workspace.polygons()
    if not days or days[0] >= days[1]:
        return None
    before, after = (polygons.on_or_before(source, day) for day in days)
    if before is None or after is None or [before.on, after.on] != days:
        return None
    for number, kind, shape in _parts(workspace, source, before, after):
        if str(number) == rest:
            return _change_row(before, after, number, kind, shape)
    return None


ROWS: Mapping[str, Callable[[Workspace, Asked], Found]] = {
    "mentions": mentions,
    "claims": claims,
    "control": control,
    "changes": changes,
    "places": places,
}
ONE: Mapping[str, Callable[[Workspace, str], Row | None]] = {
    "mentions": one_mention,
    "claims": one_claim,
    "control": one_control,
    "changes": one_change,
    "places": one_place,
}


def _stored(page_of: Callable[..., list[Row]], asked: Asked) -> Iterator[Row]:
    wanted = Wanted(asked.bbox, *asked.days, asked.equal, asked.placed)
    after = str(asked.after[0]) if asked.after else None
    while True:
        page = page_of(wanted, after=after, limit=asked.chunk)
        yield from page
        if len(page) < asked.chunk:
            return
        after = page[-1]["id"]


def _mention(polygons: Polygons, row: Row, published: date | None) -> Row:
    joined: Row = with_control({"mentions": [row]}, published, polygons)["mentions"][0]
    return joined if joined["place"] is None else {**joined, "geometry": _point(joined["place"])}


def _with_point(row: Row) -> Row:
    return {**row, "geometry": _point(row)}


def _point(place: Mapping[str, Any]) -> Any:
    import shapely

    return shapely.Point(place["lon"], place["lat"])


def _fits(place: Row, asked: Asked) -> bool:
    if any(place.get(key) != value for key, value in asked.equal.items()):
        return False
    if asked.bbox is None:
        return True
    west, south, east, north = asked.bbox
    lon = place["lon"]
    across = west <= lon <= east if west <= east else lon >= west or lon <= east
    return bool(across and south <= place["lat"] <= north)


def _sources(polygons: Polygons, asked: Asked) -> list[str]:
    wanted = asked.equal.get("source")
    return [name for name in polygons.sources() if wanted in (None, name)]


def _standing(polygons: Polygons, source: str, asked: Asked) -> Iterator[tuple[date, date | None, StoredSnapshot]]:
    """Yield day, last day and snapshot of those that stood on any of the days, the last first."""
    first, last = asked.days
    until: date | None = None
    for snapshot in reversed(polygons.series(source)):
        if (last is None or snapshot.on <= last) and (first is None or until is None or until >= first):
            yield snapshot.on, until, snapshot
        if asked.latest:
            return
        until = snapshot.on - timedelta(days=1)


def _pairs(polygons: Polygons, source: str, asked: Asked) -> Iterator[tuple[StoredSnapshot, StoredSnapshot]]:
    series = polygons.series(source)
    if not series:
        return
    if asked.span != (None, None):
        before = polygons.on_or_before(source, asked.span[0]) if asked.span[0] else series[0]
        after = polygons.on_or_before(source, asked.span[1]) if asked.span[1] else series[-1]
        pairs = [(before or series[0], after)] if after else []
    else:
        pairs = list(reversed(list(pairwise(series))))
    first, last = asked.days
    for start, end in pairs:
        if end and start.on < end.on and (last is None or start.on <= last) and (first is None or end.on >= first):
            yield start, end
            if asked.latest:
                return


def _parts(
    workspace: Workspace, source: str, before: StoredSnapshot, after: StoredSnapshot
) -> Iterator[tuple[int, str, Any]]:
    from app.frames import counted

    polygons = workspace.polygons()
    statuses = counted(polygons, workspace.sources.of(source), before.on)
    number = 0
    for kind, parts in polygons.change_polygons(before, after, statuses).items():
        for part in parts:
            yield number, kind, part
            number += 1


def _control_row(snapshot: StoredSnapshot, until: date | None, status: str, shape: Any) -> Row:
    on = snapshot.on.isoformat()
    return {
        "id": f"{snapshot.source}.{on}.{status}",
        "source": snapshot.source,
        "on": on,
        "until": until and until.isoformat(),
        "status": status,
        "area_km2": round(snapshot.layers[status].area_km2, 4),
        "sha256": snapshot.sha256,
        "geometry": None if shape.is_empty else shape,
    }


def _change_row(before: StoredSnapshot, after: StoredSnapshot, number: int, kind: str, shape: Any) -> Row:
    start, end = before.on.isoformat(), after.on.isoformat()
    return {
        "id": f"{before.source}.{start}.{end}.{number}",
        "source": before.source,
        "start": start,
        "end": end,
        "kind": kind,
        "area_km2": round(area_km2(shape), 4),
        "geometry": shape,
    }


def _is_after(key: Key, asked: Asked) -> bool:
    if asked.after is None:
        return True
    try:
        return key > asked.after
    except TypeError:
        raise BadInput("cursor: expected one that a next link of this collection has") from None


def _box(bbox: BBox) -> Any:
    import shapely

    west, south, east, north = bbox
    boxes = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    return shapely.union_all([shapely.box(w, south, e, north) for w, e in boxes])


def _split(feature_id: str, days: int) -> tuple[str, list[date], str]:
    """Return source, days and rest of ``source.day[.day].rest``; no days for an id that was never given out."""
    match = re.fullmatch(rf"(.+?)((?:{DAY}){{{days}}})\.(.+)", feature_id)
    if match is None:
        return "", [], ""
    try:
        return match[1], [date.fromisoformat(day) for day in match[2].strip(".").split(".")], match[3]
    except ValueError:
        return "", [], ""
