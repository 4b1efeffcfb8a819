"""Documents with what was read in them, and the corrections laid over it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from app.errors import BadInput, NotFound
from app.polygons import Polygons
from app.reading.records import Document
from app.workspace.base import Base

if TYPE_CHECKING:
    from app.reading.records import Reading
    from app.store.documents import BBox


_SURROGATE = re.compile("[\ud800-\udfff]")


class Documents(Base):
    """Documents with what was read in them, and the corrections laid over it."""

    def add_document(
        self,
        text: str,
        *,
        published: date | None = None,
        title: str | None = None,
        url: str | None = None,
        lang: str | None = None,
    ) -> dict[str, Any]:
        """Read a text, store it with its reading, and return the reading."""
        return self.read(Document(text, published, title, url, lang))

    def read(self, document: Document, *, keep: bool = True) -> dict[str, Any]:
        """Read a document, store it unless told otherwise, and return the reading with control joined."""
        from app.pipeline import with_control

        size = len(document.text.encode("utf-8", "surrogatepass"))
        if size > self.settings.max_text_bytes:
            raise BadInput(
                f"a text of {size / 1e6:.1f} MB; at most {self.settings.max_text_mb:g} MB (FRONTLINE_MAX_TEXT_MB)"
            )
        if keep:
            _check_storable(document)
        polygons = self.polygons()
        reading, body = self._read(document, polygons)
        if keep:
            from app.correcting import keep as keep_settled

            body = keep_settled(self.store, reading.document, body, reader=reading.reader, gazetteer=self.gazetteer.id)
        return with_control(body, document.published, polygons)

    def documents(self) -> list[dict[str, Any]]:
        """Return every document without its text, oldest publication first."""
        return self.store.documents.overview()

    def latest_documents(
        self, *, q: str | None = None, limit: int | None = 100, offset: int = 0
    ) -> list[dict[str, Any]]:
        """Return documents without their texts, newest publication first; `q` stands in their titles."""
        return self.store.lists.latest(q=q, limit=limit, offset=offset)

    def document(self, document_id: str) -> tuple[str, dict[str, Any]]:
        """Return a document's text and its reading with control joined."""
        from app.pipeline import with_control
        from app.render import document_json

        document, stored = self.store.documents.get(document_id)
        body = {"id": document_id, "document": document_json(document), **stored}
        body["corrections"] = self.reading_corrections(document_id)
        return document.text, with_control(body, document.published, self.polygons())

    def remove_document(self, document_id: str) -> None:
        """Remove a document and all that was read, found and corrected in it."""
        with self.store.transaction():
            self.store.documents.remove(document_id)
            self.store.corrections.forget(document_id)

    def correct(self, target: str, given: Mapping[str, Any], *, note: str, by: str) -> dict[str, Any]:
        """Correct a mention, a claim or a statement; see :func:`app.correcting.correct`."""
        from app.correcting import correct

        return correct(self.store, self.gazetteer, self.parties, target, given, note=note, by=by)

    def undo_correction(self, correction_id: str) -> dict[str, Any]:
        """Take a correction back; return it."""
        from app.correcting import undo

        return undo(self.store, correction_id)

    def reading_corrections(self, document_id: str | None = None) -> list[dict[str, Any]]:
        """Return the corrections that hold, of one document or of all, in the order in which they were made.

        ``applied`` is False where the text, read anew, has nothing there.
        """
        if document_id is not None and not self.store.documents.has(document_id):
            raise NotFound(f"no document {document_id[:40]!r}; 'frontline documents list' shows those that are stored")
        rows = self.store.corrections.rows(document_id)
        return [{**row, "applied": row["was"] is not None} for row in rows]

    def mentions(
        self,
        *,
        bbox: BBox | None = None,
        start: date | None = None,
        end: date | None = None,
        place: str | None = None,
        document: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[dict[str, Any]]:
        """Return mentions with their document and sentence, newest document first.

        With ``place``, those that mean this place (a government named after it is none); with ``document``, its own.
        """
        from app.pipeline import with_control

        rows = self.store.documents.mentions(
            bbox=bbox, start=start, end=end, place=place, document=document, limit=limit, offset=offset
        )
        polygons = self.polygons()
        joined = []
        for row in rows:
            published = date.fromisoformat(row["published"]) if row["published"] else None
            joined += with_control({"mentions": [row]}, published, polygons)["mentions"]
        return joined

    def claims(
        self, *, start: date | None = None, end: date | None = None, limit: int = 100, offset: int = 0
    ) -> list[dict[str, Any]]:
        """Return stated areas with their document and sentence, newest document first."""
        return self.store.documents.claims(start=start, end=end, limit=limit, offset=offset)

    def stored_as(self, document: Document) -> Document:
        """Return the stored document of the same text, whatever its date, else the document itself."""
        known = self.store.documents.with_text(document.text)
        return document if known is None else self.store.documents.get(known)[0]

    def _read(self, document: Document, polygons: Polygons) -> tuple[Reading, dict[str, Any]]:
        from app.pipeline import read

        return read(
            document,
            reader=self.reader,
            gazetteer=self.gazetteer,
            polygons=polygons,
            online=self._online,
            online_first=self.settings.geocoder_order == "instead",
        )


def _check_storable(document: Document) -> None:
    if not document.text.strip():
        raise BadInput("the text is empty: expected at least a sentence")
    for name in ("text", "title", "url", "lang"):
        if _SURROGATE.search(getattr(document, name) or ""):
            raise BadInput(
                f"the {name} holds halves of surrogate pairs, which no encoding can store; mend its encoding"
            )
