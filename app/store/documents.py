"""Documents, what was read in them, and the findings on them, in the JSON shapes of the interface."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, func, insert, select, union

from app.errors import NotFound
from app.reading.records import Document
from app.store.file import DOCUMENTS, POLYGONS
from app.store.schema import claim, document, finding, mention, statement
from app.store.transactions import bump, counted, reading, writing
from app.store.upsert import upsert

BBox = tuple[float, float, float, float]


class DocumentStore:
    """Documents by id. A reading is stored whole, in one transaction, in place of an older one of the same text."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, read: Document, body: Mapping[str, Any], *, reader: str, gazetteer: str) -> bool:
        """Store a document with its reading (the JSON of one reading); return False where it was there already."""
        with writing(self._engine) as connection:
            known = connection.execute(select(document.c.version).where(document.c.id == read.id)).scalar()
            values = {
                "version": (known or 0) + 1,
                "text": read.text,
                "text_sha256": _digest(read.text),
                "published": read.published,
                "title": read.title,
                "url": read.url,
                "lang": read.lang,
                "sentences": body["sentences"],
                "warnings": body.get("warnings", []),
                "reader": reader,
                "gazetteer": gazetteer,
            }
            # Read again without a title or an address, a document keeps those that it has.
            kept = {key for key in ("title", "url", "lang") if values[key] is None}
            first = {key: values.pop(key) for key in kept}
            first["added_at"] = datetime.now(UTC).isoformat(timespec="seconds")
            upsert(connection, document, {"id": read.id}, values, **first)
            for table in (mention, claim, statement, finding):
                connection.execute(delete(table).where(table.c.document_id == read.id))
            _insert(connection, mention, [_mention_row(read.id, m) for m in body["mentions"]])
            _insert(connection, claim, [_claim_row(read.id, c) for c in body["claims"]])
            _insert(connection, statement, [_row(read.id, s, kind=s["kind"]) for s in body["statements"]])
            bump(connection, DOCUMENTS)
        return known is None

    def get(self, document_id: str) -> tuple[Document, dict[str, Any]]:
        """Return a document and its stored reading.

        Raises
        ------
        NotFound
            No document of that id.
        """
        with reading(self._engine) as connection:
            row = connection.execute(select(document).where(document.c.id == document_id)).one_or_none()
            if row is None:
                raise NotFound(f"no document {document_id!r}; 'frontline documents list' shows those that are stored")
            spans = {
                name: list(
                    connection.execute(
                        select(table.c.body)
                        .where(table.c.document_id == document_id)
                        .order_by(table.c.start, table.c.position)
                    ).scalars()
                )
                for name, table in (("mentions", mention), ("claims", claim), ("statements", statement))
            }
        found = Document(row.text, row.published, row.title, row.url, row.lang)
        return found, {"sentences": row.sentences, "warnings": row.warnings, **spans}

    def ids(self, *, checkable: bool = False) -> list[str]:
        """Return every document's id, oldest publication first, those without a date last.

        With `checkable` only of those that state an area or another thing that can be checked.
        """
        query = select(document.c.id).order_by(
            document.c.published.is_(None), document.c.published, document.c.added_at, document.c.id
        )
        if checkable:
            stating = union(select(claim.c.document_id), select(statement.c.document_id))
            query = query.where(document.c.id.in_(stating))
        with reading(self._engine) as connection:
            return list(connection.execute(query).scalars())

    def overview(self) -> list[dict[str, Any]]:
        """Return every document without its text, with counts, in the order of :meth:`ids`."""
        counts = {
            name: select(func.count()).where(table.c.document_id == document.c.id).scalar_subquery().label(name)
            for name, table in (("mentions", mention), ("claims", claim))
        }
        columns = [document.c[name] for name in ("id", "title", "url", "published", "lang", "added_at", "reader")]
        query = select(*columns, document.c.sentences, *counts.values()).order_by(
            document.c.published.is_(None), document.c.published, document.c.added_at, document.c.id
        )
        with reading(self._engine) as connection:
            rows = connection.execute(query).mappings().all()
        return [
            {
                **row,
                "published": row["published"].isoformat() if row["published"] else None,
                "sentences": len(row["sentences"]),
            }
            for row in rows
        ]

    def remove(self, document_id: str) -> None:
        """Remove a document and all that was read and found in it."""
        with writing(self._engine) as connection:
            bump(connection, DOCUMENTS)
            if not connection.execute(delete(document).where(document.c.id == document_id)).rowcount:
                raise NotFound(f"no document {document_id!r}; 'frontline documents list' shows those that are stored")

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
        """Return mentions with their document's id, title, date and sentence, newest document first."""
        query = _with_document(mention, start, end)
        if place is not None:
            query = query.where(mention.c.place_id == place, mention.c.body["metonym"].as_boolean().is_(False))
        if document is not None:
            query = query.where(mention.c.document_id == document)
        if bbox is not None:
            west, south, east, north = bbox
            across = (mention.c.lon >= west) & (mention.c.lon <= east)
            if west > east:  # a box over the antimeridian
                across = (mention.c.lon >= west) | (mention.c.lon <= east)
            query = query.where(across, mention.c.lat >= south, mention.c.lat <= north)
        return self._page(query, limit, offset)

    def claims(
        self, *, start: date | None = None, end: date | None = None, limit: int = 100, offset: int = 0
    ) -> list[dict[str, Any]]:
        """Return stated areas with their document's id, title, date and sentence, newest document first."""
        return self._page(_with_document(claim, start, end), limit, offset)

    def _page(self, query: Any, limit: int, offset: int) -> list[dict[str, Any]]:
        with reading(self._engine) as connection:
            rows = connection.execute(query.limit(limit).offset(offset)).all()
        return [
            {
                **row.body,
                "document_id": row.document_id,
                "document_title": row.title,
                "published": row.published.isoformat() if row.published else None,
                **in_sentence(row.document_text, row.sentences, row.body["sentence"]),
            }
            for row in rows
        ]

    def version(self, document_id: str) -> int:
        """Return how often a document was read, corrected or read again; 0 where there is none."""
        query = select(document.c.version).where(document.c.id == document_id)
        with reading(self._engine) as connection:
            return int(connection.execute(query).scalar() or 0)

    def put_findings(
        self, document_id: str, basis: str, findings: Sequence[Mapping[str, Any]], *, version: int, as_of: int
    ) -> None:
        """Keep the findings on a document in place of older ones; `basis` hashes all they were computed from.

        Nothing is kept where the document's `version`, or the polygons' revision (`as_of`), is another by now.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with writing(self._engine) as connection:
            now_version = connection.execute(select(document.c.version).where(document.c.id == document_id)).scalar()
            if now_version != version or counted(connection, POLYGONS) != as_of:
                return  # removed, read anew or measured anew in the meantime
            connection.execute(delete(finding).where(finding.c.document_id == document_id))
            _insert(
                connection,
                finding,
                [
                    {
                        "id": body["id"],
                        "document_id": document_id,
                        "verdict": body["verdict"],
                        "basis": basis,
                        "body": dict(body),
                        "checked_at": now,
                    }
                    for body in findings
                ],
            )

    def findings(self, basis: str, document_id: str | None = None) -> dict[str, list[dict[str, Any]]]:
        """Return the findings that were kept for this basis, by document, each document's in the order of its text."""
        query = select(finding.c.document_id, finding.c.body).where(finding.c.basis == basis)
        if document_id is not None:
            query = query.where(finding.c.document_id == document_id)
        kept: dict[str, list[dict[str, Any]]] = defaultdict(list)
        with reading(self._engine) as connection:
            for each, body in connection.execute(query.order_by(finding.c.document_id, finding.c.position)):
                kept[each].append(body)
        return {each: sorted(bodies, key=lambda body: int(body["start"])) for each, bodies in kept.items()}

    def has(self, document_id: str) -> bool:
        """Say whether a document is stored."""
        with reading(self._engine) as connection:
            return connection.execute(select(document.c.id).where(document.c.id == document_id)).scalar() is not None

    def with_text(self, text: str) -> str | None:
        """Return the id of a stored document with this text, the one last published where there are several."""
        query = (
            select(document.c.id)
            .where(document.c.text_sha256 == _digest(text))
            .order_by(document.c.published.desc().nulls_last(), document.c.id)
        )
        with reading(self._engine) as connection:
            return connection.execute(query).scalar()

    def provenance(self, document_id: str) -> dict[str, str]:
        """Return which reader and gazetteer a document was read with."""
        query = select(document.c.reader, document.c.gazetteer).where(document.c.id == document_id)
        with reading(self._engine) as connection:
            row = connection.execute(query).one()
        return {"reader": row.reader, "gazetteer": row.gazetteer}


