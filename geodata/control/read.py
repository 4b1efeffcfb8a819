"""One file into snapshots: bytes, format, features, statuses, days, layers."""

from __future__ import annotations

import gc
import hashlib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import shapely
from shapely import MultiPolygon

from geodata.areas import area_km2, mend
from geodata.control import archives, content, dates, statuses, where
from geodata.control.archives import File
from geodata.control.days import Kept, by_day
from geodata.control.features import Collected
from geodata.control.formats import Format, format_of
from geodata.control.records import Dropped, ImportReport, Layer, LayerReport, Snapshot
from geodata.edges import ground_area_km2
from geodata.errors import GeometryError, ImportRefused, printable
from geodata.validity import valid


@dataclass(frozen=True, slots=True)
class Stated:
    """What the user states of a file, where it does not say so itself.

    Parameters
    ----------
    on : date, optional
        The day it stands for; else the column of dates, else the date in the file's name.
    status : str, optional
        What all of it is, for files that do not say it themselves; else ``occupied``.
    format : str, optional
        The format's name, where the content misleads.
    crs : str, optional
        The coordinate reference system of a file that does not say it.
    date_column, status_column : str, optional
        The columns of dates and of statuses, where their names do not say so.
    swap_axes : bool
        The file has latitude first.
    """

    on: date | None = None
    status: str | None = None
    format: str | None = None
    crs: str | None = None
    date_column: str | None = None
    status_column: str | None = None
    swap_axes: bool = False


@dataclass(frozen=True, slots=True)
class Boundary:
    """A boundary in EPSG:4326 and the name under which it is reported."""

    name: str
    ground: MultiPolygon


def read_control(
    path: Path,
    *,
    source: str,
    today: date,
    stated: Stated | None = None,
    within: Boundary | None = None,
    country: MultiPolygon | None = None,
) -> list[Snapshot]:
    """Read a file of polygons: one snapshot, or one a day where columns or an archive give several days.

    Parameters
    ----------
    path : Path
        A file in a format of :data:`geodata.control.formats.FORMATS`, which is found by content; gzipped, or a zip
        archive of such files.
    source : str
        Whose map it is.
    today : date
        Snapshots later than this are refused.
    stated : Stated, optional
        What the user says of it.
    within : Boundary, optional
        All of it is clipped to this boundary; what lies outside is dropped and reported.
    country : MultiPolygon, optional
        The country's outline in EPSG:4326, against which the order of the axes is checked.

    Returns
    -------
    list of Snapshot
        In order of their days; layers sorted by status.

    Raises
    ------
    ImportRefused
        One line with the file's name: what was expected and what came.
    """
    stated = stated or Stated()
    try:
        data = content.read_bytes(path)
        read = _Read(path, hashlib.sha256(data).hexdigest(), read_as(stated, within))
        with _folder(data) as folder:
            for file in archives.members(path, data, folder):
                try:
                    read.add(file, stated, within, country, today)
                except (ImportRefused, GeometryError) as error:
                    if file.name == path.name:
                        raise
                    raise ImportRefused(f"{file.name.removeprefix(f'{path.name}/')}: {error}") from error
        return read.snapshots(source)
    except (ImportRefused, GeometryError) as error:
        raise content.refused(path, error) from error
    except RecursionError as error:
        raise ImportRefused(f"{path.name}: nested too deeply to be polygons") from error
    except MemoryError as error:
        raise ImportRefused(f"{path.name}: too large for the memory of this machine") from error


def read_as(stated: Stated, within: Boundary | None) -> str:
    """Return what is stated of a file as one line, empty where nothing is."""
    told = {key: value for key in Stated.__slots__ if (value := getattr(stated, key))}
    if within is not None:
        told["within"] = within.name
    return " ".join(f"{key}={value}" for key, value in told.items())


def read_features(path: Path) -> Collected:
    """Return the polygonal features of a file in EPSG:4326, whatever they stand for: boundaries are read so.

    Raises
    ------
    ImportRefused, GeometryError
        It cannot be read as polygons; the message is without the file's name.
    """
    data = content.read_bytes(path)
    collected = Collected()
    with _folder(data) as folder:
        for file in archives.members(path, data, folder):
            with _no_collector():
                found = format_of(file).read(file)
            collected.features += found.features
    return collected


