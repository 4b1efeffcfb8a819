"""Snapshots of control, and what was computed from them, in a file of SQLite."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import orjson

from app.store.blobs import pack, unpack
from app.store.file import POLYGONS, bump
from app.store.file_changes import FileChanges
from app.store.records import Correction, Outcome, StoredLayer, StoredSnapshot, corrections_of, plan

if TYPE_CHECKING:
    from sqlite3 import Connection

    from geodata.control import Snapshot

# The layers of the last current snapshot of a source up to a day.
_LAST = """
SELECT snapshot.id, "on", version, status, geometry_key, file, file_sha256, report
FROM snapshot LEFT JOIN layer ON layer.snapshot_id = snapshot.id
WHERE snapshot.id = (SELECT id FROM snapshot WHERE source = ? AND current AND "on" <= ? ORDER BY "on" DESC LIMIT 1)
"""
_ADD_SNAPSHOT = """
INSERT INTO snapshot (source, "on", version, current, sha256, imported_at)
VALUES (:source, :on, :version, :current, :sha256, :imported_at)
"""
_ADD_LAYER = """
INSERT INTO layer (snapshot_id, status, geometry_key, file, file_sha256, report)
VALUES (:snapshot_id, :status, :geometry_key, :file, :file_sha256, :report)
"""
_FILES = """
SELECT DISTINCT file_sha256, "on" FROM layer JOIN snapshot ON snapshot.id = layer.snapshot_id
WHERE source = ? AND current
"""
_REVISION = 'SELECT source, "on", sha256 FROM snapshot WHERE current ORDER BY source, "on"'
_SERIES = """
SELECT "on", sha256, status, geometry_key, area_km2
FROM snapshot JOIN layer ON layer.snapshot_id = snapshot.id JOIN ground ON ground.key = layer.geometry_key
WHERE source = ? AND current ORDER BY "on", status
"""
_CORRECTED = """
SELECT source, "on", version, imported_at, sha256, status, geometry_key, area_km2
FROM snapshot JOIN layer ON layer.snapshot_id = snapshot.id JOIN ground ON ground.key = layer.geometry_key
WHERE (source, "on") IN (SELECT source, "on" FROM snapshot WHERE version > 1) AND (?1 IS NULL OR source = ?1)
ORDER BY source, "on", version
"""
_REPORTS = """
SELECT "on", status, report FROM snapshot JOIN layer ON layer.snapshot_id = snapshot.id
WHERE source = ? AND current ORDER BY "on", status
"""
_WHICH = 'source = ?1 AND (?2 IS NULL OR "on" = ?2)'
_LINE = "SELECT geom FROM line WHERE geometry_key = ? AND outline_key = ? AND margin_km = ?"
_ADD_LINE = """
INSERT INTO line (geometry_key, outline_key, margin_km, geom) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
"""


class FileControl(FileChanges):
    """Snapshots by source and day, the current version unless said otherwise, and what changed between them.

    As :class:`app.store.control.ControlStore` keeps them in PostgreSQL.
    """

    def add(self, new: Snapshot) -> Outcome:
        """Store a snapshot in one transaction.

        The same file again changes nothing. Another file for the same day adds its layers where the day has none
        of that status, and makes a new version of the day where it has one.
        """
        with self._file.writing() as connection:
            return self._add(connection, new)

    def _add(self, connection: Connection, new: Snapshot) -> Outcome:
        on = new.on.isoformat()
        last = connection.execute(_LAST, (new.source, on)).fetchall()
        like = {status: key for _, _, _, status, key, *_ in last if status}
        today = last if last and last[0][1] == on else []
        columns = ("status", "geometry_key", "file", "file_sha256", "report")
        layers = [dict(zip(columns, row[3:], strict=True)) for row in today if row[3]]
        does = plan(new, today[0][0] if today else None, today[0][2] if today else 0, layers)
        if does is None:
            return "unchanged"
        bump(connection, POLYGONS)
        if does.replaces is not None:
            connection.execute("UPDATE snapshot SET current = 0 WHERE id = ?", (does.replaces,))
        row_id = connection.execute(_ADD_SNAPSHOT, {**does.row, "on": on}).lastrowid
        report = orjson.dumps(new.report.json()).decode()
        for part in new.layers:
            key = self._grounds.put(connection, part.geometry, part.area_km2, like.get(part.status))
            row = {"status": part.status, "geometry_key": key, "file": new.report.file, "file_sha256": new.sha256}
            connection.execute(_ADD_LAYER, {**row, "snapshot_id": row_id, "report": report})
        connection.executemany(_ADD_LAYER, [{**row, "snapshot_id": row_id} for row in does.kept])
        return does.outcome

    def sources(self) -> list[str]:
        """Return the sources that have snapshots, by name."""
        with self._file.reading() as connection:
            return [name for (name,) in connection.execute("SELECT DISTINCT source FROM snapshot ORDER BY source")]

    def files(self, source: str) -> dict[str, list[date]]:
        """Return the days that each file of the current snapshots stands for, by the file's sha-256."""
        days: dict[str, list[date]] = defaultdict(list)
        with self._file.reading() as connection:
            for digest, on in connection.execute(_FILES, (source,)):
                days[digest].append(date.fromisoformat(on))
        return days

    def revision(self) -> str:
        """Return a hash of every current snapshot: another import, correction or removal gives another."""
        with self._file.reading() as connection:
            rows = [f"{source} {on} {digest}" for source, on, digest in connection.execute(_REVISION)]
        return sha256("\n".join(rows).encode()).hexdigest()

    def series(self, source: str) -> list[StoredSnapshot]:
        """Return the current snapshots of a source, oldest first."""
        days: dict[tuple[str, str], dict[str, StoredLayer]] = defaultdict(dict)
        with self._file.reading() as connection:
            for on, digest, status, key, area_km2 in connection.execute(_SERIES, (source,)):
                days[on, digest][status] = StoredLayer(key, area_km2)
        return [StoredSnapshot(source, date.fromisoformat(on), digest, layers) for (on, digest), layers in days.items()]

    def corrections(self, source: str | None = None) -> list[Correction]:
        """Return the versions of a day that took the place of another content, in the order in which they came.

        A version that only added a status to the day is none.
        """
        with self._file.reading() as connection:
            rows = connection.execute(_CORRECTED, (source,)).fetchall()
        return corrections_of((name, date.fromisoformat(on), *rest) for name, on, *rest in rows)

    def remove(self, source: str, on: date | None = None) -> int:
        """Remove a source, or its snapshot of one day, with all versions; return how many days went."""
        which = source, None if on is None else on.isoformat()
        with self._file.writing() as connection:
            count = f'SELECT count(DISTINCT "on") FROM snapshot WHERE {_WHICH}'  # noqa: S608 - a constant
            (days,) = connection.execute(count, which).fetchone()
            bump(connection, POLYGONS)
            connection.execute(f"DELETE FROM snapshot WHERE {_WHICH}", which)  # noqa: S608 - a constant
            for key in self._grounds.drop_orphans(connection):
                self._forget(connection, key)
                connection.execute("DELETE FROM line WHERE geometry_key = ?", (key,))
        return int(days)

    def geometry(self, key: str) -> Any:
        """Return the MultiPolygon behind a key."""
        with self._file.reading() as connection:
            return self._grounds.get(connection, key)

    def reports(self, source: str) -> list[dict[str, Any]]:
        """Return the import report of every current layer, oldest first."""
        with self._file.reading() as connection:
            rows = connection.execute(_REPORTS, (source,)).fetchall()
        return [{"on": date.fromisoformat(on), "status": status, **orjson.loads(told)} for on, status, told in rows]

    def line(self, geometry_key: str, outline_key: str, margin_km: float) -> Any | None:
        """Return the line that was kept for this ground, outline and margin."""
        with self._file.reading() as connection:
            row = connection.execute(_LINE, (geometry_key, outline_key, margin_km)).fetchone()
        return None if row is None else unpack(row[0])

    def add_line(self, geometry_key: str, outline_key: str, margin_km: float, found: Any) -> None:
        """Keep a line."""
        with self._file.writing() as connection:
            connection.execute(_ADD_LINE, (geometry_key, outline_key, margin_km, pack(found)))