def in_sentence(text: str, sentences: Sequence[Mapping[str, int]], index: int) -> dict[str, Any]:
    """Return the sentence with that index, and where it begins in the text."""
    found = sentence_text(text, sentences, index)
    return {"sentence_text": found, "sentence_start": text.find(found, sentences[index]["start"])}


def sentence_text(text: str, sentences: Sequence[Mapping[str, int]], index: int) -> str:
    """Return the sentence with that index, without the white space around it."""
    sentence = sentences[index]
    return text[sentence["start"] : sentence["end"]].strip()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _with_document(table: Table, start: date | None, end: date | None) -> Any:
    query = (
        select(
            table.c.body,
            table.c.document_id,
            document.c.title,
            document.c.published,
            document.c.text.label("document_text"),
            document.c.sentences,
        )
        .join(document, document.c.id == table.c.document_id)
        .order_by(document.c.published.desc().nulls_last(), table.c.document_id, table.c.start, table.c.id)
    )
    if start is not None:
        query = query.where(document.c.published >= start)
    if end is not None:
        query = query.where(document.c.published <= end)
    return query


def _insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), [{**row, "position": position} for position, row in enumerate(rows)])


def _row(document_id: str, body: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    span = {name: body[name] for name in ("id", "sentence", "start", "end", "text")}
    return {"document_id": document_id, **span, **more, "body": dict(body)}


def _mention_row(document_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
    place = body["place"] or {}
    return _row(
        document_id,
        {key: value for key, value in body.items() if key != "control"},  # joined anew whenever it is asked for
        kind=body["kind"],
        lat=place.get("lat"),
        lon=place.get("lon"),
        place_id=place.get("id"),
    )


def _claim_row(document_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
    period = body["period"] or {}
    return _row(
        document_id,
        body,
        area_km2=body["area_km2"],
        direction=body["direction"],
        actor=body["actor"],
        period_start=_day(period.get("start")),
        period_end=_day(period.get("end")),
    )


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
