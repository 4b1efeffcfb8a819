"""Older stores brought to this version's schema, in one transaction when they are opened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, select, text, update

from app.store.blobs import EMPTY_KEY, unpack
from app.store.grounds import Grounds
from app.store.schema import meta, metadata


def to_this_version(connection: Connection) -> None:
    """Bring a store to this version, one step after the other; another process may have done it meanwhile."""
    which = meta.c.key == "schema"
    while (step := STEPS.get(connection.execute(select(meta.c.value).where(which)).scalar_one())) is not None:
        reached = step(connection)
        connection.execute(update(meta).where(which).values(value=str(reached)))
    metadata.create_all(connection)


def _from_1(connection: Connection) -> int:
    """Grounds and changes on their own become what differs from the day before; a change is one row with its parts."""
    for column in ("base VARCHAR(32) REFERENCES geometry (key)", "depth INTEGER NOT NULL DEFAULT 0"):
        connection.execute(text(f"ALTER TABLE geometry ADD COLUMN {column}"))
    connection.execute(text("CREATE INDEX ix_geometry_base ON geometry (base)"))
    for column in ("parts_zstd", "boxes"):
        connection.execute(text(f"ALTER TABLE change ADD COLUMN {column} BLOB NOT NULL DEFAULT x''"))
    grounds = Grounds()
    before: dict[tuple[str, str], str] = {}
    query = """SELECT source, status, geometry_key FROM layer JOIN snapshot ON snapshot.id = layer.snapshot_id
               ORDER BY source, "on", version"""
    done = {EMPTY_KEY}
    for source, status, key in connection.execute(text(query)).all():
        if key not in done:
            grounds.pack_again(connection, key, before.get((source, status)))
            done.add(key)
        before[source, status] = key
    _gather_parts(connection, grounds)
    connection.execute(text("DROP TABLE change_part"))
    return 2


def _gather_parts(connection: Connection, grounds: Grounds) -> None:
    import shapely

    from app.store.changes import pack_parts

    parts: dict[int, dict[str, list[Any]]] = defaultdict(lambda: {"gained": [], "lost": []})
    for number, kind, blob in connection.execute(text("SELECT change_id, kind, wkb_zstd FROM change_part ORDER BY id")):
        parts[number][kind].append(unpack(blob))
    for number, start, end in connection.execute(text("SELECT id, start_key, end_key FROM change ORDER BY id")).all():
        gained, lost = (shapely.MultiPolygon(parts[number][kind]) for kind in ("gained", "lost"))
        packed = pack_parts(connection, grounds, (start, end), gained, lost)
        connection.execute(
            text("UPDATE change SET parts_zstd = :parts_zstd, boxes = :boxes WHERE id = :id"), {**packed, "id": number}
        )


STEPS: dict[str, Callable[[Connection], int]] = {"1": _from_1}
"""What brings a store from each older version to the next."""
