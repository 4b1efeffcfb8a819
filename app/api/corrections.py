"""Corrections of readings over HTTP: listed by anyone, made and taken back with the write token."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from app.api.deps import WorkspaceDep, Writer
from app.api.resources import Written
from app.api.shapes.answers import WRITES, documented

router = APIRouter(prefix="/api", tags=["Documents and findings"])

ShortText = Annotated[Written, Field(max_length=200)]


class NewCorrection(BaseModel):
    """What a person settles of a reading: of what, what, and why."""

    model_config = ConfigDict(extra="forbid")

    target: Annotated[ShortText, Field(description="the id of a mention, a claim or a statement")]
    place: Annotated[ShortText | None, Field(description="the id of the place that is meant")] = None
    none: Annotated[bool, Field(description="no place is meant that can be put on a map")] = False
    period: Annotated[ShortText | None, Field(description="A..B, such as 2025-11-01..2025-11-30")] = None
    direction: ShortText | None = None
    actor: Annotated[ShortText | None, Field(description="a side, or none")] = None
    reject: Annotated[bool, Field(description="it is no place, no claim, no statement")] = False
    note: Annotated[Written, Field(max_length=2000, description="why")]
    by: Annotated[ShortText, Field(description="who says so")] = "the viewer"


@router.get("/corrections", responses=documented("Corrections", 404))
def corrections(
    workspace: WorkspaceDep, document: Annotated[str | None, Query(max_length=200)] = None
) -> dict[str, Any]:
    """The corrections that hold, of one document or of all."""
    return {"corrections": workspace.reading_corrections(document)}


@router.post(
    "/corrections",
    status_code=201,
    dependencies=[Writer],
    responses=documented("Correction", 404, *WRITES, status=201),
)
def correct(workspace: WorkspaceDep, new: NewCorrection) -> dict[str, Any]:
    """Correct a mention, a claim or a statement; it stays so when the text is read anew."""
    given = new.model_dump(include={"place", "none", "period", "direction", "actor", "reject"})
    made: dict[str, Any] = workspace.correct(new.target, given, note=new.note, by=new.by)
    return made


@router.delete(
    "/corrections/{correction_id}",
    status_code=204,
    dependencies=[Writer],
    responses=documented(None, 401, 403, 404, status=204),
)
def undo(workspace: WorkspaceDep, correction_id: str) -> None:
    """Take a correction back."""
    workspace.undo_correction(correction_id)
