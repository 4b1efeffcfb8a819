"""The map as parts of a page, and as one file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import cast

import folium
from branca.element import Element, Figure
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from maps.assets import SCRIPTS, STYLES, inlined_script, inlined_style
from maps.elements import LocalMap, PlaceCluster, Polygons, Start, label, named
from maps.layers import PolygonLayer, change_layers, control_layers, region_layers
from maps.places import place_rows
from maps.view import EUROPE, MapView
from maps.words import GEONAMES, day

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined
)
_TEMPLATES.filters["day"] = day


@dataclass(frozen=True)
class MapParts:
    """What a page puts into its head, its body and the end of its body; all three are finished HTML."""

    head: str
    body: str
    script: str


LayerUrl = Callable[[Mapping[str, str]], str]
"""Gives the address at which a layer's polygons are served."""


def render(view: MapView, *, nonce: str, static: str = "/static", layer_url: LayerUrl | None = None) -> MapParts:
    """Return the parts of a page with this map.

    Parameters
    ----------
    view : MapView
        What to show.
    nonce : str
        Stands on each script, so that ``script-src 'self' 'nonce-…'`` lets it run.
    static : str
        Where :func:`maps.assets.folders` is served.
    layer_url : callable, optional
        Turns a layer's query into the address of its GeoJSON; without it the polygons stand in the page.

    Raises
    ------
    FrameError
        If a frame does not keep the contract of :mod:`geodata.frames`.
    """
    figure = _figure(view, layer_url)
    nonce, static = escape(nonce), escape(static)
    head = "".join(f'<link rel="stylesheet" href="{static}/{style}">' for style in STYLES)
    scripts = "".join(f'<script nonce="{nonce}" src="{static}/{script}"></script>' for script in SCRIPTS)
    return MapParts(
        head=head,
        body=_body(view, figure),
        script=f'{scripts}<script nonce="{nonce}">{_written(figure.script)}</script>',
    )


def standalone(view: MapView) -> str:
    """Return one HTML file: scripts, styles and data inside, no request to any host unless tiles are set."""
    figure = _figure(view)
    return _TEMPLATES.get_template("standalone.html").render(
        view=view,
        geonames=GEONAMES,
        styles=[inlined_style(style) for style in STYLES],
        scripts=[*map(inlined_script, SCRIPTS), _written(figure.script)],
        body=_body(view, figure),
    )


def _figure(view: MapView, layer_url: LayerUrl | None = None) -> Figure:
    """Build Folium's tree and let it write its parts."""
    leaflet = named(LocalMap(location=[49.0, 33.0], zoom_start=6, max_zoom=view.max_zoom, min_zoom=3), "front")
    if view.tiles_url:
        tiles = folium.TileLayer(
            view.tiles_url, attr=label(view.tiles_attribution) or "Tiles", name="Tiles", control=False
        )
        named(tiles, "tiles").add_to(leaflet)
    for layer in _layers(view):
        source = layer.geojson() if layer_url is None else layer_url(layer.query)
        named(Polygons(layer, source), layer.slug).add_to(leaflet)
    clusters = _clusters(view)
    for cluster in clusters:
        cluster.add_to(leaflet)
    named(folium.LayerControl(collapsed=True), "layers").add_to(leaflet)
    start = Start(
        clusters,
        bounds=_bounds(view),
        focus=view.focus,
        found=[[place["lat"], place["lon"], place["name"], place["id"] == view.found_focus] for place in view.found],
        attributions=[label(line) for line in view.attributions if line],
    )
    named(start, "start").add_to(leaflet)
    figure = leaflet.get_root()
    figure.render()
    return cast(Figure, figure)


def _layers(view: MapView) -> list[PolygonLayer]:
    """Return the layers of polygons, the lowest first."""
    layers: list[PolygonLayer] = []
    if view.regions is not None and len(view.regions):
        layers += region_layers(view.regions)
    for frame, when in ((view.after, "after"), (view.before, "before")):
        if frame is not None and len(frame):
            layers += control_layers(frame, when)
    if view.change is not None and len(view.change):
        layers += change_layers(view.change)
    return layers


def _written(part: Element) -> str:
    """Return what Folium has rendered without letting it render the result as a template again."""
    return "\n".join(child._template_str or "" for child in part._children.values())


def _clusters(view: MapView) -> list[PlaceCluster]:
    layers = []
    for wide, slug, name in ((False, "places", "Places in texts"), (True, "areas", "Regions and countries in texts")):
        rows = place_rows(view.mentions, wide=wide, document_url=view.document_url, focus=view.focus)
        if rows:
            layers.append(named(PlaceCluster(rows, name, show=not wide), slug))
    return layers


def _bounds(view: MapView) -> list[list[float]]:
    """Return where the map opens: the change, else the controlled ground, else the points, else the default."""
    for frame in (view.change, view.after, view.before):
        if frame is not None and len(frame) and not frame.geometry.is_empty.all():
            west, south, east, north = (float(value) for value in frame.total_bounds)
            return [[south, west], [north, east]]
    points = [row[:2] for row in place_rows(view.mentions, wide=False)]
    if points:
        latitudes, longitudes = zip(*points, strict=True)
        return [[min(latitudes), min(longitudes)], [max(latitudes), max(longitudes)]]
    return [list(corner) for corner in EUROPE]


def _body(view: MapView, figure: Figure) -> str:
    areas = {} if view.change is None else view.change.groupby("kind")["area_km2"].sum().to_dict()
    return _TEMPLATES.get_template("map.html").render(
        view=view,
        map=_written(figure.html),
        gained_km2=areas.get("gained", 0.0) if view.change is not None else None,
        lost_km2=areas.get("lost", 0.0) if view.change is not None else None,
    )
