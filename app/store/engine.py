"""Opening the store, its transactions, and turning the driver's errors into ours."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, SQLAlchemyError

from app.errors import ReadOnlyStore, StoreError
from app.store import migrate, schema

BUSY_TIMEOUT_S = 30


def open_engine(url: str, *, create: bool = True) -> Engine:
    """Open the SQLite file at `url` (a path or ``sqlite:///path``), making it where it is absent.

    Raises
    ------
    StoreError
        The URL names another database, the file is no store, or it cannot be written.
    """
    path = store_path(url)
    if not create and not path.exists():
        raise StoreError(f"no store at {path}; the first import or reading makes one")
    if path.is_dir():
        raise StoreError(f"{path} is a folder; expected the store's file, such as {path / 'frontline.db'}")
    if path.is_file() and not path.stat().st_size:
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
        _make(engine)
    found = _version(engine)
    if found in migrate.STEPS:
        _bring_over(engine, path, found)
        found = _version(engine)
    _check_version(path, found)
    return engine


def _version(engine: Engine) -> str:
    with reading(engine) as connection:
        return str(connection.execute(select(schema.meta.c.value).where(schema.meta.c.key == "schema")).scalar())


def _bring_over(engine: Engine, path: Path, found: str) -> None:
    import shapely
    import zstandard

    try:
        with writing(engine) as connection:
            migrate.to_this_version(connection)
    except (ValueError, zstandard.ZstdError, shapely.errors.ShapelyError) as error:
        raise StoreError(
            f"{path}: schema {found} cannot be brought to {schema.VERSION} ({error}); the store is as it was: "
            "name another with --store, or import anew"
        ) from error
    _vacuum(engine)


def _vacuum(engine: Engine) -> None:
    """Give back the room that the older form took; not in a transaction, and not while another process is at work."""
    with suppress(SQLAlchemyError, sqlite3.Error), closing(engine.raw_connection()) as connection:
        connection.cursor().execute("VACUUM")


def _check_version(path: Path, found: str) -> None:
    if found in migrate.STEPS:
        raise StoreError(
            f"{path}: a store of schema {found} that can only be read; 'frontline status' brings it to schema "
            f"{schema.VERSION} where it can be written"
        )
    if found != str(schema.VERSION):
        raise StoreError(f"{path}: schema {found}, this program reads {schema.VERSION}; use the version that wrote it")


def _open_read_only(path: Path) -> Engine:
    """Open a store that must not be written: without a log beside it, it is read as it stands."""
    log = path.with_name(path.name + "-wal")
    mode = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
    engine = create_engine(f"sqlite:///file:{quote(str(path))}?{mode}&uri=true", execution_options={"read_only": True})
    event.listen(engine, "connect", _prepare_read_only)
    event.listen(engine, "begin", _begin)
    _check_version(path, _version(engine))
    return engine


def is_read_only(engine: Engine) -> bool:
    """Say whether the store can only be read."""
    return bool(engine.get_execution_options().get("read_only"))


def _make(engine: Engine) -> None:
    with writing(engine) as connection:
        if not inspect(connection).has_table("meta"):  # another process may have been quicker
            schema.metadata.create_all(connection)
            connection.execute(insert(schema.meta).values(key="schema", value=str(schema.VERSION)))


def store_path(url: str) -> Path:
    """Return the file behind a path or a ``sqlite:///`` URL."""
    if "://" not in url:
        return Path(url).expanduser()
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError(f"--store: expected a path or sqlite:///path, got {url!r}") from error
    if not parsed.drivername.startswith("sqlite") or not parsed.database:
        raise StoreError(f"--store: expected a path or sqlite:///path, got a {parsed.drivername} address")
    return Path(parsed.database).expanduser()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One read transaction."""
    with _translated(engine), engine.begin() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One write transaction: all of it or nothing. The lock is taken at its start, never half-way."""
    if is_read_only(engine):
        raise ReadOnlyStore(f"the store {store_path(str(engine.url.database))} can only be read")
    with _translated(engine), _writer(engine).begin() as connection:
        yield connection


@lru_cache(maxsize=8)
def _writer(engine: Engine) -> Engine:
    return engine.execution_options(writes=True)


@contextmanager
def _translated(engine: Engine) -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        raise StoreError(f"the store {engine.url.database}: {error.orig}") from error
    except SQLAlchemyError as error:
        raise StoreError(f"the store {engine.url.database}: {error}") from error


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by _begin, not by the driver
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "temp_store = MEMORY"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _prepare_read_only(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")
