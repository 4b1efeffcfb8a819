"""Files of polygons into the store: a transaction and a report for each snapshot; a refused file leaves no trace."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import BadInput
from app.polygons import Polygons
from geodata.errors import ImportRefused

if TYPE_CHECKING:
    from app.store import Store
    from geodata.control import Snapshot

WIDEST_DEG = 180
SOURCE_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")


class ControlImport:
    """The import of files of one source; what it did stands in `stored` and `refused`."""

    def __init__(self, store: Store, source: str, *, today: date, dry_run: bool = False) -> None:
        if not SOURCE_NAME.fullmatch(source):
            raise BadInput(f"--source: expected a name of small letters, digits, _ . -, got {source[:80]!r}")
        self.stored: list[dict[str, Any]] = []
        self.refused: list[dict[str, str]] = []
        self._store = store
        self._source = source
        self._today = today
        self._dry_run = dry_run
        self._known = store.control.files(source)
        outline = Polygons(store, margin_km=1).outline()
        self._outline = None if outline is None else outline[1]

    def add(
        self,
        path: Path,
        *,
        on: date | None = None,
        status: str | None = None,
        format: str | None = None,
        crs: str | None = None,
    ) -> None:
        """Store a file's snapshots, or note why it is refused."""
        from geodata.control import read_control

        plain = on is None and status is None and format is None and crs is None
        if plain and (days := self._stored_already(path)):
            self.stored += [{"file": path.name, "on": day.isoformat(), "outcome": "unchanged"} for day in sorted(days)]
            return
        try:
            snapshots = read_control(
                path, source=self._source, on=on, status=status, format=format, today=self._today, crs=crs
            )
        except ImportRefused as error:
            self.refused.append({"file": str(path), "reason": str(error).removeprefix(f"{path.name}: ")})
            return
        for snapshot in snapshots:
            if elsewhere := self._elsewhere(snapshot):
                self.refused.append({"file": str(path), "reason": elsewhere})
                continue
            outcome = "would be stored" if self._dry_run else self._store.control.add(snapshot)
            self.stored.append(_report(snapshot, outcome))

    def _elsewhere(self, snapshot: Snapshot) -> str | None:
        """Say what is wrong with where a snapshot lies: without area, over half the globe, far from the country."""
        for layer in snapshot.layers:
            west, _, east, _ = layer.geometry.bounds
            if layer.area_km2 <= 0 or east - west > WIDEST_DEG:
                size = f"{layer.area_km2:,.1f} km² over {east - west:.0f} degrees of longitude"
                return f"expected the ground of a country or less, got {size}"
        if self._outline is None or any(layer.geometry.intersects(self._outline) for layer in snapshot.layers):
            return None
        west, south, east, north = snapshot.layers[0].geometry.bounds
        where = f"{west:.1f} to {east:.1f} E, {south:.1f} to {north:.1f} N"
        return f"the polygons ({where}) lie outside the country's outline: are latitude and longitude exchanged?"

    def _stored_already(self, path: Path) -> list[date]:
        """Return the days that a file stands for where it is stored so already; its name may say another day now."""
        from geodata.control import day_of_name

        try:
            days = self._known.get(hashlib.sha256(path.read_bytes()).hexdigest(), [])
            named = day_of_name(path.stem)
        except (OSError, ImportRefused):
            return []  # the import itself says what is wrong
        return days if named is None or named in days else []


def _report(snapshot: Snapshot, outcome: str) -> dict[str, Any]:
    report = snapshot.report
    return {
        "file": report.file,
        "on": snapshot.on.isoformat(),
        "outcome": outcome,
        "format": report.format,
        "statuses": {layer.status: round(layer.area_km2, 3) for layer in snapshot.layers},
        "kept": report.kept,
        "dropped": [list(item) for item in report.dropped],
        "area_before_mending_km2": round(report.area_before_mending_km2, 3),
        "area_km2": round(report.area_km2, 3),
        "notes": list(report.notes),
    }
