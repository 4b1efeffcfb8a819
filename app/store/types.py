"""Column types that mean the same on both stores: words, and shapes in EPSG:4326.

SQLite keeps a shape as WKB under zstd; PostGIS keeps it as plain geometry, which QGIS and SQL can use.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import LargeBinary, String, Text, func
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine, UserDefinedType

from app.store.blobs import pack, unpack

SRID = 4326
POSTGRESQL = "postgresql"

_NUL, _ESCAPE = "\x00", "\x1a"
_ESCAPED = re.compile(_ESCAPE + "(.)", re.DOTALL)
_TO_ESCAPE = re.compile(f"[{_NUL}{_ESCAPE}]")


def key_type(length: int | None = None) -> TypeEngine[str]:
    """Return the type of a name or key: compared by code point on both stores, whatever the database's language."""
    return String(length).with_variant(String(length, collation="C"), POSTGRESQL)


def without_nul(value: Any) -> Any:
    """Return a JSON value whose texts have no U+0000, which PostgreSQL cannot hold; :func:`with_nul` undoes it."""
    return _each_text(value, lambda text: _TO_ESCAPE.sub(lambda at: _ESCAPE + ("0" if at[0] == _NUL else "1"), text))


def with_nul(value: Any) -> Any:
    """Return what :func:`without_nul` was given."""
    return _each_text(value, lambda text: _ESCAPED.sub(lambda at: _NUL if at[1] == "0" else _ESCAPE, text))


def _each_text(value: Any, turn: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return turn(value)
    if isinstance(value, dict):
        return {turn(name): _each_text(each, turn) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_each_text(each, turn) for each in value]
    return value


class Words(TypeDecorator[str]):
    """Text as it came, U+0000 included."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Compare by code point on PostgreSQL too."""
        return dialect.type_descriptor(Text(collation="C") if dialect.name == POSTGRESQL else Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Escape what PostgreSQL cannot hold."""
        if value is None or dialect.name != POSTGRESQL:
            return value
        return str(without_nul(value))

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:  # noqa: ARG002
        """Undo it; SQLite's texts are taken as they come."""
        if dialect.name != POSTGRESQL:
            return None
        return lambda value: with_nul(value) if value is not None and _ESCAPE in value else value


class Packed(TypeDecorator[Any]):
    """A shape as WKB under zstd."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        """Pack."""
        return None if value is None else pack(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """Unpack."""
        return None if value is None else unpack(value)


class Geometry(UserDefinedType[Any]):
    """A geometry column of PostGIS; shapes go in and come out as little-endian WKB, bit for bit."""

    cache_ok = True

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def get_col_spec(self, **_: Any) -> str:
        """Return the type's name in SQL."""
        return f"geometry({self.kind},{SRID})"

    def bind_expression(self, bindvalue: Any) -> Any:
        """WKB to geometry."""
        return func.ST_GeomFromWKB(bindvalue, SRID, type_=self)

    def column_expression(self, column: Any) -> Any:
        """Geometry to WKB."""
        return func.ST_AsBinary(column, "NDR", type_=self)

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], bytes | None]:  # noqa: ARG002
        """Shape to WKB."""
        import shapely

        return lambda value: None if value is None else shapely.to_wkb(value, byte_order=1)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:  # noqa: ARG002
        """WKB to shape."""
        import shapely

        return lambda value: None if value is None else shapely.from_wkb(bytes(value))


def shape_type(kind: str) -> TypeEngine[Any]:
    """Return the type of a column of shapes of that kind."""
    return Packed().with_variant(Geometry(kind), POSTGRESQL)
