"""Frames → layers of polygons. Colours stand in ``map.css``, by class, so that light and dark share one page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geodata.frames import check_change, check_control

if TYPE_CHECKING:
    import geopandas as gpd

TOLERANCE_DEGREES = 0.0003
"""About 30 m: finer than the figures on the page, coarser than digitising noise."""
GROUND_TOLERANCE_DEGREES = 0.002
"""Outlines of regions only say where one is."""
DIGITS = 4


@dataclass(frozen=True)
class PolygonLayer:
    """One layer of polygons, and how a page may ask for it.

    Parameters
    ----------
    name : str
        As shown in the layer control.
    slug : str
        Letters, digits and underscores; unique on its map.
    css, pane : str
        Class of its paths, and the pane that keeps the drawing order.
    geometries : GeoSeries
        EPSG:4326.
    query : mapping
        What tells this layer from others: the arguments of a request for it.
    """

    name: str
    slug: str
    css: str
    pane: str
    geometries: gpd.GeoSeries
    query: Mapping[str, str]
    control: bool = True
    tolerance: float = TOLERANCE_DEGREES

    def geojson(self) -> dict[str, Any]:
        """Return it as it is drawn: thinned, rounded to about 10 m, without properties."""
        return {"type": "FeatureCollection", "features": list(_features(self.geometries, self.tolerance))}


def control_layers(frame: gpd.GeoDataFrame, when: str) -> list[PolygonLayer]:
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
    return [
        PolygonLayer(
            name=f"{source}: {status}, {on}",
            slug=f"{when}_{count}",  # two statuses may be the same as a slug
            css=f"fl-control fl-{when} fl-status-{_slug(str(status))}",
            pane=when,
            geometries=rows.geometry,
            query={"layer": "control", "source": str(source), "on": str(on)[:10], "status": str(status)},
        )
        for count, ((source, on, status), rows) in enumerate(frame.groupby(["source", "on", "status"], sort=True))
    ]


def change_layers(frame: gpd.GeoDataFrame) -> list[PolygonLayer]:
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
            first = rows.iloc[0]
            days = {"from": str(first["start"])[:10], "to": str(first["end"])[:10]}
            layers.append(
                PolygonLayer(
                    name=kind.capitalize(),
                    slug=kind,
                    css=f"fl-change fl-{kind}",
                    pane="change",
                    geometries=rows.geometry,
                    query={"layer": "change", "source": str(first["source"]), **days, "kind": kind},
                )
            )
    return layers


def region_layers(frame: gpd.GeoDataFrame) -> list[PolygonLayer]:
    """Return the ground: the country's outline below, the regions' outlines above it."""
    layers = []
    for country, slug, name in ((True, "country", "Country"), (False, "regions", "Regions")):
        rows = frame[frame["country"].astype(bool) == country]
        if len(rows):
            layers.append(
                PolygonLayer(
                    name=name,
                    slug=slug,
                    css=f"fl-ground fl-{slug}",
                    pane=slug,
                    geometries=rows.geometry,
                    query={"layer": slug},
                    control=False,
                    tolerance=GROUND_TOLERANCE_DEGREES,
                )
            )
    return layers


def _features(geometries: Iterable[Any], tolerance: float) -> Iterator[dict[str, Any]]:
    for geometry in geometries:
        if geometry is None or geometry.is_empty:
            continue
        thin = shapely.simplify(geometry, tolerance, preserve_topology=True)
        rounded = shapely.transform(thin, lambda xy: np.round(xy, DIGITS))
        yield {"type": "Feature", "properties": {}, "geometry": json.loads(shapely.to_geojson(rounded))}


def _slug(text: str) -> str:
    """Return letters, digits and underscores only: it becomes part of a class.

    >>> _slug("pre-2022")
    'pre_2022'
    """
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_") or "x"
