"""Snapshots of control, and what was computed from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Connection, Engine, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from app.store.blobs import EMPTY_KEY, key_of, pack, unpack
from app.store.engine import reading, writing
from app.store.schema import change, change_part, geometry, layer, line, snapshot

if TYPE_CHECKING:
    from geodata.changes import Change
    from geodata.control import Snapshot

Outcome = Literal["added", "unchanged", "corrected", "layer added"]


@dataclass(frozen=True, slots=True)
class StoredLayer:
    """Where the ground of one status stands."""

    key: str
    area_km2: float


@dataclass(frozen=True, slots=True)
class StoredSnapshot:
    """A snapshot as listed: its day, its hash and its layers by status."""

    source: str
    on: date
    sha256: str
    layers: Mapping[str, StoredLayer]


class ControlStore:
    """Snapshots by source and day; the current version unless said otherwise."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, new: Snapshot) -> Outcome:
        """Store a snapshot in one transaction.

        The same file again changes nothing. Another file for the same day adds its layers where the day has none
        of that status, and makes a new version of the day where it has one.
        """
        with writing(self._engine) as connection:
            old = connection.execute(
                select(snapshot).where(_current(new.source), snapshot.c.on == new.on)
            ).one_or_none()
            kept: list[Any] = []
            outcome: Outcome = "added"
            if old is not None:
                layers = connection.execute(select(layer).where(layer.c.snapshot_id == old.id)).all()
                stored = {(row.file_sha256, row.status, row.geometry_key) for row in layers}
                if {(new.sha256, part.status, key_of(part.geometry)) for part in new.layers} <= stored:
                    return "unchanged"
                statuses = {part.status for part in new.layers}
                replaced = {row.file_sha256 for row in layers if row.status in statuses}
                replaced |= {new.sha256} & {row.file_sha256 for row in layers}  # read another way than before
                kept = [row for row in layers if row.file_sha256 not in replaced]
                outcome = "corrected" if replaced else "layer added"
                connection.execute(update(snapshot).where(snapshot.c.id == old.id).values(current=False))
            hashes = sorted({new.sha256, *(row.file_sha256 for row in kept)})
            made = connection.execute(
                insert(snapshot).values(
                    source=new.source,
                    on=new.on,
                    version=1 if old is None else old.version + 1,
                    current=True,
                    sha256=hashes[0] if len(hashes) == 1 else sha256("\n".join(hashes).encode()).hexdigest(),
                    imported_at=datetime.now(UTC).isoformat(timespec="seconds"),
                )
            ).inserted_primary_key
            row_id = made[0] if made else 0
            for part in new.layers:
                key = _add_geometry(connection, part.geometry, part.area_km2)
                connection.execute(
                    insert(layer).values(
                        snapshot_id=row_id,
                        status=part.status,
                        geometry_key=key,
                        file=new.report.file,
                        file_sha256=new.sha256,
                        report=asdict(new.report),
                    )
                )
            for row in kept:
                connection.execute(insert(layer).values({**row._mapping, "snapshot_id": row_id}))
        return outcome

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
        query = (
            select(snapshot.c.on, snapshot.c.sha256, layer.c.status, layer.c.geometry_key, geometry.c.area_km2)
            .join(layer, layer.c.snapshot_id == snapshot.c.id)
            .join(geometry, geometry.c.key == layer.c.geometry_key)
            .where(_current(source))
            .order_by(snapshot.c.on, layer.c.status)
        )
        days: dict[tuple[date, str], dict[str, StoredLayer]] = defaultdict(dict)
        with reading(self._engine) as connection:
            for on, digest, status, key, area_km2 in connection.execute(query):
                days[on, digest][status] = StoredLayer(key, area_km2)
        return [StoredSnapshot(source, on, digest, layers) for (on, digest), layers in days.items()]

    def remove(self, source: str, on: date | None = None) -> int:
        """Remove a source, or its snapshot of one day, with all versions; return how many days went."""
        which = snapshot.c.source == source
        if on is not None:
            which &= snapshot.c.on == on
        with writing(self._engine) as connection:
            days = connection.execute(select(func.count(snapshot.c.on.distinct())).where(which)).scalar_one()
            connection.execute(delete(snapshot).where(which))
            orphans = select(geometry.c.key).where(geometry.c.key.not_in(select(layer.c.geometry_key)))
            gone = list(connection.execute(orphans).scalars())
            for key in gone:
                connection.execute(delete(change).where((change.c.start_key == key) | (change.c.end_key == key)))
                connection.execute(delete(line).where(line.c.geometry_key == key))
                connection.execute(delete(geometry).where(geometry.c.key == key))
        return int(days)

    def geometry(self, key: str) -> Any:
        """Return the MultiPolygon behind a key."""
        import shapely

        if key == EMPTY_KEY:
            return shapely.MultiPolygon()
        with reading(self._engine) as connection:
            query = select(geometry.c.wkb_zstd).where(geometry.c.key == key)
            return unpack(connection.execute(query).scalar_one())

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

    def change_areas(self, keys: Iterable[tuple[str, str]] | None = None) -> dict[tuple[str, str], tuple[float, float]]:
        """Return (gained, lost) in km² for each pair of keys that was computed; of all pairs by default."""
        query = select(change.c.start_key, change.c.end_key, change.c.gained_km2, change.c.lost_km2)
        wanted = None if keys is None else list(keys)
        if wanted is not None and len(wanted) == 1:
            query = query.where(change.c.start_key == wanted[0][0], change.c.end_key == wanted[0][1])
        with reading(self._engine) as connection:
            found = {(start, end): (gained, lost) for start, end, gained, lost in connection.execute(query)}
        return found if wanted is None else {pair: found[pair] for pair in wanted if pair in found}

    def add_changes(self, changes: Mapping[tuple[str, str], Change]) -> None:
        """Keep computed changes, in one transaction."""
        with writing(self._engine) as connection:
            for (start_key, end_key), moved in changes.items():
                made = connection.execute(
                    upsert(change)
                    .values(start_key=start_key, end_key=end_key, gained_km2=moved.gained_km2, lost_km2=moved.lost_km2)
                    .on_conflict_do_nothing()
                )
                if not made.rowcount:
                    continue
                change_id = (made.inserted_primary_key or (0,))[0]
                rows = [
                    _part(change_id, kind, part)
                    for kind, ground in (("gained", moved.gained), ("lost", moved.lost))
                    for part in ground.geoms
                ]
                if rows:
                    connection.execute(insert(change_part), rows)

    def change_parts(self, start_key: str, end_key: str) -> dict[str, list[Any]]:
        """Return the polygons that were gained and lost between two keys."""
        query = (
            select(change_part.c.kind, change_part.c.wkb_zstd)
            .join(change, change.c.id == change_part.c.change_id)
            .where(change.c.start_key == start_key, change.c.end_key == end_key)
            .order_by(change_part.c.id)
        )
        parts: dict[str, list[Any]] = {"gained": [], "lost": []}
        with reading(self._engine) as connection:
            for kind, blob in connection.execute(query):
                parts[kind].append(unpack(blob))
        return parts

    def changes_at(self, lon: float, lat: float) -> set[tuple[str, str]]:
        """Return the key pairs of every kept change that touched a point (degrees, WGS 84)."""
        import shapely

        query = (
            select(change.c.start_key, change.c.end_key, change_part.c.wkb_zstd)
            .join(change_part, change_part.c.change_id == change.c.id)
            .where(change_part.c.west <= lon, change_part.c.east >= lon)
            .where(change_part.c.south <= lat, change_part.c.north >= lat)
        )
        with reading(self._engine) as connection:
            return {
                (start, end)
                for start, end, blob in connection.execute(query)
                if shapely.intersects_xy(unpack(blob), lon, lat)
            }

    def line(self, geometry_key: str, outline_key: str, margin_km: float) -> Any | None:
        """Return the line that was kept for this ground, outline and margin."""
        query = select(line.c.wkb_zstd).where(
            line.c.geometry_key == geometry_key, line.c.outline_key == outline_key, line.c.margin_km == margin_km
        )
        with reading(self._engine) as connection:
            blob = connection.execute(query).scalar()
        return None if blob is None else unpack(blob)

    def add_line(self, geometry_key: str, outline_key: str, margin_km: float, found: Any) -> None:
        """Keep a line."""
        with writing(self._engine) as connection:
            connection.execute(
                upsert(line)
                .values(geometry_key=geometry_key, outline_key=outline_key, margin_km=margin_km, wkb_zstd=pack(found))
                .on_conflict_do_nothing()
            )


def _current(source: str) -> Any:
    return (snapshot.c.source == source) & snapshot.c.current


def _add_geometry(connection: Connection, ground: Any, area_km2: float) -> str:
    key = key_of(ground)
    connection.execute(
        upsert(geometry).values(key=key, wkb_zstd=pack(ground), area_km2=area_km2).on_conflict_do_nothing()
    )
    return key


def _part(change_id: int, kind: str, part: Any) -> dict[str, Any]:
    west, south, east, north = part.bounds
    return {
        "change_id": change_id,
        "kind": kind,
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        "wkb_zstd": pack(part),
    }
