"""Documents, mentions, findings, deltas and places as JSON under ``/api``."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.api.deps import BBoxDep, IntervalDep, LimitDep, OffsetDep, SpanDep, WorkspaceDep, Writer
from app.api.errors import Unsupported
from app.api.params import parse_day, parse_every, parse_names, shorten
from app.errors import BadInput

router = APIRouter(prefix="/api", tags=["Documents and findings"])


class NewDocument(BaseModel):
    """A text to read and store."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1)
    published: date | None = None
    title: str | None = None
    url: str | None = None
    lang: str | None = None


async def _new_document(
    request: Request,
    published: Annotated[str | None, Query(description="with a text/plain body")] = None,
    title: Annotated[str | None, Query(description="with a text/plain body")] = None,
    url: Annotated[str | None, Query(description="with a text/plain body")] = None,
    lang: Annotated[str | None, Query(description="with a text/plain body")] = None,
) -> NewDocument:
    """Read the body as JSON, or as plain text with the rest in the query."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/json", "text/plain"):
        raise Unsupported(f"body: expected application/json or text/plain, got {shorten(kind)}")
    try:
        body = (await request.body()).decode("utf-8")
        if kind == "application/json":
            return NewDocument.model_validate(json.loads(body))
        return NewDocument(text=body, published=parse_day(published, "published"), title=title, url=url, lang=lang)
    except UnicodeDecodeError as error:
        raise BadInput(f"body: expected UTF-8, got another byte at {error.start}") from None
    except (json.JSONDecodeError, RecursionError):
        raise BadInput("body: expected a JSON object with text and published") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "body"
        raise BadInput(f"{where}: {first['msg'].lower()}") from None


NewDocumentDep = Annotated[NewDocument, Depends(_new_document)]
BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/NewDocument"}},
            "text/plain": {"schema": {"type": "string"}},
        },
    }
}


@router.get("/documents")
def documents(workspace: WorkspaceDep) -> dict[str, Any]:
    """Every stored document, with how many sentences, mentions and stated areas it has."""
    return {"documents": workspace.documents()}


@router.get("/documents/{document_id}")
def document(workspace: WorkspaceDep, document_id: str) -> dict[str, Any]:
    """The reading of one document."""
    reading: dict[str, Any] = workspace.document(document_id)[1]
    return reading


@router.post("/documents", status_code=201, dependencies=[Writer], openapi_extra=BODY)
def add_document(workspace: WorkspaceDep, response: Response, new: NewDocumentDep) -> dict[str, Any]:
    """Read a text and store it; the same text with the same date is the same document."""
    reading: dict[str, Any] = workspace.add_document(
        new.text, published=new.published, title=new.title, url=new.url, lang=new.lang
    )
    response.headers["Location"] = f"/api/documents/{reading['id']}"
    return reading


@router.delete("/documents/{document_id}", status_code=204, dependencies=[Writer])
def remove_document(workspace: WorkspaceDep, document_id: str) -> None:
    """Remove a document with all that was read in it."""
    workspace.remove_document(document_id)


@router.get("/mentions")
def mentions(
    workspace: WorkspaceDep, bbox: BBoxDep, interval: IntervalDep, limit: LimitDep, offset: OffsetDep = 0
) -> dict[str, Any]:
    """Mentions with their sentence, without geometry objects."""
    start, end = interval
    return {"mentions": workspace.mentions(bbox=bbox, start=start, end=end, limit=limit, offset=offset)}


@router.get("/findings")
def findings(workspace: WorkspaceDep, document: str | None = None) -> dict[str, Any]:
    """Each stated area against the measured change."""
    return {"findings": workspace.findings(document)}


@router.get("/deltas")
def deltas(
    workspace: WorkspaceDep,
    span: SpanDep,
    source: str | None = None,
    every: Annotated[str | None, Query(description="day, week or month")] = None,
    calendar: bool = False,
    region: str | None = None,
    statuses: Annotated[str | None, Query(description="comma-separated")] = None,
) -> dict[str, Any]:
    """How the controlled area changed, in geodesic km²."""
    return {"deltas": delta_rows(workspace, span, source, every, calendar, region, statuses)}


@router.get("/places")
def places(
    workspace: WorkspaceDep,
    q: Annotated[str, Query(min_length=1, max_length=200)],
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> dict[str, Any]:
    """Places under a name in any spelling, best first, with the reason."""
    return {"places": workspace.places(q, limit)}


def delta_rows(
    workspace: WorkspaceDep,
    span: SpanDep,
    source: str | None,
    every: str | None,
    calendar: bool,
    region: str | None,
    statuses: str | None,
) -> list[dict[str, Any]]:
    """Return the rows that ``/deltas`` shows, as JSON and as a page."""
    rows: list[dict[str, Any]] = workspace.deltas(
        source=source or None,
        start=span[0],
        end=span[1],
        every=parse_every(every),
        calendar=calendar,
        region=region or None,
        statuses=parse_names(statuses),
    )
    return rows


def json_response(body: dict[str, Any]) -> JSONResponse:
    """Return JSON from a path that also has a page."""
    return JSONResponse(body, headers={"Vary": "Accept"})
