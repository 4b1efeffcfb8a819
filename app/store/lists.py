"""Lists for pages: some documents at a time, without their texts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, func, select

from app.store.schema import claim, document, mention
from app.store.transactions import reading


class DocumentList:
    """Documents, newest publication first."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def latest(self, *, q: str | None = None, limit: int | None = 100, offset: int = 0) -> list[dict[str, Any]]:
        """Return documents with counts; `q` stands somewhere in their titles, case ignored; no limit for all."""
        counts = [
            select(func.count()).where(table.c.document_id == document.c.id).scalar_subquery().label(name)
            for name, table in (("mentions", mention), ("claims", claim))
        ]
        query = select(
            *(document.c[name] for name in ("id", "title", "url", "published", "lang")),
            func.json_array_length(document.c.sentences).label("sentences"),
            *counts,
        ).order_by(
            document.c.published.desc().nulls_last(),
            document.c.added_at.desc(),
            document.c.id,
        )
        if not q:
            query = query.limit(limit).offset(offset)
        with reading(self._engine) as connection:
            rows = [dict(row) for row in connection.execute(query).mappings()]
        if q:  # SQLite folds the case of ASCII only
            wanted = q.casefold()
            rows = [row for row in rows if wanted in (row["title"] or "").casefold()]
            rows = rows[offset : None if limit is None else offset + limit]
        return [{**row, "published": row["published"].isoformat() if row["published"] else None} for row in rows]
