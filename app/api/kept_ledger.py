"""The ledger of a store as it stands, kept in memory until anything that it shows is another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from sys import intern
from threading import Lock
from typing import Any

from app.api.ledger import Asked, Row, choices, chosen, matching, rows_of

EVERY = 1_000_000
KEPT = 64
"""Of so many filters the rows are kept: visitors turn pages."""
_PROOF = frozenset({"provenance", "control", "measured"})
"""What only the proof of a finding shows; of what was measured the ledger draws the differences."""


@dataclass
class _Kept:
    revision: str
    rows: list[Row]
    by_document: dict[str, list[Row]]
    choices: dict[str, list[str]]
    sorted: dict[tuple[str, bool], Sequence[Row]] = field(default_factory=dict)
    narrowed: dict[Asked, Sequence[Row]] = field(default_factory=dict)


class KeptLedger:
    """The rows of :mod:`app.api.ledger` for every visitor; safe between threads."""

    def __init__(self, workspace: Any) -> None:
        self._workspace = workspace
        self._lock = Lock()
        self._kept: _Kept | None = None

    def found(self, asked: Asked) -> tuple[Sequence[Row], int, dict[str, list[str]]]:
        """Return the rows that are asked for, of how many they are, and the values that the filters offer.

        A row's finding is without its proof.

        Raises
        ------
        NotFound
            No such document.
        BadInput
            They cannot be sorted so.
        """
        kept = self._now()
        if asked.document:
            if asked.document not in kept.by_document:
                self._workspace.findings(asked.document)  # a document without findings, or none
            rows = kept.by_document.get(asked.document, [])
            return chosen(rows, asked), len(rows), choices(rows)
        order = asked.sort, asked.descending
        if order not in kept.sorted:
            kept.sorted[order] = chosen(kept.rows, Asked(sort=asked.sort, descending=asked.descending))
        in_order = kept.sorted[order]
        if asked == Asked(sort=asked.sort, descending=asked.descending):
            return in_order, len(kept.rows), kept.choices
        found = kept.narrowed.get(asked)
        if found is None:
            found = matching(in_order, asked)
            if len(kept.narrowed) >= KEPT:
                kept.narrowed.clear()
            kept.narrowed[asked] = found
        return found, len(kept.rows), kept.choices

    def prepare(self) -> None:
        """Make it now, before anybody asks."""
        self._now()

    def _now(self) -> _Kept:
        with self._lock:  # who comes while it is made waits, so that it is made once
            revision = self._workspace.viewer.revision()
            if self._kept is None or self._kept.revision != revision:
                rows = [_slim(row) for row in whole(self._workspace, None)]
                by_document: dict[str, list[Row]] = {}
                for row in rows:
                    by_document.setdefault(row["document_id"], []).append(row)
                self._kept = _Kept(revision, rows, by_document, choices(rows))
            return self._kept


def whole(workspace: Any, document: str | None) -> list[Row]:
    """Return the rows of the ledger with all that their findings hold."""
    documents = {row["id"]: row for row in workspace.latest_documents(limit=None)}
    return rows_of(workspace.findings(document), workspace.claims(limit=EVERY), documents)


def _slim(row: Row) -> Row:
    finding = row["finding"]
    told = {intern(name): value for name, value in finding.items() if name not in _PROOF}
    if told.get("best"):
        told["best"] = {intern(name): value for name, value in told["best"].items()}
    differences = [{"difference_km2": measured["difference_km2"]} for measured in finding.get("measured") or ()]
    return {**row, "finding": {**told, "measured": differences}}
