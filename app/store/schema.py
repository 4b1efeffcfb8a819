"""One schema. Geometry is kept once for each content, so equal days share it and nothing computed from it goes stale.

A key is the first 32 hex digits of sha-256 of a geometry's WKB. A day's ground is kept as what differs from its base,
the day before's, and a whole one after every 31 (:mod:`app.store.grounds`). What is computed (changes,
lines) hangs on the keys of what it was computed from: a corrected snapshot has another key, so an old result can never
be taken for a new one.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

VERSION = 2
"""Of the schema; an older store is brought to it when it is opened, a newer one is refused."""

metadata = MetaData()

meta = Table("meta", metadata, Column("key", String, primary_key=True), Column("value", String, nullable=False))

geometry = Table(
    "geometry",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("wkb_zstd", LargeBinary, nullable=False),
    Column("area_km2", Float, nullable=False),
    Column("base", ForeignKey("geometry.key"), index=True),
    Column("depth", Integer, nullable=False),
)

snapshot = Table(
    "snapshot",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String, nullable=False),
    Column("on", Date, nullable=False),
    Column("version", Integer, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("imported_at", String, nullable=False),
    UniqueConstraint("source", "on", "version"),
    Index("snapshot_current", "source", "current", "on"),
)

layer = Table(
    "layer",
    metadata,
    Column("snapshot_id", ForeignKey("snapshot.id", ondelete="CASCADE"), primary_key=True),
    Column("status", String, primary_key=True),
    Column("geometry_key", ForeignKey("geometry.key"), nullable=False, index=True),
    Column("file", String, nullable=False),
    Column("file_sha256", String(64), nullable=False),
    Column("report", JSON, nullable=False),
)

change = Table(
    "change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("start_key", String(32), nullable=False),
    Column("end_key", String(32), nullable=False, index=True),
    Column("gained_km2", Float, nullable=False),
    Column("lost_km2", Float, nullable=False),
    Column("parts_zstd", LargeBinary, nullable=False),
    Column("boxes", LargeBinary, nullable=False),
    UniqueConstraint("start_key", "end_key"),
)

line = Table(
    "line",
    metadata,
    Column("geometry_key", String(32), primary_key=True),
    Column("outline_key", String(32), primary_key=True),
    Column("margin_km", Float, primary_key=True),
    Column("wkb_zstd", LargeBinary, nullable=False),
)

region = Table(
    "region",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("other_names", JSON, nullable=False),
    Column("country", Boolean, nullable=False),
    Column("file", String, nullable=False),
    Column("geometry_key", String(32), nullable=False),
    Column("wkb_zstd", LargeBinary, nullable=False),
    Column("area_km2", Float, nullable=False),
    UniqueConstraint("name", "country"),
)

gazetteer = Table(
    "gazetteer",
    metadata,
    Column("name", String, primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("places", Integer, nullable=False),
    Column("added_at", String, nullable=False),
)

document = Table(
    "document",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("text", Text, nullable=False),
    Column("text_sha256", String(64), nullable=False, index=True),
    Column("published", Date),
    Column("title", String),
    Column("url", String),
    Column("lang", String),
    Column("sentences", JSON, nullable=False),
    Column("warnings", JSON, nullable=False),
    Column("reader", String, nullable=False),
    Column("gazetteer", String, nullable=False),
    Column("added_at", String, nullable=False),
    Index("document_published", "published"),
)


def _span() -> list[Column]:  # type: ignore[type-arg]
    return [
        Column("id", String, primary_key=True),
        Column("document_id", ForeignKey("document.id", ondelete="CASCADE"), nullable=False, index=True),
        Column("sentence", Integer, nullable=False),
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
        Column("text", Text, nullable=False),
    ]


mention = Table(
    "mention",
    metadata,
    *_span(),
    Column("kind", String, nullable=False),
    Column("lat", Float),
    Column("lon", Float),
    Column("place_id", String, index=True),
    Column("body", JSON, nullable=False),
    Index("mention_point", "lon", "lat"),
)

claim = Table(
    "claim",
    metadata,
    *_span(),
    Column("area_km2", Float, nullable=False),
    Column("direction", String, nullable=False),
    Column("actor", String),
    Column("period_start", Date),
    Column("period_end", Date),
    Column("body", JSON, nullable=False),
)

statement = Table("statement", metadata, *_span(), Column("kind", String), Column("body", JSON, nullable=False))

finding = Table(
    "finding",
    metadata,
    Column("id", String, primary_key=True),
    Column("document_id", ForeignKey("document.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("verdict", String, nullable=False),
    Column("basis", String(64), nullable=False),
    Column("body", JSON, nullable=False),
    Column("checked_at", String, nullable=False),
)

confirmation = Table(
    "confirmation",
    metadata,
    Column("finding_id", String, primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("confirmed_at", String, nullable=False),
)

correction = Table(
    "correction",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", String(16), nullable=False, index=True),
    Column("target", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("change", JSON, nullable=False),
    Column("was", JSON(none_as_null=True)),
    Column("note", Text, nullable=False),
    Column("made_by", String, nullable=False),
    Column("made_at", String, nullable=False),
    Column("undone_at", String),
)
