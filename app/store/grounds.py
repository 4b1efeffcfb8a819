"""Grounds in SQLite, by the key of their content, each as what differs from another one.

Snapshots share nearly all their vertices from day to day. A ground is compressed with the one before it as the
dictionary; each 32nd leans on the 32nd before it instead, and each 1024th is whole, so that no reading unpacks more
than 63. `depth` counts from the last whole one.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from sqlite3 import Connection
from threading import Lock
from typing import Any

from app.errors import StoreError
from app.store.blobs import EMPTY_KEY, compress, decompress, key_of, wkb_of

STRIDE = 32
_LEVEL_LIKE = 1  # beside a day that is nearly the same no higher level makes it smaller

_CACHE_BYTES = 16 * 1024**2

_ONE = "SELECT base, wkb_zstd FROM ground WHERE key = ?"
_DEPTH = "SELECT depth FROM ground WHERE key = ?"
_CHAIN = """
WITH RECURSIVE chain(key, base, wkb_zstd, depth) AS (
    SELECT key, base, wkb_zstd, depth FROM ground WHERE key = ?
    UNION ALL
    SELECT ground.key, ground.base, ground.wkb_zstd, ground.depth FROM ground JOIN chain ON ground.key = chain.base)
SELECT key, wkb_zstd, depth FROM chain ORDER BY depth
"""
_PUT = """
INSERT INTO ground (key, area_km2, wkb_zstd, base, depth) VALUES (:key, :area_km2, :wkb_zstd, :base, :depth)
ON CONFLICT DO NOTHING
"""
_PACK_AGAIN = "UPDATE ground SET wkb_zstd = :wkb_zstd, base = :base, depth = :depth WHERE key = :key"
_ORPHANS = "SELECT key FROM ground WHERE key NOT IN (SELECT geometry_key FROM layer)"


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
        row = connection.execute(_ONE, (key,)).fetchone()
        if row is None:
            raise StoreError("a snapshot was removed while it was read: try again")
        base, blob = row
        like = self._known(base) if base else b""
        if like is not None:
            wkb = decompress(blob, like)
        else:
            wkb = b""
            for _, blob, _ in connection.execute(_CHAIN, (key,)):
                wkb = decompress(blob, wkb)
        self._keep(key, wkb)
        return wkb

    def drop_orphans(self, connection: Connection) -> list[str]:
        """Remove the grounds that no snapshot has any more; those that stood on them get another base."""
        orphans = {key for (key,) in connection.execute(_ORPHANS)}
        if not orphans:
            return []
        bases: dict[str, str | None] = dict(connection.execute("SELECT key, base FROM ground"))
        for key, base in bases.items():
            if key not in orphans and base in orphans:
                self.pack_again(connection, key, _first_left(bases, base, orphans))
        gone = [(key,) for key in sorted(orphans)]
        connection.executemany("UPDATE ground SET base = NULL WHERE key = ?", gone)
        connection.executemany("DELETE FROM ground WHERE key = ?", gone)
        return sorted(orphans)

    def pack_again(self, connection: Connection, key: str, like_key: str | None) -> None:
        """Keep a ground as what differs from another one than until now, or whole."""
        packed = self._packed(connection, key, self.wkb(connection, key), like_key)
        connection.execute(_PACK_AGAIN, {"key": key, **packed})

    def _packed(self, connection: Connection, key: str, wkb: bytes, like: str | None) -> dict[str, Any]:
        base, depth = None, 0
        if like not in (None, EMPTY_KEY, key):
            base, depth = self._base(connection, str(like))
        blob = compress(wkb, self.wkb(connection, base), _LEVEL_LIKE) if base else compress(wkb)
        return {"wkb_zstd": blob, "base": base, "depth": depth}

    @staticmethod
    def _base(connection: Connection, like: str) -> tuple[str | None, int]:
        """Return which ground one that is most like `like` leans on, and how deep it stands then."""
        (depth,) = connection.execute(_DEPTH, (like,)).fetchone()
        if depth + 1 == STRIDE * STRIDE:
            return None, 0
        if (depth + 1) % STRIDE:
            return like, depth + 1
        chain = connection.execute(_CHAIN, (like,)).fetchall()  # the shallowest first
        return next((key for key, _, at in reversed(chain) if at % STRIDE == 0), None), depth + 1

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
