"""What both stores have from now on: versions of documents, the order of what was read, counters of revisions.

PostgreSQL's stores begin with this version.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import inspect

revision = "3"
down_revision = "2"

_MADE_AT_NEED = {
    "confirmation": """finding_id VARCHAR NOT NULL PRIMARY KEY, digest VARCHAR(64) NOT NULL,
        confirmed_at VARCHAR NOT NULL""",
    "correction": """id INTEGER NOT NULL PRIMARY KEY, document_id VARCHAR(16) NOT NULL, target VARCHAR NOT NULL,
        text TEXT NOT NULL, change JSON NOT NULL, was JSON, note TEXT NOT NULL, made_by VARCHAR NOT NULL,
        made_at VARCHAR NOT NULL, undone_at VARCHAR""",
}
_SPANS = ("mention", "claim", "statement", "finding")


def upgrade() -> None:
    """Rename, add, fill; the two tables that programs of version 2 made at need are made where absent."""
    from app.store.versions import fill

    connection = op.get_bind()
    op.execute("ALTER TABLE geometry RENAME TO ground")
    op.execute("DROP INDEX ix_geometry_base")
    op.execute("CREATE INDEX ground_base ON ground (base)")
    for table in ("line", "region"):
        op.execute(f"ALTER TABLE {table} RENAME COLUMN wkb_zstd TO geom")
    op.execute("ALTER TABLE document ADD COLUMN version INTEGER NOT NULL DEFAULT 1")
    for table in _SPANS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN position INTEGER NOT NULL DEFAULT 0")
        op.execute(f"UPDATE {table} SET position = rowid")  # noqa: S608 - one of the names above
    there = inspect(connection).get_table_names()
    for table, columns in _MADE_AT_NEED.items():
        if table not in there:
            op.execute(f"CREATE TABLE {table} ({columns})")
    op.execute("CREATE INDEX IF NOT EXISTS ix_correction_document_id ON correction (document_id)")
    op.execute("CREATE TABLE revision (room VARCHAR NOT NULL PRIMARY KEY, number INTEGER NOT NULL)")
    fill(connection)
