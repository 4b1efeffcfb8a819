"""The formats that users have: how each is known by its content, read, and told which status its polygons have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from geodata.control import statuses
from geodata.control.archives import File
from geodata.control.content import family_of
from geodata.control.features import Collected, Feature, StatusOf
from geodata.control.geojson import check_whole, from_rings, read_geojson
from geodata.control.geojson_text import parse
from geodata.errors import ImportRefused


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
    family = file.family or family_of(file.data)
    if family == "json":
        file.document = parse(file.data)
        return FORMATS[name or _json_format(file.document, file.stem)]
    if family == "kml":
        from geodata.control import kml

        family = "amk" if kml.has_folder(file.data, statuses.allowed("amk")) else "kml"
    return FORMATS[name or family]


def _json_format(document: dict[str, Any], stem: str) -> str:
    features = document.get("features")
    if isinstance(document.get("areas"), list) and features is None:
        return "owlmaps"
    if isinstance(document.get("value"), dict) and "features" in document["value"]:
        return "nzz"
    if isinstance(document.get("map"), dict):
        return "deepstate-raw"
    first = features[0] if isinstance(features, Sequence) and features and isinstance(features[0], dict) else {}
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


def _read_geojson(file: File) -> Collected:
    return read_geojson(_document(file), file.crs, swap_axes=file.swap_axes)


def _read_deepstate(file: File) -> Collected:
    document = _document(file)
    inner = document.get("map")
    if isinstance(inner, dict):  # the answer of the "last" endpoint: its id is the time in Unix seconds
        file.dated_by = (*file.dated_by, str(document.get("id")))
        document = inner
    return read_geojson(document, file.crs, swap_axes=file.swap_axes)


def _read_value(file: File) -> Collected:
    return read_geojson(_document(file).get("value", {}), file.crs, swap_axes=file.swap_axes)


def _read_owlmaps(file: File) -> Collected:
    _keep_axes(file, "owlmaps has latitude first")
    found = Collected(notes=["axes read as latitude, longitude, as this format has them"])
    document = _document(file)
    for ground in _owlmaps_grounds(document, "areas"):
        if ground is None:
            found.drop("no ground in its geometry")
        else:
            found.features.append(Feature(ground))
    if isinstance(document.get("areas_ua"), list):
        for ground in _owlmaps_grounds(document, "areas_ua"):
            found.drop("'areas_ua' is not on the list", ground)
    return found


def _owlmaps_grounds(document: dict[str, Any], key: str) -> Iterator[Any]:
    for ring in document[key]:
        try:
            yield from_rings([[[vertex[1::-1] for vertex in ring]]])
        except (TypeError, ValueError, IndexError) as error:
            raise ImportRefused(f"{key}: expected rings of [latitude, longitude]: {error}") from error


def _read_kml(file: File) -> Collected:
    from geodata.control import kml

    _keep_axes(file, "KML has longitude first")
    return kml.read_kml(file.data)


def _read_ogr(file: File) -> Collected:
    from geodata.control import ogr

    return ogr.read_ogr(file.paths, file.crs, swap_axes=file.swap_axes)


def _read_esri(file: File) -> Collected:
    from geodata.control import ogr

    document = _document(file)
    check_whole(document)
    for number, feature in enumerate(document.get("features") or ()):
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        if isinstance(geometry, dict) and "curveRings" in geometry:  # GDAL takes it for no geometry
            raise ImportRefused(f"feature {number} is drawn with curves (curveRings): ask for returnTrueCurves=false")
    return ogr.read_ogr([file.data], file.crs, swap_axes=file.swap_axes)


def _read_parquet(file: File) -> Collected:
    from geodata.control import ogr

    return ogr.read_geoparquet(file.paths[0], file.crs, swap_axes=file.swap_axes)


def _keep_axes(file: File, why: str) -> None:
    if file.swap_axes:
        raise ImportRefused(f"{why} by its own rule: leave --swap-axes out")


def _document(file: File) -> dict[str, Any]:
    return parse(file.data) if file.document is None else file.document


FORMATS: dict[str, Format] = {
    found.name: found
    for found in (
        Format("geojson", _read_geojson),
        Format("deepstate-raw", _read_deepstate, lambda _: statuses.by_token),
        Format("isw", _read_geojson, lambda file: statuses.by_layer(file.stem)),
        Format("nzz", _read_value, lambda _: statuses.by_type),
        Format("owlmaps", _read_owlmaps),
        Format("amk", _read_kml, lambda _: statuses.by_folder),
        Format("kml", _read_kml),
        Format("esrijson", _read_esri),
        Format("geopackage", _read_ogr),
        Format("shapefile", _read_ogr),
        Format("flatgeobuf", _read_ogr),
        Format("geoparquet", _read_parquet),
    )
}
