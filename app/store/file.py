"""The file of a store in SQLite: its connections and transactions, without SQLAlchemy.

SQLAlchemy takes as long to load as a short command to run, and as long a statement as SQLite itself. What importing a
series and its deltas ask of a file goes past it, here and in the modules that stand on this one.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from importlib import resources
from pathlib import Path
from threading import Lock
from urllib.parse import quote
from uuid import uuid4

from app.errors import ReadOnlyStore, StoreError

VERSION = 4
"""Of the schema; an older store is brought to it when it is opened, a newer one is refused."""

STORE, DOCUMENTS, POLYGONS = "store", "documents", "polygons"
ROOMS = (STORE, DOCUMENTS, POLYGONS)
"""What revisions are counted of: all of the store, and two of its rooms."""

BUSY_TIMEOUT_S = 120
"""How long a writer waits for its turn behind others."""


class File:
    """A store's file, which is there and of this version.

    Parameters
    ----------
    joined : callable, optional
        Gives the connection of a write transaction that this thread has begun by other means: all is part of it then.
    """

    def __init__(self, path: Path, joined: Callable[[], sqlite3.Connection | None] | None = None) -> None:
        self.path = path
        self.read_only = not can_be_written(path)
        self._joined = joined or (lambda: None)
        self._idle: list[sqlite3.Connection] = []
        self._lock = Lock()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One read transaction; inside a write transaction of the same thread, that one."""
        joined = self._joined()
        if joined is not None:
            yield joined
            return
        with self._translated(), self._connection() as connection, _transaction(connection, "BEGIN"):
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One write transaction: all of it or nothing. The lock is taken at its start, never half-way."""
        if self.read_only:
            raise ReadOnlyStore(f"the store {self.path} can only be read")
        joined = self._joined()
        if joined is not None:
            yield joined
            return
        with self._translated(), self._connection() as connection, _transaction(connection, "BEGIN IMMEDIATE"):
            bump(connection, STORE)
            yield connection

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            while self._idle:
                self._idle.pop().close()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            connection = self._idle.pop() if self._idle else None
        if connection is None:
            connection = connect(self.path, read_only=self.read_only)
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        with self._lock:
            self._idle.append(connection)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(f"the store {self.path}: {error}") from error


def bump(connection: sqlite3.Connection, room: str) -> None:
    """Count a revision of the store, or of one of its rooms."""
    connection.execute("UPDATE revision SET number = number + 1 WHERE room = ?", (room,))


def is_ready(path: Path, *, create: bool) -> bool:
    """Say whether a file is a store of this version, which is made where there is none; False leaves it as it is."""
    if create and not path.exists():
        with suppress(OSError, sqlite3.Error):  # what goes wrong is said by whoever opens it
            make(path)
    if not path.is_file() or not path.stat().st_size:
        return False
    with suppress(sqlite3.Error), closing(connect(path, read_only=not can_be_written(path))) as connection:
        found = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
        return found is not None and found[0] == str(VERSION)
    return False


def make(path: Path) -> None:
    """Make a store beside its place and put it there whole, so that nobody finds half of one.

    Raises
    ------
    OSError, sqlite3.Error
        It cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in path.parent.glob(f".{path.name}.*.part*"):  # by a program that was broken off
        if time.time() - left.stat().st_mtime > BUSY_TIMEOUT_S:
            left.unlink(missing_ok=True)
    part = path.with_name(f".{path.name}.{uuid4().hex[:8]}.part")
    try:
        with closing(connect(part)) as connection, _transaction(connection, "BEGIN IMMEDIATE"):
            _fill(connection)
        _put(part, path)
    finally:
        for each in (part, log_of(part), part.with_name(part.name + "-shm")):
            each.unlink(missing_ok=True)


def _fill(connection: sqlite3.Connection) -> None:
    made = (resources.files("app.store") / "schema.sql").read_text(encoding="utf-8")
    for statement in filter(str.strip, made.split(";\n")):
        connection.execute(statement)
    connection.execute("INSERT INTO alembic_version (version_num) VALUES (?)", (str(VERSION),))
    meta = [("schema", str(VERSION)), ("id", uuid4().hex)]
    connection.executemany("INSERT INTO meta (key, value) VALUES (?, ?)", meta)
    connection.executemany("INSERT INTO revision (room, number) VALUES (?, 0)", [(room,) for room in ROOMS])


def _put(part: Path, path: Path) -> None:
    try:
        path.hardlink_to(part)  # refused where another process was quicker
    except FileExistsError:
        return
    except OSError:  # a file system without links
        if not path.exists():
            part.rename(path)


def can_be_written(path: Path) -> bool:
    """Say whether a file that is there, and its log beside it, can be written."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def log_of(path: Path) -> Path:
    """Return the log that SQLite keeps beside a file."""
    return path.with_name(path.name + "-wal")


def read_only_address(path: Path) -> str:
    """Return how SQLite opens a file that must not be written: without a log beside it, it is read as it stands."""
    log = log_of(path)
    mode = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
    return f"file:{quote(str(path))}?{mode}"


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Open a connection whose transactions are begun by the caller."""
    if read_only:
        return sqlite3.connect(
            read_only_address(path), uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
        )
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
    prepare(connection)
    return connection


def prepare(connection: sqlite3.Connection) -> None:
    """Set what every connection that writes has."""
    connection.isolation_level = None
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


@contextmanager
def _transaction(connection: sqlite3.Connection, begin: str) -> Iterator[None]:
    connection.execute(begin)
    try:
        yield
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
