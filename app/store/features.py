"""Mentions, claims and mentioned places a page at a time, in the order of their ids, for REST.

A page begins after the last id of the page before, so that what is stored or removed in the meantime moves nothing.
Only what a page shows is loaded. Rows that fit are looked for in two steps, because no store knows beforehand how many
there are: first among the next :data:`PROBE` in order, which finds a page wherever many fit, then by an index of what
was asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, Table, and_, case, func, or_, select

from app.store.documents import BBox, in_sentence
from app.store.engine import reading
from app.store.schema import claim, document, mention

PROBE = 1000
"""So many rows in the order of ids are looked through before an index is asked."""

PLACES_PROBED = 3
"""So many times as many places as a page holds are looked through first."""

Columns = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What features must be.

    Parameters
    ----------
    bbox : tuple of float, optional
        West, south, east, north in degrees, WGS 84; west > east crosses the antimeridian. What has no place fits too.
    start, end : date, optional
        Days that the feature's own must intersect, both inclusive; what has no day fits too.
    equal : mapping
        Values of properties, by the names of :data:`FILTERS`.
    placed : bool, optional
        Only what has a place, or only what has none.
    """

    bbox: BBox | None = None
    start: date | None = None
    end: date | None = None
    equal: Mapping[str, str] = field(default_factory=dict)
    placed: bool | None = None


FILTERS: Mapping[str, Mapping[str, Any]] = {
    "mentions": {
        "document_id": mention.c.document_id,
        "place_id": mention.c.place_id,
        "kind": mention.c.kind,
        "text": mention.c.text,
        "document_lang": document.c.lang,
    },
    "claims": {
        "document_id": claim.c.document_id,
        "direction": claim.c.direction,
        "actor": claim.c.actor,
        "attributed_to": claim.c.body["attributed_to"].as_string(),
        "document_lang": document.c.lang,
    },
    "places": {
        "kind": mention.c.body["place"]["kind"].as_string(),
        "country": mention.c.body["place"]["country"].as_string(),
        "admin1": mention.c.body["place"]["admin1"].as_string(),
        "gazetteer": mention.c.body["place"]["gazetteer"].as_string(),
    },
}
"""Properties by which each collection can be filtered, and where they stand."""

_INDEXED = frozenset({"document_id", "place_id"})
_UNDATED = and_(claim.c.period_start.is_(None), claim.c.period_end.is_(None))
_FIRST = case((_UNDATED, document.c.published), else_=claim.c.period_start)
_LAST = case((_UNDATED, document.c.published), else_=claim.c.period_end)
_DAYS = {"mentions": (document.c.published, document.c.published), "claims": (_FIRST, _LAST)}


