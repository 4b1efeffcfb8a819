"""Boundaries with names: oblasts for "in the Donetsk region", and the country's outline."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shapely import MultiPolygon

from geodata.areas import mended
from geodata.control.content import refused
from geodata.control.features import Collected
from geodata.control.read import read_features
from geodata.errors import GeometryError, ImportRefused

_NAME_COLUMNS = ("name", "name_en", "name_1", "shapename", "nam", "adm1_en", "adm0_en", "region", "oblast")
_LONGEST_NAME = 120
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Region:
    """A named boundary, EPSG:4326, and its names in other columns of the file."""

    name: str
    geometry: MultiPolygon
    other_names: tuple[str, ...]


def read_regions(path: Path, *, name_column: str | None) -> list[Region]:
    """Read the named boundaries of a file, in any format that control is read in.

    Parameters
    ----------
    path : Path
        GeoJSON, KML, GeoPackage, Shapefile (zipped), FlatGeobuf or GeoParquet.
    name_column : str or None
        The column of names; None takes the first that is usual (``name``, ``name_en``, ``shapeName``…).

    Returns
    -------
    list of Region
        In the file's order; features of the same name are one region.

    Raises
    ------
    ImportRefused
        One line with the file's name: no such column (with those there are), no polygons, or what
        :func:`geodata.control.read_control` refuses.
    """
    try:
        found = read_features(path)
        column = _column(found, name_column)
        return _regions(found, column)
    except (ImportRefused, GeometryError) as error:
        raise refused(path, error) from error
    except RecursionError as error:
        raise ImportRefused(f"{path.name}: nested too deeply to be polygons") from error


def _column(found: Collected, wanted: str | None) -> str:
    if not found.features:
        raise ImportRefused("expected polygons with names, got none")
    columns = list(dict.fromkeys(key for feature in found.features for key in feature.properties))
    for name in (wanted.lower(),) if wanted else _NAME_COLUMNS:
        for column in columns:
            if column.lower() == name:
                return column
    there = ", ".join(columns[:_SHOWN]) or "none"
    wish = f"a column {wanted!r}" if wanted else "a column of names such as name (say which with --name-column)"
    raise ImportRefused(f"expected {wish}; there are: {there}")


def _regions(found: Collected, column: str) -> list[Region]:
    grounds: dict[str, list[Any]] = {}
    others: dict[str, dict[str, None]] = {}
    for feature in found.features:
        name = _name(feature.properties.get(column))
        if name is None:
            raise ImportRefused(f"expected a name in the column {column!r}, got {feature.properties.get(column)!r}")
        grounds.setdefault(name, []).append(feature.geometry)
        more = (_name(value) for key, value in feature.properties.items() if key != column)
        others.setdefault(name, {}).update({other: None for other in more if other not in (None, name)})
    return [Region(name, _united(parts, name), tuple(others[name])) for name, parts in grounds.items()]


def _united(parts: list[Any], name: str) -> MultiPolygon:
    from shapely import GeometryCollection

    ground = mended(GeometryCollection(parts))
    if ground.is_empty:
        raise ImportRefused(f"{name}: expected ground, got an empty boundary")
    return ground


def _name(value: Any) -> str | None:
    """Return a value that can be a name: text with a letter in it, no longer than a name is."""
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return text if any(map(str.isalpha, text)) and len(text) <= _LONGEST_NAME else None