class _Read:
    """What has been read of a file, or of the files of an archive: the features of each day."""

    def __init__(self, path: Path, sha256: str, read_as: str) -> None:
        self._file = printable(path.name)
        self._sha256 = sha256
        self._read_as = read_as
        self._days: dict[date, Kept] = defaultdict(list)
        self._dropped: list[Dropped] = []
        self._notes: dict[str, None] = {}
        self._warnings: dict[str, None] = {}
        self._formats: dict[str, None] = {}

    def add(
        self, file: File, stated: Stated, within: Boundary | None, country: MultiPolygon | None, today: date
    ) -> None:
        file.crs, file.swap_axes = stated.crs, stated.swap_axes
        with _no_collector():
            known = format_of(file, stated.format)
            found = known.read(file)
            file.document = None
        for feature in found.features:
            feature.layer = feature.layer or file.layer
        kept = _with_status(found, known, file, stated)
        found.features = [feature for _, feature in kept]
        if country is not None:
            where.check_axes(found, country)
        if within is not None:
            where.clip(found, within.ground, within.name)
        where.drop_apart(found)
        kept = _still_there(kept, found)
        days = by_day(
            kept,
            found,
            file.dated_by,
            on=stated.on,
            prefer_name=known.rule is not None,
            column=stated.date_column,
        )
        for day, features in days.items():
            self._days[dates.checked(day, today)] += features
        self._dropped += found.dropped
        self._notes |= dict.fromkeys(map(printable, found.notes))
        self._warnings |= dict.fromkeys(map(printable, found.warnings))
        self._formats[known.name] = None

    def snapshots(self, source: str) -> list[Snapshot]:
        dropped = _united(self._dropped)
        snapshots = []
        for day in sorted(self._days):
            layers, reports = _layers(self._days.pop(day))
            report = ImportReport(
                self._file,
                ", ".join(self._formats),
                reports,
                dropped,
                tuple(self._notes),
                tuple(self._warnings),
                self._read_as,
            )
            snapshots.append(Snapshot(source, day, self._sha256, layers, report))
            dropped = ()
        return snapshots


@contextmanager
def _no_collector() -> Iterator[None]:
    """Keep the garbage collector from looking for cycles among the lists of a parsed file, which has none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _folder(data: bytes) -> Iterator[Path]:
    """Give a folder for what is unpacked; a file that packs nothing needs none."""
    if not data.startswith((b"PK\x03\x04", archives.GZIP)):
        yield Path()
        return
    import tempfile

    with tempfile.TemporaryDirectory(prefix="frontline-") as folder:
        yield Path(folder)


def _with_status(found: Collected, known: Format, file: File, stated: Stated) -> Kept:
    """Return the features with their status; those without one are dropped."""
    if stated.status is not None:
        statuses.checked_status(stated.status)
    if known.rule is not None and (stated.status or stated.status_column):
        raise ImportRefused(f"{known.name} says itself what each polygon is: leave --status and --status-column out")
    rule = known.rule(file) if known.rule else statuses.own(found, stated.status, stated.status_column)
    kept: Kept = []
    for feature in found.features:
        name, why_not = rule(feature)
        if name is None:
            found.drop(why_not, feature.geometry)
        else:
            kept.append((name, feature))
    return _some(kept, found)


def _still_there(kept: Kept, found: Collected) -> Kept:
    """Return what is left of features with statuses after others were dropped for where they lie."""
    if len(found.features) == len(kept):
        return kept
    left = {id(feature) for feature in found.features}
    return _some([pair for pair in kept if id(pair[1]) in left], found)


def _some(kept: Kept, found: Collected) -> Kept:
    """Refuse a file of which nothing is kept, with what was dropped."""
    if not kept:
        reasons = "; ".join(f"{each.features} dropped: {each.reason}" for each in found.dropped)
        raise ImportRefused(f"expected polygons, got none{f' ({reasons[:300]})' if reasons else ''}")
    return kept


def _layers(kept: Kept) -> tuple[tuple[Layer, ...], tuple[LayerReport, ...]]:
    """Return one layer a status, and what went into each."""
    grounds: dict[str, list[object]] = defaultdict(list)
    for status, feature in kept:
        grounds[status].append(feature.geometry)
    layers, reports = [], []
    for status, parts in sorted(grounds.items()):
        raw = parts[0] if len(parts) == 1 else shapely.geometrycollections(parts)
        ground, sound = mend(raw, valid)
        layer = Layer(status, ground, ground_area_km2(ground))
        before_km2 = layer.area_km2 if sound else sum(map(area_km2, parts))
        layers.append(layer)
        reports.append(LayerReport(status, len(parts), before_km2, layer.area_km2))
    return tuple(layers), tuple(reports)


def _united(dropped: list[Dropped]) -> tuple[Dropped, ...]:
    """Return one record a reason."""
    found = Collected()
    for each in dropped:
        found.drop(each.reason, features=each.features, km2=each.area_km2)
    return found.dropped
