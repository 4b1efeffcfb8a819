"""Pages on which something is tried: a text checked at once, a file of polygons before it is stored."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.api.deps import WordsDep, WorkspaceDep
from app.api.page_documents import shown_document
from app.api.views import page
from app.api.writing import PostedDep

router = APIRouter(tags=["Pages"], include_in_schema=False)


@router.get("/check")
def check_page(request: Request) -> Response:
    """Where a text is pasted or dropped."""
    return page(request, "check.html")


@router.post("/parts/check")
def checked(request: Request, workspace: WorkspaceDep, words: WordsDep, documents: PostedDep) -> Response:
    """The reading and findings of a posted text, as a part of the page; nothing is stored."""
    shown: list[dict[str, Any]] = []
    for document in documents:
        reading = workspace.read(document, keep=False)
        findings = workspace.check(document)
        shown.append(shown_document(request, workspace, words, document.text, reading, findings=findings, stored=False))
    return page(request, "part_check.html", shown=shown)


@router.get("/control")
def control_page(request: Request) -> Response:
    """Where files of polygons are dropped."""
    return page(request, "control.html")
