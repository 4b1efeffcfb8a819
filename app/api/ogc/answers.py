"""A resource as JSON or as a page, features as GeoJSON, with their links."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import orjson
from fastapi import Request
from fastapi.responses import Response

from app.api.negotiate import prefers_html
from app.api.ogc.links import GEOJSON, HTML, JSON, Link, header, itself
from app.api.views import page

PLAIN = {"json": JSON, "html": HTML}
FEATURES = {"json": GEOJSON, "html": HTML}

Body = dict[str, Any]
Feature = dict[str, Any]


def served(request: Request, f: str | None) -> str:
    """Return the format that is answered: ``f`` decides, else ``Accept``."""
    if f is not None:
        return "html" if f == "html" else "json"
    accept = request.headers.get("accept", "*/*")
    return "html" if prefers_html(accept.replace(GEOJSON, JSON)) else "json"


def answered(
    request: Request, f: str | None, title: str, body: Body, media_types: Mapping[str, str] = PLAIN
) -> Response:
    """Return a resource, its own links first."""
    served_as = served(request, f)
    links: list[Link] = [*itself(request, served_as, media_types), *body.get("links", ())]
    whole = {**body, "links": links}
    headers = {"Vary": "Accept", **header(links)}
    if served_as == "html":
        response: Response = page(
            request, "api.html", title=title, body=whole, as_json=as_json, request_path=request.url.path
        )
        response.headers.update(headers | {"Vary": f"Accept, {response.headers['Vary']}"})
        return response
    return Response(orjson.dumps(whole), media_type=media_types["json"], headers=headers)


def feature(row: Mapping[str, Any]) -> Feature:
    """Return a row as a feature: its id, its geometry, and the rest as properties."""
    left_out = ("id", "geometry", "place", "candidates", "lat", "lon")
    properties = {key: value for key, value in row.items() if key not in left_out}
    if "place" in row:
        place = row["place"] or {}
        for key in ("id", "name", "kind", "country", "admin1", "gazetteer"):
            properties[f"place_{key}"] = place.get(key)
    return {"type": "Feature", "id": row["id"], "geometry": shape(row.get("geometry")), "properties": properties}


def shape(geometry: Any) -> dict[str, Any] | None:
    """Return a geometry as GeoJSON has it, its rings by the right-hand rule."""
    import shapely

    if geometry is None or geometry.is_empty:
        return None
    if geometry.geom_type == "Point":
        return {"type": "Point", "coordinates": [geometry.x, geometry.y]}
    told: dict[str, Any] = json.loads(shapely.to_geojson(shapely.orient_polygons(geometry)))
    return told


def as_json(value: Any) -> str:
    """Return a value as text for a page."""
    return json.dumps(value, ensure_ascii=False)