class FeatureStore:
    """What collections of features are made of."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def mentions(self, wanted: Wanted, *, after: str | None = None, limit: int = 100) -> list[dict[str, Any]]:
        """Return mentions with their document's title and date and their sentence."""
        return self._spans("mentions", mention, wanted, after, limit)

    def claims(self, wanted: Wanted, *, after: str | None = None, limit: int = 100) -> list[dict[str, Any]]:
        """Return stated areas with their document's title and date and their sentence; none has a place."""
        return self._spans("claims", claim, wanted, after, limit)

    def mention(self, mention_id: str) -> dict[str, Any] | None:
        """Return one mention, None where there is none of that id."""
        return self._span(mention, mention_id)

    def claim(self, claim_id: str) -> dict[str, Any] | None:
        """Return one stated area, None where there is none of that id."""
        return self._span(claim, claim_id)

    def places(self, wanted: Wanted, *, after: str | None = None, limit: int = 100) -> list[dict[str, Any]]:
        """Return the places that mentions mean, each with how many do and when the first and last were published."""
        with reading(self._engine) as connection:
            rows: Sequence[Any] = ()
            if wanted.bbox is not None:  # first among the next in order, as with mentions
                west, south, east, north = wanted.bbox
                near = connection.execute(_places(replace(wanted, bbox=None), after, PLACES_PROBED * limit)).all()
                rows = [row for row in near if south <= row.lat <= north and _across(row.lon, west, east)][:limit]
            if len(rows) < limit:
                rows = connection.execute(_places(wanted, after, limit)).all()
            bodies = self._bodies(connection, mention, [row.first_id for row in rows])
            days = self._days_of(connection, [row.place_id for row in rows])
        return [{**bodies[row.first_id]["place"], "mentions": row.count_, **days[row.place_id]} for row in rows]

    def place(self, place_id: str) -> dict[str, Any] | None:
        """Return a place that mentions mean, None where none does."""
        query = select(func.count(), func.min(mention.c.id)).where(mention.c.place_id == place_id)
        with reading(self._engine) as connection:
            count, first = connection.execute(query).one()
            if not count:
                return None
            body = self._bodies(connection, mention, [first])[first]
            return {**body["place"], "mentions": count, **self._days_of(connection, [place_id])[place_id]}

    def bounds(self) -> BBox | None:
        """Return the box of all placed mentions, None where there is none."""
        # One query for each end, so that an index may answer it.
        ends = (func.min(mention.c.lon), func.min(mention.c.lat), func.max(mention.c.lon), func.max(mention.c.lat))
        with reading(self._engine) as connection:
            found = [connection.execute(select(end)).scalar() for end in ends]
        west, south, east, north = (float(end or 0.0) for end in found)
        return None if None in found else (west, south, east, north)

    def days(self, collection: str) -> tuple[date | None, date | None]:
        """Return the first and the last day of a collection's features."""
        ends: Sequence[Any] = (document.c.published,)
        if collection == "claims":
            ends = (document.c.published, claim.c.period_start, claim.c.period_end)
        with reading(self._engine) as connection:
            found = [connection.execute(select(end(each))).scalar() for each in ends for end in (func.min, func.max)]
        known = [day for day in found if day is not None]
        return (min(known), max(known)) if known else (None, None)

    def _spans(self, name: str, table: Table, wanted: Wanted, after: str | None, limit: int) -> list[dict[str, Any]]:
        with reading(self._engine) as connection:
            ids = _ids(connection, name, table, wanted, after, limit)
            return self._joined(connection, table, ids)

    def _span(self, table: Table, span_id: str) -> dict[str, Any] | None:
        with reading(self._engine) as connection:
            return next(iter(self._joined(connection, table, [span_id])), None)

    def _joined(self, connection: Connection, table: Table, ids: Sequence[str]) -> list[dict[str, Any]]:
        rows = connection.execute(
            select(table.c.id, table.c.document_id, table.c.body).where(table.c.id.in_(ids))
        ).all()
        columns = [document.c[name] for name in ("id", "title", "published", "lang", "text", "sentences")]
        wanted = {row.document_id for row in rows}
        documents = {row.id: row for row in connection.execute(select(*columns).where(document.c.id.in_(wanted)))}
        found = {}
        for row in rows:
            told = documents[row.document_id]
            found[row.id] = {
                **row.body,
                "document_id": row.document_id,
                "document_title": told.title,
                "published": told.published.isoformat() if told.published else None,
                "document_lang": told.lang,
                **in_sentence(told.text, told.sentences, row.body["sentence"]),
            }
        return [found[each] for each in ids if each in found]

    @staticmethod
    def _bodies(connection: Connection, table: Table, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        query = select(table.c.id, table.c.body).where(table.c.id.in_(ids))
        return {row.id: row.body for row in connection.execute(query)}

    @staticmethod
    def _days_of(connection: Connection, places: Sequence[str]) -> dict[str, dict[str, str | None]]:
        query = (
            select(mention.c.place_id, func.min(document.c.published), func.max(document.c.published))
            .join(document, document.c.id == mention.c.document_id)
            .where(mention.c.place_id.in_(places))
            .group_by(mention.c.place_id)
        )
        return {
            found: {"first": first and first.isoformat(), "last": last and last.isoformat()}
            for found, first, last in connection.execute(query)
        }


def _ids(connection: Connection, name: str, table: Table, wanted: Wanted, after: str | None, limit: int) -> list[str]:
    """Return the ids of a page."""
    columns: dict[str, Any] = {"id": table.c.id, **FILTERS[name]}
    columns["first"], columns["last"] = _DAYS[name]
    if name == "mentions":
        columns |= {"lon": mention.c.lon, "lat": mention.c.lat}
    everything = table.join(document, document.c.id == table.c.document_id)

    def page(source: Any, have: Columns, by: Any) -> Any:
        query = select(have["id"]).select_from(source).where(*_conditions(have, wanted)).order_by(by).limit(limit)
        return query if after is None else query.where(by > after)

    if not _conditions(columns, wanted):
        query = select(table.c.id).order_by(table.c.id).limit(limit)
        return list(connection.execute(query if after is None else query.where(table.c.id > after)).scalars())
    if not _INDEXED & wanted.equal.keys():
        labelled = [column.label(f"f_{key}") for key, column in columns.items()]
        near = select(*labelled).select_from(everything).order_by(table.c.id).limit(PROBE)
        probed = (near if after is None else near.where(table.c.id > after)).subquery()
        have = {key: probed.c[f"f_{key}"] for key in columns}
        found = list(connection.execute(page(probed, have, have["id"])).scalars())
        if len(found) == limit:
            return found
    # Through a function, the order of ids is no reason to walk through all of them.
    return list(connection.execute(page(everything, columns, func.coalesce(table.c.id, ""))).scalars())


def _conditions(have: Columns, wanted: Wanted) -> list[Any]:
    conditions = [have[key] == value for key, value in wanted.equal.items()]
    conditions += _between(have["first"], have["last"], wanted)
    if wanted.bbox is not None and "lon" in have:
        inside = _inside_columns(have["lon"], have["lat"], wanted.bbox)
        conditions.append(or_(have["lon"].is_(None), and_(*inside)))
    if wanted.placed is not None and "lon" in have:
        conditions.append(have["lon"].is_not(None) if wanted.placed else have["lon"].is_(None))
    return conditions


def _between(first: Any, last: Any, wanted: Wanted) -> list[Any]:
    """Return that the days from `first` to `last` (open where null) intersect those that are wanted."""
    conditions = []
    if wanted.end is not None:
        conditions.append(or_(first.is_(None), first <= wanted.end))
    if wanted.start is not None:
        conditions.append(or_(last.is_(None), last >= wanted.start))
    return conditions


def _places(wanted: Wanted, after: str | None, limit: int) -> Any:
    """Return the query of a page of places, in the order of their ids."""
    # Through a function, the order of ids is no reason to leave the index of the box aside.
    place_id = mention.c.place_id if wanted.bbox is None else func.coalesce(mention.c.place_id, "")
    columns = (func.min(mention.c.lon).label("lon"), func.min(mention.c.lat).label("lat"))
    query = select(
        place_id.label("place_id"), func.count().label("count_"), func.min(mention.c.id).label("first_id"), *columns
    ).where(mention.c.place_id.is_not(None), *_equal("places", wanted), *_inside(mention.c, wanted.bbox))
    if after is not None:
        query = query.where(place_id > after)
    if wanted.start or wanted.end:
        query = query.join(document, document.c.id == mention.c.document_id)
        query = query.where(*_between(document.c.published, document.c.published, wanted))
    return query.group_by(place_id).order_by(place_id).limit(limit)


def _across(lon: float, west: float, east: float) -> bool:
    return west <= lon <= east if west <= east else lon >= west or lon <= east


def _equal(name: str, wanted: Wanted) -> list[Any]:
    return [FILTERS[name][key] == value for key, value in wanted.equal.items()]


def _inside(have: Any, bbox: BBox | None) -> list[Any]:
    return [] if bbox is None else _inside_columns(have.lon, have.lat, bbox)


def _inside_columns(lon: Any, lat: Any, bbox: BBox) -> list[Any]:
    west, south, east, north = bbox
    across: Callable[..., Any] = and_ if west <= east else or_  # else over the antimeridian
    return [across(lon >= west, lon <= east), lat >= south, lat <= north]
