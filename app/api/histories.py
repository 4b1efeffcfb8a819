"""How a place stood over time, and how the line moved between two days, as JSON under ``/api``."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path

from app.api.deps import SpanDep, WorkspaceDep
from app.api.shapes.answers import documented

router = APIRouter(prefix="/api", tags=["Documents and findings"])

PlaceName = Annotated[str, Path(min_length=1, max_length=200, description="an id, or a name in any spelling")]


@router.get("/places/{place}/history", responses=documented("History", 404))
def place_history(
    workspace: WorkspaceDep, place: PlaceName, span: SpanDep, source: str | None = None
) -> dict[str, Any]:
    """Every change of a place's status, and its distance to the line at the turn of each month, by source."""
    told: dict[str, Any] = workspace.place_history(place, source=source or None, start=span[0], end=span[1])
    return told


@router.get("/lines", responses=documented("Lines", 404))
def lines(workspace: WorkspaceDep, span: SpanDep, source: str | None = None) -> dict[str, Any]:
    """The line on two days: its length, gained, lost, and the deepest advance, in all and by stored region."""
    return {"lines": workspace.line_report(source=source or None, start=span[0], end=span[1])}
