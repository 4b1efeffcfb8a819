"""Stated against computed: findings, kept while what they rest on stands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from app import __version__
from app.polygons import Polygons
from app.reading.records import Document
from app.workspace.documents import Documents

if TYPE_CHECKING:
    pass


class Findings(Documents):
    """Stated against computed: findings, kept while what they rest on stands."""

    def findings(self, document_id: str | None = None) -> list[dict[str, Any]]:
        """Return the findings on one document or on all, oldest publication first.

        They are kept with a hash of all they were computed from, and computed anew when any of it is another.
        """
        as_of = self.store.polygons_revision()  # before anything that findings rest on is read
        basis = self._basis()
        kept = self.store.documents.findings(basis, document_id)
        ids = [document_id] if document_id else self.store.documents.ids(checkable=True)
        found: list[dict[str, Any]] = []
        for each in ids:
            if each in kept:
                found += kept[each]
                continue
            version = self.store.documents.version(each)
            findings = self.findings_by(each, self.polygons())
            if findings and not self.store.read_only:
                self.store.documents.put_findings(each, basis, findings, version=version, as_of=as_of)
            found += findings
        return found

    def findings_by(self, document_id: str, polygons: Polygons) -> list[dict[str, Any]]:
        """Return the findings on a stored document by the polygons that are handed in; nothing is kept."""
        from app.pipeline import check_document

        document, body = self.store.documents.get(document_id)
        if not body["claims"] and not body["statements"]:
            return []
        return check_document(
            document,
            body,
            polygons=polygons,
            sources=self.sources,
            regions=self.store.places.regions(),
            parties=self.parties,
            provenance=self.store.documents.provenance(document_id),
        )

    def check(self, document: Document) -> list[dict[str, Any]]:
        """Return the findings on a text: the stored document of that text, else read in memory and not stored."""
        from app.pipeline import check_document

        if self.store.documents.has(document.id):
            return self.findings(document.id)
        polygons = self.polygons()
        reading, body = self._read(document, polygons)
        return check_document(
            reading.document,
            body,
            polygons=polygons,
            sources=self.sources,
            regions=self.store.places.regions(),
            parties=self.parties,
            provenance={"reader": reading.reader, "gazetteer": self.gazetteer.id},
        )

    def confirm(self, finding: Mapping[str, Any]) -> None:
        """Keep that a person has confirmed a finding as it stands."""
        self.store.confirmations.put(finding["id"], _said(finding))

    def unconfirm(self, finding: Mapping[str, Any]) -> None:
        """Take a confirmation back."""
        self.store.confirmations.remove(finding["id"])

    def confirmed_on(self, finding: Mapping[str, Any]) -> date | None:
        """Return when a person confirmed a finding as it stands, None where nobody has."""
        return self.store.confirmations.confirmed_on(finding["id"], _said(finding))

    def _basis(self) -> str:
        """Hash all that findings are computed from, but for the documents themselves."""
        parts = {
            "program": __version__,
            "control": self.store.control.revision(),
            "places": self.store.places.revision(),
            "sources": repr(sorted(self.sources.items())),
            "parties": repr(sorted(self.parties.items())),
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _said(finding: Mapping[str, Any]) -> str:
    """Hash what a finding says, whichever program said it."""
    told = {name: value for name, value in finding.items() if name != "provenance"}
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()
