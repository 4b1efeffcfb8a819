"""The polygons that a map draws, beside the page: thinned, compressed once, kept by the browser until they change."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.api.collections import GEOJSON
from app.api.deps import SpanDep, WorkspaceDep
from app.api.params import parse_day
from app.errors import BadInput, NotFound
from maps.layers import change_layers, control_layers, region_layers

if TYPE_CHECKING:
    from maps.layers import PolygonLayer

router = APIRouter(include_in_schema=False)

KEPT = 64
PATH = "/layers"


class Drawn:
    """Layers as they were sent, by a digest of their geometry; the oldest give way. Safe between threads."""

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._bodies: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def body(self, digest: str, layer: PolygonLayer) -> bytes:
        """Return the gzipped GeoJSON of a layer."""
        with self._lock:
            if digest in self._bodies:
                self._bodies.move_to_end(digest)
                return self._bodies[digest]
        body = gzip.compress(json.dumps(layer.geojson(), separators=(",", ":")).encode(), compresslevel=6, mtime=0)
        with self._lock:
            self._bodies[digest] = body
            while len(self._bodies) > self._most:
                self._bodies.popitem(last=False)
        return body


def layer_url(query: Mapping[str, str]) -> str:
    """Return where a layer is served."""
    return f"{PATH}?{urlencode(query)}"


@router.get(PATH)
def layer(
    request: Request,
    workspace: WorkspaceDep,
    span: SpanDep,
    layer: Literal["country", "regions", "control", "change"],
    source: str = "",
    on: str | None = None,
    status: str = "",
    kind: str = "",
) -> Response:
    """One layer of a map as GeoJSON for drawing; figures come from the unthinned polygons, never from here."""
    found: list[PolygonLayer]
    match layer:
        case "control":
            day = parse_day(on, "on")
            if day is None:
                raise BadInput("on: expected a date such as 2025-12-07, got nothing")
            found = control_layers(workspace.control_frame(source, day), "after")
            wanted = {"status": status}
        case "change":
            start, end = span
            if start is None or end is None:
                raise BadInput("from, to: expected two dates such as 2025-12-07")
            found = change_layers(workspace.change_frame(source, start, end))
            wanted = {"kind": kind}
        case _:
            found = region_layers(workspace.region_frame())
            wanted = {"layer": layer}
    chosen = next((one for one in found if wanted.items() <= one.query.items()), None)
    if chosen is None:
        raise NotFound(f"no such layer: {', '.join(f'{name} {value!r}' for name, value in wanted.items())}")
    return _response(request, chosen)


def _response(request: Request, layer: PolygonLayer) -> Response:
    digest = hashlib.sha256(b"".join(layer.geometries.to_wkb())).hexdigest()[:32]
    headers = {"ETag": f'"{digest}"', "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if f'"{digest}"' in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    drawn: Drawn = request.app.state.drawn
    body = drawn.body(digest, layer)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(body, media_type=GEOJSON, headers=headers | {"Content-Encoding": "gzip"})
    return Response(gzip.decompress(body), media_type=GEOJSON, headers=headers)
