"""Grounds in SQLite, by the key of their content, each as what differs from another one.

Snapshots share nearly all their vertices from day to day. A ground is compressed with the one before it as the
dictionary; each 32nd leans on the 32nd before it instead, and each 1024th is whole, so that no reading unpacks more
than 63. `depth` counts from the last whole one.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from threading import Lock
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from app.store.blobs import EMPTY_KEY, compress, decompress, key_of, wkb_of
from app.store.schema import ground as table
from app.store.schema import layer

STRIDE = 32
_LEVEL_LIKE = 1  # beside a day that is nearly the same no higher level makes it smaller

_CACHE_BYTES = 16 * 1024**2

_ROW = select(table.c.key, table.c.base, table.c.wkb_zstd, table.c.depth)
_ONE = _ROW.where(table.c.key == bindparam("key"))
_DEPTH = select(table.c.depth).where(table.c.key == bindparam("key"))
_chain = _ONE.cte("chain", recursive=True)
_chain = _chain.union_all(_ROW.join(_chain, table.c.key == _chain.c.base))
_CHAIN = select(_chain).order_by(_chain.c.depth)
_PUT = insert(table).on_conflict_do_nothing()


class Grounds:
    """Reads and writes grounds inside the caller's transaction; unpacked ones are kept up to some megabytes."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._unpacked: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0
        self._geometries: tuple[tuple[str, Any], ...] = ()

    def put(self, connection: Connection, ground: Any, area_km2: float, like: str | None = None) -> str:
        """Keep a ground, as what differs from another where one is named; return its key."""
        key, wkb = key_of(ground), wkb_of(ground)
        connection.execute(_PUT, {"key": key, "area_km2": area_km2, **self._packed(connection, key, wkb, like)})
        self._keep(key, wkb)
        self._geometries = ((key, ground), *self._geometries[:3])
        return key

    def get(self, connection: Connection, key: str) -> Any:
        """Return the MultiPolygon behind a key; the same object while it is among the last few."""
        import shapely

        if key == EMPTY_KEY:
            return shapely.MultiPolygon()
        for known, ground in self._geometries:
            if known == key:
                return ground
        ground = shapely.from_wkb(self.wkb(connection, key))
        self._geometries = ((key, ground), *self._geometries[:3])
        return ground

    def wkb(self, connection: Connection, key: str) -> bytes:
        """Return the WKB behind a key; nothing behind the key of no ground."""
        if key == EMPTY_KEY:
            return b""
        known = self._known(key)
        if known is not None:
            return known
        row = connection.execute(_ONE, {"key": key}).one()
        like = self._known(row.base) if row.base else b""
        if like is not None:
            wkb = decompress(row.wkb_zstd, like)
        else:
            wkb = b""
            for link in connection.execute(_CHAIN, {"key": key}):
                wkb = decompress(link.wkb_zstd, wkb)
        self._keep(key, wkb)
        return wkb

    def drop_orphans(self, connection: Connection) -> list[str]:
        """Remove the grounds that no snapshot has any more; those that stood on them get another base."""
        orphan = table.c.key.not_in(select(layer.c.geometry_key))
        orphans = set(connection.execute(select(table.c.key).where(orphan)).scalars())
        if not orphans:
            return []
        bases = {row.key: row.base for row in connection.execute(select(table.c.key, table.c.base))}
        for key, base in bases.items():
            if key not in orphans and base in orphans:
                self.pack_again(connection, key, _first_left(bases, base, orphans))
        connection.execute(update(table).where(orphan).values(base=None))
        connection.execute(delete(table).where(orphan))
        return sorted(orphans)

    def pack_again(self, connection: Connection, key: str, like_key: str | None) -> None:
        """Keep a ground as what differs from another one than until now, or whole."""
        packed = self._packed(connection, key, self.wkb(connection, key), like_key)
        connection.execute(update(table).where(table.c.key == key).values(packed))

    def _packed(self, connection: Connection, key: str, wkb: bytes, like: str | None) -> dict[str, Any]:
        base, depth = None, 0
        if like not in (None, EMPTY_KEY, key):
            base, depth = self._base(connection, str(like))
        blob = compress(wkb, self.wkb(connection, base), _LEVEL_LIKE) if base else compress(wkb)
        return {"wkb_zstd": blob, "base": base, "depth": depth}

    @staticmethod
    def _base(connection: Connection, like: str) -> tuple[str | None, int]:
        """Return which ground one that is most like `like` leans on, and how deep it stands then."""
        depth = connection.execute(_DEPTH, {"key": like}).scalar_one()
        if depth + 1 == STRIDE * STRIDE:
            return None, 0
        if (depth + 1) % STRIDE:
            return like, depth + 1
        chain = connection.execute(_CHAIN, {"key": like}).all()  # the shallowest first
        return next((link.key for link in reversed(chain) if link.depth % STRIDE == 0), None), depth + 1

    def _known(self, key: str) -> bytes | None:
        with self._lock:
            found = self._unpacked.get(key)
            if found is not None:
                self._unpacked.move_to_end(key)
        return found

    def _keep(self, key: str, wkb: bytes) -> None:
        with self._lock:
            if key not in self._unpacked:
                self._unpacked[key] = wkb
                self._bytes += len(wkb)
            while self._bytes > _CACHE_BYTES and len(self._unpacked) > 1:
                self._bytes -= len(self._unpacked.popitem(last=False)[1])


def _first_left(bases: dict[str, str | None], key: str | None, orphans: Collection[str]) -> str | None:
    """Return the nearest ground that stays, along the chain of bases."""
    while key is not None and key in orphans:
        key = bases.get(key)
    return key
