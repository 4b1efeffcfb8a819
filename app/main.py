"""The web service, built from its settings and a workspace; nothing is opened or read at import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from starlette.responses import Response

from app import __version__
from app.api import (
    corrections,
    drawing,
    errors,
    histories,
    observed,
    openapi,
    page_documents,
    page_findings,
    page_map,
    page_sources,
    page_tools,
    resources,
    static,
    warming,
    writing,
)
from app.api.kept_ledger import KeptLedger
from app.api.middleware import BodyLimit, HeadAsGet, SecurityHeaders
from app.api.negotiate import prefers_html
from app.api.ogc import definition, routes
from app.api.shapes.answers import documented
from app.api.validators import Validated
from app.api.views import page
from app.errors import BadInput

if TYPE_CHECKING:
    from app.settings import Settings
    from app.workspace import Workspace


def create_app(settings: Settings, workspace: Workspace, *, owned: bool = False) -> FastAPI:
    """Return the service over a workspace.

    Parameters
    ----------
    settings : Settings
        Limits, tiles, write token.
    workspace : Workspace
        Where everything is stored; the caller opens and closes it.
    owned : bool
        Close its store when the service stops.
    """
    # Without FastAPI's own documentation pages: they load their scripts from another host.
    app = FastAPI(
        title="Frontline",
        version=__version__,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=warming.lifespan,
    )
    app.state.settings = settings
    workspace.keep_moves = False  # any visitor may ask for any two days
    app.state.workspace = workspace
    app.state.owned = owned
    app.state.warming = None
    app.state.metrics = observed.Metrics()
    app.state.ledger = KeptLedger(workspace)
    app.state.bodies = drawing.Bodies()
    app.include_router(routes.router)
    app.include_router(definition.router)
    app.include_router(resources.router)
    app.include_router(histories.router)
    app.include_router(drawing.router)
    app.include_router(writing.router)
    app.include_router(corrections.router)
    for pages in (page_map, page_documents, page_findings, page_sources, page_tools):
        app.include_router(pages.router)
    app.add_api_route("/openapi.json", openapi.served, include_in_schema=False)
    app.add_api_route(
        "/healthz", _health, tags=["Service"], summary="Whether the store answers", responses=documented("Health")
    )
    app.add_api_route("/readyz", observed.ready, include_in_schema=False)
    app.add_api_route("/metrics", observed.metrics, include_in_schema=False)
    app.state.static = static.mount(app)
    errors.install(app, _error_page)
    # The last one added is the outermost.
    app.add_middleware(BodyLimit, max_bytes=settings.max_text_bytes)
    app.add_middleware(Validated)
    app.add_middleware(SecurityHeaders, tiles_url=settings.tiles_url)
    app.add_middleware(HeadAsGet)
    app.add_middleware(observed.Observed, metrics=app.state.metrics)
    app.openapi = lambda: openapi.document(app)  # type: ignore[method-assign]
    return app


def from_environment() -> FastAPI:
    """Return the service over the environment's store, for ``uvicorn --factory app.main:from_environment``.

    Raises
    ------
    BadInput
        If a setting is unknown or wrong.
    """
    from app.logs import configure
    from app.settings import load_settings
    from app.workspace import Workspace

    settings = load_settings()
    configure(settings.log_format)
    return create_app(settings, Workspace(settings), owned=True)


def _health(request: Request) -> dict[str, str]:
    request.app.state.workspace.latest_documents(limit=1)
    return {"status": "ok", "version": __version__}


def _error_page(request: Request, status: int, detail: str) -> Response | None:
    """Return a page for a browser outside the API."""
    path = request.url.path
    if path.startswith(("/api", "/static", "/healthz", "/readyz", "/metrics", "/openapi")) or not hasattr(
        request.state, "nonce"
    ):
        return None
    try:
        wanted = prefers_html(request.headers.get("accept", "*/*"), request.query_params.get("f"))
    except BadInput:
        wanted = False
    # A page asks the store for its sources; where the store is what failed, the plain shape must do.
    if not wanted or status >= 500:  # noqa: PLR2004
        return None
    return page(request, "error.html", status=status, code=status, detail=detail)
