"""Findings to the JSON of the interface."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from app.render.days import iso

if TYPE_CHECKING:
    from app.compare import Finding
    from app.measuring import Measured


def finding_id(claim_id: str) -> str:
    """Return the id of the finding on a claim: the same claim has the same finding, today and tomorrow."""
    document_id, _, span = claim_id.partition("-a")
    return f"{document_id}-f{span}"


def finding_json(
    finding: Finding, claim: Mapping[str, Any], *, document_id: str, sentence_text: str, provenance: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the JSON of one finding; `claim` is the claim's own JSON."""
    used = {f"{m.polygons}/{on}": digest for m in finding.measured for on, digest in m.snapshots}
    return {
        "id": finding_id(claim["id"]),
        "claim_id": claim["id"],
        "document_id": document_id,
        "sentence": claim["sentence"],
        "start": claim["start"],
        "end": claim["end"],
        "text": claim["text"],
        "sentence_text": sentence_text,
        "attributed_to": claim["attributed_to"],
        "stated_km2": claim["area_km2"],
        "stated_km2_high": claim["area_km2_high"],
        "rate": claim["rate"],
        "verdict": finding.verdict,
        "reason": finding.reason,
        "best": None if finding.best is None else measured_json(finding.best),
        "measured": [measured_json(measured) for measured in finding.measured],
        "tried": finding.tried,
        "span_km2": _pair(finding.span_km2),
        "band_km2": _pair(finding.band_km2),
        "chance": None if finding.chance is None else round(finding.chance, 4),
        "flags": [*claim["flags"], *finding.flags],
        "provenance": {**provenance, "snapshots": dict(sorted(used.items()))},
    }


def statement_finding_json(
    checked: Mapping[str, Any],
    statement: Mapping[str, Any],
    *,
    document_id: str,
    sentence_text: str,
    provenance: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the JSON of the finding on a statement: the shape of any finding, and what is a statement's own."""
    said = (
        *("kind", "event", "actor", "on", "on_start", "dated", "claimed", "claimed_by", "percent", "percent_high"),
        *("qualifier", "times", "period", "base"),
    )
    own = {key: value for key, value in checked.items() if key != "snapshots"}
    span = f"{statement['start']}-{statement['end']}"
    return {
        "id": f"{document_id}-f{'c' if statement['kind'] == 'comparison' else 's'}{span}",
        "statement_id": statement["id"],
        "document_id": document_id,
        **{key: statement[key] for key in ("sentence", "start", "end", "text")},
        "sentence_text": sentence_text,
        "attributed_to": statement["attributed_to"],
        "stated_km2": None,
        "stated_km2_high": None,
        "rate": None,
        "best": None,
        "measured": [],
        "tried": 0,
        "span_km2": None,
        "band_km2": None,
        "chance": None,
        "lag_days": None,
        "computed_percent": None,
        "computed_km": None,
        "computed_ratio": None,
        "control": [],
        "statement": {
            **{key: statement[key] for key in said},
            "distance_km": statement["distance_km"],
            "place": statement["place"] and statement["place"]["name"],
            "place_id": statement["place"] and statement["place"]["id"],
            "other_place": statement["other_place"] and statement["other_place"]["name"],
        },
        "flags": [],
        **own,
        "provenance": {**provenance, "snapshots": dict(sorted(checked.get("snapshots", {}).items()))},
    }


def measured_json(measured: Measured) -> dict[str, Any]:
    """Return one definition and what it gives."""
    return {
        "source": measured.source,
        "measure": measured.measure,
        "own": measured.own,
        "start": iso(measured.start),
        "end": iso(measured.end),
        "snapshot_start": iso(measured.snapshot_start),
        "snapshot_end": iso(measured.snapshot_end),
        "computed_km2": round(measured.computed_km2, 4),
        "difference_km2": round(measured.difference_km2, 4),
        "difference_percent": None if measured.difference_percent is None else round(measured.difference_percent, 3),
        "definition": measured.definition,
    }


def _pair(pair: tuple[float, float] | None) -> list[float] | None:
    return None if pair is None else [round(value, 4) for value in pair]
