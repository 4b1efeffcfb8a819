"""Files of polygons into the store: a transaction and a report for each snapshot; a refused file leaves no trace."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.beside import Beside
from app.errors import BadInput
from app.polygons import Polygons
from app.steps import Steps
from app.store.blobs import key_of
from geodata.control import Boundary, Snapshot, Stated, day_of_name, read_control
from geodata.control.content import read_bytes
from geodata.control.read import read_as
from geodata.control.where import EXCHANGED
from geodata.errors import ImportRefused, printable

if TYPE_CHECKING:
    from app.gazetteers import Progress
    from app.store import Store

WIDEST_DEG = 180
LEAST_KM2 = 0.01
SOURCE_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")
UNCHANGED = "unchanged"
_WOULD_BE = {
    UNCHANGED: UNCHANGED,
    "added": "would be added",
    "corrected": "would be corrected",
    "layer added": "would be added as a layer",
}


class ControlImport:
    """The import of files of one source; what it did stands in `stored` and `refused`.

    Parameters
    ----------
    stated : Stated, optional
        What the user says of all files.
    within : Boundary, optional
        What they are clipped to.
    dry_run : bool
        Everything is read, compared and reported, and nothing is stored.
    """

    def __init__(
        self,
        store: Store,
        source: str,
        *,
        today: date,
        stated: Stated | None = None,
        within: Boundary | None = None,
        dry_run: bool = False,
    ) -> None:
        check_source(source)
        self.stored: list[dict[str, Any]] = []
        self.refused: list[dict[str, str]] = []
        self._store = store
        self._source = source
        self._today = today
        self._stated = stated or Stated()
        self._within = within
        self._dry_run = dry_run
        self._read_as = read_as(self._stated, within)
        self._known = store.control.files(source)
        self._known_as: dict[date, set[str]] | None = None
        outline = Polygons(store, margin_km=1).outline()
        self._country = None if outline is None else outline[1]
        self._beside = Beside(store, source)
        self._steps = Steps(store, self._beside.days)
        self._came: dict[str, list[date]] = {}
        self._bounds: tuple[float, float, float, float] | None = None

    @property
    def axes_checked(self) -> bool:
        """Whether there was anything to check the order of the axes against: the country, or an earlier snapshot."""
        return self._country is not None or len(self._beside.days) > 1 or not self.stored

    def add(self, path: Path) -> None:
        """Store a file's snapshots, or note why it is refused."""
        if days := self._stored_already(path):
            self.stored += [
                {"file": printable(path.name), "on": day.isoformat(), "outcome": UNCHANGED} for day in sorted(days)
            ]
            return
        try:
            snapshots = read_control(
                path,
                source=self._source,
                today=self._today,
                stated=self._stated,
                within=self._within,
                country=self._country,
            )
            warnings = [self._check_where(snapshot) for snapshot in snapshots]
        except ImportRefused as error:
            reason = str(error).removeprefix(f"{printable(path.name)}: ")
            self.refused.append({"file": printable(str(path)), "reason": reason})
            return
        for snapshot, warned in zip(snapshots, warnings, strict=True):
            self._keep(snapshot, warned)

    def finish(self, progress: Progress | None = None) -> None:
        """Compute what changed between the days, and report each snapshot beside the one before it."""
        if self.stored and not self._dry_run:
            self._steps.keep()
            Polygons(self._store, margin_km=1).compute_changes(self._source, progress)
        new: dict[date, list[dict[str, Any]]] = defaultdict(list)
        for item in self.stored:
            if item["outcome"] != UNCHANGED:
                new[date.fromisoformat(item["on"])].append(item)
        for day, since in self._beside.steps(new):
            rest = since
            for item in reversed(new[day]):  # of two files for one status the later one stands
                own, rest = rest.split(item["statuses"])
                item["since"] = own.json()
                item["warnings"] += own.warnings
            new[day][-1]["warnings"] += rest.warnings

    def _keep(self, snapshot: Snapshot, warned: str | None) -> None:
        keys = {layer.status: (key_of(layer.geometry), layer.area_km2) for layer in snapshot.layers}
        same = snapshot.on in (*self._known.get(snapshot.sha256, ()), *self._came.get(snapshot.sha256, ()))
        expected, told = self._beside.outcome(snapshot.on, snapshot.report.file, keys, same_bytes=same)
        outcome = _WOULD_BE[expected] if self._dry_run else self._store.control.add(snapshot)
        if outcome == UNCHANGED:
            self.stored.append({"file": snapshot.report.file, "on": snapshot.on.isoformat(), "outcome": UNCHANGED})
            return
        grounds = {layer.status: layer.geometry for layer in snapshot.layers}
        self._beside.put(snapshot.on, snapshot.report.file, keys, grounds if self._dry_run else {})
        if not self._dry_run:
            self._steps.put(snapshot.on, {keys[status][0]: ground for status, ground in grounds.items()})
        self._came.setdefault(snapshot.sha256, []).append(snapshot.on)
        item = _report(snapshot, outcome)
        item["warnings"] += [line for line in (told, warned) if line]
        self.stored.append(item)

    def _check_where(self, snapshot: Snapshot) -> str | None:
        """Refuse what lies nowhere or everywhere; return a warning where it lies apart from all that came before.

        Raises
        ------
        ImportRefused
            It has no area, spans half the globe, lies outside the country, or has its axes exchanged.
        """
        bounds = _bounds(snapshot)
        west, south, east, north = bounds
        for layer in snapshot.layers:
            layer_west, _, layer_east, _ = layer.geometry.bounds
            if not layer.area_km2 > 0 or layer_east - layer_west > WIDEST_DEG:
                size = f"{layer.area_km2:,.1f} km² over {layer_east - layer_west:.0f} degrees of longitude"
                raise ImportRefused(f"expected the ground of a country or less, got {size}")
        if (area_km2 := snapshot.report.area_km2) < LEAST_KM2:
            raise ImportRefused(
                f"expected ground, got {area_km2:.6f} km² at {west:.4f} E, {south:.4f} N: is the CRS right?"
            )
        there = f"{west:.1f} to {east:.1f} E, {south:.1f} to {north:.1f} N"
        if self._country is not None:
            if any(layer.geometry.intersects(self._country) for layer in snapshot.layers):
                return None
            raise ImportRefused(f"the polygons ({there}) lie outside the country's outline")
        before = self._bounds or self._beside.bounds()
        if before is None or _overlap(bounds, before):
            self._bounds = bounds if before is None else _box(bounds, before)
            return None
        if _overlap((south, west, north, east), before):
            raise ImportRefused(f"the polygons ({there}) lie where the earlier snapshots do {EXCHANGED}")
        return f"lies apart from all earlier snapshots: {there}"

    def _stored_already(self, path: Path) -> list[date]:
        """Return the days that a file stands for where it is stored so already; its name may say another day now."""
        if not self._known:
            return []
        try:
            days = self._known.get(hashlib.sha256(read_bytes(path)).hexdigest(), [])
            named = None if self._stated.on or self._stated.date_column else day_of_name(path.stem)
        except ImportRefused:
            return []  # the import itself says what is wrong
        if not days or (named is not None and named not in days) or (self._stated.on or days[0]) not in days:
            return []
        if self._known_as is None:
            self._known_as = defaultdict(set)
            for report in self._store.control.reports(self._source):
                self._known_as[report["on"]].add(report.get("read_as", ""))
        return days if all(self._known_as[day] == {self._read_as} for day in days) else []


