"""Insert or update, which each store's SQL has in a dialect of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table


def _insert(connection: Connection, table: Table) -> Any:
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)


def upsert(
    connection: Connection, table: Table, keys: Mapping[str, Any], values: Mapping[str, Any], **first: Any
) -> None:
    """Set a row's values where there is one with those keys, else add it, with the values of `first` too."""
    row = _insert(connection, table).values(**keys, **values, **first)
    connection.execute(row.on_conflict_do_update(index_elements=list(keys), set_=dict(values)))


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add the rows whose keys are not there yet."""
    connection.execute(_insert(connection, table).on_conflict_do_nothing(), list(rows))
