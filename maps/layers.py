"""Frames → Folium layers. Colours stand in ``map.css``, by class, so that light and dark share one page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import folium
import numpy as np
import shapely

from geodata.frames import check_change, check_control
from maps.elements import label, named

if TYPE_CHECKING:
    import geopandas as gpd

TOLERANCE_DEGREES = 0.0003
"""About 30 m: finer than the figures on the page, coarser than digitising noise."""
DIGITS = 4


def control_layers(frame: gpd.GeoDataFrame, when: str, *, show: bool = True) -> list[folium.GeoJson]:
    """Return a layer for each status of a control frame.

    Parameters
    ----------
    frame : GeoDataFrame
        Control frame, EPSG:4326.
    when : str
        "before" or "after"; decides the look.

    Raises
    ------
    FrameError
        If the frame does not keep the contract.
    """
    check_control(frame)
    layers = []
    for count, ((source, on, status), rows) in enumerate(frame.groupby(["source", "on", "status"], sort=True)):
        slug = _slug(str(status))
        layers.append(
            _layer(
                rows.geometry,
                name=f"{source}: {status}, {on}",
                slug=f"{when}_{count}",  # two statuses may share a slug
                css=f"fl-control fl-{when} fl-status-{slug}",
                show=show,
            )
        )
    return layers


def change_layers(frame: gpd.GeoDataFrame) -> list[folium.GeoJson]:
    """Return the layers of what was gained and lost; those without ground are left out.

    Raises
    ------
    FrameError
        If the frame does not keep the contract.
    """
    check_change(frame)
    layers = []
    for kind in ("gained", "lost"):
        rows = frame[frame["kind"] == kind]
        if len(rows) and not rows.geometry.is_empty.all():
            layers.append(_layer(rows.geometry, name=kind.capitalize(), slug=kind, css=f"fl-change fl-{kind}"))
    return layers


def region_layers(frame: gpd.GeoDataFrame) -> list[folium.GeoJson]:
    """Return the ground: the country's outline below, the regions' outlines above it."""
    layers = []
    for country, slug, name in ((True, "country", "Country"), (False, "regions", "Regions")):
        rows = frame[frame["country"].astype(bool) == country]
        if len(rows):
            layers.append(_layer(rows.geometry, name=name, slug=slug, css=f"fl-ground fl-{slug}", control=False))
    return layers


def _layer(
    geometries: gpd.GeoSeries, *, name: str, slug: str, css: str, show: bool = True, control: bool = True
) -> folium.GeoJson:
    # Leaflet puts a layer's name into innerHTML, so it is made inert here.
    layer = folium.GeoJson(
        {"type": "FeatureCollection", "features": list(_features(geometries))},
        name=label(name),
        show=show,
        control=control,
        class_name=css,
        interactive=False,
        smooth_factor=0.8,
    )
    return named(layer, slug)


def _features(geometries: Iterable[Any]) -> Iterable[dict[str, Any]]:
    for geometry in geometries:
        if geometry is None or geometry.is_empty:
            continue
        thin = shapely.simplify(geometry, TOLERANCE_DEGREES, preserve_topology=True)
        rounded = shapely.transform(thin, lambda xy: np.round(xy, DIGITS))
        yield {"type": "Feature", "properties": {}, "geometry": json.loads(shapely.to_geojson(rounded))}


def _slug(text: str) -> str:
    """Return letters, digits and underscores only: it becomes part of a JavaScript name and a class.

    >>> _slug("pre-2022")
    'pre_2022'
    """
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_") or "x"
