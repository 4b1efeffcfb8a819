"""Tokens for writing over HTTP; a counter of the polygons' revisions beside that of the documents."""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, Column, String, text

revision = "4"
down_revision = "3"


def upgrade() -> None:
    """Add a table and a row, on both stores."""
    connection = op.get_bind()
    server = connection.dialect.name == "postgresql"

    def word(length: int | None = None) -> String:
        return String(length, collation="C" if server else None)

    op.create_table(
        "token",
        Column("id", word(), primary_key=True),
        Column("name", word(), nullable=False),
        Column("sha256", word(64), nullable=False),
        Column("scopes", JSON(), nullable=False),
        Column("made_at", word(), nullable=False),
        Column("revoked_at", word()),
    )
    if connection.execute(text("SELECT number FROM revision WHERE room = 'polygons'")).scalar() is None:
        connection.execute(text("INSERT INTO revision (room, number) VALUES ('polygons', 0)"))
