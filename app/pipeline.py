"""The whole job, from characters to findings, each step plain values in and out.

text → reading → placed mentions → stored → findings
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from app import __version__
from app.compare import check
from app.locate import PlacedMention, locate
from app.measurer import SourceMeasurer
from app.reading.records import Document, Reading
from app.reading.vocabulary import PartyWords, Vocabulary
from app.render import PlacedScope, claim_record, finding_json, reading_json, statement_finding_json, whole_statement
from app.statement_checks import StatementChecks
from geodata.places import Match

if TYPE_CHECKING:
    from app.polygons import Polygons
    from app.reading.reader import Reader
    from app.store.records import StoredRegion
    from geodata.definitions import Party, Sources
    from geodata.gazetteer import Gazetteer
    from geodata.places import Place

REGIONAL = frozenset({"oblast", "raion", "region"})
POINTS = frozenset({"settlement", "other"})
ONLINE_SCORE = 0.5
"""An online geocoder gives its first answer without saying how sure it is."""


def vocabulary(parties: Mapping[str, Party], sources: Sources) -> Vocabulary:
    """Return the names of sides and sources as reading is handed them."""
    return Vocabulary(
        parties={
            party.id: PartyWords(
                party.id,
                party.adversary,
                party.country,
                party.forces,
                party.seats,
                party.speakers,
                party.implied,
                party.usual,
                party.area_km2,
                party.advances,
            )
            for party in parties.values()
        },
        sources={source.id: source.names for source in sources.values()},
    )


def read(
    document: Document,
    *,
    reader: Reader,
    gazetteer: Gazetteer,
    polygons: Polygons,
    online: Callable[[str], Place | None] | None = None,
    online_first: bool = False,
) -> tuple[Reading, dict[str, Any]]:
    """Read a document and place its mentions; return the reading and its JSON (without control).

    `online` is asked for names that the gazetteer does not have, or with `online_first` for every settlement.
    """
    reading = reader.read(document)
    placed = locate(
        document.text,
        reading.sentences,
        reading.mentions,
        gazetteer,
        _line_distance(polygons, document.published),
        online,
    )
    if online is not None and online_first:
        placed = tuple(_asked(mention, online) for mention in placed)
    return reading, reading_json(reading, placed, _scopes(reading, placed))


def with_control(body: Mapping[str, Any], published: date | None, polygons: Polygons) -> dict[str, Any]:
    """Return the reading's JSON with each mention's standing, for each source, on the day of publication."""
    known: dict[tuple[float, float], list[dict[str, Any]]] = {}
    mentions = []
    for mention in body["mentions"]:
        place = mention["place"]
        control: list[dict[str, Any]] = []
        if published is not None:
            stands = place and place["kind"] in POINTS and not mention["metonym"]
            point = (place["lon"], place["lat"]) if stands else None
            if point is None:
                control = [_unplaced(polygons, source, published) for source in polygons.sources()]
            else:
                if point not in known:
                    known[point] = [_standing(polygons, source, *point, published) for source in polygons.sources()]
                control = known[point]
        mentions.append({**mention, "control": control})
    return {**body, "mentions": mentions}


def check_document(
    document: Document,
    body: Mapping[str, Any],
    *,
    polygons: Polygons,
    sources: Sources,
    regions: Sequence[StoredRegion],
    parties: Mapping[str, Party],
    provenance: Mapping[str, Any],
) -> list[dict[str, Any]]:
    """Check every stated area and statement of a document; return the findings' JSON in the order of the text."""
    from app.store.documents import sentence_text

    findings = []
    sides = [parties[sources.of(name).side] for name in polygons.sources() if sources.of(name).side in parties]
    mapped = frozenset(parties[side.adversary].iso_a2 for side in sides)  # the countries whose ground the maps show
    for claim in body["claims"]:
        region, no_boundary = _region(claim, body["mentions"], regions, mapped)
        finding = check(
            claim_record(claim),
            published=document.published,
            measurers=[SourceMeasurer(polygons, sources.of(name), region) for name in polygons.sources()],
            sources=sources,
            no_boundary=no_boundary,
        )
        findings.append(
            finding_json(
                finding,
                claim,
                document_id=document.id,
                sentence_text=sentence_text(document.text, body["sentences"], claim["sentence"]),
                provenance=_provenance(provenance, claim),
            )
        )
    checks = StatementChecks(polygons, sources, regions, parties, mapped)
    for statement in map(whole_statement, body["statements"]):
        findings.append(
            statement_finding_json(
                checks.check(statement, document.published),
                statement,
                document_id=document.id,
                sentence_text=sentence_text(document.text, body["sentences"], statement["sentence"]),
                provenance=_provenance(provenance, statement),
            )
        )
    return sorted(findings, key=lambda finding: (finding["start"], finding["end"]))


