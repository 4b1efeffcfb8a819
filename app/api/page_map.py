"""The map, and the lists of its side panel, which come after it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from app.api.deps import BBoxDep, OffsetDep, SpanDep, WordsDep, WorkspaceDep
from app.api.live_maps import live_view, parts
from app.api.views import newest_first, page
from app.errors import NotFound
from app.mapping import chosen_days, chosen_source

router = APIRouter(tags=["Pages"], include_in_schema=False)

LISTED = 25
"""So many findings or documents come at once."""
STATED = 4
"""So many figures stand beside a span."""


@router.get("/")
def front(
    request: Request,
    workspace: WorkspaceDep,
    words: WordsDep,
    span: SpanDep,
    bbox: BBoxDep,
    source: str | None = None,
    mention: Annotated[str | None, Query(max_length=200)] = None,
    q: Annotated[str | None, Query(max_length=200)] = None,
    embed: str | None = None,
) -> Response:
    """The map; ``embed=1`` for the bare map, which other sites may frame."""
    bare = embed not in (None, "", "0")
    request.state.framed = bare
    chosen = chosen_source(workspace, source)
    shown = chosen_days(workspace, chosen, span)
    config: dict[str, Any] = {"hidden": ["wide"], "focus": _focus(workspace, mention)}
    if bbox is not None and bbox[0] < bbox[2]:
        config["view"] = [[bbox[1], bbox[0]], [bbox[3], bbox[2]]]
    view = live_view(request, "front", words("map.label"), source=chosen, span=shown, **config)
    return page(
        request,
        "front.html",
        parts=parts(request, [view]),
        embed=bare,
        chosen=chosen,
        asked=shown,
        q=q or "",
    )


@router.get("/parts/findings")
def listed_findings(request: Request, workspace: WorkspaceDep, offset: OffsetDep = 0) -> Response:
    """Findings as cards, the newest document first."""
    rows = newest_first(workspace.findings())
    titles = {row["id"]: row for row in workspace.latest_documents(limit=None)} if rows else {}
    shown = rows[offset : offset + LISTED]
    more = offset + LISTED if len(rows) > offset + LISTED else None
    return page(request, "part_findings.html", findings=shown, total=len(rows), more=more, titles=titles)


@router.get("/parts/stated")
def stated_here(request: Request, workspace: WorkspaceDep, span: SpanDep, source: str) -> Response:
    """The figures that are checked on the shown snapshots of a source, those that fit best first."""
    start, end = (day and day.isoformat() for day in span)
    rows = [
        row
        for row in newest_first(workspace.findings())
        if (best := row.get("best"))
        and row.get("stated_km2") is not None
        and (best["source"], best["snapshot_start"], best["snapshot_end"]) == (source, start, end)
    ]
    rows.sort(key=lambda row: abs(row["best"]["difference_km2"]))
    titles = {row["id"]: row for row in workspace.latest_documents(limit=None)} if rows else {}
    more = len(rows) > STATED
    return page(
        request,
        "part_stated.html",
        findings=rows[:STATED],
        titles=titles,
        more=more,
        total=len(rows),
        source=source,
    )


@router.get("/parts/documents")
def listed_documents(
    request: Request,
    workspace: WorkspaceDep,
    offset: OffsetDep = 0,
    q: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """Documents as a list, the newest first; `q` stands in their titles."""
    rows = workspace.latest_documents(q=q or None, limit=LISTED + 1, offset=offset)
    more = offset + LISTED if len(rows) > LISTED else None
    return page(request, "part_documents.html", documents=rows[:LISTED], more=more, q=q or "")


def _focus(workspace: WorkspaceDep, mention_id: str | None) -> dict[str, Any] | None:
    """Return the place that a mention means, for the map to open at; None where there is none."""
    if not mention_id:
        return None
    try:
        reading = workspace.document(mention_id.partition("-")[0])[1]
    except NotFound:
        return None
    place = next((row["place"] for row in reading["mentions"] if row["id"] == mention_id), None)
    if place is None:
        return None
    return {"id": place["id"], "lat": place["lat"], "lon": place["lon"], "mention": mention_id}
