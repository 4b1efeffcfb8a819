"""What a map fetches beside its page, by box and zoom: ground, areas on screen, places, names; under ``/api/map``.

Each answer carries a tag of all that it was made from, so what a browser has is not made or sent again.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from threading import Lock
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from app import __version__
from app.api.deps import BBoxDep, IntervalDep, LimitDep, OffsetDep, SpanDep, WordsDep, WorkspaceDep
from app.api.params import MAX_LIMIT
from app.api.place_names import local_place, local_unit
from app.api.shapes.answers import documented
from app.api.validators import has
from app.api.views import with_titles
from app.errors import BadInput, NotFound
from app.viewing.names import outlines
from app.viewing.points import as_json
from app.viewing.scenes import areas, drawn
from maps.places import place_rows

router = APIRouter(prefix="/api/map", tags=["Maps"])

GEOJSON = "application/geo+json"
JSON = "application/json"
KEPT = 256
MAX_ZOOM = 18
SENTENCES = 20
WORLD = (-180.0, -90.0, 180.0, 90.0)

QueryDep = Annotated[str, Query(min_length=1, max_length=200)]
ZoomDep = Annotated[int, Query(ge=0, le=MAX_ZOOM, description="of Web Mercator tiles: decides how thinned it is")]


class Bodies:
    """Answers as they were sent, by tag; the oldest give way. Safe between threads."""

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._bodies: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, tag: str, make: Callable[[], dict[str, Any]]) -> bytes:
        """Return the gzipped JSON under a tag, made where it is not kept."""
        with self._lock:
            if tag in self._bodies:
                self._bodies.move_to_end(tag)
                return self._bodies[tag]
        body = gzip.compress(orjson.dumps(make()), compresslevel=3, mtime=0)
        with self._lock:
            self._bodies[tag] = body
            while len(self._bodies) > self._most:
                self._bodies.popitem(last=False)
        return body


class Answering:
    """Answers a request out of its tag where that is enough."""

    def __init__(self, request: Request, workspace: WorkspaceDep, words: WordsDep) -> None:
        self._request = request
        asked = f"{__version__}|{words.lang}|{workspace.viewer.revision()}|{request.url.path}?{request.url.query}"
        self._tag = hashlib.sha256(asked.encode()).hexdigest()[:32]

    def __call__(self, make: Callable[[], dict[str, Any]], media_type: str = JSON) -> Response:
        """Return what `make` gives, gzipped where that is taken, or 304."""
        packed = "gzip" in self._request.headers.get("accept-encoding", "")
        tag = f'"{self._tag}-gzip"' if packed else f'"{self._tag}"'
        headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding, Accept-Language"}
        if has(self._request.headers.get("if-none-match", ""), tag):
            return Response(status_code=304, headers=headers)
        bodies: Bodies = self._request.app.state.bodies
        body = bodies.get(self._tag, make)
        if packed:
            return Response(body, media_type=media_type, headers=headers | {"Content-Encoding": "gzip"})
        return Response(gzip.decompress(body), media_type=media_type, headers=headers)


AnswerDep = Annotated[Answering, Depends(Answering)]


@router.get(
    "/scene",
    summary="Control at two dates and the change between, for drawing",
    responses=documented("Drawn", 404, media_type=GEOJSON),
)
def scene(
    workspace: WorkspaceDep, answer: AnswerDep, span: SpanDep, source: str, bbox: BBoxDep, zoom: ZoomDep = 7
) -> Response:
    """GeoJSON, cut to the box and thinned for the zoom; ``whole_km2`` are areas of the unthinned ground."""
    start, end = _days(span)
    return answer(lambda: drawn(workspace.viewer.scene(source, start, end), zoom=zoom, bbox=_flat(bbox)), GEOJSON)


@router.get("/areas", summary="Geodesic areas inside a box", responses=documented("Areas", 404))
def measured(workspace: WorkspaceDep, answer: AnswerDep, span: SpanDep, source: str, bbox: BBoxDep) -> Response:
    """Of the unthinned ground, in km²."""
    start, end = _days(span)
    return answer(lambda: areas(workspace.viewer.scene(source, start, end), _flat(bbox)))


@router.get(
    "/mentions",
    summary="Places that texts mention, clustered where they are many",
    responses=documented("MapMentions", 404),
)
def mentions(
    workspace: WorkspaceDep,
    answer: AnswerDep,
    bbox: BBoxDep,
    interval: IntervalDep,
    words: WordsDep,
    zoom: ZoomDep = 7,
    document: str | None = None,
    source: str | None = None,
    on: Annotated[date | None, Query(description="the day whose ground says which places are held")] = None,
    wide: Annotated[bool, Query(description="countries, oblasts and rivers in place of points")] = False,
) -> Response:
    """At most 1,000 single places; ``datetime`` is the texts' day of publication."""

    def make() -> dict[str, Any]:
        viewer = workspace.viewer
        start, end = interval
        chosen = {"bbox": bbox, "start": start, "end": end, "document": document, "wide": wide}
        places, count, rows = viewer.clusters(zoom, **chosen)
        told = as_json(viewer.points(), rows, viewer.held(source, on), viewer.named(words.lang))
        return {"places": places, "mentions": count, "points": told}

    return answer(make)


