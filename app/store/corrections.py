"""Corrections that people made of readings: records of their own, kept when a text is read anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, delete, select, update

from app.errors import NotFound
from app.store.schema import correction
from app.store.transactions import reading, writing

Row = dict[str, Any]


class CorrectionStore:
    """Corrections by number; one that was undone stays in the record with the day on which it was."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, document_id: str, target: str, change: Mapping[str, Any], *, note: str, by: str, text: str) -> str:
        """Keep a correction; return its id."""
        values = {
            "document_id": document_id, "target": target, "change": dict(change), "note": note, "made_by": by,
            "text": text, "made_at": _now(),
        }  # fmt: skip
        with writing(self._engine) as connection:
            number = connection.execute(correction.insert().values(**values)).inserted_primary_key
        return f"c{number[0] if number else 0}"

    def note_was(self, was: Mapping[str, Mapping[str, Any] | None]) -> None:
        """Keep how each correction's target had been read, None where a new reading has nothing there."""
        if not was:
            return
        with writing(self._engine) as connection:
            for name, item in was.items():
                where = correction.c.id == int(name[1:])
                connection.execute(update(correction).where(where).values(was=None if item is None else dict(item)))

    def undo(self, correction_id: str) -> Row:
        """Take a correction back; return it.

        Raises
        ------
        NotFound
            No such correction holds.
        """
        row = next((row for row in self.rows() if row["id"] == correction_id), None)
        if row is None:
            raise NotFound(
                f"no correction {correction_id[:40]!r} holds; 'frontline correct --list' shows those that do"
            )
        with writing(self._engine) as connection:
            where = correction.c.id == int(correction_id[1:])
            connection.execute(update(correction).where(where).values(undone_at=_now()))
        return row

    def rows(self, document_id: str | None = None, *, undone: bool = False) -> list[Row]:
        """Return the corrections that hold, of one document or of all, in the order in which they were made."""
        with reading(self._engine) as connection:
            query = select(correction).order_by(correction.c.id)
            if document_id is not None:
                query = query.where(correction.c.document_id == document_id)
            if not undone:
                query = query.where(correction.c.undone_at.is_(None))
            found = connection.execute(query).mappings().all()
        return [
            {
                "id": f"c{row['id']}",
                "document_id": row["document_id"],
                "target": row["target"],
                "text": row["text"],
                "change": row["change"],
                "was": row["was"],
                "note": row["note"],
                "by": row["made_by"],
                "at": row["made_at"],
                "undone_at": row["undone_at"],
            }
            for row in found
        ]

    def forget(self, document_id: str) -> None:
        """Remove the corrections of a document that is removed."""
        with writing(self._engine) as connection:
            connection.execute(delete(correction).where(correction.c.document_id == document_id))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
