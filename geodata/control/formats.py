"""The formats that users have: how each is known by its content, read, and told which status its polygons have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geodata.control import statuses
from geodata.control.content import family_of
from geodata.control.features import Collected, Feature
from geodata.control.geojson import from_rings, parse, read_geojson
from geodata.errors import ImportRefused

StatusOf = Callable[[Feature], tuple[str | None, str]]


@dataclass(slots=True)
class File:
    """A file on its way in: its bytes, the JSON object in it where it is one, the CRS that the user states."""

    path: Path
    data: bytes
    crs: str | None = None
    document: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is read; ``rule`` gives each feature's status where the file itself says it."""

    name: str
    read: Callable[[File], Collected]
    rule: Callable[[File], StatusOf] | None = None


def format_of(file: File, name: str | None = None) -> Format:
    """Return the format of a file, by its content or as the user names it.

    Raises
    ------
    ImportRefused
        An unknown name, or bytes that are no format of polygons.
    """
    if name is not None and name not in FORMATS:
        raise ImportRefused(f"expected a format of {', '.join(FORMATS)}, got {name!r}")
    family = family_of(file.data)
    if family == "json":
        file.document = parse(file.data)
        return FORMATS[name or _json_format(file.document, file.path.stem)]
    if family in ("kml", "zip"):
        family = _kml_or_zip(file, family)
    return FORMATS[name or family]


def _json_format(document: dict[str, Any], stem: str) -> str:
    features = document.get("features")
    first = features[0] if isinstance(features, list) and features and isinstance(features[0], dict) else {}
    if isinstance(document.get("areas"), list) and features is None:
        return "owlmaps"
    if isinstance(document.get("value"), dict) and "features" in document["value"]:
        return "nzz"
    if "geometryType" in document or "attributes" in first:
        return "esrijson"
    properties = [
        f["properties"] for f in features or () if isinstance(f, dict) and isinstance(f.get("properties"), dict)
    ]
    if any("///" in str(p.get("name", "")) for p in properties):
        return "deepstate-raw"
    if statuses.isw_status(stem) or any(statuses.isw_status(str(p["layer"])) for p in properties if "layer" in p):
        return "isw"
    return "geojson"


def _kml_or_zip(file: File, family: str) -> str:
    from geodata.control import kml

    if family == "zip" and not kml.is_kmz(file.data):
        return "shapefile"
    return "amk" if kml.has_folder(file.data, statuses.allowed("amk")) else "kml"


def _read_geojson(file: File) -> Collected:
    return read_geojson(_document(file), file.crs)


def _read_value(file: File) -> Collected:
    return read_geojson(_document(file).get("value", {}), file.crs)


def _read_owlmaps(file: File) -> Collected:
    found = Collected(notes=["axes read as latitude, longitude, as this format has them"])
    for ring in _document(file)["areas"]:
        try:
            ground = from_rings([[[vertex[1::-1] for vertex in ring]]])
        except (TypeError, ValueError, IndexError) as error:
            raise ImportRefused(f"areas: expected rings of [latitude, longitude]: {error}") from error
        if ground is None:
            found.dropped["no ground in its geometry"] += 1
        else:
            found.features.append(Feature(ground))
    return found


def _read_kml(file: File) -> Collected:
    from geodata.control import kml

    return kml.read_kml(file.data)


def _read_ogr(file: File) -> Collected:
    from geodata.control import ogr

    return ogr.read_ogr(file.path, file.crs)


def _read_parquet(file: File) -> Collected:
    from geodata.control import ogr

    return ogr.read_geoparquet(file.path, file.crs)


def _document(file: File) -> dict[str, Any]:
    return parse(file.data) if file.document is None else file.document


FORMATS: dict[str, Format] = {
    found.name: found
    for found in (
        Format("geojson", _read_geojson),
        Format("deepstate-raw", _read_geojson, lambda _: statuses.by_token),
        Format("isw", _read_geojson, lambda file: statuses.by_layer(file.path.stem)),
        Format("nzz", _read_value, lambda _: statuses.by_type),
        Format("owlmaps", _read_owlmaps),
        Format("amk", _read_kml, lambda _: statuses.by_folder),
        Format("kml", _read_kml),
        Format("esrijson", _read_ogr),
        Format("geopackage", _read_ogr),
        Format("shapefile", _read_ogr),
        Format("flatgeobuf", _read_ogr),
        Format("geoparquet", _read_parquet),
    )
}
