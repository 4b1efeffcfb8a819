"""A file's bytes, and which format they are, by content and not by the file's ending."""

from __future__ import annotations

import textwrap
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from geodata.errors import ImportRefused, printable

# A day's map is some megabytes; parsed, its text takes ten times its size.
MOST_TEXT_BYTES = 256 * 1024**2
MOST_BYTES = 2 * 1024**3
_LONGEST_LINE = 360

_MAGIC = (
    (b"SQLite format 3\x00", "geopackage"),
    (b"PAR1", "geoparquet"),
    (b"fgb", "flatgeobuf"),
    (b"\x00\x00\x27\x0a", "shapefile"),
)
_POLYGON_FILES = frozenset(
    {
        ".geojson",
        ".json",
        ".geojsonl",
        ".geojsons",
        ".kml",
        ".kmz",
        ".gpkg",
        ".fgb",
        ".parquet",
        ".geoparquet",
        ".shp",
        ".zip",
    }
)
TEXT_FORMATS = frozenset({"json", "kml"})


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes.

    Raises
    ------
    ImportRefused
        There is no such file, it cannot be read, it is empty, too large, or holds zeros only.
    """
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise ImportRefused(f"expected a file, got a {'folder' if path.is_dir() else 'device or a pipe'}")
        if size > MOST_BYTES:
            raise ImportRefused(f"expected at most {megabytes(MOST_BYTES)}, got {megabytes(size)}")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ImportRefused("no such file") from error
    except OSError as error:
        raise ImportRefused(f"cannot be read: {error.strerror}") from error
    if not data:
        raise ImportRefused("expected polygons, got an empty file")
    if not data.strip(b"\x00"):
        raise ImportRefused(f"expected polygons, got {len(data)} zero bytes")
    return data


def family_of(data: bytes) -> str:
    """Return which kind of file it is: json, kml, geopackage, geoparquet, flatgeobuf or shapefile.

    Raises
    ------
    ImportRefused
        Text over the limit.
    """
    family = next((name for magic, name in _MAGIC if data.startswith(magic)), None)
    if family is None:
        head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
        family = "kml" if head.startswith(b"<") else "json"
    if family in TEXT_FORMATS:
        check_text_size(len(data))
    return family


def check_text_size(size: int) -> None:
    """Raise :class:`ImportRefused` where text is too large to be parsed."""
    if size > MOST_TEXT_BYTES:
        raise ImportRefused(f"expected at most {megabytes(MOST_TEXT_BYTES)} of text, got {megabytes(size)}")


@contextmanager
def unpacking() -> Iterator[None]:
    """Turn what a damaged, encrypted or foreign archive raises into :class:`ImportRefused`."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise ImportRefused(f"cannot be unpacked: {error}") from error


def refused(path: Path, error: Exception) -> ImportRefused:
    """Return an error as one line with the file's name; libraries quote pages of a file."""
    return ImportRefused(printable(textwrap.shorten(f"{path.name}: {error}", _LONGEST_LINE, placeholder=" …")))


def find_control_files(paths: Sequence[Path]) -> list[Path]:
    """Return the files to import: files as given, folders walked.

    Inside folders hidden files, and files whose ending is that of no polygon format, are passed over.

    Examples
    --------
    >>> find_control_files([])
    []
    """
    found: list[Path] = []
    for path in paths:
        found += sorted(filter(_is_polygon_file, path.rglob("*"))) if path.is_dir() else [path]
    return list(dict.fromkeys(found))


def _is_polygon_file(path: Path) -> bool:
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts[-2:])
    inner = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    return inner.suffix.lower() in _POLYGON_FILES and not hidden and path.is_file()


def megabytes(size: int) -> str:
    """Return a number of bytes for a message."""
    return f"{size / 1024**2:,.0f} MB"
