"""Transactions: of one statement or of several steps, all of it or nothing, on either store.

Whoever writes has the store to themselves, so what a writer has read stays true until it commits. SQLite takes its lock
with ``BEGIN IMMEDIATE``, PostgreSQL with the row that counts the store's revisions. A reader sees the store as it was
when its transaction began.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, bindparam, select, update
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from app.errors import ReadOnlyStore, StoreError
from app.store.file import STORE
from app.store.schema import revision

_BUMP = update(revision).where(revision.c.room == bindparam("which")).values(number=revision.c.number + 1)
_COUNTED = select(revision.c.number).where(revision.c.room == bindparam("which"))


class _Open(threading.local):
    """The write transactions that this thread has begun, by engine."""

    def __init__(self) -> None:
        self.connections: dict[int, Connection] = {}


_open = _Open()


def is_read_only(engine: Engine) -> bool:
    """Say whether the store can only be read."""
    return bool(engine.get_execution_options().get("read_only"))


def name_of(engine: Engine) -> str:
    """Return the store's file or its address without a password."""
    return str(engine.get_execution_options().get("name") or engine.url.database)


def joined(engine: Engine) -> Connection | None:
    """Return the write transaction that this thread has begun, None without one."""
    return _open.connections.get(id(engine))


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One read transaction; inside a write transaction of the same thread, that one."""
    if (begun := joined(engine)) is not None:
        yield begun
        return
    with translated(engine), engine.begin() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One write transaction: all of it or nothing. The lock is taken at its start, never half-way.

    Inside another one of the same thread it is part of that one.
    """
    if is_read_only(engine):
        raise ReadOnlyStore(f"the store {name_of(engine)} can only be read")
    if (begun := joined(engine)) is not None:
        yield begun
        return
    with translated(engine), engine.connect().execution_options(writes=True) as connection, connection.begin():
        bump(connection, STORE)
        _open.connections[id(engine)] = connection
        try:
            yield connection
        finally:
            del _open.connections[id(engine)]


def counted(connection: Connection, room: str) -> int:
    """Return how many revisions a room has had."""
    return int(connection.execute(_COUNTED, {"which": room}).scalar_one())


def bump(connection: Connection, room: str) -> None:
    """Count a revision of the store, or of one of its rooms."""
    connection.execute(_BUMP, {"which": room})


@contextmanager
def translated(engine: Engine) -> Iterator[None]:
    """Turn the driver's errors into ours."""
    try:
        yield
    except DatabaseError as error:
        told = str(error.orig).strip().partition("\n")[0]
        raise StoreError(f"the store {name_of(engine)}: {told}") from error
    except SQLAlchemyError as error:
        raise StoreError(f"the store {name_of(engine)}: {error}") from error
