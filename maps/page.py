"""The map as one file."""

from __future__ import annotations

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
from maps.words import GEONAMES, day, words

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined
)
TEMPLATES.filters["day"] = day


def standalone(view: MapView) -> str:
    """Return one HTML file: scripts, styles and data inside, no request to any host unless tiles are set.

    Raises
    ------
    FrameError
        If a frame does not keep the contract of :mod:`geodata.frames`.
    """
    figure = _figure(view)
    return TEMPLATES.get_template("standalone.html").render(
        view=view,
        geonames=GEONAMES,
        styles=[inlined_style(style) for style in STYLES],
        scripts=[*map(inlined_script, SCRIPTS), written(figure.script)],
        body=_body(view, figure),
    )


def _figure(view: MapView) -> Figure:
    """Build Folium's tree and let it write its parts."""
    leaflet = shell("front", max_zoom=view.max_zoom, tiles=(view.tiles_url, view.tiles_attribution))
    for layer in _layers(view):
        named(Polygons(layer, layer.geojson()), layer.slug).add_to(leaflet)
    for cluster in _clusters(view):
        cluster.add_to(leaflet)
    named(folium.LayerControl(collapsed=True), "layers").add_to(leaflet)
    start = Start(
        bounds=_bounds(view),
        attributions=[label(line) for line in view.attributions if line],
        words=words().within("map."),
    )
    named(start, "start").add_to(leaflet)
    figure = leaflet.get_root()
    figure.render()
    return cast(Figure, figure)


def shell(name: str, *, max_zoom: int, tiles: tuple[str | None, str], text: str = "Map") -> LocalMap:
    """Return an empty map, with tiles where they are set."""
    leaflet = named(LocalMap(location=[49.0, 33.0], zoom_start=6, max_zoom=max_zoom, min_zoom=3, text=text), name)
    url, attribution = tiles
    if url:
        layer = folium.TileLayer(url, attr=label(attribution) or "Tiles", name="Tiles", control=False)
        named(layer, f"tiles_{name}").add_to(leaflet)
    return leaflet


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


def written(part: Element) -> str:
    """Return what Folium has rendered without letting it render the result as a template again."""
    return "\n".join(child._template_str or "" for child in part._children.values())


def _clusters(view: MapView) -> list[PlaceCluster]:
    layers = []
    for wide, slug, name in ((False, "places", "Places in texts"), (True, "areas", "Regions and countries in texts")):
        rows = place_rows(view.mentions, wide=wide, document_url=view.document_url)
        if rows:
            layers.append(named(PlaceCluster(rows, name, words().within("map."), show=not wide), slug))
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
    return TEMPLATES.get_template("map.html").render(
        view=view,
        map=written(figure.html),
        gained_km2=areas.get("gained", 0.0) if view.change is not None else None,
        lost_km2=areas.get("lost", 0.0) if view.change is not None else None,
    )
