"""A store with all that works on it: what the command line and the web service both stand on.

Values come out as plain dicts in the shapes of the interface, so that every edge shows the same.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from app import __version__
from app.errors import BadInput, NotFound
from app.gazetteers import Gazetteers, Progress, Say
from app.polygons import Polygons
from app.reading.records import Document
from app.settings import default_store
from app.store import Store
from geodata.definitions import Party, Sources, load_parties, load_sources

if TYPE_CHECKING:
    import geopandas as gpd

    from app.deltas import Delta, Every
    from app.reading.reader import Reader
    from app.reading.records import Reading
    from app.settings import Settings
    from app.store.documents import BBox
    from app.store.records import StoredRegion
    from app.viewing.viewer import Viewer
    from geodata.gazetteer import Gazetteer
    from geodata.places import Place


_SURROGATE = re.compile("[\ud800-\udfff]")


class Asked(TypedDict, total=False):
    """What may be asked of deltas."""

    source: str | None
    start: date | None
    end: date | None
    every: Every | None
    calendar: bool
    region: str | None
    statuses: tuple[str, ...] | None


class Workspace:
    """Documents, polygons, places and findings of one store.

    Parameters
    ----------
    settings : Settings
        Where things stand and what is allowed.
    say, progress : callable, optional
        For the one-off work that takes seconds: a line, and (done, of how many).
    """

    def __init__(self, settings: Settings, *, say: Say | None = None, progress: Progress | None = None) -> None:
        self.settings = settings
        self.store = Store(settings.store_url)
        self.gazetteers = Gazetteers(self.store, settings.data_dir / "gazetteers")
        self._say = say
        self._progress = progress
        self._polygons: tuple[tuple[int, ...], str, Polygons] | None = None
        self._snapshots: dict[str, tuple[object, list[dict[str, Any]]]] = {}
        self._has_tokens: tuple[tuple[int, ...], bool] | None = None
        self.keep_moves = True
        """Whether what moved between two days that are asked for is kept in the store; a service only remembers it."""
        self._opening = RLock()
        self._gazetteer: tuple[tuple[int, ...], list[tuple[str, str]], Gazetteer] | None = None
        self._reader: tuple[Gazetteer, Reader] | None = None

    # --- what it stands on

    @cached_property
    def sources(self) -> Sources:
        """Definitions of the known sources."""
        return load_sources(self.settings.sources)

    @cached_property
    def parties(self) -> dict[str, Party]:
        """The sides."""
        return load_parties(self.settings.parties)

    @property
    def gazetteer(self) -> Gazetteer:
        """Every listed gazetteer, opened; opened anew when another process has added or removed one."""
        stamp = self.store.stamp()
        with self._opening:
            if self._gazetteer is None or self._gazetteer[0] != stamp:
                listed = [(row["name"], row["sha256"]) for row in self.store.places.gazetteers()]
                if self._gazetteer is None or self._gazetteer[1] != listed:
                    opened = self.gazetteers.open(self._say, self._progress)
                else:
                    opened = self._gazetteer[2]
                self._gazetteer = (stamp, listed, opened)
            return self._gazetteer[2]

    @property
    def reader(self) -> Reader:
        """The reader over the gazetteer's names."""
        gazetteer = self.gazetteer
        with self._opening:
            if self._reader is None or self._reader[0] is not gazetteer:
                from app.pipeline import vocabulary
                from app.reading.reader import Reader

                self._reader = (gazetteer, Reader(gazetteer, vocabulary(self.parties, self.sources)))
            return self._reader[1]

    @cached_property
    def viewer(self) -> Viewer:
        """What maps ask of it."""
        from app.viewing.viewer import Viewer

        return Viewer(self)

    def open_reader(self) -> None:
        """Open the gazetteer and build the reader now rather than at the first text."""
        self.reader.id  # noqa: B018 - it is built by being asked for

    def polygons(self) -> Polygons:
        """Return the stored polygons as of now; what was unpacked is kept until something is imported."""
        kept = self._polygons
        stamp = self.store.stamp()  # before anything is read, so that what is written meanwhile is seen the next time
        if kept is not None and kept[0] == stamp:
            return kept[2]
        revision = self.store.control.revision() + self.store.places.revision()
        if kept is not None and kept[1] == revision:
            self._polygons = (stamp, revision, kept[2])
            return kept[2]
        made = Polygons(self.store, margin_km=self.settings.line_margin_km, keep_moves=self.keep_moves)
        self._polygons = (stamp, revision, made)
        return made

    def prepare(self) -> None:
        """Read now what the standing of many places is read off, before anybody asks."""
        polygons = self.polygons()
        for name in polygons.sources():
            polygons.prepare(name)

    # --- documents

    def add_document(
        self,
        text: str,
        *,
        published: date | None = None,
        title: str | None = None,
        url: str | None = None,
        lang: str | None = None,
    ) -> dict[str, Any]:
        """Read a text, store it with its reading, and return the reading."""
        return self.read(Document(text, published, title, url, lang))

    def read(self, document: Document, *, keep: bool = True) -> dict[str, Any]:
        """Read a document, store it unless told otherwise, and return the reading with control joined."""
        from app.pipeline import with_control

        size = len(document.text.encode("utf-8", "surrogatepass"))
        if size > self.settings.max_text_bytes:
            raise BadInput(
                f"a text of {size / 1e6:.1f} MB; at most {self.settings.max_text_mb:g} MB (FRONTLINE_MAX_TEXT_MB)"
            )
        if keep:
            _check_storable(document)
        polygons = self.polygons()
        reading, body = self._read(document, polygons)
        if keep:
            from app.correcting import keep as keep_settled

            body = keep_settled(self.store, reading.document, body, reader=reading.reader, gazetteer=self.gazetteer.id)
        return with_control(body, document.published, polygons)

    def documents(self) -> list[dict[str, Any]]:
        """Return every document without its text, oldest publication first."""
        return self.store.documents.overview()

    def latest_documents(
        self, *, q: str | None = None, limit: int | None = 100, offset: int = 0
    ) -> list[dict[str, Any]]:
        """Return documents without their texts, newest publication first; `q` stands in their titles."""
        return self.store.lists.latest(q=q, limit=limit, offset=offset)

    def document(self, document_id: str) -> tuple[str, dict[str, Any]]:
        """Return a document's text and its reading with control joined."""
        from app.pipeline import with_control
        from app.render import document_json

        document, stored = self.store.documents.get(document_id)
        body = {"id": document_id, "document": document_json(document), **stored}
        body["corrections"] = self.reading_corrections(document_id)
        return document.text, with_control(body, document.published, self.polygons())

    def remove_document(self, document_id: str) -> None:
        """Remove a document and all that was read, found and corrected in it."""
        with self.store.transaction():
            self.store.documents.remove(document_id)
            self.store.corrections.forget(document_id)

    def correct(self, target: str, given: Mapping[str, Any], *, note: str, by: str) -> dict[str, Any]:
        """Correct a mention, a claim or a statement; see :func:`app.correcting.correct`."""
        from app.correcting import correct

        return correct(self.store, self.gazetteer, self.parties, target, given, note=note, by=by)

    def undo_correction(self, correction_id: str) -> dict[str, Any]:
        """Take a correction back; return it."""
        from app.correcting import undo

        return undo(self.store, correction_id)

    def reading_corrections(self, document_id: str | None = None) -> list[dict[str, Any]]:
        """Return the corrections that hold, of one document or of all, in the order in which they were made.

        ``applied`` is False where the text, read anew, has nothing there.
        """
        if document_id is not None and not self.store.documents.has(document_id):
            raise NotFound(f"no document {document_id[:40]!r}; 'frontline documents list' shows those that are stored")
        rows = self.store.corrections.rows(document_id)
        return [{**row, "applied": row["was"] is not None} for row in rows]

    def mentions(
        self,
        *,
        bbox: BBox | None = None,
        start: date | None = None,
        end: date | None = None,
        place: str | None = None,
        document: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[dict[str, Any]]:
        """Return mentions with their document and sentence, newest document first.

        With ``place``, those that mean this place (a government named after it is none); with ``document``, its own.
        """
        from app.pipeline import with_control

        rows = self.store.documents.mentions(
            bbox=bbox, start=start, end=end, place=place, document=document, limit=limit, offset=offset
        )
        polygons = self.polygons()
        joined = []
        for row in rows:
            published = date.fromisoformat(row["published"]) if row["published"] else None
            joined += with_control({"mentions": [row]}, published, polygons)["mentions"]
        return joined

    def claims(
        self, *, start: date | None = None, end: date | None = None, limit: int = 100, offset: int = 0
    ) -> list[dict[str, Any]]:
        """Return stated areas with their document and sentence, newest document first."""
        return self.store.documents.claims(start=start, end=end, limit=limit, offset=offset)

    # --- findings

    def findings(self, document_id: str | None = None) -> list[dict[str, Any]]:
        """Return the findings on one document or on all, oldest publication first.

        They are kept with a hash of all they were computed from, and computed anew when any of it is another.
        """
        as_of = self.store.polygons_revision()  # before anything that findings rest on is read
        basis = self._basis()
        kept = self.store.documents.findings(basis, document_id)
        ids = [document_id] if document_id else self.store.documents.ids(checkable=True)
        found: list[dict[str, Any]] = []
        for each in ids:
            if each in kept:
                found += kept[each]
                continue
            version = self.store.documents.version(each)
            findings = self.findings_by(each, self.polygons())
            if findings and not self.store.read_only:
                self.store.documents.put_findings(each, basis, findings, version=version, as_of=as_of)
            found += findings
        return found

    def findings_by(self, document_id: str, polygons: Polygons) -> list[dict[str, Any]]:
        """Return the findings on a stored document by the polygons that are handed in; nothing is kept."""
        from app.pipeline import check_document

        document, body = self.store.documents.get(document_id)
        if not body["claims"] and not body["statements"]:
            return []
        return check_document(
            document,
            body,
            polygons=polygons,
            sources=self.sources,
            regions=self.store.places.regions(),
            parties=self.parties,
            provenance=self.store.documents.provenance(document_id),
        )

    def corrected_days(self, source: str) -> dict[str, str]:
        """Return when each day of a source that was imported again with another content last came, by the day."""
        return {each.after.on.isoformat(): each.imported_at[:10] for each in self.store.control.corrections(source)}

    def corrections(self, source: str | None = None) -> list[dict[str, Any]]:
        """Return each day that was imported again with another content, and what that moved."""
        from app.corrections import corrections

        return corrections(self, source)

    def check(self, document: Document) -> list[dict[str, Any]]:
        """Return the findings on a text: the stored document of that text, else read in memory and not stored."""
        from app.pipeline import check_document

        if self.store.documents.has(document.id):
            return self.findings(document.id)
        polygons = self.polygons()
        reading, body = self._read(document, polygons)
        return check_document(
            reading.document,
            body,
            polygons=polygons,
            sources=self.sources,
            regions=self.store.places.regions(),
            parties=self.parties,
            provenance={"reader": reading.reader, "gazetteer": self.gazetteer.id},
        )

    def stored_as(self, document: Document) -> Document:
        """Return the stored document of the same text, whatever its date, else the document itself."""
        known = self.store.documents.with_text(document.text)
        return document if known is None else self.store.documents.get(known)[0]

    def confirm(self, finding: Mapping[str, Any]) -> None:
        """Keep that a person has confirmed a finding as it stands."""
        self.store.confirmations.put(finding["id"], _said(finding))

    def unconfirm(self, finding: Mapping[str, Any]) -> None:
        """Take a confirmation back."""
        self.store.confirmations.remove(finding["id"])

    def confirmed_on(self, finding: Mapping[str, Any]) -> date | None:
        """Return when a person confirmed a finding as it stands, None where nobody has."""
        return self.store.confirmations.confirmed_on(finding["id"], _said(finding))

    # --- who may write over HTTP

    def counts(self) -> dict[str, Any]:
        """Return how much the store holds, and how often it was written."""
        return self.store.counts()

    def has_tokens(self) -> bool:
        """Say whether any token of the store may write."""
        stamp = self.store.stamp()
        if self._has_tokens is None or self._has_tokens[0] != stamp:  # asked with every page
            self._has_tokens = (stamp, self.store.tokens.any())
        return self._has_tokens[1]

    def token_scopes(self, sent: str) -> frozenset[str] | None:
        """Return what a token of the store may write, None where it is none."""
        return self.store.tokens.scopes_of(sent)

    # --- polygons

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

    # --- places and state

    def places(self, query: str, limit: int = 10) -> list[dict[str, Any]]:
        """Return the places of a name in any spelling, the best first."""
        from app.render import match_json

        return [match_json(match) for match in self.gazetteer.search(query, limit)]

    def store_argument(self) -> str | None:
        """Return what ``--store`` must say for a command to find this store; None for the default one."""
        path = self.store.path
        return None if "://" not in path and Path(path).absolute() == default_store().absolute() else path

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

    def status(self) -> dict[str, Any]:
        """Return what is loaded, from when to when, and where days are missing."""
        polygons = self.polygons()
        sources = []
        for row in self.loaded_sources():
            days = [snapshot.on for snapshot in polygons.series(row["id"])]
            sources.append({**row, "gaps": _gaps(days)})
        documents = self.documents()
        dates = sorted(d["published"] for d in documents if d["published"])
        return {
            "program": f"frontline {__version__}",
            "store": self.store.path,
            "control": sources,
            "gazetteers": self.store.places.gazetteers(),
            "regions": {
                "country": [region.name for region in self.store.places.regions(country=True)],
                "parts": len(self.store.places.regions(country=False)),
            },
            "documents": {
                "count": len(documents),
                "first": dates[0] if dates else None,
                "last": dates[-1] if dates else None,
                "without_date": sum(d["published"] is None for d in documents),
            },
        }

    def _read(self, document: Document, polygons: Polygons) -> tuple[Reading, dict[str, Any]]:
        from app.pipeline import read

        return read(
            document,
            reader=self.reader,
            gazetteer=self.gazetteer,
            polygons=polygons,
            online=self._online,
            online_first=self.settings.geocoder_order == "instead",
        )

    def boundary(self, name: str) -> tuple[str, Any]:
        """Return the name and the shape of a stored boundary, EPSG:4326."""
        found = self._region(name)
        return found.name, self.store.places.region_geometry(found.id)

    def _region(self, name: str) -> StoredRegion:
        from app.pipeline import plain_region

        regions = self.store.places.regions()
        wanted = plain_region(name)
        for region in regions:
            if wanted in {plain_region(each) for each in (region.name, *region.other_names)}:
                return region
        known = ", ".join(region.name for region in regions) or "none; 'frontline regions add' adds them"
        raise NotFound(f"no boundary named {name!r}; stored: {known}")

    def _all_regions(self) -> list[StoredRegion]:
        regions = self.store.places.regions(country=False)
        if not regions:
            raise NotFound("no boundaries are stored; 'frontline regions add FILE --name-column C' adds them")
        return regions

    def _basis(self) -> str:
        """Hash all that findings are computed from, but for the documents themselves."""
        parts = {
            "program": __version__,
            "control": self.store.control.revision(),
            "places": self.store.places.revision(),
            "sources": repr(sorted(self.sources.items())),
            "parties": repr(sorted(self.parties.items())),
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    @cached_property
    def _online(self) -> Callable[[str], Place | None] | None:
        """An online geocoder behind the gazetteer, where one is set."""
        if self.settings.geocoder is None:
            return None
        from geodata.gazetteer.geocoder import as_place, online_geocoder

        service = self.settings.geocoder
        geocoder = online_geocoder(
            service,
            domain=self.settings.geocoder_domain,
            user_agent=self.settings.geocoder_user_agent or "",
            rate_per_second=self.settings.geocoder_rate_per_second,
            cache_folder=self.settings.data_dir / "geocoder",
        )
        return lambda name: as_place(geocoder.geocode(name), service)


def today() -> date:
    """Return today's date in UTC, against which dates in the future are refused."""
    return datetime.now(UTC).date()


def _said(finding: Mapping[str, Any]) -> str:
    """Hash what a finding says, whichever program said it."""
    told = {name: value for name, value in finding.items() if name != "provenance"}
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def _check_storable(document: Document) -> None:
    if not document.text.strip():
        raise BadInput("the text is empty: expected at least a sentence")
    for name in ("text", "title", "url", "lang"):
        if _SURROGATE.search(getattr(document, name) or ""):
            raise BadInput(
                f"the {name} holds halves of surrogate pairs, which no encoding can store; mend its encoding"
            )


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


def _gaps(days: list[date]) -> list[dict[str, Any]]:
    """Return the stretches without a snapshot that are well longer than the usual step of the series."""
    steps = Counter((b - a).days for a, b in pairwise(days))
    usual = min(steps, key=lambda step: (-steps[step], step), default=1)
    return [
        {"after": a.isoformat(), "before": b.isoformat(), "days": (b - a).days - 1}
        for a, b in pairwise(days)
        if (b - a).days > 1.5 * usual  # months have 28 to 31 days
    ]
