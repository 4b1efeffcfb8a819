"""One schema for both stores.

Geometry is kept once for each content, so equal days share it and nothing computed from it goes stale.

A key is the first 32 hex digits of sha-256 of a geometry's WKB. What is computed (changes, lines) hangs on the keys of
what it was computed from: a corrected snapshot has another key, so an old result can never be taken for a new one.

The stores differ in the columns marked for one of them. SQLite keeps a day's ground as what differs from its base, the
day before's (:mod:`app.store.grounds`); PostgreSQL keeps plain geometry under spatial indexes
(:mod:`app.store.plain`).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    DDL,
    JSON,
    Boolean,
    Column,
    Computed,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
    event,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateColumn

from app.store.types import POSTGRESQL, Geometry, Words, key_type, shape_type
from app.store.views import VIEWS

SQLITE = "sqlite"

metadata = MetaData()


def _only(dialect: str) -> dict[str, str]:
    return {"only": dialect}


@compiles(CreateColumn)
def _create_column(element: CreateColumn, compiler: Any, **options: Any) -> Any:
    """Leave out the columns that only the other store has."""
    only = element.element.info.get("only")
    return None if only not in (None, compiler.dialect.name) else compiler.visit_create_column(element, **options)


def _spatial(table: str, column: str) -> Index:
    return Index(f"{table}_{column}_gist", column, postgresql_using="gist").ddl_if(dialect=POSTGRESQL)


meta = Table("meta", metadata, Column("key", key_type(), primary_key=True), Column("value", Words, nullable=False))
"""The version of the schema, and an id of the store."""

alembic_version = Table("alembic_version", metadata, Column("version_num", key_type(32), primary_key=True))
"""Where Alembic notes the version that it reached."""

revision = Table(
    "revision",
    metadata,
    Column("room", key_type(), primary_key=True),
    Column("number", Integer, nullable=False),
)
"""Counters that go up with each transaction that writes: of the whole store, and of the documents."""

ground = Table(
    "ground",
    metadata,
    Column("key", key_type(32), primary_key=True),
    Column("area_km2", Float, nullable=False),
    Column("wkb_zstd", LargeBinary, nullable=False, info=_only(SQLITE)),
    Column("base", key_type(32), info=_only(SQLITE)),
    Column("depth", Integer, nullable=False, info=_only(SQLITE)),
    Column("geom", Geometry("MultiPolygon"), nullable=False, info=_only(POSTGRESQL)),
    ForeignKeyConstraint(["base"], ["ground.key"]).ddl_if(dialect=SQLITE),
    Index("ground_base", "base").ddl_if(dialect=SQLITE),
    _spatial("ground", "geom"),
)

snapshot = Table(
    "snapshot",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", key_type(), nullable=False),
    Column("on", Date, nullable=False),
    Column("version", Integer, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("sha256", key_type(64), nullable=False),
    Column("imported_at", key_type(), nullable=False),
    UniqueConstraint("source", "on", "version"),
    Index("snapshot_current", "source", "current", "on"),
)

layer = Table(
    "layer",
    metadata,
    Column("snapshot_id", ForeignKey("snapshot.id", ondelete="CASCADE"), primary_key=True),
    Column("status", key_type(), primary_key=True),
    Column("geometry_key", ForeignKey("ground.key"), nullable=False, index=True),
    Column("file", Words, nullable=False),
    Column("file_sha256", key_type(64), nullable=False),
    Column("report", JSON, nullable=False),
)

change = Table(
    "change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("start_key", key_type(32), nullable=False),
    Column("end_key", key_type(32), nullable=False, index=True),
    Column("gained_km2", Float, nullable=False),
    Column("lost_km2", Float, nullable=False),
    Column("parts_zstd", LargeBinary, nullable=False, info=_only(SQLITE)),
    Column("boxes", LargeBinary, nullable=False, info=_only(SQLITE)),
    Column("gained", Geometry("MultiPolygon"), nullable=False, info=_only(POSTGRESQL)),
    Column("lost", Geometry("MultiPolygon"), nullable=False, info=_only(POSTGRESQL)),
    UniqueConstraint("start_key", "end_key"),
    _spatial("change", "gained"),
    _spatial("change", "lost"),
)

line = Table(
    "line",
    metadata,
    Column("geometry_key", key_type(32), primary_key=True),
    Column("outline_key", key_type(32), primary_key=True),
    Column("margin_km", Float, primary_key=True),
    Column("geom", shape_type("Geometry"), nullable=False),
    _spatial("line", "geom"),
)

region = Table(
    "region",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Words, nullable=False),
    Column("other_names", JSON, nullable=False),
    Column("country", Boolean, nullable=False),
    Column("file", Words, nullable=False),
    Column("geometry_key", key_type(32), nullable=False),
    Column("geom", shape_type("MultiPolygon"), nullable=False),
    Column("area_km2", Float, nullable=False),
    UniqueConstraint("name", "country"),
    _spatial("region", "geom"),
)

gazetteer = Table(
    "gazetteer",
    metadata,
    Column("name", key_type(), primary_key=True),
    Column("sha256", key_type(64), nullable=False),
    Column("places", Integer, nullable=False),
    Column("added_at", key_type(), nullable=False),
)

document = Table(
    "document",
    metadata,
    Column("id", key_type(16), primary_key=True),
    Column("text", Words, nullable=False),
    Column("text_sha256", key_type(64), nullable=False, index=True),
    Column("published", Date),
    Column("title", Words),
    Column("url", Words),
    Column("lang", Words),
    Column("sentences", JSON, nullable=False),
    Column("warnings", JSON, nullable=False),
    Column("reader", key_type(), nullable=False),
    Column("gazetteer", key_type(), nullable=False),
    Column("added_at", key_type(), nullable=False),
    Column("version", Integer, nullable=False),
    Index("document_published", "published"),
)


def _span() -> list[Column]:  # type: ignore[type-arg]
    return [
        Column("id", key_type(), primary_key=True),
        Column("document_id", ForeignKey("document.id", ondelete="CASCADE"), nullable=False, index=True),
        Column("position", Integer, nullable=False),
        Column("sentence", Integer, nullable=False),
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
        Column("text", Words, nullable=False),
    ]


POINT = "ST_SetSRID(ST_MakePoint(lon, lat), 4326)"

mention = Table(
    "mention",
    metadata,
    *_span(),
    Column("kind", key_type(), nullable=False),
    Column("lat", Float),
    Column("lon", Float),
    Column("place_id", key_type(), index=True),
    Column("body", JSON, nullable=False),
    Column("geom", Geometry("Point"), Computed(POINT, persisted=True), info=_only(POSTGRESQL)),
    Index("mention_point", "lon", "lat"),
    _spatial("mention", "geom"),
)

claim = Table(
    "claim",
    metadata,
    *_span(),
    Column("area_km2", Float, nullable=False),
    Column("direction", key_type(), nullable=False),
    Column("actor", key_type()),
    Column("period_start", Date),
    Column("period_end", Date),
    Column("body", JSON, nullable=False),
)

statement = Table("statement", metadata, *_span(), Column("kind", key_type()), Column("body", JSON, nullable=False))

finding = Table(
    "finding",
    metadata,
    Column("id", key_type(), primary_key=True),
    Column("document_id", ForeignKey("document.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("verdict", key_type(), nullable=False),
    Column("basis", key_type(64), nullable=False),
    Column("body", JSON, nullable=False),
    Column("checked_at", key_type(), nullable=False),
)

confirmation = Table(
    "confirmation",
    metadata,
    Column("finding_id", key_type(), primary_key=True),
    Column("digest", key_type(64), nullable=False),
    Column("confirmed_at", key_type(), nullable=False),
)

correction = Table(
    "correction",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", key_type(16), nullable=False, index=True),
    Column("target", key_type(), nullable=False),
    Column("text", Words, nullable=False),
    Column("change", JSON, nullable=False),
    Column("was", JSON(none_as_null=True)),
    Column("note", Words, nullable=False),
    Column("made_by", Words, nullable=False),
    Column("made_at", key_type(), nullable=False),
    Column("undone_at", key_type()),
)

token = Table(
    "token",
    metadata,
    Column("id", key_type(), primary_key=True),
    Column("name", key_type(), nullable=False),
    Column("sha256", key_type(64), nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("made_at", key_type(), nullable=False),
    Column("revoked_at", key_type()),
)

for _name, _query in VIEWS.items():
    event.listen(
        metadata,
        "after_create",
        DDL(  # type: ignore[no-untyped-call]
            f"CREATE VIEW {_name} AS {_query}"
        ).execute_if(dialect=POSTGRESQL),
    )
