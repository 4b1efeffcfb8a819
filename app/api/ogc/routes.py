"""Landing page, conformance, collections, items: what stands under ``/api`` by OGC API - Features."""
# Annotations here are evaluated: each collection's items have parameters of their own.

from collections.abc import Callable
from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from app import __version__
from app.api.deps import WorkspaceDep
from app.api.ogc.answers import FEATURES, answered, feature, served
from app.api.ogc.asking import QUERIES, ItemsQuery, PlainQuery, cursor_of, page_size
from app.api.ogc.described import COLLECTIONS, CONFORMS_TO, CRS84, extent, known
from app.api.ogc.files import FILES, file_of
from app.api.ogc.links import GEOJSON, HTML, OPENAPI_30, OPENAPI_31, Link, address, base, link
from app.api.ogc.rows import ONE, ROWS
from app.api.params import shorten
from app.api.shapes.answers import documented
from app.errors import NotFound

router = APIRouter(prefix="/api", tags=["Features"])

PlainDep = Annotated[PlainQuery, Query()]
Name = Annotated[str, Path(max_length=100, description="the id of a collection")]
FeatureId = Annotated[str, Path(max_length=500, description="the id of a feature, stable")]


@router.get("", summary="Landing page", responses=documented("LandingPage", html=True))
def landing(request: Request, asked: PlainDep) -> Response:
    """Where everything is."""
    here = base(request)
    body = {
        "title": "Frontline",
        "description": "Ties the places and areas stated in war news to the polygons that bear them out.",
        "version": __version__,
        "links": [
            link(f"{here}/api/openapi", "service-desc", "What may be asked, OpenAPI 3.0", OPENAPI_30),
            link(f"{here}/openapi.json", "service-desc", "What may be asked, OpenAPI 3.1", OPENAPI_31),
            link(f"{here}/api/openapi?f=html", "service-doc", "What may be asked, to read", HTML),
            link(f"{here}/api/conformance", "conformance", "Classes of OGC API - Features that are kept"),
            link(f"{here}/api/collections", "data", "Collections"),
            *(link(f"{here}/api/{name}", "item", name) for name in ("documents", "mentions", "findings", "deltas")),
        ],
    }
    return answered(request, asked.f, "API", body)


@router.get("/conformance", summary="Conformance classes", responses=documented("Conformance", html=True))
def conformance(request: Request, asked: PlainDep) -> Response:
    """Which classes of OGC API - Features are kept."""
    return answered(request, asked.f, "Conformance", {"conformsTo": list(CONFORMS_TO)})


@router.get("/collections", summary="Collections", responses=documented("Collections", html=True))
def collections(request: Request, workspace: WorkspaceDep, asked: PlainDep) -> Response:
    """All collections."""
    told = []
    for name in COLLECTIONS:
        one = _described(request, workspace, name)
        here = f"{base(request)}/api/collections/{name}"
        own = [link(here, "self", "This document"), link(f"{here}?f=html", "alternate", "As html", HTML)]
        told.append({**one, "links": [*own, *one["links"]]})
    body = {"links": [], "collections": told}
    return answered(request, asked.f, "Collections", body)


@router.get("/collections/{collection}", summary="One collection", responses=documented("Collection", 404, html=True))
def collection(request: Request, workspace: WorkspaceDep, collection: Name, asked: PlainDep) -> Response:
    """What a collection holds, from when to when and where."""
    title = known(collection).title
    return answered(request, asked.f, title, _described(request, workspace, collection))


@router.get(
    "/collections/{collection}/items/{feature_id}",
    summary="One feature",
    responses=documented("Feature", 404, media_type=GEOJSON, html=True),
)
def item(
    request: Request, workspace: WorkspaceDep, collection: Name, feature_id: FeatureId, asked: PlainDep
) -> Response:
    """One feature by its id."""
    known(collection)
    row = ONE[collection](workspace, feature_id)
    if row is None:
        raise NotFound(f"no item {shorten(feature_id)} in {collection}")
    links = [
        link(f"{base(request)}/api/collections/{collection}", "collection", "Its collection"),
        *_beside(request, collection, row),
    ]
    return answered(request, asked.f, row["id"], {**feature(row), "links": links}, FEATURES)


def _items(name: str, query: type[ItemsQuery]) -> Callable[..., Response]:
    def items(request: Request, workspace: WorkspaceDep, asked: Annotated[Any, Query()]) -> Response:
        wanted = asked.asked()
        if asked.f in FILES or (asked.f == "geojson" and asked.limit is None and asked.cursor is None):
            return file_of(workspace, name, wanted, asked.f, asked.limit)
        size = page_size(name, asked.limit)
        found = list(islice(ROWS[name](workspace, wanted.limited(size)), size + 1))
        links: list[Link] = [
            link(address(request, f=f, limit=None, cursor=None), "alternate", f"All that fits, as {f}", media_type)
            for f, media_type in FILES.items()
        ]
        if len(found) > size:
            following = address(request, cursor=cursor_of(found[size - 1][0]))
            links.append(link(following, "next", "Next page", FEATURES[served(request, asked.f)]))
        links.append(link(f"{base(request)}/api/collections/{name}", "collection", "The collection"))
        features = [feature(row) for _, row in found[:size]]
        body = {"type": "FeatureCollection", "numberReturned": len(features), "features": features, "links": links}
        return answered(request, asked.f, COLLECTIONS[name].title, body, FEATURES)

    items.__annotations__["asked"] = Annotated[query, Query()]
    return items


for _name, _query in QUERIES.items():
    router.add_api_route(
        f"/collections/{_name}/items",
        _items(_name, _query),
        name=f"{_name}_items",
        summary=f"{COLLECTIONS[_name].title}: features",
        description=COLLECTIONS[_name].description,
        responses=documented(f"{_name.title()}Page", media_type=GEOJSON, html=True, more=FILES),
    )


@router.get("/collections/{collection}/items", include_in_schema=False)
def no_items(collection: str) -> Response:
    """Say that there is no such collection."""
    known(collection)
    raise AssertionError(collection)  # every known one has its own path, above


def _described(request: Request, workspace: Any, name: str) -> dict[str, Any]:
    here = f"{base(request)}/api/collections/{name}"
    title = COLLECTIONS[name].title
    told: dict[str, Any] = {
        "id": name,
        "title": title,
        "description": COLLECTIONS[name].description,
        "itemType": "feature",
        "crs": [CRS84],
        "links": [
            link(f"{here}/items", "items", f"{title} as GeoJSON", GEOJSON),
            link(f"{here}/items?f=html", "items", f"{title} as a page", HTML),
            *(link(f"{here}/items?f={f}", "items", f"{title} as {f}", kind) for f, kind in FILES.items()),
        ],
    }
    if found := extent(workspace, name):
        told["extent"] = found
    return told


def _beside(request: Request, collection: str, row: dict[str, Any]) -> list[Link]:
    """Return links to other views of the same thing."""
    if collection not in ("mentions", "claims"):
        return []
    page = f"{base(request)}/documents/{row['document_id']}#s{row['sentence']}"
    links = [link(page, "related", "Its sentence in the text", HTML)]
    return links
