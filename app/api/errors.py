"""Error classes → status, and the one shape that every error has: ``application/problem+json`` (RFC 9457).

A message of :mod:`app.errors` is written for the user. Those that may speak of this machine (its files, its database)
go to the log, and the caller gets a general line.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app import errors as ours
from app.api.headers import protective
from geodata import errors as geo

log = logging.getLogger("frontline.api")

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """The one shape of every error (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


EXAMPLES: dict[int, str] = {
    400: "bbox: expected west,south,east,north in degrees, got '1,2'",
    401: "expected the header 'Authorization: Bearer' with the write token",
    403: "the store of this service can only be read",
    404: "no document '0123456789abcdef'; 'frontline documents list' shows those that are stored",
    405: "PUT is not allowed here",
    408: "body: expected the next of it within 20 s; it came too slowly",
    413: "body: expected at most 50 MB",
    415: "body: expected application/json or text/plain, got 'image/png'",
    422: "no polygon in the file: expected Polygon or MultiPolygon",
    500: "an error on our side; the log says more",
    503: "the store cannot be used just now; try again",
}
"""An example of each status that is answered: what was expected, what came, what to do."""


def documented_problem(status: int) -> dict[str, Any]:
    """Return an error as the OpenAPI document has it, with an example."""
    title = HTTPStatus(status).phrase
    example = {"type": "about:blank", "title": title, "status": status, "detail": EXAMPLES[status]}
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": title,
        "content": {MEDIA_TYPE: {"schema": schema, "examples": {"problem": {"value": example}}}},
    }


class BodyTooLarge(ours.BadInput):
    """More bytes came than the service reads."""


class Unsupported(ours.BadInput):
    """A body of a media type that is not read."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, and the line for the caller where the error's own message is not for them."""

    status: HTTPStatus
    line: str | None = None


ANSWERS: dict[type[Exception], Answer] = {
    BodyTooLarge: Answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    Unsupported: Answer(HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    ours.BadInput: Answer(HTTPStatus.BAD_REQUEST),
    ours.NotFound: Answer(HTTPStatus.NOT_FOUND),
    ours.NotAllowed: Answer(HTTPStatus.UNAUTHORIZED),
    ours.NotSecure: Answer(HTTPStatus.FORBIDDEN),
    ours.NotInScope: Answer(HTTPStatus.FORBIDDEN),
    ours.StoreError: Answer(HTTPStatus.SERVICE_UNAVAILABLE, "the store cannot be used just now; try again"),
    ours.ReadOnlyStore: Answer(HTTPStatus.FORBIDDEN, "the store of this service can only be read"),
    ours.CouldNotFetch: Answer(HTTPStatus.BAD_GATEWAY, "what was asked for elsewhere did not come; the log says why"),
    ours.FrontlineError: Answer(HTTPStatus.INTERNAL_SERVER_ERROR, "this could not be done; the log says why"),
    geo.UnknownSource: Answer(HTTPStatus.NOT_FOUND),
    geo.GeometryError: Answer(HTTPStatus.UNPROCESSABLE_ENTITY),
    geo.ImportRefused: Answer(HTTPStatus.UNPROCESSABLE_ENTITY),
    geo.GazetteerError: Answer(HTTPStatus.SERVICE_UNAVAILABLE, "no gazetteer can be used just now"),
    geo.DefinitionError: Answer(HTTPStatus.INTERNAL_SERVER_ERROR, "the service's source definitions cannot be used"),
    geo.FrameError: Answer(HTTPStatus.INTERNAL_SERVER_ERROR, "stored polygons break their contract; the log says how"),
    geo.GeodataError: Answer(HTTPStatus.INTERNAL_SERVER_ERROR, "this could not be done; the log says why"),
}
"""The nearest class of an error's own line of descent decides."""

ErrorPage = Callable[[Request, int, str], Response | None]
"""Gives an HTML page for an error where one is wanted, else None."""


def answer(error: Exception) -> tuple[int, str]:
    """Return the status and the line for the caller."""
    found = next((ANSWERS[kind] for kind in type(error).__mro__ if kind in ANSWERS), None)
    if found is None:
        return HTTPStatus.INTERNAL_SERVER_ERROR.value, "an error on our side; the log says more"
    return found.status.value, found.line or str(error)


def problem(status: int, detail: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """Return one error as problem+json: ``type, title, status, detail``."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": one_line(detail)}
    all_headers = dict(headers or {})
    if status == HTTPStatus.UNAUTHORIZED:
        all_headers.setdefault("WWW-Authenticate", 'Bearer realm="frontline"')
    return JSONResponse(body, status_code=status, headers=all_headers, media_type=MEDIA_TYPE)


def one_line(detail: str) -> str:
    r"""Return a message without what would break its line or cannot be sent; it may quote what came.

    >>> one_line("author\n\ud800: not known"), one_line("площа · 5 km²")
    ('author\\n\\ud800: not known', 'площа · 5 km²')
    """
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in detail)


def install(app: FastAPI, page: ErrorPage) -> None:
    """Give every error path of `app` the one shape, or a page where a page was asked for."""

    def respond(request: Request, status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
        response = page(request, status, detail) or problem(status, detail, headers)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Vary", "Accept")
        return response

    def on_known(request: Request, error: Exception) -> Response:
        status, detail = answer(error)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            log.error("%s %s: %s", request.method, request.url.path, error, exc_info=error)
        return respond(request, status, detail)

    def on_fault(request: Request, error: Exception) -> Response:
        # This one answer is given outside all middleware, so it brings its own headers.
        response = on_known(request, error)
        for name, value in protective(secrets.token_urlsafe(16), app.state.settings.tiles_url).items():
            response.headers.setdefault(name, value)
        return response

    def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 (the class this handler is registered for)
        detail = str(error.detail)
        if error.status_code == HTTPStatus.NOT_FOUND:
            detail = f"nothing is at {request.url.path}"
        elif error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            detail = f"{request.method} is not allowed here"
        return respond(request, error.status_code, detail, dict(error.headers or {}))

    def on_invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)  # noqa: S101
        return respond(request, HTTPStatus.BAD_REQUEST.value, _first_fault(error))

    for kind in (ours.FrontlineError, geo.GeodataError):
        app.add_exception_handler(kind, on_known)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(Exception, on_fault)


def _first_fault(error: RequestValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:]) or str(first["loc"][0])
    got = first.get("input")
    shown = f", got {str(got)[:60]!r}" if isinstance(got, (str, int, float)) else ""
    if first["type"] == "extra_forbidden":
        return f"{where}: no parameter of this request; /api/openapi names those that are"
    return f"{where}: {str(first['msg']).removeprefix('Value error, ').lower()}{shown}"
