"""Documents: the list, the text with its marks beside its map, mentions in a table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from app.api.deps import BBoxDep, HtmlDep, IntervalDep, LimitDep, OffsetDep, WordsDep, WorkspaceDep
from app.api.live_maps import live_view, mention_bounds, opening_bounds, parts
from app.api.marks import marked
from app.api.place_names import local_place
from app.api.resources import json_response, short_mention
from app.api.views import by_place, page, with_titles
from app.mapping import chosen_days, chosen_source, with_sentences
from maps.places import WIDE_KINDS

router = APIRouter(tags=["Pages"], include_in_schema=False)

PAGE = 100


@router.get("/documents")
def documents(
    request: Request,
    workspace: WorkspaceDep,
    html: HtmlDep,
    offset: OffsetDep = 0,
    q: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """All documents; the page a hundred at a time, newest first."""
    if not html:
        return json_response({"documents": workspace.documents()})
    rows = workspace.latest_documents(q=q or None, limit=PAGE + 1, offset=offset)
    more = request.url.include_query_params(offset=offset + PAGE) if len(rows) > PAGE else None
    return page(request, "documents.html", documents=rows[:PAGE], q=q or "", more=more and f"?{more.query}")


@router.get("/documents/{document_id}")
def document(request: Request, workspace: WorkspaceDep, words: WordsDep, document_id: str, html: HtmlDep) -> Response:
    """A text with its sentences as anchors, its places and stated areas marked."""
    text, reading = workspace.document(document_id)
    if not html:
        return json_response(reading)
    return page(request, "document.html", **shown_document(request, workspace, words, text, reading, stored=True))


def shown_document(
    request: Request,
    workspace: WorkspaceDep,
    words: WordsDep,
    text: str,
    reading: dict[str, Any],
    *,
    findings: list[dict[str, Any]] | None = None,
    stored: bool,
) -> dict[str, Any]:
    """Return what the page of a text shows, of one that is stored or of one that was only read."""
    if findings is None:
        findings = workspace.findings(reading["id"])
    mentions = in_words(with_titles(with_sentences(text, reading), workspace), workspace, words)
    places = by_place(mentions)
    map_parts = None
    if places and stored:
        chosen = chosen_source(workspace, None)
        published = reading["document"]["published"]
        span = chosen_days(workspace, chosen, (None, date.fromisoformat(published) if published else None))
        bounds = mention_bounds(mentions, opening_bounds(request, chosen, span))
        view = live_view(
            request,
            "beside",
            words("document.map"),
            source=chosen,
            span=span,
            document=reading["id"],
            hidden=["wide"],
            **({"bounds": bounds} if bounds else {}),
        )
        map_parts = parts(request, [view])
    by_id = {mention["id"]: mention for mention in mentions}
    joined = {**reading, "mentions": mentions}
    return {
        "reading": reading,
        "paragraphs": marked(text, joined),
        "findings": findings,
        "by_claim": {finding["claim_id"]: finding for finding in findings if finding.get("claim_id")},
        "said_in": _by_sentence([finding for finding in findings if finding.get("statement_id")]),
        "points": [group for group in places if not _is_wide(group)],
        "areas": [group for group in places if _is_wide(group)],
        "unplaced": [mention for mention in by_id.values() if not mention["place"]],
        "parts": map_parts,
        "stored": stored,
        "lines": any(control.get("distance_to_line_km") is not None for m in mentions for control in m["control"]),
    }


@router.get("/mentions")
def mentions(
    request: Request,
    workspace: WorkspaceDep,
    words: WordsDep,
    bbox: BBoxDep,
    interval: IntervalDep,
    limit: LimitDep,
    html: HtmlDep,
    offset: OffsetDep = 0,
) -> Response:
    """Mentions in a table."""
    rows = workspace.mentions(bbox=bbox, start=interval[0], end=interval[1], limit=limit + 1, offset=offset)
    if not html:
        return json_response({"mentions": [short_mention(row) for row in rows[:limit]]})
    more = request.url.include_query_params(offset=offset + limit) if len(rows) > limit else None
    shown = in_words(with_titles(rows[:limit], workspace), workspace, words)
    return page(request, "mentions.html", mentions=shown, more=more and f"?{more.query}", offset=offset)


def in_words(mentions: list[dict[str, Any]], workspace: WorkspaceDep, words: WordsDep) -> list[dict[str, Any]]:
    """Return mentions whose places bear the names of the page's language."""
    local = local_place(workspace, words.lang)
    return [{**mention, "place": mention["place"] and local(mention["place"])} for mention in mentions]


def _by_sentence(findings: list[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    """Return findings by the index of their sentence."""
    found: dict[int, list[dict[str, Any]]] = {}
    for finding in findings:
        found.setdefault(finding["sentence"], []).append(finding)
    return found


def _is_wide(mentions: list[Mapping[str, Any]]) -> bool:
    """Say whether a place is no point, or stands only for a government or army."""
    return mentions[0]["place"]["kind"] in WIDE_KINDS or all(mention["metonym"] for mention in mentions)
