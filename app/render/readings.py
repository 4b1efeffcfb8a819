"""Readings to the JSON of the interface, without control: that is joined when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.reading.records import Comparison, Document, Period, Reading, Scope, Sentence, StatedArea, Statement
from app.render.days import iso
from app.render.places import place_json
from app.render.records import whole_statement

if TYPE_CHECKING:
    from app.locate import PlacedMention


@dataclass(frozen=True, slots=True)
class PlacedScope:
    """What the scope of a claim was placed at: a place's id and the name of its region."""

    place_id: str | None
    region: str | None


def reading_json(
    reading: Reading, placed: Sequence[PlacedMention], scopes: Mapping[tuple[int, int], PlacedScope]
) -> dict[str, Any]:
    """Return the JSON of one reading, without control: that is joined when it is asked for."""
    document = reading.document
    places = {(m.mention.start, m.mention.end): m for m in placed}
    return {
        "id": document.id,
        "document": document_json(document),
        "sentences": [_sentence(sentence) for sentence in reading.sentences],
        "mentions": [_mention(document.id, mention) for mention in placed],
        "claims": [_claim(document.id, claim, scopes) for claim in reading.claims],
        "statements": sorted(
            (
                *(_statement(document, statement, places) for statement in reading.statements),
                *(_comparison(document, comparison) for comparison in reading.comparisons),
            ),
            key=lambda statement: (statement["start"], statement["end"]),
        ),
        "warnings": list(reading.warnings),
    }


def document_json(document: Document) -> dict[str, Any]:
    """Return what is known of a document."""
    return {
        "title": document.title,
        "url": document.url,
        "published": iso(document.published),
        "lang": document.lang,
    }


def _sentence(sentence: Sentence) -> dict[str, int]:
    return {"index": sentence.index, "start": sentence.start, "end": sentence.end}


def _mention(document_id: str, placed: PlacedMention) -> dict[str, Any]:
    mention = placed.mention
    return {
        "id": _mention_id(document_id, (mention.start, mention.end)),
        "sentence": mention.sentence,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "kind": mention.kind,
        "metonym": mention.metonym,
        "adjectival": mention.adjectival,
        "place": None if placed.match is None else place_json(placed.match.place),
        "score": round(placed.score, 4),
        "why": placed.why,
        "candidates": [
            {
                "id": candidate.place.id,
                "name": candidate.place.name,
                "lat": candidate.place.lat,
                "lon": candidate.place.lon,
                "score": round(candidate.score, 4),
            }
            for candidate in placed.candidates
        ],
    }


def _claim(document_id: str, claim: StatedArea, scopes: Mapping[tuple[int, int], PlacedScope]) -> dict[str, Any]:
    return {
        "id": f"{document_id}-a{claim.start}-{claim.end}",
        "sentence": claim.sentence,
        "start": claim.start,
        "end": claim.end,
        "text": claim.text,
        "value": claim.value,
        "value_high": claim.value_high,
        "unit": claim.unit,
        "area_km2": round(claim.area_km2, 6),
        "area_km2_high": None if claim.area_km2_high is None else round(claim.area_km2_high, 6),
        "qualifier": claim.qualifier,
        "direction": claim.direction,
        "actor": claim.actor,
        "period": _period(claim.period),
        "rate": claim.rate,
        "scope": _scope(claim.scope, scopes),
        "attributed_to": claim.attributed_to,
        "flags": list(claim.flags),
    }


def _scope(scope: Scope | None, scopes: Mapping[tuple[int, int], PlacedScope]) -> dict[str, Any] | None:
    if scope is None:
        return None
    placed = scopes.get((scope.start, scope.end), PlacedScope(None, None))
    return {"text": scope.text, "place_id": placed.place_id, "region": placed.region}


def _period(period: Period | None) -> dict[str, Any] | None:
    if period is None:
        return None
    return {"start": iso(period.start), "end": iso(period.end), "approximate": period.approximate}


def _comparison(document: Document, comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as a statement of its kind; `event` is its relation."""
    return whole_statement(
        {
            "id": f"{document.id}-c{comparison.start}-{comparison.end}",
            "kind": "comparison",
            "sentence": comparison.sentence,
            "start": comparison.start,
            "end": comparison.end,
            "text": comparison.text,
            "place": None,
            "event": comparison.relation,
            "actor": comparison.actor,
            "on": None,
            "percent": comparison.percent,
            "distance_km": None,
            "times": comparison.times,
            "direction": comparison.direction,
            "period": _period(comparison.period),
            "base": _period(comparison.base),
            "qualifier": comparison.qualifier,
            "attributed_to": comparison.attributed_to,
        }
    )


def _statement(
    document: Document, statement: Statement, places: Mapping[tuple[int, int], PlacedMention]
) -> dict[str, Any]:
    placed = places.get(statement.place) if statement.place else None
    other = places.get(statement.other) if statement.other else None
    return {
        "id": f"{document.id}-s{statement.start}-{statement.end}",
        "kind": statement.kind,
        "sentence": statement.sentence,
        "start": statement.start,
        "end": statement.end,
        "text": statement.text,
        "mention_id": _mention_id(document.id, statement.place),
        "place": None if placed is None or placed.match is None else place_json(placed.match.place),
        "event": statement.event,
        "actor": statement.actor,
        "on": iso(statement.on),
        "on_start": iso(statement.on_start),
        "dated": statement.dated,
        "claimed": statement.claimed,
        "claimed_by": statement.claimed_by,
        "attributed_to": statement.attributed_to,
        "percent": statement.percent,
        "percent_high": statement.percent_high,
        "qualifier": statement.qualifier,
        "distance_km": None if statement.distance_km is None else round(statement.distance_km, 3),
        "other_mention_id": _mention_id(document.id, statement.other),
        "other_place": None if other is None or other.match is None else place_json(other.match.place),
    }


def _mention_id(document_id: str, span: tuple[int, int] | None) -> str | None:
    return None if span is None else f"{document_id}-m{span[0]}-{span[1]}"
