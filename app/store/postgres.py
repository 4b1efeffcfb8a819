"""A store in a PostgreSQL database with PostGIS."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from app.errors import StoreError
from app.store import schema, versions
from app.store.address import EXPECTED, database_url, shown
from app.store.file import STORE
from app.store.transactions import name_of, reading
from app.store.types import with_nul, without_nul

BUSY_TIMEOUT_S = 120
"""How long a writer waits for its turn behind others."""

CONNECT_TIMEOUT_S = 10

_MAKING = text("SELECT pg_advisory_xact_lock(hashtext('frontline'), hashtext(current_schema()::text))")


def open_database(url: str, *, create: bool = True) -> Engine:
    """Open the store in a database, making its tables where they are absent.

    Raises
    ------
    StoreError
        The server does not answer, the database has no PostGIS, or the store is none that can be read.
    """
    engine = _engine(url)
    name = name_of(engine)
    try:
        with reading(engine) as connection:
            made, writable = _state(connection)
            found = versions.version(connection) if made else None
        if not writable:
            engine = engine.execution_options(read_only=True)
        elif (found is None and create) or found in versions.OLDER:
            found = _prepared(engine)
    except StoreError:
        engine.dispose()
        raise
    except SQLAlchemyError as error:
        engine.dispose()
        told = str(error.orig if isinstance(error, DBAPIError) else error).strip().partition("\n")[0]
        raise StoreError(f"the store {name} cannot be made or brought to this version: {told}") from error
    if found is None:
        engine.dispose()
        raise StoreError(f"no store at {name}; the first import or reading makes one")
    versions.check(name, found)
    return engine


def _engine(url: str) -> Engine:
    if find_spec("psycopg") is None:
        raise StoreError("a store in PostgreSQL needs the driver psycopg: pip install 'frontline[postgis]'")
    try:
        address = make_url(database_url(url))
    except (ArgumentError, ValueError) as error:
        raise StoreError(f"--store: {EXPECTED}, got {shown(url)!r}") from error
    if not address.database:
        raise StoreError(f"--store: {EXPECTED}, got {shown(url)!r}, which names no database")
    given = address.query.get("options", ())
    options = " ".join([given] if isinstance(given, str) else given)
    engine = create_engine(
        address.difference_update_query(["options"]),
        connect_args={
            "connect_timeout": CONNECT_TIMEOUT_S,
            "application_name": "frontline",
            # A shape is written to its last digit, and a day is the same day wherever the server stands.
            "options": f"-c lock_timeout={BUSY_TIMEOUT_S}s -c TimeZone=UTC -c DateStyle=ISO {options}".strip(),
        },
        execution_options={"name": shown(url)},
        pool_pre_ping=True,
        json_serializer=_dumps,
        json_deserializer=_loads,
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    """Read as of one moment; write what is there when the writer's turn has come."""
    from psycopg import IsolationLevel

    writes = bool(connection.get_execution_options().get("writes"))
    raw: Any = connection.connection.dbapi_connection
    raw.isolation_level = None if writes else IsolationLevel.REPEATABLE_READ
    raw.read_only = not writes


def _state(connection: Connection) -> tuple[bool, bool]:
    """Return whether there is a store, and whether it can be written."""
    query = """
    SELECT to_regclass('meta') IS NOT NULL AND to_regclass('snapshot') IS NOT NULL,
           NOT pg_is_in_recovery()
           AND NOT (SELECT coalesce(bool_or(setting = 'on'), false) FROM pg_settings
                    WHERE name = 'default_transaction_read_only')
           AND (to_regclass('meta') IS NULL OR has_table_privilege(to_regclass('meta')::oid, 'UPDATE'))
    """
    made, writable = connection.execute(text(query)).one()
    return bool(made), bool(writable)


def _prepared(engine: Engine) -> str:
    """Make a store, or bring it to this version; another process may have done so meanwhile."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(_MAKING)
        made, _ = _state(connection)
        if not made:
            _need_postgis(connection, name_of(engine))
            versions.make(connection)
        elif (found := versions.version(connection)) in versions.OLDER:
            versions.bring_over(connection, found)
        return versions.version(connection)


def _need_postgis(connection: Connection, name: str) -> None:
    if connection.execute(text("SELECT to_regtype('geometry') IS NOT NULL")).scalar():
        return
    try:
        with connection.begin_nested():
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS postgis"))
    except DBAPIError as error:
        told = str(error.orig).strip().partition("\n")[0]
        raise StoreError(
            f"the store {name}: the database has no PostGIS ({told}); install it and, as the database's owner, run "
            "CREATE EXTENSION postgis"
        ) from error


class Stamp:
    """Tells whether anything was committed to the store, by whatever process."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __call__(self) -> tuple[int, ...]:
        """Return what is another after each commit."""
        query = select(schema.revision.c.number).where(schema.revision.c.room == STORE)
        with reading(self._engine) as connection:
            return (int(connection.execute(query).scalar_one()),)

    def close(self) -> None:
        """Nothing of its own is open."""


def _dumps(value: Any) -> str:
    import json

    written = json.dumps(value)
    rare = "\\u0000" in written or "\\u001a" in written
    return json.dumps(without_nul(value)) if rare else written


def _loads(written: str | bytes) -> Any:
    import json

    value = json.loads(written)
    rare = (b"\\u001a" if isinstance(written, bytes) else "\\u001a") in written  # type: ignore[operator]
    return with_nul(value) if rare else value
