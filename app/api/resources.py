"""Documents, mentions, findings, deltas and places as JSON under ``/api``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from app.api.deps import BBoxDep, IntervalDep, LimitDep, OffsetDep, SpanDep, WorkspaceDep, Writer
from app.api.errors import Unsupported
from app.api.params import parse_every, parse_names, shorten
from app.api.shapes.answers import WRITES, documented
from app.errors import BadInput
from app.reading.dates import parse_day

router = APIRouter(prefix="/api", tags=["Documents and findings"])


def _written_day(value: object) -> date | None:
    """Read a publication date as the command line does: from 1900 to today."""
    from app.workspace import today

    if value is None:
        return None
    if not isinstance(value, str):
        raise BadInput(f"expected a date such as 2025-12-07 in quotes, got {shorten(str(value))}")
    return parse_day(value, today=today())


def _storable(text: object) -> object:
    """Refuse halves of surrogate pairs, which JSON can write and no encoding can store."""
    if isinstance(text, str) and any("\ud800" <= each <= "\udfff" for each in text):
        raise BadInput("expected text, got halves of surrogate pairs; mend its encoding")
    return text


def _not_blank(text: str) -> str:
    if not text.strip():
        raise BadInput(f"expected at least a sentence, got {f'{len(text)} of white space' if text else 'nothing'}")
    return text


Written = Annotated[str, BeforeValidator(_storable)]


class NewDocument(BaseModel):
    """A text to read and store."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[Written, AfterValidator(_not_blank), Field(json_schema_extra={"minLength": 1})]
    published: Annotated[date | None, BeforeValidator(_written_day)] = None
    title: Written | None = None
    url: Written | None = None
    lang: Written | None = None


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
        given = {"text": body, "published": published or None, "title": title, "url": url, "lang": lang}
        return NewDocument.model_validate(given)
    except UnicodeDecodeError as error:
        raise BadInput(f"body: expected UTF-8, got another byte at {error.start}") from None
    except (json.JSONDecodeError, RecursionError):
        raise BadInput("body: expected a JSON object with text and published") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = shorten(".".join(str(part) for part in first["loc"]) or "body")[1:-1]
        reason = first["msg"].removeprefix("Value error, ")
        raise BadInput(f"{where}: {reason[0].lower()}{reason[1:]}") from None


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


@router.get("/documents", responses=documented("Documents"))
def documents(workspace: WorkspaceDep) -> dict[str, Any]:
    """Every stored document, with how many sentences, mentions and stated areas it has."""
    return {"documents": workspace.documents()}


@router.get("/documents/{document_id}", responses=documented("Reading", 404))
def document(workspace: WorkspaceDep, document_id: str) -> dict[str, Any]:
    """The reading of one document."""
    reading: dict[str, Any] = workspace.document(document_id)[1]
    return reading


@router.post(
    "/documents",
    status_code=201,
    dependencies=[Writer],
    openapi_extra=BODY,
    responses=documented("Reading", *WRITES, status=201),
)
def add_document(workspace: WorkspaceDep, response: Response, new: NewDocumentDep) -> dict[str, Any]:
    """Read a text and store it; the same text with the same date is the same document."""
    reading: dict[str, Any] = workspace.add_document(
        new.text, published=new.published, title=new.title, url=new.url, lang=new.lang
    )
    response.headers["Location"] = f"/api/documents/{reading['id']}"
    return reading


@router.delete(
    "/documents/{document_id}",
    status_code=204,
    dependencies=[Writer],
    responses=documented(None, 401, 403, 404, status=204),
)
def remove_document(workspace: WorkspaceDep, document_id: str) -> None:
    """Remove a document with all that was read in it."""
    workspace.remove_document(document_id)


@router.get("/mentions", responses=documented("Mentions"))
def mentions(
    workspace: WorkspaceDep, bbox: BBoxDep, interval: IntervalDep, limit: LimitDep, offset: OffsetDep = 0
) -> dict[str, Any]:
    """The mentions of the collection, short: each with its place, its sentence and the link of the sentence's page."""
    start, end = interval
    rows = workspace.mentions(bbox=bbox, start=start, end=end, limit=limit, offset=offset)
    return {"mentions": [short_mention(row) for row in rows]}


@router.get("/findings", responses=documented("Findings", 404))
def findings(workspace: WorkspaceDep, document: str | None = None) -> dict[str, Any]:
    """Each stated area against the measured change."""
    return {"findings": workspace.findings(document)}


@router.get("/deltas", responses=documented("Deltas", 404))
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


@router.get("/places", responses=documented("Places"))
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


SHORT = ("id", "document_id", "sentence", "start", "end", "text", "kind", "metonym", "published", "sentence_text")


def short_mention(mention: Mapping[str, Any]) -> dict[str, Any]:
    """Return of a mention what it says, where it lies, and where its sentence can be read."""
    place = mention["place"]
    return {
        **{key: mention[key] for key in SHORT},
        "place": place and {key: place[key] for key in ("id", "name", "lat", "lon")},
        "link": f"/documents/{mention['document_id']}#s{mention['sentence']}",
    }


def json_response(body: dict[str, Any]) -> JSONResponse:
    """Return JSON from a path that also has a page."""
    return JSONResponse(body, headers={"Vary": "Accept"})
