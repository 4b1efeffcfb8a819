"""``/api/openapi``: what may be asked, as OpenAPI 3.0.3, or as a page to read."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.responses import Response

from app.api import openapi
from app.api.ogc.answers import served
from app.api.ogc.asking import PlainQuery
from app.api.ogc.links import HTML, OPENAPI_30, header, itself
from app.api.openapi30 import as_openapi_30
from app.api.shapes.answers import documented
from app.api.views import page

router = APIRouter(prefix="/api", tags=["Features"])

MEDIA_TYPES = {"json": OPENAPI_30, "html": HTML}


@router.get("/openapi", summary="API definition", responses=documented("Definition", media_type=OPENAPI_30, html=True))
def definition(request: Request, asked: Annotated[PlainQuery, Query()]) -> Response:
    """What may be asked, as OpenAPI 3.0.3, converted from 3.1, which stands at ``/openapi.json``."""
    served_as = served(request, asked.f)
    links = itself(request, served_as, MEDIA_TYPES)
    if served_as == "html":
        doc = openapi.document(request.app)
        response: Response = page(request, "openapi.html", doc=doc, operations=_told(doc), links=links)
        response.headers.update({"Vary": f"Accept, {response.headers['Vary']}", **header(links)})
        return response
    return Response(_converted(request.app), media_type=OPENAPI_30, headers={"Vary": "Accept", **header(links)})


@lru_cache(maxsize=4)
def _converted(app: FastAPI) -> bytes:
    return orjson.dumps(as_openapi_30(openapi.document(app)))


def _told(doc: dict[str, Any]) -> list[dict[str, Any]]:
    """Return each operation as the page shows it, its parameters in full."""
    told = []
    for path, method, operation in openapi.operations(doc):
        parameters = [
            doc["components"]["parameters"][each["$ref"].rpartition("/")[2]] if "$ref" in each else each
            for each in operation["parameters"]
        ]
        told.append({**operation, "path": path, "method": method.upper(), "parameters": parameters})
    return told
