"""A store in a file of SQLite."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.exc import SQLAlchemyError

from app.errors import StoreError
from app.store import versions
from app.store.file import BUSY_TIMEOUT_S, VERSION, can_be_written, log_of, make, prepare, read_only_address
from app.store.transactions import reading, translated


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
    if path.is_file() and not path.stat().st_size and not log_of(path).exists():
        raise StoreError(f"{path} is an empty file, not a store; name another, or remove it")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"the store's folder {path.parent} cannot be made: {error.strerror}") from error
    if not path.exists():
        try:
            make(path)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"the store {path} cannot be made: {error}") from error
    if not can_be_written(path):
        return _open_read_only(path)
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_TIMEOUT_S})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    with reading(engine) as connection:
        tables = inspect(connection).get_table_names()
    if tables and "meta" not in tables:
        raise StoreError(f"{path}: a database of another program, not a store; name another file with --store")
    if not tables:  # left by an earlier program that was broken off
        with translated(engine), _making(engine) as connection, connection.begin():
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
            f"{path}: schema {found} cannot be brought to {VERSION} ({error}); the store is as it was: "
            "name another with --store, or import anew"
        ) from error
    with suppress(SQLAlchemyError, sqlite3.Error), closing(engine.raw_connection()) as raw:
        raw.cursor().execute("VACUUM")  # gives back the room that the older form took
    return str(VERSION)


def _making(engine: Engine) -> Connection:
    return engine.connect().execution_options(writes=True)


def _open_read_only(path: Path) -> Engine:
    """Open a store that must not be written: without a log beside it, it is read as it stands."""
    address = f"sqlite:///{read_only_address(path)}&uri=true"
    engine = create_engine(address, execution_options={"read_only": True})
    event.listen(engine, "connect", _prepare_read_only)
    event.listen(engine, "begin", _begin)
    with reading(engine) as connection:
        versions.check(str(path), versions.version(connection))
    return engine


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    prepare(connection)


def _prepare_read_only(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")
