"""Where a store is: a file of SQLite, or a PostgreSQL database by URL."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from app.errors import StoreError

EXPECTED = "expected a path, sqlite:///path or postgresql+psycopg://user@host/database"
_POSTGRES = ("postgresql", "postgresql+psycopg", "postgres")


def is_database(url: str) -> bool:
    """Say whether a store's URL names a PostgreSQL database."""
    return url.partition("://")[0] in _POSTGRES and "://" in url


def store_path(url: str) -> Path:
    """Return the file behind a path or a ``sqlite:///`` URL."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        return Path(url).expanduser()
    if scheme.split("+")[0] != "sqlite" or not rest.startswith("/") or rest == "/":
        raise StoreError(f"--store: {EXPECTED}, got {shown(url)!r}")
    return Path(rest[1:]).expanduser()


def database_url(url: str) -> str:
    """Return the address of a PostgreSQL database with the driver that is used."""
    return "postgresql+psycopg://" + url.partition("://")[2]


def shown(url: str) -> str:
    """Return a URL as it may be shown: without its password."""
    try:
        parts = urlsplit(url)
        password = parts.password
    except ValueError:
        return url.partition("://")[0] + "://…"
    if password is None:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.replace(f":{password}@", ":***@")))
