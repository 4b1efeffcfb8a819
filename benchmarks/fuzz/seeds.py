"""Sound files of every kind, small, from which damaged ones are made, and the words that the parsers look for."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import geopandas
from shapely import Polygon, box

SENTENCES = (
    "Russia captured 505 square kilometres in November, against 267 in October, according to DeepState.",
    "Ukraine lost between 1,100 and 1,200 km² (about 440 sq mi) since 1 August 2025; nearly twice as much as in July.",
    "Fighting raged near Myrnohrad, Huliaipole and in the Kupiansk direction, 20 km from Pokrovsk.",
    "The army controls 19 % of the country and took 77 % of Siversk in the first 27 days of the month.",
    "За листопад ворог захопив 505 кв. км, у жовтні — 267. На Покровському напрямку тривають бої, звільнено Мирноград.",
    "Российские войска заняли Красноармейск; за неделю под контроль перешло более 116,5 тыс. гектаров.",
    "Im November eroberten die Russen 505 Quadratkilometer, im Oktober 267; bei Pokrowsk wird gekämpft.",
    "En novembre, l'armée russe a pris 505 km², le double d'octobre, près de Koupiansk et d'Avdiïvka.",
    "W listopadzie Rosjanie zajęli 505 km kw. na kierunkach pokrowskim i łymańskim.",
    "俄军11月占领505平方公里，10月为267平方公里，并在波克罗夫斯克附近推进。",
)
WORDS = (
    "505", "1,150", "1.150", "116 тис.", "km²", "sq km", "square miles", "кв. км", "平方公里",
    "hectares", "about ", "between ", " and ", "captured", "lost", "liberated", "контролює",
    "захопили", "in November", "since ", "last week", "31 November", "за тиждень", "11月",
    "Myrnohrad", "Huliaipole", "Куп'янськ", "Красноармейск", "基辅", "oblast", "напрямок",
    "direction", " % of ", "km from", "\u0301", "\u202e", "\U0001f4a5", "\ufeff", "(", ")", "«",
    "»", "\n\n", "Kyiv-", "according to ", "DeepState", "twice as much", "more than ",
)  # fmt: skip
TOKENS = (
    '"type"', '"FeatureCollection"', '"Feature"', '"features"', '"geometry"', '"coordinates"',
    '"properties"', '"Polygon"', '"MultiPolygon"', '"GeometryCollection"', '"geometries"', '"crs"',
    '"name"', '"status"', '"date"', '"2026-01-05"', "NaN", "1e999", "-0.0", "null", "[]", "{}",
    "[[", "]]", '"rings"', '"attributes"', '"geometryType"', '"spatialReference"', '"wkid"', "3857",
    "4326", "<Placemark>", "</Placemark>", "<Polygon>", "<coordinates>", "</coordinates>",
    "<Folder>", "<!DOCTYPE", "<!ENTITY a 'b'>", "&a;", "<![CDATA[", "\\u0000", "181.0", "-91.0",
    '"geojson"', '"value"', '"geo"', '"id"', "///", "geoJSON.status.occupied", "\ufeff",
)  # fmt: skip
_GROUND = box(37.0, 48.0, 37.2, 48.1)
_WITH_HOLE = Polygon(box(37.4, 48.0, 37.8, 48.3).exterior.coords, [box(37.5, 48.1, 37.6, 48.2).exterior.coords])


def texts() -> Iterator[bytes]:
    """Give sentences and texts of several."""
    for sentence in SENTENCES:
        yield sentence.encode()
    yield "\n\n".join(SENTENCES).encode()


def _ring(ground: Polygon) -> list[list[float]]:
    return [list(corner) for corner in ground.exterior.coords]


def _feature(ground: Polygon, **properties: object) -> dict[str, Any]:
    geometry = {
        "type": "Polygon",
        "coordinates": [_ring(ground), *[[list(c) for c in r.coords] for r in ground.interiors]],
    }
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _dumped(document: object) -> bytes:
    return json.dumps(document).encode()


def geojson() -> Iterator[bytes]:
    """Give collections as users have them: with statuses, dates, a CRS, one geometry, a collection of them."""
    features = [_feature(_GROUND, status="occupied", date="2026-01-05"), _feature(_WITH_HOLE, status="contested")]
    yield _dumped({"type": "FeatureCollection", "features": features})
    yield _dumped({"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": "EPSG:3857"}},
                   "features": [_feature(box(4.1e6, 6.0e6, 4.2e6, 6.1e6))]})  # fmt: skip
    yield _dumped(_feature(_GROUND)["geometry"])
    yield _dumped({"type": "GeometryCollection", "geometries": [_feature(_WITH_HOLE)["geometry"]]})
    yield b'{"type":"FeatureCollection","features":[\n' + b",\n".join(map(_dumped, features)) + b"\n]}"


def deepstate() -> Iterator[bytes]:
    """Give raw answers of that map: names in several languages and a status behind slashes."""
    named = [
        _feature(_GROUND, name="A /// B /// geoJSON.status.occupied"),
        _feature(_WITH_HOLE, name="geoJSON.status.unknown"),
    ]
    yield _dumped({"type": "FeatureCollection", "features": named})
    yield _dumped({"id": 1767571200, "datetime": "2026-01-05", "map": {"type": "FeatureCollection", "features": named}})
    yield _dumped({"value": [{"geojson": {"type": "FeatureCollection", "features": named}}]})


def owlmaps() -> Iterator[bytes]:
    """Give days of grounds with latitude first."""
    turned = [[lat, lon] for lon, lat in _ring(_GROUND)]
    for key in ("geos", "areas", "data"):
        yield _dumped({"20260105": {key: [{"type": "Polygon", "coordinates": [turned]}]}})
    yield _dumped([{"date": "20260105", "polygons": [turned]}])


def esri() -> Iterator[bytes]:
    """Give a query's answer."""
    yield _dumped({"geometryType": "esriGeometryPolygon", "spatialReference": {"wkid": 4326},
                   "features": [{"attributes": {"status": "occupied", "date": 1767571200000},
                                 "geometry": {"rings": [_ring(_GROUND)]}}]})  # fmt: skip


