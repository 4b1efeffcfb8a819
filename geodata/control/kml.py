"""KML and KMZ into features: each with its folder's name, its data and its time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from geodata.control.content import MOST_TEXT_BYTES, check_text_size, open_archive, unpacking
from geodata.control.features import Collected, Feature
from geodata.control.geojson import from_rings
from geodata.errors import ImportRefused

_CHUNK_BYTES = 1024**2


def is_kmz(data: bytes) -> bool:
    """Whether a zip archive holds a KML file."""
    return _kml_name(open_archive(data)) is not None


def has_folder(data: bytes, names: dict[str, str]) -> bool:
    """Whether a folder of the document bears one of the names (in lower case)."""
    return any(_folder_name(folder).lower() in names for folder in _root(data).iter("{*}Folder"))


def read_kml(data: bytes) -> Collected:
    """Return the polygons of a KML file, or of the KML file in a KMZ; the format is always EPSG:4326.

    Raises
    ------
    ImportRefused
        No XML, a document type declaration, an archive that unpacks to too much, or coordinates that are no numbers.
    """
    found = Collected()
    for placemark in _root(data).iter("{*}Placemark"):
        name = placemark.findtext("{*}name", "").strip()
        polygons = [_rings(polygon, name) for polygon in placemark.iter("{*}Polygon")]
        ground = from_rings(polygons)
        if ground is None:
            kind = next((k for k in ("Point", "LineString") if placemark.find(f".//{{*}}{k}") is not None), "Placemark")
            found.dropped[f"{kind}, no polygon"] += 1
            continue
        folder = next(placemark.iterancestors("{*}Folder"), None)
        layer = "" if folder is None else _folder_name(folder)
        found.features.append(Feature(ground, dict(_properties(placemark)) | {"name": name}, layer))
    return found


def _properties(placemark: Any) -> Iterator[tuple[str, str]]:
    for item in placemark.iter("{*}Data"):
        yield item.get("name", ""), item.findtext("{*}value", "").strip()
    for item in placemark.iter("{*}SimpleData"):
        yield item.get("name", ""), (item.text or "").strip()
    for tag in ("when", "begin"):
        if when := placemark.findtext(f".//{{*}}{tag}"):
            yield "date", when.strip()


def _rings(polygon: Any, name: str) -> list[list[list[float]]]:
    """Return the shell and the holes of a polygon."""
    rings = []
    for boundary in ("outerBoundaryIs", "innerBoundaryIs"):
        for text in polygon.iterfind(f"{{*}}{boundary}//{{*}}coordinates"):
            rings.append([_vertex(vertex, name) for vertex in (text.text or "").split()])
    return rings


def _vertex(text: str, name: str) -> list[float]:
    try:
        lon, lat = text.split(",")[:2]
        return [float(lon), float(lat)]
    except ValueError as error:
        raise ImportRefused(f"{name or 'a placemark'}: expected lon,lat pairs, got {text[:40]!r}") from error


def _folder_name(folder: Any) -> str:
    return " ".join(folder.findtext("{*}name", "").split())


def _root(data: bytes) -> Any:
    from lxml import etree

    text = _unpacked(data) if data.startswith(b"PK") else data
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise ImportRefused("expected KML, got XML with a document type declaration")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(text, parser)
    except etree.XMLSyntaxError as error:
        raise ImportRefused(f"expected KML, got {error}") from error
    if etree.QName(root).localname != "kml":
        raise ImportRefused(f"expected KML, got XML of {etree.QName(root).localname!r}")
    return root


def _unpacked(data: bytes) -> bytes:
    """Return the KML file of an archive; what it says of its size is not believed."""
    archive = open_archive(data)
    name = _kml_name(archive)
    if name is None:
        raise ImportRefused("expected a KML file in the archive, got none")
    unpacked = io.BytesIO()
    with unpacking(), archive.open(name) as packed:
        while (chunk := packed.read(_CHUNK_BYTES)) and unpacked.tell() <= MOST_TEXT_BYTES:
            unpacked.write(chunk)
    check_text_size(unpacked.tell())
    return unpacked.getvalue()


def _kml_name(archive: zipfile.ZipFile) -> str | None:
    names = [name for name in archive.namelist() if name.lower().endswith(".kml")]
    return next((name for name in names if name == "doc.kml"), names[0] if names else None)
