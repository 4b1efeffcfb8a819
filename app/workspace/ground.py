"""What the stored polygons say: deltas, histories of places, the line, snapshots and frames of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from app.errors import NotFound
from app.workspace.base import Base, today

if TYPE_CHECKING:
    import geopandas as gpd

    from app.deltas import Delta, Every


class Asked(TypedDict, total=False):
    """What may be asked of deltas."""

    source: str | None
    start: date | None
    end: date | None
    every: Every | None
    calendar: bool
    region: str | None
    statuses: tuple[str, ...] | None


class Ground(Base):
    """What the stored polygons say: deltas, histories of places, the line, snapshots and frames of them."""

    def deltas(self, **asked: Unpack[Asked]) -> list[dict[str, Any]]:
        """Return the area deltas as rows; see :meth:`deltas_and_notes`."""
        return self.deltas_and_notes(**asked)[0]

    def deltas_and_notes(self, **asked: Unpack[Asked]) -> tuple[list[dict[str, Any]], list[str]]:
        """Return the area deltas as rows, and a line for each span without snapshots.

        ``source``: every one by default; ``start``, ``end``: the whole series; ``every``, ``calendar``: see
        :func:`app.deltas.spans`; ``region``: inside that boundary, or "all" for a row for each stored one;
        ``statuses``: those that the source counts.
        """
        from app.deltas import ALL_REGIONS, measure

        polygons = self.polygons()
        source, region = asked.get("source"), asked.get("region")
        names = [source] if source else polygons.sources()
        if not names:
            raise NotFound("no snapshots are loaded; 'frontline control add PATH... --source NAME' adds them")
        every_region = self._all_regions() if region == ALL_REGIONS else []
        inside = self._region(region) if region and not every_region else None
        every = asked.get("every")
        rows: list[dict[str, Any]] = []
        notes: list[str] = []
        for name in names:
            if every == "day":
                polygons.compute_changes(name, self._progress)
            found, missing = measure(
                polygons,
                self.sources.of(name),
                start=asked.get("start"),
                end=asked.get("end"),
                every=every,
                calendar=asked.get("calendar", False),
                statuses=asked.get("statuses"),
                region=inside,
                regions=every_region,
            )
            rows += [_delta_json(row) for row in found]
            notes += missing
        return rows, notes

    def place_history(
        self, name: str, *, source: str | None = None, start: date | None = None, end: date | None = None
    ) -> dict[str, Any]:
        """Return a place, found by its id or by name in any spelling, with what each source's map showed of it.

        Its status on every day on which that changed, and its distance to the line at the turn of each month.
        """
        from app.histories import place_history
        from app.render import history_json, place_json

        place = self.gazetteer.place(name)
        matches = [] if place else self.gazetteer.search(name)
        matches = [match for match in matches if match.place.kind in ("settlement", "other")]
        if place is None:
            if not matches:
                raise NotFound(f"no place called {name!r} in the gazetteer; 'frontline gazetteer add FILE' adds names")
            place = matches[0].place
        polygons = self.polygons()
        names = [source] if source else polygons.sources()
        if not names:
            raise NotFound("no snapshots are loaded; 'frontline control add PATH... --source NAME' adds them")
        histories = [place_history(polygons, each, place.lon, place.lat, start=start, end=end) for each in names]
        return {
            "place": place_json(place),
            "why": matches[0].why if matches else "found by its id",
            "others": [place_json(match.place) for match in matches[1:]],
            "history": [history_json(each) for each in histories],
        }

    def line_report(
        self,
        *,
        source: str | None = None,
        start: date | None = None,
        end: date | None = None,
    ) -> list[dict[str, Any]]:
        """Return for each source how long the line is on two days, how it moved between them, and where the deepest.

        In all, and in each stored boundary that it runs through.
        """
        from app.histories import line_report
        from app.render import line_json

        polygons = self.polygons()
        names = [source] if source else polygons.sources()
        if not names:
            raise NotFound("no snapshots are loaded; 'frontline control add PATH... --source NAME' adds them")
        regions = self.store.places.regions(country=False)
        rows = []
        for name in names:
            known = polygons.statuses(name)

            def counted(day: date, name: str = name, known: set[str] = known) -> tuple[str, ...]:
                return tuple(s for s in self.sources.of(name).statuses(day) if s in known) or tuple(sorted(known))

            found = line_report(polygons, name, counted, start=start, end=end, regions=regions)
            rows.append(line_json(found, self._near))
        return rows

    def _near(self, lon: float, lat: float) -> str | None:
        """Return the settlement nearest to a point in words, with its distance."""
        nearest = self.gazetteer.nearest(lat, lon, 8)
        known = [(place, km) for place, km in nearest if place.population] or nearest  # not a hamlet that is gone
        return f"{known[0][1]:.1f} km from {known[0][0].name}" if known else None

    def snapshots(self, source: str) -> list[dict[str, Any]]:
        """Return a source's snapshots, oldest first."""
        polygons = self.polygons()
        series = polygons.series(source)
        if not series:
            raise NotFound(f"no snapshots of {source!r}; loaded: {', '.join(polygons.sources()) or 'none'}")
        kept = self._snapshots.get(source)
        if kept is None or kept[0] is not series:  # asked with every page
            told = [
                {
                    "on": snapshot.on.isoformat(),
                    "sha256": snapshot.sha256,
                    "area_km2": round(sum(layer.area_km2 for layer in snapshot.layers.values()), 4),
                    "statuses": {status: round(layer.area_km2, 4) for status, layer in snapshot.layers.items()},
                }
                for snapshot in series
            ]
            kept = self._snapshots[source] = (series, told)
        return list(kept[1])

    def loaded_sources(self) -> list[dict[str, Any]]:
        """Return the sources that have snapshots, with their licence lines."""
        polygons = self.polygons()
        rows = []
        for name in polygons.sources():
            series, source = polygons.series(name), self.sources.of(name)
            rows.append(
                {
                    "id": name,
                    "title": source.title,
                    "licence": source.licence,
                    "illustrative": source.illustrative,
                    "first": series[0].on.isoformat(),
                    "last": series[-1].on.isoformat(),
                    "snapshots": len(series),
                }
            )
        return rows

    def control_frame(self, source: str, on: date) -> gpd.GeoDataFrame:
        """Return the control frame of the snapshot on or before a day."""
        from app.frames import control_frame

        return control_frame(self.polygons(), source, on)

    def change_frame(self, source: str, start: date, end: date) -> gpd.GeoDataFrame:
        """Return the change frame between the snapshots on or before two days, a row for each polygon."""
        from app.frames import change_frame

        return change_frame(self.polygons(), self.sources.of(source), start, end)

    def region_frame(self) -> gpd.GeoDataFrame:
        """Return the stored boundaries: name, country (bool), geometry."""
        from app.frames import region_frame

        return region_frame(self.store)

    def import_control(
        self, path: Path, source: str, *, dry_run: bool, **given: Any
    ) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
        """Import a file of polygons; return what was (or would be) stored, and what was refused.

        `given`: ``on``, ``status``, ``format``, ``crs``, where the file does not say them.
        """
        from app.imports import ControlImport
        from geodata.control import Stated

        imported = ControlImport(self.store, source, today=today(), stated=Stated(**given), dry_run=dry_run)
        imported.add(path)
        imported.finish(self._progress)
        return imported.stored, imported.refused

    def corrected_days(self, source: str) -> dict[str, str]:
        """Return when each day of a source that was imported again with another content last came, by the day."""
        return {each.after.on.isoformat(): each.imported_at[:10] for each in self.store.control.corrections(source)}


def _delta_json(delta: Delta) -> dict[str, Any]:
    return {
        "source": delta.source,
        "region": delta.region,
        "start": delta.start.isoformat(),
        "end": delta.end.isoformat(),
        "snapshot_start": delta.snapshot_start.isoformat(),
        "snapshot_end": delta.snapshot_end.isoformat(),
        "gained_km2": round(delta.gained_km2, 4),
        "lost_km2": round(delta.lost_km2, 4),
        "net_km2": round(delta.net_km2, 4),
    }
