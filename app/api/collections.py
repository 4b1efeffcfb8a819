"""OGC API Features under ``/api``: landing page, conformance, collections, items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice, pairwise
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse

from app import __version__
from app.api import features as make
from app.api.deps import BBoxDep, IntervalDep, LimitDep, OffsetDep, WorkspaceDep
from app.api.params import BBox, Interval, parse_span, shorten
from app.errors import NotFound

router = APIRouter(prefix="/api", tags=["Features"])

GEOJSON = "application/geo+json"
CONFORMS_TO = tuple(f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}" for name in ("core", "geojson"))
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
COLLECTIONS = {
    "mentions": ("Mentions", "Place names in texts, each with its sentence; geometry is null where it was not placed."),
    "claims": ("Stated areas", "Areas that sentences state; a figure has no geometry."),
    "control": ("Control", "Who controls what on which day, by source, snapshot and status."),
    "changes": ("Changes", "What was gained and lost between one snapshot and the next, or between from and to."),
    "places": ("Places", "Places that the latest texts mention, or that the gazetteer knows under q."),
}
HEAVY, MAX_HEAVY = frozenset({"control"}), 100
"""A status of a snapshot has thousands of vertices: fewer of them make a page."""
EVERYTHING = 1_000_000
LATEST = 1000
"""Without a name to look for, the places of so many of the latest mentions are given."""
DAY = r"\.\d{4}-\d\d-\d\d"


@router.get("", summary="Landing page")
def landing(request: Request) -> dict[str, Any]:
    """Where everything is."""
    base = _base(request)
    return {
        "title": "Frontline",
        "description": "Ties the places and areas stated in war news to the polygons that bear them out.",
        "version": __version__,
        "links": [
            _link(f"{base}/api", "self", "This page"),
            _link(f"{base}/openapi.json", "service-desc", "OpenAPI", "application/vnd.oai.openapi+json;version=3.1"),
            _link(f"{base}/api/conformance", "conformance", "Conformance classes"),
            _link(f"{base}/api/collections", "data", "Collections"),
            *(_link(f"{base}/api/{name}", "item", name) for name in ("documents", "mentions", "findings", "deltas")),
        ],
    }


@router.get("/conformance", summary="Conformance classes")
def conformance() -> dict[str, Any]:
    """Which classes of OGC API Features are kept."""
    return {"conformsTo": list(CONFORMS_TO)}


@router.get("/collections", summary="Collections")
def collections(request: Request) -> dict[str, Any]:
    """All collections."""
    base = _base(request)
    return {
        "collections": [_described(base, name) for name in COLLECTIONS],
        "links": [_link(f"{base}/api/collections", "self", "This list")],
    }


@router.get("/collections/{collection}", summary="One collection")
def collection(request: Request, collection: str) -> dict[str, Any]:
    """What a collection holds."""
    return _described(_base(request), _known(collection))


@router.get("/collections/{collection}/items", summary="Items of a collection", response_class=JSONResponse)
def items(
    request: Request,
    workspace: WorkspaceDep,
    collection: str,
    bbox: BBoxDep,
    interval: IntervalDep,
    limit: LimitDep,
    offset: OffsetDep = 0,
    q: Annotated[str | None, Query(description="places only: a name in any spelling")] = None,
    source: Annotated[str | None, Query(description="control and changes only")] = None,
    start: Annotated[str | None, Query(alias="from", description="changes only: first day")] = None,
    end: Annotated[str | None, Query(alias="to", description="changes only: last day")] = None,
) -> JSONResponse:
    """Features that intersect the box and the days; ``next`` leads on."""
    found: Iterator[make.Feature]
    if collection in HEAVY:
        limit = min(limit, MAX_HEAVY)
    match _known(collection):
        case "mentions":
            found = map(make.mention_feature, _mentions(workspace, bbox, interval, limit + 1, offset))
            return _page(request, list(found), limit, offset)
        case "claims" if bbox is None and interval == (None, None):
            found = map(make.claim_feature, workspace.claims(limit=limit + 1, offset=offset))
            return _page(request, list(found), limit, offset)
        case "claims":
            found = _claims(workspace, bbox, interval)
        case "control":
            found = _control(workspace, bbox, interval, source)
        case "changes":
            found = _changes(workspace, bbox, interval, source, parse_span(start, end))
        case _:
            found = _places(workspace, bbox, q)
    return _page(request, list(islice(found, offset, offset + limit + 1)), limit, offset)


@router.get("/collections/{collection}/items/{feature_id}", summary="One item", response_class=JSONResponse)
def item(request: Request, workspace: WorkspaceDep, collection: str, feature_id: str) -> JSONResponse:
    """One feature by its id."""
    found = _one(workspace, _known(collection), feature_id)
    if found is None:
        raise NotFound(f"no item {shorten(feature_id)} in {collection}")
    base = f"{_base(request)}/api/collections/{collection}"
    links = [_link(str(request.url), "self", "This item", GEOJSON), _link(base, "collection", "Its collection")]
    return JSONResponse(found | {"links": links}, media_type=GEOJSON)


def _one(workspace: WorkspaceDep, collection: str, feature_id: str) -> make.Feature | None:
    if collection == "places":
        places = make.mentioned_places(workspace.mentions(limit=LATEST))
        return next((make.place_feature(place) for place in places if place["id"] == feature_id), None)
    if collection in ("mentions", "claims"):
        document_id = feature_id.partition("-")[0]
        rows = workspace.document(document_id)[1][collection]
        build = make.mention_feature if collection == "mentions" else make.claim_feature
        return next((build({**row, "document_id": document_id}) for row in rows if row["id"] == feature_id), None)
    found: Iterator[make.Feature] = iter(())
    if collection == "control" and (parts := _parts(feature_id, days=1)):
        found = make.control_features(workspace.control_frame(parts[0], *parts[1]))
    if collection == "changes" and (parts := _parts(feature_id, days=2)):
        found = make.change_features(workspace.change_frame(parts[0], *parts[1]))
    return next((feature for feature in found if feature["id"] == feature_id), None)


def _parts(feature_id: str, days: int) -> tuple[str, list[date]] | None:
    """Return source and days of ``source.day[.day].rest``; None for an id that was never given out."""
    match = re.fullmatch(rf"(.+?)((?:{DAY}){{{days}}})\..+", feature_id)
    if match is None:
        return None
    try:
        return match[1], [date.fromisoformat(day) for day in match[2].strip(".").split(".")]
    except ValueError:
        return None


def _mentions(workspace: WorkspaceDep, bbox: BBox | None, days: Interval, limit: int, offset: int) -> Any:
    return workspace.mentions(bbox=bbox, start=days[0], end=days[1], limit=limit, offset=offset)


def _claims(workspace: WorkspaceDep, bbox: BBox | None, days: Interval) -> Iterator[make.Feature]:
    if bbox is not None:
        return
    for claim in workspace.claims(limit=EVERYTHING):
        period = claim.get("period") or {"start": claim.get("published"), "end": claim.get("published")}
        if make.in_interval(period["start"], period["end"], days):
            yield make.claim_feature(claim)


def _control(workspace: WorkspaceDep, bbox: BBox | None, days: Interval, source: str | None) -> Iterator[make.Feature]:
    """A snapshot stands from its day to the day before the next one; without days, each source's last one."""
    for name in _sources(workspace, source):
        ons = [_day(snapshot["on"]) for snapshot in workspace.snapshots(name)]
        if days == (None, None):
            wanted = ons[-1:]
        else:
            lasts = [following - timedelta(days=1) for following in ons[1:]]
            spans = zip(ons, [*map(date.isoformat, lasts), None], strict=True)
            wanted = [on for on, last in spans if make.in_interval(on.isoformat(), last, days)]
        for on in wanted:
            yield from make.control_features(_inside(workspace.control_frame(name, on), bbox))


