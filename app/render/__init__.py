"""Records to the JSON shapes of the interface, and stored JSON back to the records that checking needs."""

from app.render.findings import finding_id, finding_json, measured_json, statement_finding_json
from app.render.places import history_json, line_json, match_json, place_json
from app.render.readings import PlacedScope, document_json, reading_json
from app.render.records import claim_record, comparison_record, statement_record, whole_statement

__all__ = [
    "PlacedScope",
    "claim_record",
    "comparison_record",
    "document_json",
    "finding_id",
    "finding_json",
    "history_json",
    "line_json",
    "match_json",
    "measured_json",
    "place_json",
    "reading_json",
    "statement_finding_json",
    "statement_record",
    "whole_statement",
]
