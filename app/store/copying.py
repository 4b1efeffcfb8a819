"""A whole store into another one, of whichever kind: for backups, and for moving from a file to PostgreSQL or back."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, insert, select, text

from app.errors import BadInput, StoreError
from app.store.file import DOCUMENTS, POLYGONS
from app.store.grounds import Grounds
from app.store.parts import PackedParts
from app.store.plain import PlainGrounds, PlainParts
from app.store.schema import alembic_version, change, ground, layer, meta, metadata, revision, snapshot
from app.store.transactions import bump, name_of, reading, writing

Progress = Callable[[int, int], None]

BATCH = 200
_OWN = {meta.name, alembic_version.name, revision.name}
"""What each store has of its own."""


def back_up(engine: Engine, path: Path, progress: Progress | None = None) -> None:
    """Write a store, as it is at this moment, into a new file, which is itself a store.

    Raises
    ------
    BadInput
        There is something at `path`.
    StoreError
        It cannot be written.
    """
    from app.store.sqlite import open_file

    if path.exists():
        raise BadInput(f"{path} is there already; a backup is a new file")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror}") from error
    try:
        part = folder / "store.db"
        if engine.dialect.name == "sqlite":
            with reading(engine) as connection:
                connection.exec_driver_sql("ROLLBACK")  # it copies in a transaction of its own
                connection.exec_driver_sql("VACUUM INTO ?", (str(part),))
                connection.exec_driver_sql("BEGIN")
        else:
            target = open_file(part)
            copy(engine, target, progress)
            target.dispose()
        part.replace(path)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def restore(path: Path, engine: Engine, progress: Progress | None = None) -> None:
    """Fill an empty store with all that a backup holds, in one transaction; an older version's backup too.

    Raises
    ------
    BadInput
        The store is not empty.
    StoreError
        The file is no store.
    """
    from app.store.sqlite import open_file

    if not path.is_file():
        raise StoreError(f"no backup at {path}")
    with tempfile.TemporaryDirectory(prefix="frontline-restore-") as folder:
        copied = Path(shutil.copyfile(path, Path(folder) / path.name))  # a backup is never written
        source = open_file(copied, create=False)
        try:
            copy(source, engine, progress)
        finally:
            source.dispose()


def copy(source: Engine, target: Engine, progress: Progress | None = None) -> None:
    """Copy all rows of one store into another, empty one."""
    plain = [table for table in metadata.sorted_tables if table.name not in _OWN and table not in {ground, change}]
    tables = [ground, *plain, change]  # changes lean on the grounds on either side
    with reading(source) as old, writing(target) as new:
        if full := [table.name for table in tables if new.execute(select(1).select_from(table).limit(1)).scalar()]:
            raise BadInput(f"the store {name_of(target)} is not empty: it holds a {full[0]}; restore into a new one")
        for number, table in enumerate(tables, start=1):
            if table is ground:
                _copy_grounds(old, new)
            elif table is change:
                _copy_changes(old, new)
            else:
                _copy_rows(old, new, table)
            if progress:
                progress(number, len(tables))
        _go_on_counting(new, tables)
        for room in (DOCUMENTS, POLYGONS):
            bump(new, room)


def _copy_rows(old: Connection, new: Connection, table: Table) -> None:
    columns = [column for column in table.c if "only" not in column.info]
    found = old.execution_options(yield_per=BATCH).execute(select(*columns).order_by(*table.primary_key))
    for rows in found.mappings().partitions(BATCH):
        new.execute(insert(table), [dict(row) for row in rows])


def _shapes(connection: Connection) -> tuple[Grounds | PlainGrounds, PackedParts | PlainParts, Any]:
    """Return what reads and writes the shapes of a store, and the connection that it does so through."""
    if connection.dialect.name != "sqlite":
        return PlainGrounds(), PlainParts(), connection
    grounds = Grounds()
    return grounds, PackedParts(grounds), connection.connection.driver_connection


def _copy_grounds(old: Connection, new: Connection) -> None:
    """Copy each day's ground as what differs from the day before, where that is how the target keeps it."""
    query = (
        select(snapshot.c.source, layer.c.status, ground.c.key, ground.c.area_km2)
        .join(layer, layer.c.snapshot_id == snapshot.c.id)
        .join(ground, ground.c.key == layer.c.geometry_key)
        .order_by(snapshot.c.source, snapshot.c.on, snapshot.c.version, layer.c.status)
    )
    source, _, old_raw = _shapes(old)
    target, _, new_raw = _shapes(new)
    before: dict[tuple[str, str], str] = {}
    done: set[str] = set()
    for name, status, key, area_km2 in old.execute(query).all():
        if key not in done:
            target.put(new_raw, source.get(old_raw, key), area_km2, before.get((name, status)))
            done.add(key)
        before[name, status] = key


def _copy_changes(old: Connection, new: Connection) -> None:
    import shapely

    columns = [column for column in change.c if "only" not in column.info]
    _, source, old_raw = _shapes(old)
    _, target, new_raw = _shapes(new)
    for row in old.execute(select(*columns).order_by(change.c.id)).mappings().all():
        pair = (row["start_key"], row["end_key"])
        parts = source.get(old_raw, pair)
        if parts is not None:
            gained, lost = (shapely.MultiPolygon(parts[kind]) for kind in ("gained", "lost"))
            new.execute(insert(change), {**row, **target.columns(new_raw, pair, gained, lost)})


def _go_on_counting(new: Connection, tables: list[Table]) -> None:
    """Let PostgreSQL number new rows after those that came with their numbers; SQLite does so by itself."""
    if new.dialect.name == "sqlite":
        return
    for table in tables:
        if "id" in table.c and table.c.id.type.python_type is int:
            last: Any = new.execute(select(func.max(table.c.id))).scalar()
            if last is not None:
                sequence = func.pg_get_serial_sequence(text(f"'{table.name}'"), text("'id'"))
                new.execute(select(func.setval(sequence, last)))
