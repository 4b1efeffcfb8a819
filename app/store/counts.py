"""How much the store holds, in a handful of counts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, func, select

from app.store.file import STORE
from app.store.schema import claim, document, finding, mention, revision, snapshot, statement
from app.store.transactions import reading

_TABLES = {
    "documents": document,
    "mentions": mention,
    "stated_areas": claim,
    "statements": statement,
    "findings": finding,
}


def counts(engine: Engine) -> dict[str, Any]:
    """Return the number of documents and of what was read in them, of commits, and of snapshots by source."""
    days = select(snapshot.c.source, func.count()).where(snapshot.c.current).group_by(snapshot.c.source)
    with reading(engine) as connection:
        found: dict[str, Any] = {
            name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
            for name, table in _TABLES.items()
        }
        found["store_revision"] = int(
            connection.execute(select(revision.c.number).where(revision.c.room == STORE)).scalar_one()
        )
        found["snapshots"] = {source: int(count) for source, count in connection.execute(days)}
    return found