@router.get("/place", summary="The sentences that mention a place", responses=documented("MapPlace", 404))
def place(
    workspace: WorkspaceDep,
    answer: AnswerDep,
    words: WordsDep,
    interval: IntervalDep,
    place: Annotated[str, Query(alias="id", min_length=1, max_length=300)],
    limit: LimitDep = SENTENCES,
    offset: OffsetDep = 0,
    document: str | None = None,
    mention: Annotated[str | None, Query(max_length=300, description="this mention is told whatever its age")] = None,
) -> Response:
    """Newest document first, each with how the place stood on the day of its publication."""

    def make() -> dict[str, Any]:
        start, end = interval
        rows = workspace.mentions(place=place, document=document, start=start, end=end, limit=limit, offset=offset)
        if mention and all(row["id"] != mention for row in rows):
            own = workspace.mentions(place=place, document=mention.partition("-")[0], limit=MAX_LIMIT)
            rows += [row for row in own if row["id"] == mention]
        local = local_place(workspace, words.lang)
        rows = [{**row, "place": local(row["place"])} for row in with_titles(rows, workspace)]
        found = place_rows(rows, wide=None, focus=mention, words=words)
        if not found:
            raise NotFound("no text mentions this place on these days")
        lat, lon, told = found[0]
        total = workspace.viewer.points().count(place, start=start, end=end, document=document)
        return {"lat": lat, "lon": lon, "place": told | {"count": max(total, told["count"])}}

    return answer(make)


@router.get("/ground", summary="Outlines of countries and regions", responses=documented("Drawn", media_type=GEOJSON))
def ground(workspace: WorkspaceDep, answer: AnswerDep, words: WordsDep) -> Response:
    """As added with ``frontline regions add``; the ground of a map without tiles."""
    return answer(lambda: outlines(workspace.region_frame(), local_unit(words.lang)), GEOJSON)


@router.get("/names", summary="Names of larger places", responses=documented("Names"))
def names(workspace: WorkspaceDep, answer: AnswerDep, words: WordsDep, bbox: BBoxDep, zoom: ZoomDep = 7) -> Response:
    """Those that fit beside each other at a zoom, the most populous first."""
    viewer, box = workspace.viewer, _flat(bbox) or WORLD
    return answer(lambda: {"names": viewer.names.shown(box, zoom, viewer.named(words.lang))})


@router.get("/places", summary="Places of a name in any spelling", responses=documented("Places"))
def places(workspace: WorkspaceDep, words: WordsDep, limit: LimitDep, q: QueryDep) -> dict[str, Any]:
    """As ``/api/places``, in the language of the page."""
    local = local_place(workspace, words.lang)
    return {"places": [local(place) for place in workspace.places(q, limit)]}


@router.get("/where", summary="Where ground changed most, by the nearest town", responses=documented("MapWhere", 404))
def where(workspace: WorkspaceDep, answer: AnswerDep, words: WordsDep, span: SpanDep, source: str) -> Response:
    """Towns with how much was gained and lost nearest to them, in km², the most changed first."""
    start, end = _days(span)

    def make() -> dict[str, Any]:
        named = workspace.viewer.named(words.lang)
        rows = workspace.viewer.changed_near(source, start, end)
        return {"places": [{**row, "name": named(row["id"], row["name"])} for row in rows]}

    return answer(make)


@router.get("/series", summary="The days of a source's snapshots and their areas", responses=documented("Series", 404))
def series(workspace: WorkspaceDep, answer: AnswerDep, source: str) -> Response:
    """What a slider of dates needs: ``days`` = [day, km²]."""
    return answer(lambda: {"days": [[row["on"], round(row["area_km2"], 1)] for row in workspace.snapshots(source)]})


def _days(span: tuple[date | None, date | None]) -> tuple[date, date]:
    start, end = span
    if start is None or end is None:
        raise BadInput("from, to: expected two dates such as 2025-12-07")
    return start, end


def _flat(bbox: tuple[float, float, float, float] | None) -> tuple[float, float, float, float] | None:
    """Return a box that crosses no antimeridian; one that does stands for all longitudes between the latitudes."""
    if bbox is None or bbox[0] <= bbox[2]:
        return bbox
    return (-180.0, bbox[1], 180.0, bbox[3])
