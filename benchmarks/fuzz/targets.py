"""What is fuzzed: each target takes bytes and may refuse them with one line; anything else that it raises is a find."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import seeds

TODAY = date(2026, 2, 1)
_MEMORY = Path("/dev/shm")  # noqa: S108 files of a run, in memory where the system has that
_LONGEST_LINE = 2_000


@dataclass(frozen=True)
class Target:
    """Something to fuzz.

    Parameters
    ----------
    run : callable
        Takes the bytes.
    seeds : iterable of bytes
        Sound input.
    words : tuple of str
        What the parser looks for.
    runs : int
        How often ``make fuzz`` runs it.
    rooms : tuple of str
        The files whose lines are counted, as patterns.
    """

    run: Callable[[bytes], object]
    seeds: Callable[[], Iterable[bytes]]
    words: tuple[str, ...]
    runs: int
    rooms: tuple[str, ...]


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="fuzz-", dir=_MEMORY if _MEMORY.is_dir() else None))
    import atexit
    import shutil

    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@contextlib.contextmanager
def _file(data: bytes, name: str) -> Any:
    path = _folder() / f"{os.getpid()}_{name}"
    path.write_bytes(data)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _refusable(action: Callable[[], object]) -> None:
    """Run; a refusal is one line that a person can read."""
    from geodata.errors import GeodataError

    try:
        action()
    except GeodataError as refusal:
        said = str(refusal)
        if "\n" in said or not said or len(said) > _LONGEST_LINE:
            raise AssertionError(f"a refusal of several lines or none: {said[:300]!r}") from refusal


def control(name: str) -> Callable[[bytes], None]:
    """Return the import of a polygon file under a name."""

    def run(data: bytes) -> None:
        from geodata.control.read import read_control

        with _file(data, name) as path:
            _refusable(lambda: read_control(path, source="mine", today=TODAY))

    return run


def gazetteer(data: bytes) -> None:
    """Read a gazetteer of one's own."""
    from geodata.gazetteer import read_gazetteer

    with _file(data, "places.csv") as path:
        _refusable(lambda: read_gazetteer(path))


def regions(data: bytes) -> None:
    """Read boundaries."""
    from geodata.regions import read_regions

    with _file(data, "regions.geojson") as path:
        _refusable(lambda: read_regions(path, name_column=None))


@cache
def _reader() -> Callable[[str], None]:
    from app.locate import locate
    from app.pipeline import vocabulary
    from app.reading.reader import Reader
    from app.reading.records import Document
    from geodata.definitions import load_parties, load_sources
    from geodata.gazetteer import Gazetteer, build_index, read_gazetteer

    folder = _folder()
    table = folder / "names.csv"
    table.write_bytes(
        next(iter(seeds.names())) + "2,Myrnohrad,settlement,48.3,37.27,UA,46000,Мирноград|Димитров\n".encode()
    )
    names = Gazetteer.open([build_index(read_gazetteer(table), folder)])
    reader = Reader(names, vocabulary(load_parties(), load_sources()))

    def read(text: str) -> None:
        reading = reader.read(Document(text, date(2025, 12, 7)))
        placed = locate(text, reading.sentences, reading.mentions, names)
        if len(placed) != len(reading.mentions):
            raise AssertionError("a mention was lost in placing")
        for mention in reading.mentions:
            if text[mention.start : mention.end] != mention.text:
                raise AssertionError(f"offsets of {mention.text!r} do not give it back")
        for claim in reading.claims:
            if not 0 <= claim.start < claim.end <= len(text):
                raise AssertionError("a stated area lies outside the text")

    return read


def text(data: bytes) -> None:
    """Read a text whole: sentences, names, placing, areas, statements."""
    _reader()(data.decode("utf-8", "replace"))


def upload(data: bytes) -> None:
    """Turn a file that somebody drops into a document: text, HTML, PDF, feed."""
    from app.reading.inputs import read_input

    with _file(data, "article.html") as path:
        _refusable(lambda: read_input(path))


_CONTROL = ("geodata/control/*",)
TARGETS: dict[str, Target] = {
    "text": Target(text, seeds.texts, seeds.WORDS, 300_000, ("app/reading/*", "app/placing/*", "app/locate.py")),
    "geojson": Target(control("a_20260105.geojson"), seeds.geojson, seeds.TOKENS, 200_000, _CONTROL),
    "deepstate": Target(control("deepstate_20260105.json"), seeds.deepstate, seeds.TOKENS, 120_000, _CONTROL),
    "owlmaps": Target(control("owlmaps_20260105.json"), seeds.owlmaps, seeds.TOKENS, 120_000, _CONTROL),
    "esri": Target(control("esri_20260105.json"), seeds.esri, seeds.TOKENS, 60_000, _CONTROL),
    "kml": Target(control("a_20260105.kml"), seeds.kml, seeds.TOKENS, 100_000, _CONTROL),
    "archive": Target(control("a.zip"), seeds.archives, seeds.TOKENS, 50_000, _CONTROL),
    "gazetteer": Target(gazetteer, seeds.names, seeds.TOKENS, 100_000, ("geodata/gazetteer/files.py",)),
    "regions": Target(regions, seeds.geojson, seeds.TOKENS, 50_000, ("geodata/regions.py",)),
    "geopackage": Target(control("a_20260105.gpkg"), lambda: seeds.gdal(".gpkg"), (), 5_000, _CONTROL),
    "flatgeobuf": Target(control("a_20260105.fgb"), lambda: seeds.gdal(".fgb"), (), 5_000, _CONTROL),
    "shapefile": Target(control("a_20260105.zip"), lambda: seeds.gdal(".zip"), (), 5_000, _CONTROL),
    "geoparquet": Target(control("a_20260105.parquet"), lambda: seeds.gdal(".parquet"), (), 5_000, _CONTROL),
}
