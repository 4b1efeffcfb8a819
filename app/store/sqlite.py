"""A store in a file of SQLite."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.exc import SQLAlchemyError

from app.errors import StoreError
from app.store import schema, versions
from app.store.transactions import reading

BUSY_TIMEOUT_S = 120
"""How long a writer waits for its turn behind others."""


def open_file(path: Path, *, create: bool = True) -> Engine:
    """Open a store's file, making it where it is absent.

    Raises
    ------
    StoreError
        The file is no store, or it cannot be read.
    """
    if not create and not path.exists():
        raise StoreError(f"no store at {path}; the first import or reading makes one")
    if path.is_dir():
        raise StoreError(f"{path} is a folder; expected the store's file, such as {path / 'frontline.db'}")
    if path.is_file() and not path.stat().st_size and not _log(path).exists():
        raise StoreError(f"{path} is an empty file, not a store; name another, or remove it")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"the store's folder {path.parent} cannot be made: {error.strerror}") from error
    if path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        return _open_read_only(path)
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_TIMEOUT_S})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    with reading(engine) as connection:
        made = inspect(connection).has_table("meta")
    if not made:
        with _making(engine) as connection, connection.begin():
            if not inspect(connection).has_table("meta"):  # another process may have been quicker
                versions.make(connection)
    with reading(engine) as connection:
        found = versions.version(connection)
    if found in versions.OLDER:
        found = _bring_over(engine, path)
    versions.check(str(path), found)
    return engine


def _bring_over(engine: Engine, path: Path) -> str:
    import shapely
    import zstandard

    found = "?"
    try:
        with _making(engine) as connection, connection.begin():
            found = versions.version(connection)
            if found in versions.OLDER:  # another process may have been quicker
                versions.bring_over(connection, found)
    except (ValueError, zstandard.ZstdError, shapely.errors.ShapelyError, SQLAlchemyError) as error:
        raise StoreError(
            f"{path}: schema {found} cannot be brought to {schema.VERSION} ({error}); the store is as it was: "
            "name another with --store, or import anew"
        ) from error
    with suppress(SQLAlchemyError, sqlite3.Error), closing(engine.raw_connection()) as raw:
        raw.cursor().execute("VACUUM")  # gives back the room that the older form took
    return str(schema.VERSION)


def _making(engine: Engine) -> Connection:
    return engine.connect().execution_options(writes=True)


def _log(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _open_read_only(path: Path) -> Engine:
    """Open a store that must not be written: without a log beside it, it is read as it stands."""
    log = _log(path)
    mode = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
    engine = create_engine(f"sqlite:///file:{quote(str(path))}?{mode}&uri=true", execution_options={"read_only": True})
    event.listen(engine, "connect", _prepare_read_only)
    event.listen(engine, "begin", _begin)
    with reading(engine) as connection:
        versions.check(str(path), versions.version(connection))
    return engine


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by _begin, not by the driver
    with closing(connection.cursor()) as cursor:
        _log_ahead(cursor)
        for pragma in ("synchronous = NORMAL", "foreign_keys = ON", "temp_store = MEMORY"):
            cursor.execute(f"PRAGMA {pragma}")


def _log_ahead(cursor: sqlite3.Cursor) -> None:
    """Have a log ahead of the file. Two who make a store at once exclude each other here, and SQLite lets none wait."""
    until = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)


def _prepare_read_only(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


class Stamp:
    """Tells whether anything was committed to the file, by whatever process, in microseconds.

    SQLite counts for each connection what others commit: this one never writes, so it misses nothing.
    """

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self._path = path
        self._read_only = read_only
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None

    def __call__(self) -> tuple[int, ...]:
        """Return what is another after each commit."""
        if self._read_only:
            return _times(self._path)
        with self._lock:
            if self._connection is None:
                self._connection = sqlite3.connect(self._path, timeout=BUSY_TIMEOUT_S, check_same_thread=False)
            return tuple(self._connection.execute("PRAGMA data_version").fetchone())

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None


def _times(path: Path) -> tuple[int, ...]:
    found: list[int] = []
    for each in (path, _log(path)):
        try:
            told = each.stat()
            found += [told.st_mtime_ns, told.st_size]
        except OSError:
            found += [0, 0]
    return tuple(found)
