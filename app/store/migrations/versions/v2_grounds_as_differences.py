"""Grounds and changes that stood on their own become what differs from the day before; a change is one row."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import shapely
from alembic import op
from sqlalchemy import Connection, text

from app.store.blobs import EMPTY_KEY, compress, decompress

revision = "2"
down_revision = "1"

_STRIDE = 32


def upgrade() -> None:
    """Pack anew; only SQLite had this version."""
    connection = op.get_bind()
    op.execute("ALTER TABLE geometry ADD COLUMN base VARCHAR(32) REFERENCES geometry (key)")
    op.execute("ALTER TABLE geometry ADD COLUMN depth INTEGER NOT NULL DEFAULT 0")
    op.execute("CREATE INDEX ix_geometry_base ON geometry (base)")
    for column in ("parts_zstd", "boxes"):
        op.execute(f"ALTER TABLE change ADD COLUMN {column} BLOB NOT NULL DEFAULT x''")
    _gather_parts(connection)
    _lean(connection)
    op.execute("DROP TABLE change_part")


def _whole(connection: Connection, key: str) -> bytes:
    """Return the WKB of a ground that still stands on its own."""
    if key == EMPTY_KEY:
        return b""
    return decompress(
        connection.execute(text("SELECT wkb_zstd FROM geometry WHERE key = :key"), {"key": key}).scalar_one()
    )


def _gather_parts(connection: Connection) -> None:
    from app.store.parts import boxes_of

    parts: dict[int, dict[str, list[Any]]] = defaultdict(lambda: {"gained": [], "lost": []})
    for number, kind, blob in connection.execute(text("SELECT change_id, kind, wkb_zstd FROM change_part ORDER BY id")):
        parts[number][kind].append(shapely.from_wkb(decompress(blob)))
    for number, start, end in connection.execute(text("SELECT id, start_key, end_key FROM change ORDER BY id")).all():
        gained, lost = (shapely.MultiPolygon(parts[number][kind]) for kind in ("gained", "lost"))
        both = shapely.to_wkb(shapely.geometrycollections([gained, lost]))
        connection.execute(
            text("UPDATE change SET parts_zstd = :parts, boxes = :boxes WHERE id = :id"),
            {
                "parts": compress(both, _whole(connection, start) + _whole(connection, end), 3),
                "boxes": boxes_of([*gained.geoms, *lost.geoms]),
                "id": number,
            },
        )


def _lean(connection: Connection) -> None:
    """Keep each ground as what differs from the one before it; each 32nd leans on the 32nd before it."""
    query = """SELECT source, status, geometry_key FROM layer JOIN snapshot ON snapshot.id = layer.snapshot_id
               ORDER BY source, "on", version"""
    series: dict[tuple[str, str], list[str]] = defaultdict(list)
    for source, status, key in connection.execute(text(query)):
        series[source, status].append(key)
    done = {EMPTY_KEY}
    for keys in series.values():
        chain: list[tuple[str, bytes]] = []  # the last ground of each depth that another may lean on
        depth = -1
        for key in keys:
            if key in done:
                continue
            done.add(key)
            wkb = _whole(connection, key)
            depth = (depth + 1) % _STRIDE**2
            leans_on = None if depth == 0 else (chain[0] if depth % _STRIDE == 0 else chain[-1])
            if leans_on is not None:
                connection.execute(
                    text("UPDATE geometry SET wkb_zstd = :blob, base = :base, depth = :depth WHERE key = :key"),
                    {"blob": compress(wkb, leans_on[1], 1), "base": leans_on[0], "depth": depth, "key": key},
                )
            chain = [(key, wkb)] if depth % _STRIDE == 0 else [chain[0], (key, wkb)]
