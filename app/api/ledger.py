"""The ledger of findings: filtered, sorted, and written out as it is seen."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.errors import BadInput

Row = dict[str, Any]

SORTS: dict[str, Callable[[Row], Any]] = {
    "published": lambda row: (row["published"] or "", row["document_id"]),
    "stated": lambda row: row["finding"].get("stated_km2"),
    "computed": lambda row: row["finding"].get("best") and row["finding"]["best"]["computed_km2"],
    "difference": lambda row: row["finding"].get("best") and abs(row["finding"]["best"]["difference_km2"]),
    "verdict": lambda row: row["finding"]["verdict"],
    "period": lambda row: row["period"] or "",
    "tried": lambda row: row["finding"].get("tried"),
}
COLUMNS = (
    "id", "verdict", "stated_km2", "stated_km2_high", "rate", "computed_km2", "difference_km2", "measure", "source",
    "snapshot_start", "snapshot_end", "tried", "band_low_km2", "band_high_km2", "chance", "reason", "region",
    "attributed_to", "document_id", "document_title", "published", "sentence", "sentence_text",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Asked:
    """What of the ledger is asked for; empty for everything."""

    verdict: str = ""
    source: str = ""
    month: str = ""
    region: str = ""
    document: str = ""
    q: str = ""
    sort: str = "published"
    descending: bool = True

    def query(self, **over: Any) -> dict[str, str]:
        """Return it as the parameters of an address, the defaults left out; `over` takes their place."""
        given = {name: getattr(self, name) for name in ("verdict", "source", "month", "region", "document", "q")}
        given |= {"sort": "" if self.sort == "published" else self.sort, "order": "" if self.descending else "up"}
        return {name: str(value) for name, value in (given | over).items() if value}


def rows_of(
    findings: Sequence[Mapping[str, Any]],
    claims: Sequence[Mapping[str, Any]],
    documents: Mapping[str, Mapping[str, Any]],
) -> list[Row]:
    """Return findings joined with what the ledger shows of their claims and documents.

    ``source`` is whose map the verdict rests on, else whom the text names; ``period`` the first day of the period.
    """
    by_id = {claim["id"]: claim for claim in claims}
    rows = []
    for finding in findings:
        if finding.get("stated_km2") is None and "statement_id" not in finding:
            continue
        claim = by_id.get(finding.get("claim_id") or "", {})
        document = documents.get(finding["document_id"], {})
        best, period, scope = finding.get("best"), claim.get("period"), claim.get("scope")
        start = (best or {}).get("start") or (period or {}).get("start") or (best or {}).get("end")
        start = start or finding.get("statement", {}).get("on")
        rows.append(
            {
                "finding": finding,
                "words": f"{finding.get('sentence_text', '')} {document.get('title') or ''}".casefold(),
                "title": document.get("title"),
                "published": document.get("published"),
                "document_id": finding["document_id"],
                "source": (best or {}).get("source") or finding.get("attributed_to") or "",
                "period": start,
                "month": (start or "")[:7],
                "region": (scope or {}).get("region") or (scope or {}).get("text") or "",
            }
        )
    return rows


def chosen(rows: Sequence[Row], asked: Asked) -> list[Row]:
    """Return the rows that are asked for, sorted; those without the value come last either way.

    Raises
    ------
    BadInput
        If they cannot be sorted so.
    """
    key = SORTS.get(asked.sort)
    if key is None:
        raise BadInput(f"sort: expected {', '.join(SORTS)}, got {asked.sort[:60]!r}")
    found = matching(rows, asked)
    with_value = [row for row in found if key(row) not in (None, "")]
    without = [row for row in found if key(row) in (None, "")]
    return sorted(with_value, key=key, reverse=asked.descending) + without


def matching(rows: Sequence[Row], asked: Asked) -> list[Row]:
    """Return the rows that are asked for, in their order."""
    found = list(rows)
    for name in ("source", "month", "region"):
        if value := getattr(asked, name):
            found = [row for row in found if row[name] == value]
    if asked.document:
        found = [row for row in found if row["document_id"] == asked.document]
    if asked.verdict:
        found = [row for row in found if row["finding"]["verdict"] == asked.verdict]
    if text := asked.q.casefold():
        found = [row for row in found if text in row["words"]]
    return found


def choices(rows: Sequence[Row]) -> dict[str, list[str]]:
    """Return the values that the filters offer."""
    found = {name: sorted({row[name] for row in rows if row[name]}) for name in ("source", "month", "region")}
    found["month"].reverse()
    found["verdict"] = sorted({row["finding"]["verdict"] for row in rows})
    return found


def written_csv(rows: Sequence[Row]) -> str:
    """Return rows as CSV, a line each; a cell that a spreadsheet would run as a formula is led by an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        finding = row["finding"]
        best = finding.get("best") or {}
        band = finding.get("band_km2") or (None, None)
        values = {
            **{name: finding.get(name) for name in COLUMNS},
            **{name: best.get(name) for name in ("computed_km2", "difference_km2", "measure", "snapshot_start",
                                                 "snapshot_end")},
            "source": row["source"],
            "region": row["region"],
            "band_low_km2": band[0],
            "band_high_km2": band[1],
            "document_title": row["title"],
            "published": row["published"],
        }  # fmt: skip
        writer.writerow([_cell(values[name]) for name in COLUMNS])
    return out.getvalue()


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