def check_source(source: str) -> None:
    """Raise :class:`BadInput` where a source cannot be called so."""
    if not SOURCE_NAME.fullmatch(source):
        raise BadInput(f"--source: expected a name of small letters, digits, _ . -, got {source[:80]!r}")


def _bounds(snapshot: Snapshot) -> tuple[float, float, float, float]:
    west, south, east, north = zip(*(layer.geometry.bounds for layer in snapshot.layers), strict=True)
    return min(west), min(south), max(east), max(north)


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def _box(
    a: tuple[float, float, float, float], b: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


def _report(snapshot: Snapshot, outcome: str) -> dict[str, Any]:
    report = snapshot.report
    return {
        "file": report.file,
        "on": snapshot.on.isoformat(),
        "outcome": outcome,
        "format": report.format,
        "statuses": {layer.status: round(layer.area_km2, 3) for layer in snapshot.layers},
        "layers": [_rounded(layer.json()) for layer in report.layers],
        "kept": report.kept,
        "dropped": [_rounded(each.json()) for each in report.dropped],
        "area_before_mending_km2": round(report.area_before_mending_km2, 3),
        "area_km2": round(report.area_km2, 3),
        "since": None,
        "notes": list(report.notes),
        "warnings": list(report.warnings),
    }


def _rounded(record: dict[str, Any]) -> dict[str, Any]:
    return {key: round(value, 3) if isinstance(value, float) else value for key, value in record.items()}
