"""Placed mentions in bulk, for maps: the columns that a map needs, without text."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import Engine, func, select

from app.store.file import DOCUMENTS
from app.store.schema import document, mention, meta, revision
from app.store.transactions import reading

_PLACED = mention.c.place_id.is_not(None) & mention.c.body["metonym"].as_boolean().is_(False)
# Without a look into every body: that of one mention of each place is enough.
_FIRST = select(func.min(mention.c.id)).where(mention.c.place_id.is_not(None)).group_by(mention.c.place_id)


class PointStore:
    """Where mentions lie, for every document at once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def revision(self) -> str:
        """Return a hash that changes when a document is read, read again, corrected or removed."""
        with reading(self._engine) as connection:
            number = connection.execute(select(revision.c.number).where(revision.c.room == DOCUMENTS)).scalar_one()
            which = connection.execute(select(meta.c.value).where(meta.c.key == "id")).scalar_one()
        return sha256(f"{which} {number}".encode()).hexdigest()

    def placed(self) -> list[tuple[str, str, date | None]]:
        """Return (place id, document id, day of publication) of each placed mention that is no metonym."""
        # Apart, because a join of every mention with its document takes three times as long.
        placed = select(mention.c.place_id, mention.c.document_id).where(_PLACED)
        with reading(self._engine) as connection:
            dates = connection.execute(select(document.c.id, document.c.published))
            published = {row.id: row.published for row in dates}
            return [(place, found, published.get(found)) for place, found in connection.execute(placed).all()]

    def places(self) -> list[dict[str, Any]]:
        """Return each place of :meth:`placed` once, and those named by metonyms only: id, name, kind, lat, lon."""
        query = (
            select(
                mention.c.place_id,
                mention.c.lat,
                mention.c.lon,
                mention.c.body["place", "name"].as_string(),
                mention.c.body["place", "kind"].as_string(),
            )
            .where(mention.c.id.in_(_FIRST))
            .order_by(mention.c.place_id)
        )
        with reading(self._engine) as connection:
            return [
                {"id": place_id, "name": name, "kind": kind, "lat": lat, "lon": lon}
                for place_id, lat, lon, name, kind in connection.execute(query).all()
            ]
