"""Snapshots of control, and what was computed from them, in PostgreSQL."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, insert, select, tuple_, update

from app.store.changes import KeptChanges
from app.store.file import POLYGONS
from app.store.records import Correction, Outcome, StoredLayer, StoredSnapshot, corrections_of, plan
from app.store.schema import ground, layer, line, snapshot
from app.store.transactions import bump, reading, writing
from app.store.upsert import insert_new

if TYPE_CHECKING:
    from geodata.control import Snapshot

# The layers of the last current snapshot of a source up to a day.
_LAST = (
    select(
        snapshot.c.id,
        snapshot.c.on,
        snapshot.c.version,
        *(column.label(f"l_{column.key}") for column in layer.c),
    )
    .outerjoin(layer, layer.c.snapshot_id == snapshot.c.id)
    .where(
        snapshot.c.id
        == select(snapshot.c.id)
        .where(snapshot.c.source == bindparam("source"), snapshot.c.current, snapshot.c.on <= bindparam("day"))
        .order_by(snapshot.c.on.desc())
        .limit(1)
        .scalar_subquery()
    )
)
_VERSIONS = (
    select(snapshot.c.on, snapshot.c.sha256, layer.c.status, layer.c.geometry_key, ground.c.area_km2)
    .join(layer, layer.c.snapshot_id == snapshot.c.id)
    .join(ground, ground.c.key == layer.c.geometry_key)
)
_ADD_SNAPSHOT = insert(snapshot)
_ADD_LAYER = insert(layer)


class ControlStore(KeptChanges):
    """Snapshots by source and day, the current version unless said otherwise, and what changed between them."""

    def add(self, new: Snapshot) -> Outcome:
        """Store a snapshot in one transaction.

        The same file again changes nothing. Another file for the same day adds its layers where the day has none
        of that status, and makes a new version of the day where it has one.
        """
        with writing(self._engine) as connection:
            last = connection.execute(_LAST, {"source": new.source, "day": new.on}).mappings().all()
            like = {row["l_status"]: row["l_geometry_key"] for row in last if row["l_status"]}
            today = last if last and last[0]["on"] == new.on else []
            layers = [{column.key: row[f"l_{column.key}"] for column in layer.c} for row in today if row["l_status"]]
            does = plan(new, today[0]["id"] if today else None, today[0]["version"] if today else 0, layers)
            if does is None:
                return "unchanged"
            bump(connection, POLYGONS)
            if does.replaces is not None:
                connection.execute(update(snapshot).where(snapshot.c.id == does.replaces).values(current=False))
            made = connection.execute(_ADD_SNAPSHOT, does.row).inserted_primary_key
            row_id = made[0] if made else 0
            report = new.report.json()
            added = [
                {
                    "snapshot_id": row_id,
                    "status": part.status,
                    "geometry_key": self._grounds.put(connection, part.geometry, part.area_km2, like.get(part.status)),
                    "file": new.report.file,
                    "file_sha256": new.sha256,
                    "report": report,
                }
                for part in new.layers
            ]
            connection.execute(_ADD_LAYER, [*added, *({**row, "snapshot_id": row_id} for row in does.kept)])
        return does.outcome

    def sources(self) -> list[str]:
        """Return the sources that have snapshots, by name."""
        with reading(self._engine) as connection:
            query = select(snapshot.c.source).distinct().order_by(snapshot.c.source)
            return list(connection.execute(query).scalars())

    def files(self, source: str) -> dict[str, list[date]]:
        """Return the days that each file of the current snapshots stands for, by the file's sha-256."""
        query = (
            select(layer.c.file_sha256, snapshot.c.on)
            .join(snapshot, snapshot.c.id == layer.c.snapshot_id)
            .where(_current(source))
            .distinct()
        )
        days: dict[str, list[date]] = defaultdict(list)
        with reading(self._engine) as connection:
            for digest, on in connection.execute(query):
                days[digest].append(on)
        return days

    def revision(self) -> str:
        """Return a hash of every current snapshot: another import, correction or removal gives another."""
        query = (
            select(snapshot.c.source, snapshot.c.on, snapshot.c.sha256)
            .where(snapshot.c.current)
            .order_by(snapshot.c.source, snapshot.c.on)
        )
        with reading(self._engine) as connection:
            rows = [f"{source} {on} {digest}" for source, on, digest in connection.execute(query)]
        return sha256("\n".join(rows).encode()).hexdigest()

    def series(self, source: str) -> list[StoredSnapshot]:
        """Return the current snapshots of a source, oldest first."""
        query = _VERSIONS.where(_current(source)).order_by(snapshot.c.on, layer.c.status)
        days: dict[tuple[date, str], dict[str, StoredLayer]] = defaultdict(dict)
        with reading(self._engine) as connection:
            for on, digest, status, key, area_km2 in connection.execute(query):
                days[on, digest][status] = StoredLayer(key, area_km2)
        return [StoredSnapshot(source, on, digest, layers) for (on, digest), layers in days.items()]

    def corrections(self, source: str | None = None) -> list[Correction]:
        """Return the versions of a day that took the place of another content, in the order in which they came.

        A version that only added a status to the day is none.
        """
        corrected = select(snapshot.c.source, snapshot.c.on).where(snapshot.c.version > 1)
        query = (
            select(
                snapshot.c.source, snapshot.c.on, snapshot.c.version, snapshot.c.imported_at, snapshot.c.sha256,
                layer.c.status, layer.c.geometry_key, ground.c.area_km2,
            )
            .join(layer, layer.c.snapshot_id == snapshot.c.id)
            .join(ground, ground.c.key == layer.c.geometry_key)
            .where(tuple_(snapshot.c.source, snapshot.c.on).in_(corrected))
            .order_by(snapshot.c.source, snapshot.c.on, snapshot.c.version)
        )  # fmt: skip
        if source is not None:
            query = query.where(snapshot.c.source == source)
        with reading(self._engine) as connection:
            return corrections_of((*row,) for row in connection.execute(query))

    def remove(self, source: str, on: date | None = None) -> int:
        """Remove a source, or its snapshot of one day, with all versions; return how many days went."""
        which = snapshot.c.source == source
        if on is not None:
            which &= snapshot.c.on == on
        with writing(self._engine) as connection:
            days = connection.execute(select(func.count(snapshot.c.on.distinct())).where(which)).scalar_one()
            bump(connection, POLYGONS)
            connection.execute(delete(snapshot).where(which))
            for key in self._grounds.drop_orphans(connection):
                self._forget(connection, key)
                connection.execute(delete(line).where(line.c.geometry_key == key))
        return int(days)

    def geometry(self, key: str) -> Any:
        """Return the MultiPolygon behind a key."""
        with reading(self._engine) as connection:
            return self._grounds.get(connection, key)

    def reports(self, source: str) -> list[dict[str, Any]]:
        """Return the import report of every current layer, oldest first."""
        query = (
            select(snapshot.c.on, layer.c.status, layer.c.report)
            .join(layer, layer.c.snapshot_id == snapshot.c.id)
            .where(_current(source))
            .order_by(snapshot.c.on, layer.c.status)
        )
        with reading(self._engine) as connection:
            return [{"on": on, "status": status, **report} for on, status, report in connection.execute(query)]

    def line(self, geometry_key: str, outline_key: str, margin_km: float) -> Any | None:
        """Return the line that was kept for this ground, outline and margin."""
        query = select(line.c.geom).where(
            line.c.geometry_key == geometry_key, line.c.outline_key == outline_key, line.c.margin_km == margin_km
        )
        with reading(self._engine) as connection:
            return connection.execute(query).scalar()

    def add_line(self, geometry_key: str, outline_key: str, margin_km: float, found: Any) -> None:
        """Keep a line."""
        with writing(self._engine) as connection:
            key = {"geometry_key": geometry_key, "outline_key": outline_key, "margin_km": margin_km}
            insert_new(connection, line, [{**key, "geom": found}])


def _current(source: str) -> Any:
    return (snapshot.c.source == source) & snapshot.c.current
