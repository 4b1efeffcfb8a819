"""Opening a store at a path or URL."""

from __future__ import annotations

from sqlalchemy import Engine

from app.store.address import is_database, store_path
from app.store.transactions import is_read_only, reading, writing

__all__ = ["is_read_only", "open_engine", "reading", "store_path", "writing"]


def open_engine(url: str, *, create: bool = True) -> Engine:
    """Open the SQLite file or the PostgreSQL database at `url`, making the store where it is absent.

    Raises
    ------
    StoreError
        The URL names another database, there is no store and none can be made, or it cannot be read.
    """
    if is_database(url):
        from app.store.postgres import open_database

        return open_database(url, create=create)
    from app.store.sqlite import open_file

    return open_file(store_path(url), create=create)
