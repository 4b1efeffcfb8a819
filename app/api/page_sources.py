"""Sources: what is loaded, each one's series as charts with tables, and changes over any span."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.api.deps import HtmlDep, SpanDep, WorkspaceDep
from app.api.params import shorten
from app.api.resources import delta_rows, json_response
from app.api.views import page
from app.errors import NotFound

router = APIRouter(tags=["Pages"], include_in_schema=False)


@router.get("/sources")
def sources(request: Request, workspace: WorkspaceDep, html: HtmlDep) -> Response:
    """What is loaded."""
    return page(request, "sources.html") if html else json_response({"sources": workspace.loaded_sources()})


@router.get("/sources/{name}")
def source(request: Request, workspace: WorkspaceDep, name: str, html: HtmlDep) -> Response:
    """The area of a source over time and its months."""
    loaded = next((row for row in workspace.loaded_sources() if row["id"] == name), None)
    if loaded is None:
        raise NotFound(f"no source {shorten(name)} is loaded; /sources lists them")
    snapshots = workspace.snapshots(name)
    if not html:
        return json_response({"source": loaded, "snapshots": snapshots})
    months: list[dict[str, Any]] = workspace.deltas(source=name, every="month") if len(snapshots) > 1 else []
    told: dict[str, Any] = next((row for row in workspace.status().get("control", ()) if row["id"] == name), {})
    corrected = workspace.corrected_days(name)
    return page(
        request,
        "source.html",
        source=loaded,
        snapshots=[{**row, "corrected": corrected.get(row["on"])} for row in snapshots],
        statuses=sorted({status for row in snapshots for status in row.get("statuses", {})}),
        months=months,
        gaps=told.get("gaps", []),
    )


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
