"""The OpenAPI document: FastAPI's own, with the shapes, the errors and the token that no route declares by type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import Response

from app.api.ogc.asking import LIMIT
from app.api.params import MAX_LIMIT
from app.api.shapes.answers import schemas

DESCRIPTION = (
    "Ties the places and areas stated in war news to the polygons that bear them out. Reading is open; every write "
    "needs the write token. Every error is problem+json (RFC 9457): "
    "one line of what was expected, what came, what to do."
)
TOKEN = "writeToken"  # noqa: S105 (the name of the scheme)
AS_IT_WAS = {"description": "As it was: If-None-Match names its ETag"}
ETAG = {"ETag": {"description": "Of the bytes that are sent; a page has none", "schema": {"type": "string"}}}
SHARED: dict[str, dict[str, Any]] = {
    "bbox": {
        "description": "A box in longitude and latitude, WGS 84 (CRS84): west,south,east,north, or with heights, which "
        "are left aside. West > east crosses the antimeridian. What has no geometry fits every box.",
        "schema": {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}},
        "example": [36, 47, 38, 49],
    },
    "datetime": {
        "description": "A date or a time (RFC 3339), or an interval start/end with .. or nothing for an open end. What "
        "intersects it fits, and what has no date.",
        "schema": {"type": "string"},
        "example": "2025-11-01/..",
    },
    "limit": {
        "description": "How many features a page has at most; more are given as so many. A file has everything unless "
        "a limit is given.",
        "schema": {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": LIMIT},
    },
}
"""Parameters that OGC API - Features defines to the letter."""


def document(app: FastAPI) -> dict[str, Any]:
    """Return the document of a service, OpenAPI 3.1, made once."""
    if app.openapi_schema is None:
        app.openapi_schema = _made(app)
    return app.openapi_schema


def served(request: Request) -> Response:
    """Answer ``/openapi.json``."""
    import orjson

    return Response(orjson.dumps(document(request.app)), media_type="application/vnd.oai.openapi+json;version=3.1")


def operations(doc: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield path, method and operation of each operation of a document."""
    for path, item in doc["paths"].items():
        for method, operation in item.items():
            if isinstance(operation, dict) and "responses" in operation:
                yield path, method, operation


def _made(app: FastAPI) -> dict[str, Any]:
    doc = get_openapi(
        title=app.title,
        version=app.version,
        description=DESCRIPTION,
        routes=app.routes,
        license_info={"name": "MIT", "identifier": "MIT"},
        servers=[{"url": "/"}],
    )
    components = doc.setdefault("components", {})
    own = components.setdefault("schemas", {})
    own.update(schemas())
    for name in ("HTTPValidationError", "ValidationError"):
        own.pop(name, None)
    components["parameters"] = {name: {"name": name, "in": "query", "required": False, "style": "form",
                                       "explode": False, **told} for name, told in SHARED.items()}  # fmt: skip
    components["securitySchemes"] = {
        TOKEN: {"type": "http", "scheme": "bearer", "description": "FRONTLINE_WRITE_TOKEN of the service"}
    }
    for path, method, operation in operations(doc):
        if "422" in operation["responses"] and "HTTPValidationError" in str(operation["responses"]["422"]):
            del operation["responses"]["422"]
        if "401" in operation["responses"]:
            operation["security"] = [{TOKEN: []}]
        operation["parameters"] = [_parameter(path, each) for each in operation.get("parameters", ())]
        if method == "get":
            operation["responses"].setdefault("304", AS_IT_WAS)
            operation["responses"]["200"].setdefault("headers", ETAG)
        for answer in operation["responses"].values():
            for media in answer.get("content", {}).values():
                if "$ref" in media.get("schema", {}):  # beside it stands only what FastAPI made of the annotation
                    media["schema"] = {"$ref": media["schema"]["$ref"]}
    return doc


def _parameter(path: str, given: dict[str, Any]) -> dict[str, Any]:
    shared = {"bbox", "datetime"} | ({"limit"} if path.endswith("/items") else set())
    if given.get("in") == "query" and given["name"] in shared:
        return {"$ref": f"#/components/parameters/{given['name']}"}
    return given
