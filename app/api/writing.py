"""What may be tried and written over HTTP beside documents: a check, an import of polygons, a confirmation."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from app.api.deps import SettingsDep, WorkspaceDep, Writer
from app.api.page_findings import found_finding
from app.api.params import parse_day
from app.api.shapes.answers import WRITES, documented
from app.errors import BadInput
from app.reading.dates import parse_day as parse_written_day
from app.reading.inputs import read_input
from app.reading.records import Document

router = APIRouter(prefix="/api", tags=["Documents and findings"])

MAX_ENTRIES = 20
"""Of a feed so many entries are checked at once."""
BINARY = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string"}}}}}
_ODD = re.compile(r"[^\w.\- ]+")
_MOST_NAME_BYTES = 200  # file systems allow 255


async def _body(request: Request) -> bytes:
    return await request.body()


BodyDep = Annotated[bytes, Depends(_body)]


def posted_documents(
    settings: SettingsDep,
    body: BodyDep,
    published: Annotated[str | None, Query(description="the day of publication, where the file has none")] = None,
    title: Annotated[str | None, Query(max_length=500)] = None,
    url: Annotated[str | None, Query(max_length=2000)] = None,
    lang: Annotated[str | None, Query(max_length=20)] = None,
) -> list[Document]:
    """Return the documents of a posted file: a text, a web page, a PDF or a feed."""
    from app.workspace import today

    day = parse_written_day(published, today=today()) if published else None
    found = read_input(
        body,
        published=day,
        title=title or None,
        url=url or None,
        lang=lang or None,
        max_bytes=settings.max_text_bytes,
        today=today(),
    )
    return found[:MAX_ENTRIES]


PostedDep = Annotated[list[Document], Depends(posted_documents)]


@router.post("/check", openapi_extra=BINARY, responses=documented("Checks", 413))
def check(workspace: WorkspaceDep, documents: PostedDep) -> dict[str, Any]:
    """Read a text, a web page, a PDF or a feed and check it at once; nothing is stored."""
    return {
        "checked": [
            {"reading": workspace.read(document, keep=False), "findings": workspace.check(document)}
            for document in documents
        ]
    }


@router.post(
    "/control",
    dependencies=[Writer],
    openapi_extra=BINARY,
    tags=["Control"],
    responses=documented("Imported", 404, 422, *WRITES),
)
def add_control(
    workspace: WorkspaceDep,
    body: BodyDep,
    source: Annotated[str, Query(description="whose map it is: a name such as deepstate")],
    name: Annotated[str, Query(description="the file's name, which may hold its day", max_length=200)],
    dry_run: Annotated[bool, Query(description="report what would be stored, and store nothing")] = True,
    on: str | None = None,
    status: Annotated[str | None, Query(max_length=40)] = None,
    format: Annotated[str | None, Query(max_length=40)] = None,
    crs: Annotated[str | None, Query(max_length=40)] = None,
) -> dict[str, Any]:
    """Import a file of polygons; by default only the report of what would be stored, dropped and refused."""
    if not body:
        raise BadInput("body: expected a file of polygons, got nothing")
    plain = _ODD.sub("_", Path(name.replace("\\", "/")).name).strip(". ") or "upload"
    plain = plain.encode()[-_MOST_NAME_BYTES:].decode(errors="ignore")  # its end: the day and the ending
    with tempfile.TemporaryDirectory(prefix="frontline-") as folder:
        path = Path(folder) / plain
        path.write_bytes(body)
        stored, refused = workspace.import_control(
            path,
            source,
            dry_run=dry_run,
            on=parse_day(on, "on"),
            status=status or None,
            format=format or None,
            crs=crs or None,
        )
        told = [{"file": plain, "reason": row["reason"].replace(f"{folder}/", "")} for row in refused]
    return {"dry_run": dry_run, "stored": stored, "refused": told}


@router.put(
    "/findings/{finding_id}/confirmation",
    status_code=204,
    dependencies=[Writer],
    responses=documented(None, 401, 403, 404, status=204),
)
def confirm(workspace: WorkspaceDep, finding_id: str) -> Response:
    """Say that a person has confirmed a finding as it stands."""
    workspace.confirm(found_finding(workspace, finding_id))
    return Response(status_code=204)


@router.delete(
    "/findings/{finding_id}/confirmation",
    status_code=204,
    dependencies=[Writer],
    responses=documented(None, 401, 403, 404, status=204),
)
def unconfirm(workspace: WorkspaceDep, finding_id: str) -> Response:
    """Take a confirmation back."""
    workspace.unconfirm(found_finding(workspace, finding_id))
    return Response(status_code=204)
