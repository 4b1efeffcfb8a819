"""Grounds and the polygons of changes in PostgreSQL: plain geometry, under spatial indexes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select

from app.store.blobs import EMPTY_KEY, key_of
from app.store.parts import Pair, Parts
from app.store.schema import change, ground, layer
from app.store.types import SRID
from app.store.upsert import insert_new

_GROUND = select(ground.c.geom).where(ground.c.key == bindparam("key"))
_ADD_KEPT = 4

_PARTS = select(change.c.gained, change.c.lost).where(
    change.c.start_key == bindparam("start"), change.c.end_key == bindparam("end")
)
_POINT = func.ST_SetSRID(func.ST_MakePoint(bindparam("lon"), bindparam("lat")), SRID)


_NEAR = select(change.c.start_key, change.c.end_key, change.c.gained, change.c.lost).where(
    change.c.gained.bool_op("&&")(_POINT) | change.c.lost.bool_op("&&")(_POINT)
)


class PlainGrounds:
    """Reads and writes grounds inside the caller's transaction; the last few are kept as objects."""

    def __init__(self) -> None:
        self._geometries: tuple[tuple[str, Any], ...] = ()

    def put(self, connection: Connection, shape: Any, area_km2: float, like: str | None = None) -> str:  # noqa: ARG002
        """Keep a ground; return its key."""
        key = key_of(shape)
        insert_new(connection, ground, [{"key": key, "area_km2": area_km2, "geom": shape}])
        return key

    def get(self, connection: Connection, key: str) -> Any:
        """Return the MultiPolygon behind a key; the same object while it is among the last few."""
        import shapely

        if key == EMPTY_KEY:
            return shapely.MultiPolygon()
        for known, shape in self._geometries:
            if known == key:
                return shape
        shape = connection.execute(_GROUND, {"key": key}).scalar_one()
        self._geometries = ((key, shape), *self._geometries[: _ADD_KEPT - 1])
        return shape

    @staticmethod
    def drop_orphans(connection: Connection) -> list[str]:
        """Remove the grounds that no snapshot has any more."""
        orphan = ground.c.key.not_in(select(layer.c.geometry_key))
        return sorted(connection.execute(delete(ground).where(orphan).returning(ground.c.key)).scalars())


class PlainParts:
    """Reads and writes the parts of changes inside the caller's transaction."""

    @staticmethod
    def columns(connection: Connection, pair: Pair, gained: Any, lost: Any) -> dict[str, Any]:  # noqa: ARG004
        """Return the columns of a change that hold its polygons."""
        return {"gained": gained, "lost": lost}

    @staticmethod
    def get(connection: Connection, pair: Pair) -> Parts | None:
        """Return the polygons that were gained and lost, None where the change is not kept."""
        row = connection.execute(_PARTS, {"start": pair[0], "end": pair[1]}).one_or_none()
        return None if row is None else {"gained": list(row.gained.geoms), "lost": list(row.lost.geoms)}

    @staticmethod
    def near(connection: Connection, lon: float, lat: float) -> list[tuple[Pair, Parts]]:
        """Return the changes whose box holds a point."""
        return [
            ((row.start_key, row.end_key), {"gained": list(row.gained.geoms), "lost": list(row.lost.geoms)})
            for row in connection.execute(_NEAR, {"lon": lon, "lat": lat})
        ]
