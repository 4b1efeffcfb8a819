"""What a change amounts to, place by place: by region, and how deep each piece of ground is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon

from geodata.areas import area_km2, mended
from geodata.changes import Change
from geodata.line import distance_to_line_km
from geodata.regions import Region

OUTSIDE = ""
"""The name under which ground outside all regions stands."""

# Between vertices of a piece this far apart no point is missed by more than half of it.
_STEP_DEG = 0.005


@dataclass(frozen=True, slots=True)
class Move:
    """One piece of ground that changed hands.

    Parameters
    ----------
    depth_km : float or None
        How far its farthest point lies from where the line, or the border, ran before; None where there was neither.
    lon, lat : float
        That point, or one inside the piece.
    """

    kind: Literal["gained", "lost"]
    geometry: Polygon
    area_km2: float
    depth_km: float | None
    lon: float
    lat: float


def by_region(moved: Change, regions: Sequence[Region]) -> dict[str, Change]:
    """Share a change out among regions, in one pass; the parts add up to the whole to 0.01 km².

    Ground that two boundaries both claim goes to the first of them; ground outside all of them stands under
    :data:`OUTSIDE`.

    Parameters
    ----------
    moved : Change
        As :func:`geodata.changes.change` gives it.
    regions : sequence of Region
        EPSG:4326.

    Returns
    -------
    dict of str to Change
        Each region in the order given, then :data:`OUTSIDE`.
    """
    gained, lost = _shared_out(moved.gained, regions), _shared_out(moved.lost, regions)
    return {name: Change(gained[name], lost[name], area_km2(gained[name]), area_km2(lost[name])) for name in gained}


def moves(moved: Change, line_before: Any, outline: MultiPolygon | None = None, least_km2: float = 0.0) -> list[Move]:
    """Return the pieces of a change, the largest first, each with its depth from the line before.

    Parameters
    ----------
    moved : Change
        As :func:`geodata.changes.change` gives it.
    line_before : MultiLineString
        The line on the earlier day, by :func:`geodata.line.front_line`.
    outline : MultiPolygon, optional
        The country: an advance over its border starts there, however far the line is.
    least_km2 : float
        Smaller pieces are slivers of digitising and left out.
    """
    starts = line_before if outline is None else shapely.union_all([line_before, outline.boundary])
    found = []
    for kind, ground in (("gained", moved.gained), ("lost", moved.lost)):
        for piece in ground.geoms:
            km2 = area_km2(piece)
            if km2 >= least_km2:
                depth_km, lon, lat = _deepest(piece, starts)
                found.append(Move(kind, piece, km2, depth_km, lon, lat))  # type: ignore[arg-type]
    return sorted(found, key=lambda move: (-move.area_km2, move.lon, move.lat))


def _shared_out(ground: MultiPolygon, regions: Sequence[Region]) -> dict[str, MultiPolygon]:
    shares, rest = {}, ground
    for region in regions:
        if rest.is_empty or not region.geometry.intersects(rest):
            shares[region.name] = MultiPolygon()
            continue
        shares[region.name] = mended(shapely.intersection(rest, region.geometry))
        rest = mended(shapely.difference(rest, region.geometry))
    return shares | {OUTSIDE: rest}


def _deepest(piece: Polygon, line: Any) -> tuple[float | None, float, float]:
    """Return how far the piece's farthest point is from the line, and that point."""
    corners = shapely.get_coordinates(shapely.segmentize(piece.exterior, _STEP_DEG))[:-1]
    if line.is_empty:
        lon, lat = shapely.get_coordinates(shapely.point_on_surface(piece))[0]
        return None, float(lon), float(lat)
    # In degrees, scaled to the latitude, the order of distances is near enough to choose whom to measure.
    scale = np.cos(np.radians(corners[:, 1].mean()))
    flat_line = shapely.transform(line, lambda lonlat: lonlat * [scale, 1.0])
    flat = shapely.distance(shapely.points(corners * [scale, 1.0]), flat_line)
    nominees = corners[np.argsort(-flat)[:3]]
    measured = [(distance_to_line_km(lon, lat, line) or 0.0, float(lon), float(lat)) for lon, lat in nominees]
    return max(measured)
