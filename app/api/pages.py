"""The pages, and the paths that answer a page or JSON."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

import maps
from app.api.deps import BBoxDep, HtmlDep, IntervalDep, LimitDep, OffsetDep, SettingsDep, SpanDep, WorkspaceDep
from app.api.marks import marked
from app.api.params import Interval, shorten
from app.api.resources import delta_rows, json_response
from app.api.views import page
from app.errors import NotFound
from maps.view import MapView

router = APIRouter(tags=["Pages"], include_in_schema=False)

MAP_MENTIONS = 2000
"""So many of the latest mentions stand on the first map."""


@router.get("/")
def front(
    request: Request,
    workspace: WorkspaceDep,
    settings: SettingsDep,
    span: SpanDep,
    source: str | None = None,
    mention: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """The map."""
    loaded = workspace.loaded_sources()
    chosen = _chosen(loaded, source)
    shown = _span(workspace, chosen, span)
    mentions = workspace.mentions(limit=MAP_MENTIONS)
    if mention and all(row["id"] != mention for row in mentions):
        mentions = [*_one_document(workspace, mention), *mentions]
    view = _view(workspace, settings, chosen, shown, mentions, focus=mention)
    return page(
        request,
        "front.html",
        parts=maps.render(view, nonce=request.state.nonce),
        chosen=chosen,
        start=view.start,
        end=view.end,
        asked=shown,
        documents=workspace.documents(),
        findings=workspace.findings(),
        change=_change_totals(view),
    )


@router.get("/documents")
def documents(request: Request, workspace: WorkspaceDep, html: HtmlDep) -> Response:
    """All documents."""
    rows = workspace.documents()
    return page(request, "documents.html", documents=rows) if html else json_response({"documents": rows})


@router.get("/documents/{document_id}")
def document(
    request: Request, workspace: WorkspaceDep, settings: SettingsDep, document_id: str, html: HtmlDep
) -> Response:
    """A text with its sentences as anchors, its places and stated areas marked."""
    text, reading = workspace.document(document_id)
    if not html:
        return json_response(reading)
    findings = workspace.findings(document_id)
    mentions = _with_sentences(text, reading)
    placed = [row for row in mentions if row["place"]]
    parts = None
    if placed:
        chosen = _chosen(workspace.loaded_sources(), None)
        published = reading["document"]["published"]
        until = date.fromisoformat(published) if published else None
        shown = _span(workspace, chosen, (None, until))
        parts = maps.render(_view(workspace, settings, chosen, shown, mentions), nonce=request.state.nonce)
    return page(
        request,
        "document.html",
        reading=reading,
        paragraphs=marked(text, reading),
        findings=findings,
        by_claim={finding["claim_id"]: finding for finding in findings if finding.get("claim_id")},
        placed=placed,
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
        return json_response({"mentions": rows[:limit]})
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


def _chosen(loaded: list[dict[str, Any]], source: str | None) -> dict[str, Any] | None:
    """Return the source to show: the one asked for, else the one with most snapshots."""
    if source:
        found = next((row for row in loaded if row["id"] == source), None)
        if found is None:
            known = ", ".join(row["id"] for row in loaded) or "none"
            raise NotFound(f"no source {shorten(source)} is loaded; loaded are {known}")
        return found
    return max(loaded, key=lambda row: int(row["snapshots"]), default=None)


def _span(workspace: WorkspaceDep, source: dict[str, Any] | None, asked: Interval) -> Interval:
    """Return the two days to show: as asked, else the last snapshot and the one about a month before it."""
    if source is None:
        return asked
    days = [date.fromisoformat(str(row["on"])) for row in workspace.snapshots(source["id"])]
    if not days:
        return asked
    end = max((day for day in days if asked[1] is None or day <= asked[1]), default=days[0])
    month_before = end - timedelta(days=30)
    start = max((day for day in days if day <= month_before), default=days[0])
    return asked[0] or min(start, end), asked[1] or end


def _view(
    workspace: WorkspaceDep,
    settings: SettingsDep,
    source: dict[str, Any] | None,
    span: Interval,
    mentions: list[dict[str, Any]],
    focus: str | None = None,
) -> MapView:
    """Collect what a map shows of a source between two days."""
    shared = {
        "regions": workspace.region_frame(),
        "mentions": mentions,
        "focus": focus,
        "tiles_url": settings.tiles_url,
        "tiles_attribution": settings.tiles_attribution,
    }
    start, end = span
    if source is None or start is None or end is None:
        return MapView(**shared)
    name = source["id"]
    before, after = workspace.control_frame(name, start), workspace.control_frame(name, end)
    areas = {str(row["on"]): row["area_km2"] for row in workspace.snapshots(name)}
    shown_start, shown_end = _on(before), _on(after)
    return MapView(
        **shared,
        before=before,
        after=after,
        change=workspace.change_frame(name, start, end) if start < end else None,
        start=shown_start,
        end=shown_end,
        before_km2=areas.get(str(shown_start)),
        after_km2=areas.get(str(shown_end)),
        source_title=source["title"],
        attributions=[source["licence"]] if source["licence"] else [],
    )


def _on(frame: Any) -> date | None:
    """Return the day of the snapshot in a control frame."""
    return None if not len(frame) else date.fromisoformat(str(frame["on"].iloc[0])[:10])


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
    return _with_sentences(text, reading)


def _with_sentences(text: str, reading: dict[str, Any]) -> list[dict[str, Any]]:
    sentences = {row["index"]: text[row["start"] : row["end"]] for row in reading["sentences"]}
    document = {
        "document_id": reading["id"],
        "document_title": reading["document"]["title"],
        "published": reading["document"]["published"],
    }
    return [{**row, **document, "sentence_text": sentences[row["sentence"]]} for row in reading["mentions"]]