def _changes(
    workspace: WorkspaceDep, bbox: BBox | None, days: Interval, source: str | None, span: Interval
) -> Iterator[make.Feature]:
    for name in _sources(workspace, source):
        ons = [_day(snapshot["on"]) for snapshot in workspace.snapshots(name)]
        if not ons:
            continue
        pairs = list(pairwise(ons))
        if span != (None, None):
            pairs = [(span[0] or ons[0], span[1] or ons[-1])]
        for start, end in pairs:
            if make.in_interval(start.isoformat(), end.isoformat(), days):
                yield from make.change_features(_inside(workspace.change_frame(name, start, end), bbox))


def _places(workspace: WorkspaceDep, bbox: BBox | None, q: str | None) -> Iterator[make.Feature]:
    places = workspace.places(q, limit=100) if q else make.mentioned_places(workspace.mentions(bbox=bbox, limit=LATEST))
    return (make.place_feature(place) for place in places if make.in_bbox(place, bbox))


def _inside(frame: Any, bbox: BBox | None) -> Any:
    if bbox is None:
        return frame
    import shapely

    west, south, east, north = bbox
    boxes = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    return frame[frame.geometry.intersects(shapely.union_all([shapely.box(w, south, e, north) for w, e in boxes]))]


def _sources(workspace: WorkspaceDep, source: str | None) -> list[str]:
    return [source] if source else [loaded["id"] for loaded in workspace.loaded_sources()]


def _page(request: Request, found: list[make.Feature], limit: int, offset: int) -> JSONResponse:
    """Return the first `limit` of the features; one more than that means that there is a next page."""
    links = [_link(str(request.url), "self", "This page", GEOJSON)]
    if len(found) > limit:
        following = request.url.include_query_params(offset=offset + limit, limit=limit)
        links.append(_link(str(following), "next", "Next page", GEOJSON))
    return JSONResponse(make.collection(found[:limit], links), media_type=GEOJSON)


def _described(base: str, name: str) -> dict[str, Any]:
    title, description = COLLECTIONS[name]
    here = f"{base}/api/collections/{name}"
    return {
        "id": name,
        "title": title,
        "description": description,
        "itemType": "feature",
        "crs": [CRS84],
        "links": [_link(here, "self", title), _link(f"{here}/items", "items", f"{title} as GeoJSON", GEOJSON)],
    }


def _known(name: str) -> str:
    if name not in COLLECTIONS:
        raise NotFound(f"no collection {shorten(name)}; there are {', '.join(COLLECTIONS)}")
    return name


def _base(request: Request) -> str:
    return str(request.base_url).rstrip("/")


def _link(href: str, rel: str, title: str, media_type: str = "application/json") -> dict[str, str]:
    return {"href": href, "rel": rel, "type": media_type, "title": title}


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
