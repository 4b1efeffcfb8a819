"""From the file's coordinate reference system to longitude and latitude."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from geodata.areas import Floats
from geodata.crs import CRS
from geodata.errors import ImportRefused

_LONLAT = frozenset(
    {
        CRS,
        "OGC:CRS84",
        "CRS84",
        "URN:OGC:DEF:CRS:OGC:1.3:CRS84",
        "URN:OGC:DEF:CRS:OGC::CRS84",
        "URN:OGC:DEF:CRS:EPSG::4326",
    }
)


def reprojection(crs: Any, notes: list[str], *, swap_axes: bool = False) -> Callable[[Floats], Floats] | None:
    """Return what takes coordinates of `crs` to EPSG:4326, or None where they are that already.

    Parameters
    ----------
    crs : str or None
        A name that PROJ knows; None is EPSG:4326.
    notes : list of str
        Gets a line where coordinates are reprojected or exchanged; the same line is there once.
    swap_axes : bool
        The file has latitude (or northing) before longitude (or easting).

    Raises
    ------
    ImportRefused
        PROJ does not know the name, or no way from there.
    """
    if swap_axes:
        _note(notes, "axes exchanged, as stated")
    flip = _exchanged if swap_axes else None
    if crs is None or str(crs).upper() in _LONLAT:
        return flip
    import pyproj

    try:
        found = pyproj.CRS.from_user_input(crs)
    except pyproj.exceptions.CRSError as error:
        raise ImportRefused(f"CRS {str(crs)[:80]!r} is not known: expected a name such as EPSG:32637") from error
    if found.equals(pyproj.CRS(CRS), ignore_axis_order=True):
        return flip
    try:
        transformer = pyproj.Transformer.from_crs(found, CRS, always_xy=True)
    except pyproj.exceptions.ProjError as error:
        raise ImportRefused(f"CRS {str(crs)[:80]!r} has no way to {CRS}: state another with --crs") from error
    _note(notes, f"reprojected from {found.name} to {CRS}")

    def to_lonlat(xy: Floats) -> Floats:
        xy = _exchanged(xy) if swap_axes else xy
        return np.stack(transformer.transform(xy[:, 0], xy[:, 1]), axis=1)

    return to_lonlat


def _exchanged(xy: Floats) -> Floats:
    return xy[:, ::-1]


def _note(notes: list[str], line: str) -> None:
    if line not in notes:
        notes.append(line)