def _provenance(base: Mapping[str, Any], item: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a finding rests on, with the correction that a person made of what it is about."""
    found = {"program": f"frontline {__version__}", **base}
    corrected = item.get("corrected")
    if corrected:
        found["corrected"] = {key: corrected[key] for key in ("id", "by", "at", "note", "change")}
    return found


def _asked(placed: PlacedMention, online: Callable[[str], Place | None]) -> PlacedMention:
    """Return a settlement as an online geocoder places it, in place of the gazetteer."""
    if placed.mention.kind != "settlement":
        return placed
    place = online(placed.mention.text)
    if place is None:
        why = f"no place called {placed.mention.text!r} found online"
        return PlacedMention(placed.mention, None, (), why, 0.0)
    match = Match(place, ONLINE_SCORE, f"found online as {place.name}")
    return PlacedMention(placed.mention, match, (match,), match.why, match.score)


def _scopes(reading: Reading, placed: Sequence[PlacedMention]) -> dict[tuple[int, int], PlacedScope]:
    scopes = {}
    for claim in reading.claims:
        if claim.scope is None:
            continue
        span = (claim.scope.start, claim.scope.end)
        inside = [m for m in placed if m.mention.start < span[1] and m.mention.end > span[0]]
        places = [m.match.place if m.match else None for m in inside]
        if len(places) == 1 and places[0]:  # of several, none is what the figure speaks of
            place = places[0]
            scopes[span] = PlacedScope(place.id, place.name if place.kind in REGIONAL else None)
    return scopes


def _region(
    claim: Mapping[str, Any],
    mentions: Sequence[Mapping[str, Any]],
    regions: Sequence[StoredRegion],
    mapped: frozenset[str],
) -> tuple[StoredRegion | None, str | None]:
    """Return the boundary that a claim speaks of, or the name of what has none; neither if it is about everything."""
    scope = claim["scope"]
    if scope is None:
        return None, None
    named = (m["place"] for m in mentions if m["place"] and m["place"]["id"] == scope["place_id"])
    place = next(named, None)
    if place and place["kind"] == "country" and place["country"] in mapped:
        return None, None
    if scope["region"]:  # a town or an axis has the name of its oblast, and no boundary
        wanted = plain_region(scope["region"])
        for region in regions:
            if wanted in {plain_region(name) for name in (region.name, *region.other_names)}:
                return region, None
    return None, scope["region"] or scope["text"]


def plain_region(name: str) -> str:
    """Fold a region's name to what files of boundaries and gazetteers have in common."""
    return " ".join(word for word in name.casefold().split() if word not in {"oblast", "region", "область"})


def _line_distance(polygons: Polygons, published: date | None) -> Callable[[float, float], float | None] | None:
    if published is None:
        return None
    sources = [source for source in polygons.sources() if polygons.on_or_before(source, published)]
    if not sources or polygons.outline() is None:
        return None

    @cache
    def nearest_km(lat: float, lon: float) -> float | None:
        found = [polygons.distance_to_line_km(source, lon, lat, published) for source in sources]
        return min((km for km in found if km is not None), default=None)

    return nearest_km


def _standing(polygons: Polygons, source: str, lon: float, lat: float, on: date) -> dict[str, Any]:
    standing = polygons.standing(source, lon, lat, on)
    if standing is None:
        return _unplaced(polygons, source, on)
    distance_km = standing.distance_to_line_km
    return {
        "source": source,
        "on": on.isoformat(),
        "snapshot_on": standing.snapshot_on.isoformat(),
        "gap_days": standing.gap_days,
        "status": standing.status,
        "status_since": standing.status_since and standing.status_since.isoformat(),
        "since_first_snapshot": standing.since_first_snapshot,
        "distance_to_line_km": None if distance_km is None else round(distance_km, 2),
    }


def _unplaced(polygons: Polygons, source: str, on: date) -> dict[str, Any]:
    """Return what can be said of what is no point, or where there is no snapshot: only which snapshot it would be."""
    snapshot = polygons.on_or_before(source, on)
    return {
        "source": source,
        "on": on.isoformat(),
        "snapshot_on": snapshot and snapshot.on.isoformat(),
        "gap_days": snapshot and (on - snapshot.on).days,
        "status": None,
        "status_since": None,
        "since_first_snapshot": None,
        "distance_to_line_km": None,
    }
