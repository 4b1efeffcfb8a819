"""The version of a store's schema: made at this one, brought to it by Alembic, or refused."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import Connection, insert, select, update

from app.errors import StoreError
from app.store import schema
from app.store.file import ROOMS, VERSION

OLDER = {str(version) for version in range(1, VERSION)}
_SCHEMA_HEAD = """\
-- The tables of a new store's file, written by
-- python -c 'from app.store.versions import schema_sql; print(schema_sql(), end="")' > app/store/schema.sql
"""
_WHICH = schema.meta.c.key == "schema"


def version(connection: Connection) -> str:
    """Return the version of a store."""
    return str(connection.execute(select(schema.meta.c.value).where(_WHICH)).scalar())


def make(connection: Connection) -> None:
    """Make the tables of a new store."""
    schema.metadata.create_all(connection)
    connection.execute(insert(schema.alembic_version).values(version_num=str(VERSION)))
    connection.execute(insert(schema.meta).values(key="schema", value=str(VERSION)))
    fill(connection)


def schema_sql() -> str:
    """Return what ``schema.sql`` holds: the tables of a new file, one statement after the other."""
    from sqlalchemy import create_engine, text

    engine = create_engine("sqlite://")
    schema.metadata.create_all(engine)
    with engine.connect() as connection:
        query = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC, name"
        found = connection.execute(text(query)).scalars()
        lines = "".join(f"{statement};\n" for statement in found).replace("\t", "    ").splitlines()
    return _SCHEMA_HEAD + "".join(f"{line.rstrip()}\n" for line in lines)


def fill(connection: Connection) -> None:
    """Give a store its id and its counters."""
    connection.execute(insert(schema.meta).values(key="id", value=uuid4().hex))
    for room in ROOMS:
        connection.execute(insert(schema.revision).values(room=room, number=0))


def bring_over(connection: Connection, found: str, to: str = "head") -> None:
    """Run Alembic's steps from a store's version on, in the caller's transaction."""
    from pathlib import Path

    from alembic import command
    from alembic.config import Config
    from sqlalchemy import inspect

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    if not inspect(connection).has_table(schema.alembic_version.name):  # before version 3 there was none
        command.stamp(config, found)
    command.upgrade(config, to)
    reached = connection.execute(select(schema.alembic_version.c.version_num)).scalar_one()
    connection.execute(update(schema.meta).where(_WHICH).values(value=reached))


def check(name: str, found: str) -> None:
    """Refuse a store of another version.

    Raises
    ------
    StoreError
        With what to do.
    """
    if found in OLDER:
        raise StoreError(
            f"{name}: a store of schema {found} that can only be read; 'frontline status' brings it to schema "
            f"{VERSION} where it can be written"
        )
    if found != str(VERSION):
        raise StoreError(f"{name}: schema {found}, this program reads {VERSION}; use the version that wrote it")
