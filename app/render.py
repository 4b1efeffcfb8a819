"""Records to the JSON shapes of the interface, and stored JSON back to the records that checking needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from app.reading.records import (
    Comparison,
    Document,
    Period,
    Reading,
    Scope,
    Sentence,
    StatedArea,
    Statement,
)

if TYPE_CHECKING:
    from app.compare import Finding
    from app.histories import LineReport, PlaceHistory
    from app.locate import PlacedMention
    from app.measuring import Measured
    from geodata.places import Match, Place


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
        "published": _iso(document.published),
        "lang": document.lang,
    }


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


def claim_record(body: Mapping[str, Any]) -> StatedArea:
    """Return the stated area that a claim's JSON was made from."""
    period = body["period"]
    return StatedArea(
        sentence=body["sentence"],
        start=body["start"],
        end=body["end"],
        text=body["text"],
        value=body["value"],
        unit=body["unit"],
        value_high=body["value_high"],
        qualifier=body["qualifier"],
        direction=body["direction"],
        actor=body["actor"],
        period=period and Period(_day(period["start"]), _day(period["end"]), period["approximate"]),
        rate=body["rate"],
        scope=None,
        attributed_to=body["attributed_to"],
        flags=tuple(body["flags"]),
    )


def statement_record(body: Mapping[str, Any]) -> Statement:
    """Return the statement that a statement's JSON was made from, without its spans of mentions."""
    names = (
        *("kind", "sentence", "start", "end", "text", "event", "actor", "percent", "distance_km", "dated"),
        *("claimed", "claimed_by", "attributed_to", "percent_high", "qualifier"),
    )
    return Statement(**{name: body[name] for name in names}, on=_day(body["on"]), on_start=_day(body["on_start"]))


def whole_statement(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a stored statement with every key: older readers knew fewer."""
    return {**dict.fromkeys(_LATER_KEYS), "dated": False, "claimed": False, **body}


_LATER_KEYS = (
    *("mention_id", "on_start", "claimed_by", "attributed_to", "percent_high", "qualifier"),
    *("other_mention_id", "other_place", "times", "direction", "period", "base"),
)


def comparison_record(body: Mapping[str, Any]) -> Comparison:
    """Return the comparison that a statement's JSON of that kind was made from."""
    names = ("sentence", "start", "end", "text", "percent", "times", "qualifier", "direction", "actor", "attributed_to")
    return Comparison(
        **{name: body[name] for name in names},
        relation=body["event"],
        period=_span(body["period"]),
        base=_span(body["base"]),
    )


def _span(body: Mapping[str, Any]) -> Period:
    return Period(_day(body["start"]), _day(body["end"]), body["approximate"])


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


def place_json(place: Place) -> dict[str, Any]:
    """Return a place."""
    return {
        "id": place.id,
        "name": place.name,
        "kind": place.kind,
        "lat": place.lat,
        "lon": place.lon,
        "country": place.country,
        "admin1": place.admin1,
        "gazetteer": place.gazetteer,
    }


def match_json(match: Match) -> dict[str, Any]:
    """Return a place with how well it fits and why."""
    return {**place_json(match.place), "score": round(match.score, 4), "why": match.why}


def history_json(history: PlaceHistory) -> dict[str, Any]:
    """Return what one source's map showed of a place over time."""
    return {
        "source": history.source,
        "statuses": [
            {
                "status": run.status,
                "since": run.since.isoformat(),
                "until": _iso(run.until),
                "since_first_snapshot": run.since_first_snapshot,
            }
            for run in history.runs
        ],
        "distances": [
            {
                "on": day.on.isoformat(),
                "snapshot_on": day.snapshot_on.isoformat(),
                "status": day.status,
                "distance_to_line_km": day.distance_to_line_km,
            }
            for day in history.days
        ],
    }


def line_json(report: LineReport, near: Callable[[float, float], str | None]) -> dict[str, Any]:
    """Return how the line stood and moved; `near` says where a point (degrees) lies in words."""
    return {
        "source": report.source,
        "snapshot_start": report.snapshot_start.isoformat(),
        "snapshot_end": report.snapshot_end.isoformat(),
        "moves": [
            {
                "region": move.region,
                "length_before_km": round(move.length_before_km, 2),
                "length_after_km": round(move.length_after_km, 2),
                "gained_km2": round(move.gained_km2, 4),
                "lost_km2": round(move.lost_km2, 4),
                "net_km2": round(move.net_km2, 4),
                "farthest_km": move.farthest_km,
                "farthest_at": move.farthest_at
                and {
                    "lon": round(move.farthest_at[0], 5),
                    "lat": round(move.farthest_at[1], 5),
                    "near": near(*move.farthest_at),
                },
            }
            for move in report.moves
        ],
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
    return {"start": _iso(period.start), "end": _iso(period.end), "approximate": period.approximate}


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
        "on": _iso(statement.on),
        "on_start": _iso(statement.on_start),
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


def measured_json(measured: Measured) -> dict[str, Any]:
    """Return one definition and what it gives."""
    return {
        "source": measured.source,
        "measure": measured.measure,
        "own": measured.own,
        "start": _iso(measured.start),
        "end": _iso(measured.end),
        "snapshot_start": _iso(measured.snapshot_start),
        "snapshot_end": _iso(measured.snapshot_end),
        "computed_km2": round(measured.computed_km2, 4),
        "difference_km2": round(measured.difference_km2, 4),
        "difference_percent": None if measured.difference_percent is None else round(measured.difference_percent, 3),
        "definition": measured.definition,
    }


def _pair(pair: tuple[float, float] | None) -> list[float] | None:
    return None if pair is None else [round(value, 4) for value in pair]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
