"""The pages, and the paths that answer a page or JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

import maps
from app.api.deps import BBoxDep, HtmlDep, IntervalDep, LimitDep, OffsetDep, SpanDep, WorkspaceDep
from app.api.layers import layer_url
from app.api.marks import marked
from app.api.params import shorten
from app.api.resources import delta_rows, json_response, short_mention
from app.api.views import by_place, page
from app.errors import NotFound
from app.mapping import chosen_days, chosen_source, map_view, with_sentences
from maps.places import WIDE_KINDS
from maps.view import MapView

LATEST = 500
"""So many of the latest mentions stand on the map; a link to an older one brings its whole document along."""
FOUND = 8
"""So many places are listed for a search."""

router = APIRouter(tags=["Pages"], include_in_schema=False)


@router.get("/")
def front(
    request: Request,
    workspace: WorkspaceDep,
    span: SpanDep,
    source: str | None = None,
    mention: Annotated[str | None, Query(max_length=200)] = None,
    q: Annotated[str | None, Query(max_length=200)] = None,
    place: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """The map."""
    found = workspace.places(q.strip(), FOUND) if q and q.strip() else []
    shown_place = next((row["id"] for row in found if row["id"] == place), found[0]["id"] if found else None)
    chosen = chosen_source(workspace, source)
    shown = chosen_days(workspace, chosen, span)
    mentions = workspace.mentions(limit=LATEST)
    if mention and all(row["id"] != mention for row in mentions):
        mentions = [*_one_document(workspace, mention), *mentions]
    view = map_view(workspace, chosen, shown, mentions, focus=mention, found=found, found_focus=shown_place)
    return page(
        request,
        "front.html",
        parts=maps.render(view, nonce=request.state.nonce, layer_url=layer_url),
        chosen=chosen,
        start=view.start,
        end=view.end,
        asked=shown,
        documents=workspace.documents(),
        findings=workspace.findings(),
        change=_change_totals(view),
        shown_mentions=LATEST,
        more_mentions=len(mentions) >= LATEST,
        q=q,
        found=found,
        shown_place=shown_place,
    )


@router.get("/documents")
def documents(request: Request, workspace: WorkspaceDep, html: HtmlDep) -> Response:
    """All documents."""
    rows = workspace.documents()
    return page(request, "documents.html", documents=rows) if html else json_response({"documents": rows})


@router.get("/documents/{document_id}")
def document(request: Request, workspace: WorkspaceDep, document_id: str, html: HtmlDep) -> Response:
    """A text with its sentences as anchors, its places and stated areas marked."""
    text, reading = workspace.document(document_id)
    if not html:
        return json_response(reading)
    findings = workspace.findings(document_id)
    mentions = with_sentences(text, reading)
    places = by_place(mentions)
    parts = None
    if places:
        chosen = chosen_source(workspace, None)
        published = reading["document"]["published"]
        until = date.fromisoformat(published) if published else None
        shown = chosen_days(workspace, chosen, (None, until))
        parts = maps.render(
            map_view(workspace, chosen, shown, mentions), nonce=request.state.nonce, layer_url=layer_url
        )
    return page(
        request,
        "document.html",
        reading=reading,
        paragraphs=marked(text, reading),
        findings=findings,
        by_claim={finding["claim_id"]: finding for finding in findings if finding.get("claim_id")},
        points=[group for group in places if not _is_wide(group)],
        areas=[group for group in places if _is_wide(group)],
        parts=parts,
    )


@router.get("/mentions")
def mentions(
    request: Request,
    workspace: WorkspaceDep,
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
    return page(request, "mentions.html", mentions=rows[:limit], more=more and f"?{more.query}", offset=offset)


@router.get("/findings")
def findings(request: Request, workspace: WorkspaceDep, html: HtmlDep, document: str | None = None) -> Response:
    """The ledger: what was stated against what was measured."""
    rows = workspace.findings(document)
    if not html:
        return json_response({"findings": rows})
    titles = {row["id"]: row for row in workspace.documents()}
    return page(request, "findings.html", findings=rows, titles=titles)


@router.get("/findings/{finding_id}")
def finding(request: Request, workspace: WorkspaceDep, finding_id: str, html: HtmlDep) -> Response:
    """The proof of one finding."""
    rows = workspace.findings()
    found = next((row for row in rows if row["id"] == finding_id), None)
    if found is None:
        raise NotFound(f"no finding {shorten(finding_id)}; /findings lists them")
    if not html:
        return json_response(found)
    reading = workspace.document(found["document_id"])[1]
    return page(request, "finding.html", finding=found, document=reading["document"])


@router.get("/sources")
def sources(request: Request, workspace: WorkspaceDep, html: HtmlDep) -> Response:
    """What is loaded."""
    return page(request, "sources.html") if html else json_response({"sources": workspace.loaded_sources()})


@router.get("/sources/{name}")
def source(request: Request, workspace: WorkspaceDep, name: str, html: HtmlDep) -> Response:
    """The snapshots of a source and its months."""
    snapshots = workspace.snapshots(name)
    loaded = next((row for row in workspace.loaded_sources() if row["id"] == name), None)
    if loaded is None:
        raise NotFound(f"no source {shorten(name)} is loaded; /sources lists them")
    if not html:
        return json_response({"source": loaded, "snapshots": snapshots})
    months = workspace.deltas(source=name, every="month") if len(snapshots) > 1 else []
    return page(request, "source.html", source=loaded, snapshots=snapshots[::-1], months=months[::-1])


@router.get("/deltas")
def deltas(
    request: Request,
    workspace: WorkspaceDep,
    span: SpanDep,
    html: HtmlDep,
    source: str | None = None,
    every: str | None = None,
    calendar: bool = False,
    region: str | None = None,
    statuses: str | None = None,
) -> Response:
    """How the area changed."""
    if html and not workspace.loaded_sources():
        return page(request, "deltas.html", deltas=[], asked={"source": None, "every": None, "from": None, "to": None})
    rows = delta_rows(workspace, span, source, every, calendar, region, statuses)
    if not html:
        return json_response({"deltas": rows})
    asked = {"source": source, "every": every, "from": span[0], "to": span[1]}
    return page(request, "deltas.html", deltas=rows, asked=asked)


def _is_wide(mentions: list[Mapping[str, Any]]) -> bool:
    """Say whether a place is no point, or stands only for a government or army."""
    return mentions[0]["place"]["kind"] in WIDE_KINDS or all(mention["metonym"] for mention in mentions)


def _change_totals(view: MapView) -> dict[str, float] | None:
    if view.change is None:
        return None
    areas = view.change.groupby("kind")["area_km2"].sum()
    gained, lost = float(areas.get("gained", 0.0)), float(areas.get("lost", 0.0))
    return {"gained": gained, "lost": lost, "net": gained - lost}


def _one_document(workspace: WorkspaceDep, mention_id: str) -> list[dict[str, Any]]:
    """Return the mentions of the document that a mention stands in, so that a link to an old one still opens."""
    try:
        text, reading = workspace.document(mention_id.partition("-")[0])
    except NotFound:
        return []
    return with_sentences(text, reading)
