"""Placed mentions in bulk, for maps: the columns that a map needs, without text."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import Engine, func, inspect, select, text

from app.store.engine import reading
from app.store.schema import correction, document, mention

_PLACED = mention.c.place_id.is_not(None) & (func.json_extract(mention.c.body, "$.metonym") == 0)


class PointStore:
    """Where mentions lie, for every document at once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def revision(self) -> str:
        """Return a hash that changes when a document is read, read again, corrected or removed."""
        with reading(self._engine) as connection:
            rows = connection.execute(
                select(document.c.id, document.c.reader, document.c.gazetteer, document.c.added_at).order_by(
                    document.c.id
                )
            ).all()
            mentions = connection.execute(text("SELECT count(*), total(rowid) FROM mention")).one()
            corrected: tuple[Any, ...] = ()
            if inspect(connection).has_table(correction.name):  # laid over the mentions as they are stored
                state = (func.count(), func.count(correction.c.undone_at), func.max(correction.c.id))
                corrected = tuple(connection.execute(select(*state).select_from(correction)).one())
        return sha256(repr((rows, tuple(mentions), corrected)).encode()).hexdigest()

    def placed(self) -> list[tuple[str, str, date | None]]:
        """Return (place id, document id, day of publication) of each placed mention that is no metonym."""
        query = (
            select(mention.c.place_id, mention.c.document_id, document.c.published)
            .join(document, document.c.id == mention.c.document_id)
            .where(_PLACED)
            .order_by(mention.c.place_id)
        )
        with reading(self._engine) as connection:
            return [(place, found, on) for place, found, on in connection.execute(query)]

    def places(self) -> list[dict[str, Any]]:
        """Return each place of :meth:`placed` once: id, name, kind, lat, lon."""
        # With min(), SQLite takes the other columns from the row that has it.
        query = (
            select(
                mention.c.place_id,
                func.min(mention.c.id),
                mention.c.lat,
                mention.c.lon,
                func.json_extract(mention.c.body, "$.place.name"),
                func.json_extract(mention.c.body, "$.place.kind"),
            )
            .where(_PLACED)
            .group_by(mention.c.place_id)
        )
        with reading(self._engine) as connection:
            return [
                {"id": place_id, "name": name, "kind": kind, "lat": lat, "lon": lon}
                for place_id, _, lat, lon, name, kind in connection.execute(query)
            ]
