"""What is packed: a gzipped file, or the files of a zip archive, unpacked within bounds and never by their paths."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from geodata.control import content, dates
from geodata.errors import ImportRefused

GZIP = b"\x1f\x8b"
_CHUNK_BYTES = 1024**2
_MOST_MEMBERS = 10_000
_TEXT = (".geojson", ".json", ".geojsonl", ".geojsons", ".kml")
_TABLES = {".shp": "shapefile", ".gpkg": "geopackage", ".fgb": "flatgeobuf"}
_PARQUET = (".parquet", ".geoparquet")
_BESIDE_SHP = (".shp", ".shx", ".dbf", ".prj", ".cpg")


@dataclass(slots=True)
class File:
    """A file on its way in.

    Parameters
    ----------
    name : str
        As shown.
    stem : str
        The name without its ending: it may say the status.
    data : bytes
        Its bytes; empty where GDAL reads ``paths``.
    paths : sequence of Path
        Where it lies on disk: the file itself, or what was unpacked of it.
    dated_by : tuple of str
        What may carry the day, the first that does wins: its own name, that of its archive, its own id.
    layer : str
        The name of the layer that all of it is; empty where the file itself says it.
    """

    name: str
    stem: str
    data: bytes
    paths: Sequence[Path]
    dated_by: tuple[str, ...] = ()
    layer: str = ""
    family: str | None = None
    crs: str | None = None
    swap_axes: bool = False
    document: dict[str, Any] | None = field(default=None, repr=False)


def members(path: Path, data: bytes, folder: Path) -> Iterator[File]:
    """Yield the file itself, or each file that it packs.

    In an archive of several files each with a day in its name is a file of its own; Shapefiles, GeoPackages and
    FlatGeobufs without one are layers of one file.

    Parameters
    ----------
    folder : Path
        An empty folder into which is written what GDAL reads from disk. No name in an archive decides where.

    Raises
    ------
    ImportRefused
        It is damaged or encrypted, unpacks to too much, or holds no polygons.
    """
    if data.startswith(GZIP):
        stem = path.stem
        data = _gunzipped(data)
        unpacked = folder / f"file{Path(stem).suffix}"
        unpacked.write_bytes(data)
        yield File(path.name, Path(stem).stem, data, [unpacked], (stem,))
    elif data.startswith(b"PK\x03\x04"):
        with content.unpacking():
            archive = zipfile.ZipFile(io.BytesIO(data))
            names = [info.filename for info in archive.infolist() if not _hidden(info.filename)]
        if len(names) > _MOST_MEMBERS:
            raise ImportRefused(f"expected at most {_MOST_MEMBERS:,} files in the archive, got {len(names):,}")
        yield from _of_archive(path, _Archive(archive), names, folder)
    else:
        yield File(path.name, path.stem, data, [path], (path.stem,))


class _Archive:
    """Files out of a zip archive; what it says of their sizes is not believed."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._left = content.MOST_BYTES

    def read(self, name: str, most: int) -> bytes:
        unpacked = io.BytesIO()
        with content.unpacking(), self._archive.open(name) as packed:
            while (chunk := packed.read(_CHUNK_BYTES)) and unpacked.tell() <= min(most, self._left):
                unpacked.write(chunk)
        self._left -= unpacked.tell()
        if self._left < 0 or unpacked.tell() > most:
            raise ImportRefused(f"{name[-80:]} unpacks to more than {content.megabytes(min(most, content.MOST_BYTES))}")
        return unpacked.getvalue()


def _of_archive(path: Path, archive: _Archive, names: list[str], folder: Path) -> Iterator[File]:
    by_ending: dict[str, list[str]] = {}
    for name in names:
        by_ending.setdefault(PurePosixPath(name).suffix.lower(), []).append(name)
    maps = by_ending.get(".kml", [])
    if "doc.kml" in maps or (len(maps) == 1 and not any(by_ending.get(e) for e in (*_TEXT[:-1], *_TABLES, *_PARQUET))):
        name = "doc.kml" if "doc.kml" in maps else maps[0]
        data = archive.read(name, content.MOST_TEXT_BYTES)
        yield File(path.name, path.stem, data, [path], (path.stem, PurePosixPath(name).stem), family="kml")
        return
    beside: dict[str, list[str]] = {}
    for name in names:
        if name[-4:].lower() in _BESIDE_SHP:
            beside.setdefault(name[:-4].lower(), []).append(name)
    layers: dict[str, list[Path]] = {}
    found = False
    for number, name in enumerate(name for name in names if PurePosixPath(name).suffix.lower() in _ALL):
        found = True
        stem, ending = PurePosixPath(name).stem, PurePosixPath(name).suffix.lower()
        shown, dated_by = f"{path.name}/{PurePosixPath(name).name}", (stem, path.stem)
        if ending in _TEXT:
            data = archive.read(name, content.MOST_TEXT_BYTES)
            yield File(shown, stem, data, [path], dated_by, layer=stem)
            continue
        place = folder / str(number)
        place.mkdir()
        parts = [name]
        if ending == ".shp":
            parts = beside[name[:-4].lower()]
        with content.unpacking():
            for part in parts:
                (place / f"{stem}{PurePosixPath(part).suffix.lower()}").write_bytes(
                    archive.read(part, content.MOST_BYTES)
                )
        where = place / f"{stem}{ending}"
        if ending in _TABLES and not _dated(stem):
            layers.setdefault(_TABLES[ending], []).append(where)
        else:
            family = _TABLES.get(ending, "geoparquet")
            yield File(shown, stem, b"", [where], dated_by, layer=stem, family=family)
    if not found:
        expected = "a Shapefile, a GeoPackage, FlatGeobuf, GeoParquet, GeoJSON or KML"
        raise ImportRefused(f"expected {expected} in the archive, got none")
    for family, paths in layers.items():
        yield File(path.name, path.stem, b"", paths, (path.stem,), family=family)


_ALL = frozenset({*_TEXT, *_TABLES, *_PARQUET})


def _dated(stem: str) -> bool:
    try:
        return dates.day_of_name(stem) is not None
    except ImportRefused:
        return True  # reading it says what is wrong with the date


def _hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return name.endswith("/") or any(part.startswith((".", "__MACOSX")) and part != ".." for part in parts)


def _gunzipped(data: bytes) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    unpacked = io.BytesIO()
    with content.unpacking():
        while not unpacker.eof and unpacked.tell() <= content.MOST_TEXT_BYTES:
            chunk = unpacker.decompress(data, _CHUNK_BYTES)
            if not chunk and not unpacker.unconsumed_tail:
                break
            unpacked.write(chunk)
            data = unpacker.unconsumed_tail
    if unpacked.tell() > content.MOST_TEXT_BYTES:
        raise ImportRefused(f"unpacks to more than {content.megabytes(content.MOST_TEXT_BYTES)}")
    if not unpacker.eof:
        raise ImportRefused("cannot be unpacked: the gzip data ends before its end")
    return unpacked.getvalue()
