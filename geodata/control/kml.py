"""KML into features: each with its folder's name, its data and its time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from geodata.control.features import Collected, Feature
from geodata.control.geojson import from_rings
from geodata.errors import ImportRefused


def has_folder(data: bytes, names: dict[str, str]) -> bool:
    """Whether a folder of the document bears one of the names (in lower case)."""
    return any(_folder_name(folder).lower() in names for folder in _root(data).iter("{*}Folder"))


def read_kml(data: bytes) -> Collected:
    """Return the polygons of a KML file; the format is always EPSG:4326.

    Raises
    ------
    ImportRefused
        No KML, a document type declaration, a link to another file, or coordinates that are no numbers.
    """
    found = Collected()
    root = _root(data)
    for placemark in root.iter("{*}Placemark"):
        name = placemark.findtext("{*}name", "").strip()
        polygons = [_rings(polygon, name) for polygon in placemark.iter("{*}Polygon")]
        ground = from_rings(polygons)
        if ground is None:
            kind = next((k for k in ("Point", "LineString") if placemark.find(f".//{{*}}{k}") is not None), "Placemark")
            found.drop(f"{kind}, no polygon")
            continue
        folder = next(placemark.iterancestors("{*}Folder"), None)
        layer = "" if folder is None else _folder_name(folder)
        found.features.append(Feature(ground, dict(_properties(placemark)) | {"name": name}, layer))
    if not found.features and (link := root.findtext(".//{*}NetworkLink//{*}href")) is not None:
        raise ImportRefused(
            f"expected polygons, got a link to {link.strip()[:80]!r} (NetworkLink): save that file instead"
        )
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

    if data[:1024].lstrip()[:14].lower().startswith((b"<!doctype html", b"<html")):
        raise ImportRefused("expected polygons, got a web page: an error page that was saved in place of the file?")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ImportRefused("expected KML, got XML with a document type declaration")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
        if root.getroottree().docinfo.doctype:  # in an encoding that hid it above
            raise ImportRefused("expected KML, got XML with a document type declaration")
    except etree.XMLSyntaxError as error:
        if "XML_PARSE_HUGE" in str(error):
            raise ImportRefused("expected KML, got XML nested too deeply, or over 10 MB in one ring") from error
        raise ImportRefused(f"expected KML, got {error}") from error
    if etree.QName(root).localname != "kml":
        raise ImportRefused(f"expected KML, got XML of {etree.QName(root).localname!r}")
    return root
