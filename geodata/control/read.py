"""One file into snapshots: bytes, format, features, statuses, days, layers."""

from __future__ import annotations

import gc
import hashlib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import shapely
from shapely import MultiPolygon

from geodata.areas import area_km2, mend, mended, ring_areas_km2
from geodata.control import content, dates, statuses
from geodata.control.features import Collected, Feature
from geodata.control.formats import File, Format, format_of
from geodata.control.records import ImportReport, Layer, Snapshot
from geodata.errors import GeometryError, ImportRefused

Kept = list[tuple[str, Feature]]

# A polygon larger than all others together and this far from them is a slip of the map's maker.
_APART_DEG = 10.0


def read_control(
    path: Path,
    *,
    source: str,
    on: date | None = None,
    status: str | None = None,
    format: str | None = None,
    today: date,
    crs: str | None = None,
    within: MultiPolygon | None = None,
) -> list[Snapshot]:
    """Read a file of polygons: one snapshot, or one a day where a column gives several days.

    Parameters
    ----------
    path : Path
        A file in a format of :data:`geodata.control.formats.FORMATS`, which is found by content.
    source : str
        Whose map it is.
    on : date, optional
        The day it stands for; else the column of dates, else the date in the file's name.
    status : str, optional
        What all of it is, for files that do not say it themselves; else ``occupied``.
    format : str, optional
        The format's name, where the content misleads.
    today : date
        Snapshots later than this are refused.
    crs : str, optional
        The coordinate reference system of a file that does not say it.
    within : MultiPolygon, optional
        A boundary in EPSG:4326 to which all of it is clipped; what lies outside is dropped and reported.

    Returns
    -------
    list of Snapshot
        In order of their days; layers sorted by status.

    Raises
    ------
    ImportRefused
        One line with the file's name: what was expected and what came.
    """
    try:
        file = File(path, content.read_bytes(path), crs)
        with _no_collector():
            known = format_of(file, format)
            found = known.read(file)
            file.document = None
        if within is not None:
            _clip(found, within)
        _drop_apart(found)
        kept = _with_status(found, known, file, status)
        days = _by_day(kept, found, path.stem, on, prefer_name=known.rule is not None)
        for day in days:
            dates.checked(day, today)
        return _snapshots(days, found, source, file, known.name)
    except (ImportRefused, GeometryError) as error:
        raise content.refused(path, error) from error
    except RecursionError as error:
        raise ImportRefused(f"{path.name}: nested too deeply to be polygons") from error


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


def _with_status(found: Collected, known: Format, file: File, status: str | None) -> Kept:
    """Return the features with their status; those without one are dropped."""
    if status is not None:
        statuses.checked_status(status)
        if known.rule is not None:
            raise ImportRefused(f"{known.name} says itself what each polygon is: leave --status out")
    rule = known.rule(file) if known.rule else statuses.own(found, status)
    kept: Kept = []
    for feature in found.features:
        name, why_not = rule(feature)
        if name is None:
            found.dropped[why_not] += 1
        else:
            kept.append((name, feature))
    if not kept:
        reasons = "; ".join(f"{count} dropped: {reason}" for reason, count in sorted(found.dropped.items()))
        raise ImportRefused(f"expected polygons, got none{f' ({reasons[:300]})' if reasons else ''}")
    return kept


def _by_day(kept: Kept, found: Collected, stem: str, on: date | None, prefer_name: bool) -> dict[date, Kept]:
    """Return the features of each day: the day stated, else the column's, else the name's.

    Formats with statuses of their own are dated by name first: their columns hold other dates too.
    """
    if on is not None:
        return {on: kept}
    if prefer_name and (day := dates.day_of_name(stem)) is not None:
        return {day: kept}
    column = dates.date_column(list(dict.fromkeys(key for _, feature in kept for key in feature.properties)))
    days: dict[date, Kept] = defaultdict(list)
    for name, feature in kept:
        if column and (value := dates.day_of_value(feature.properties.get(column))) is not None:
            days[value].append((name, feature))
    if days:
        if undated := len(kept) - sum(map(len, days.values())):
            found.dropped[f"no date in the column {column!r}"] += undated
        found.notes.append(f"dates from the column {column!r}")
        return days
    day = dates.day_of_name(stem)
    if day is None:
        came = f"no date in the column {column!r}" if column else "none"
        raise ImportRefused(f"expected a date in the name (20260105), a column of dates, or --on; got {came}")
    return {day: kept}


def _snapshots(days: dict[date, Kept], found: Collected, source: str, file: File, name: str) -> list[Snapshot]:
    sha256 = hashlib.sha256(file.data).hexdigest()
    dropped = tuple(sorted(found.dropped.items()))
    snapshots = []
    for day, kept in sorted(days.items()):
        layers, before_km2 = _layers(kept)
        total_km2 = sum(layer.area_km2 for layer in layers)
        report = ImportReport(
            file.path.name, name, len(kept), dropped, before_km2, total_km2, tuple(dict.fromkeys(found.notes))
        )
        snapshots.append(Snapshot(source, day, sha256, layers, report))
        dropped = ()
    return snapshots


def _layers(kept: Kept) -> tuple[tuple[Layer, ...], float]:
    """Return one layer a status, and the summed area of the features as they came."""
    grounds: dict[str, list[object]] = defaultdict(list)
    for status, feature in kept:
        grounds[status].append(feature.geometry)
    layers, before_km2 = [], 0.0
    for status, parts in sorted(grounds.items()):
        raw = parts[0] if len(parts) == 1 else shapely.geometrycollections(parts)
        ground, sound = mend(raw)
        layer = Layer(status, ground, float(ring_areas_km2(ground).sum()))
        layers.append(layer)
        before_km2 += layer.area_km2 if sound else sum(map(area_km2, parts))
    return tuple(layers), before_km2


def _clip(found: Collected, within: MultiPolygon) -> None:
    """Cut all features to the boundary; what lies outside is dropped."""
    shapely.prepare(within)
    inside = []
    for feature in found.features:
        ground = mended(feature.geometry)
        if not within.contains(ground):
            ground = mended(shapely.intersection(ground, within))
        if ground.is_empty:
            found.dropped["outside the boundary"] += 1
        else:
            feature.geometry = ground
            inside.append(feature)
    if found.features and not inside and _swapped(found.features[0]).intersects(within):
        raise ImportRefused("all of it lies outside the boundary, but not with latitude and longitude exchanged")
    found.features = inside
    found.notes.append("clipped to the boundary")


def _swapped(feature: Feature) -> MultiPolygon:
    return shapely.transform(feature.geometry, lambda lonlat: lonlat[:, ::-1])


def _drop_apart(found: Collected) -> None:
    """Drop a polygon on another continent that is larger than all others together."""
    if len(found.features) <= 1:
        return
    areas = [feature.geometry.area for feature in found.features]
    largest = max(range(len(areas)), key=areas.__getitem__)
    others = [feature for number, feature in enumerate(found.features) if number != largest]
    bounds = shapely.box(*shapely.total_bounds([feature.geometry for feature in others]))
    feature = found.features[largest]
    if areas[largest] > sum(areas) / 2 and shapely.distance(shapely.box(*feature.geometry.bounds), bounds) > _APART_DEG:
        found.dropped[f"{area_km2(feature.geometry):,.0f} km² far from all others, and larger"] += 1
        found.features = others
