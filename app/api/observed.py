"""What an operator sees of the service: a line and figures for each request, figures of the store."""

from __future__ import annotations

import logging
import os
import re
import secrets
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from fastapi import Request
from fastapi.responses import PlainTextResponse, Response
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from starlette.datastructures import MutableHeaders

from app.errors import FrontlineError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from app.workspace import Workspace

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_log = logging.getLogger("frontline.requests")


class Metrics:
    """Counts and times of requests, by route template and never by address, so that their number stays small."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "frontline_http_requests_total", "Requests answered.", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "frontline_http_request_seconds",
            "From the first byte of a request to the last of its answer.",
            ("route",),
            buckets=SECONDS,
            registry=self.registry,
        )

    def shown(self, workspace: Workspace) -> bytes:
        """Return all figures as Prometheus reads them; of several processes, their sums."""
        registry = self.registry
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            from prometheus_client.multiprocess import MultiProcessCollector

            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        stored = CollectorRegistry()
        stored.register(_Stored(workspace))
        return generate_latest(registry) + generate_latest(stored)


class _Stored(Collector):
    """What the store holds, asked when it is asked for."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Yield the figures; of a store that does not answer only that it does not."""
        up = GaugeMetricFamily("frontline_store_up", "Whether the store answers.")
        try:
            counts = self._workspace.counts()
        except FrontlineError:
            up.add_metric((), 0)
            yield up
            return
        up.add_metric((), 1)
        yield up
        snapshots = GaugeMetricFamily("frontline_snapshots", "Snapshots stored.", labels=("source",))
        for source, count in sorted(counts.pop("snapshots").items()):
            snapshots.add_metric((source,), count)
        yield snapshots
        for name, count in counts.items():
            yield GaugeMetricFamily(f"frontline_{name}", f"In the store: {name.replace('_', ' ')}.", value=count)


class Observed:
    """Give each request an id, count it, time it, and write a line of it.

    An id that comes in ``X-Request-ID`` is kept, so that a proxy's log and ours can be read together.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and tell of it when it is answered."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
        request_id = given if _GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        begun = time.perf_counter()
        status, size = 500, 0

        async def counted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, counted)
        finally:
            self._tell(scope, request_id, status, size, time.perf_counter() - begun)

    def _tell(self, scope: Scope, request_id: str, status: int, size: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route = route_of(scope)
        self.metrics.requests.labels(method, route, str(status)).inc()
        self.metrics.seconds.labels(route).observe(seconds)
        if _log.isEnabledFor(logging.INFO):
            told = {
                "request_id": request_id,
                "method": method,
                "path": scope["path"],
                "route": route,
                "status": status,
                "bytes": size,
                "ms": round(seconds * 1000, 1),
                "client": (scope.get("client") or ("",))[0],
            }
            _log.info("%s %s %s", method, scope["path"], status, extra={"told": told})


def route_of(scope: Scope) -> str:
    """Return the template of the route that answered, such as ``/documents/{document_id}``."""
    path = getattr(scope.get("route"), "path", None)
    if isinstance(path, str) and path:
        return path
    return "/static" if scope["path"].startswith("/static/") else "other"


def metrics(request: Request) -> Response:
    """Figures for Prometheus."""
    told: Metrics = request.app.state.metrics
    return Response(told.shown(request.app.state.workspace), media_type=CONTENT_TYPE_LATEST)


def ready(request: Request) -> Response:
    """Whether the service may be sent visitors: it has loaded what they would wait for, and its store answers."""
    warming: Any = request.app.state.warming
    if warming is not None and warming.is_alive():
        return PlainTextResponse("starting\n", status_code=503, headers={"Retry-After": "1"})
    request.app.state.workspace.latest_documents(limit=1)
    return PlainTextResponse("ready\n")