def kml() -> Iterator[bytes]:
    """Give documents with folders and styles."""
    corners = " ".join(f"{lon},{lat},0" for lon, lat in _ring(_GROUND))
    mark = (
        "<Placemark><name>occupied</name><Polygon><outerBoundaryIs><LinearRing><coordinates>"
        f"{corners}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
    )
    for body in (mark, f"<Folder><name>occupied</name>{mark}</Folder>", f"<Style id='a'/>{mark}{mark}"):
        yield f'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{body}</Document></kml>'.encode()


def gdal(suffix: str) -> Iterator[bytes]:
    """Give a file as GDAL writes it."""
    frame = geopandas.GeoDataFrame({"status": ["occupied", "contested"]}, geometry=[_GROUND, _WITH_HOLE], crs=4326)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        if suffix == ".parquet":
            frame.to_parquet(path)
        elif suffix == ".zip":
            frame.to_file(Path(folder) / "a.shp")
            packed = BytesIO()
            with zipfile.ZipFile(packed, "w") as archive:
                for part in sorted(Path(folder).glob("a.*")):
                    archive.write(part, part.name)
            yield packed.getvalue()
            return
        else:
            frame.to_file(path)
        yield path.read_bytes()


def archives() -> Iterator[bytes]:
    """Give zips of days, a KMZ, one in another."""
    for members in (
        {"20260105.geojson": next(geojson())},
        {"doc.kml": next(kml())},
        {"a/20260105.geojson": next(geojson()), "b.txt": b"x"},
    ):
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members.items():
                archive.writestr(name, data)
        yield packed.getvalue()


def names() -> Iterator[bytes]:
    """Give gazetteers: a table, points, a country dump."""
    head = "id,name,kind,lat,lon,country,population,alternates"
    yield f"{head}\n1,Pokrovsk,settlement,48.28,37.18,UA,60000,Покровськ|红军城\n".encode()
    point = {"type": "Point", "coordinates": [37.8, 49.0]}
    named = {"type": "Feature", "properties": {"name": "Lyman", "kind": "settlement"}, "geometry": point}
    yield _dumped({"type": "FeatureCollection", "features": [named]})
    rest = "48.99\t37.81\tP\tPPL\tUA\t\t05\t\t\t\t20066\t\t65\tEurope/Kyiv\t2024-01-01"
    yield f"1\tLyman\tLyman\tЛиман,Красный Лиман\t{rest}\n".encode()
