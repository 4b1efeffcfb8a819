"""The first schema of SQLite, where every step begins."""

from __future__ import annotations

revision = "1"
down_revision = None


def upgrade() -> None:
    """Nothing: such a store is there already."""
