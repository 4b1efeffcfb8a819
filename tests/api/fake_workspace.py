"""A workspace of plain dicts, illustrative throughout, so that the edges can be tested without a store."""

from __future__ import annotations

from datetime import date
from typing import Any

import geopandas as gpd
from shapely.geometry import box

from app.errors import NotFound
from app.settings import Settings
from app.viewing.names import NamedPlaces
from app.viewing.points import MentionPoints, PlaceRow, clustered
from app.viewing.scenes import Scene
from geodata.definitions import load_sources
from geodata.places import Place

TEXT = "Fighting near Zelene.\nThey took 505 square kilometres in November. Then they lost 12 in Stepove."
DOCUMENT = "00d1aaaabbbbcccc"
DAYS = [date(2025, 10, 2), date(2025, 11, 2), date(2025, 12, 2)]
EAST = dict(zip(DAYS, (36.8, 37.0, 37.2), strict=True))


def place(name: str = "Zelene", **over: Any) -> dict[str, Any]:
    return {
        "id": f"demo:{name}",
        "name": name,
        "kind": "settlement",
        "lat": 48.0,
        "lon": 36.9,
        "country": "UA",
        "admin1": "Demo Oblast",
        "gazetteer": "demo",
    } | over


def mention(name: str, at: dict[str, Any] | None, *, sentence: int = 0, text: str = TEXT) -> dict[str, Any]:
    start = text.index(name)
    control = {
        "source": "demo",
        "on": "2025-12-07",
        "snapshot_on": "2025-12-02",
        "gap_days": 5,
        "status": "occupied",
        "status_since": "2025-11-02",
        "distance_to_line_km": 2.4,
    }
    return {
        "id": f"{DOCUMENT}-m{start}-{start + len(name)}",
        "sentence": sentence,
        "start": start,
        "end": start + len(name),
        "text": name,
        "kind": "settlement",
        "metonym": False,
        "adjectival": False,
        "place": at,
        "score": 0.9,
        "why": "the only place of that name",
        "candidates": [],
        "control": [control],
    }


def reading(text: str = TEXT, title: str | None = "A demo text") -> dict[str, Any]:
    first, second = text.index("\n"), text.index(". Then") + 1
    start = text.index("505")
    claim = {
        "id": f"{DOCUMENT}-a{start}-{start + 21}",
        "sentence": 1,
        "start": start,
        "end": start + 21,
        "text": text[start : start + 21],
        "value": 505.0,
        "value_high": None,
        "unit": "km2",
        "area_km2": 505.0,
        "area_km2_high": None,
        "qualifier": None,
        "direction": "captured",
        "actor": "russia",
        "period": {"start": "2025-11-01", "end": "2025-11-30", "approximate": False},
        "rate": None,
        "scope": None,
        "attributed_to": None,
        "flags": [],
    }
    return {
        "id": DOCUMENT,
        "document": {"title": title, "url": None, "published": "2025-12-07", "lang": "en"},
        "sentences": [
            {"index": 0, "start": 0, "end": first},
            {"index": 1, "start": first + 1, "end": second},
            {"index": 2, "start": second + 1, "end": len(text)},
        ],
        "mentions": [mention("Zelene", place(), text=text), mention("Stepove", None, sentence=2, text=text)],
        "claims": [claim],
        "statements": [],
        "warnings": [],
    }


def finding() -> dict[str, Any]:
    measured = {
        "source": "demo",
        "measure": "net",
        "own": True,
        "start": "2025-11-01",
        "end": "2025-11-30",
        "snapshot_start": "2025-11-02",
        "snapshot_end": "2025-12-02",
        "computed_km2": 505.8,
        "difference_km2": 0.8,
        "difference_percent": 0.158,
        "definition": "net change of occupied",
    }
    claim = reading()["claims"][0]
    return {
        "id": f"{DOCUMENT}-f{claim['start']}-{claim['end']}",
        "claim_id": claim["id"],
        "document_id": DOCUMENT,
        "sentence": 1,
        "start": claim["start"],
        "end": claim["end"],
        "text": claim["text"],
        "sentence_text": "They took 505 square kilometres in November.",
        "attributed_to": None,
        "stated_km2": 505.0,
        "stated_km2_high": None,
        "rate": None,
        "verdict": "match",
        "reason": "the net change is 505.8 km²",
        "best": measured,
        "measured": [measured],
        "tried": 6,
        "span_km2": [482.0, 523.2],
        "band_km2": [497.1, 512.2],
        "chance": None,
        "flags": [],
        "provenance": {
            "program": "frontline 0",
            "reader": "r",
            "gazetteer": "g",
            "snapshots": {"demo/2025-11-02": "ab" * 32},
        },
    }


class FakeWorkspace:
    """Holds one document and one source; `text` and `title` may be hostile."""

    settings: Settings

    def prepare(self) -> None:
        return None

    def has_tokens(self) -> bool:
        return False

    def token_scopes(self, sent: str) -> frozenset[str] | None:
        return None

    def __init__(self, *, title: str | None = "A demo text", sources: bool = True) -> None:
        self.title = title
        self.with_sources = sources
        self.added: list[dict[str, Any]] = []
        self.confirmed: set[str] = set()
        self.sources = load_sources()
        self.viewer = FakeViewer(self)
        self.error: Exception | None = None

    def documents(self) -> list[dict[str, Any]]:
        if self.error:
            raise self.error
        return [
            {
                "id": DOCUMENT,
                "title": self.title,
                "url": None,
                "published": "2025-12-07",
                "lang": "en",
                "sentences": 3,
                "mentions": 2,
                "claims": 1,
            }
        ]

    def document(self, document_id: str) -> tuple[str, dict[str, Any]]:
        if document_id != DOCUMENT:
            raise NotFound(f"no document {document_id!r}")
        return TEXT, reading(title=self.title)

    def findings(self, document_id: str | None = None) -> list[dict[str, Any]]:
        if document_id not in (None, DOCUMENT):
            raise NotFound(f"no document {document_id!r}")
        return [finding()]

    def deltas(self, **asked: Any) -> list[dict[str, Any]]:
        self.asked = asked
        return [
            {
                "source": "demo",
                "region": None,
                "start": "2025-11-02",
                "end": "2025-12-02",
                "snapshot_start": "2025-11-02",
                "snapshot_end": "2025-12-02",
                "gained_km2": 523.2,
                "lost_km2": 17.4,
                "net_km2": 505.8,
            }
        ]

    def latest_documents(self, *, q: str | None = None, limit: int | None = 100, offset: int = 0) -> Any:
        rows = [row for row in self.documents() if not q or q.casefold() in (row["title"] or "").casefold()]
        return rows[offset:][:limit]

    def mentions(
        self,
        *,
        bbox: Any = None,
        start: Any = None,
        end: Any = None,
        place: str | None = None,
        document: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[dict[str, Any]]:
        self.asked = {"bbox": bbox, "start": start, "end": end}
        rows = [
            {
                **row,
                "document_id": DOCUMENT,
                "document_title": self.title,
                "published": "2025-12-07",
                "sentence_text": TEXT.split("\n", maxsplit=1)[0],
            }
            for row in reading()["mentions"]
            if place is None or (row["place"] and row["place"]["id"] == place)
        ]
        return rows[offset : offset + limit]

    def corrected_days(self, source: str) -> dict[str, str]:
        return {"2025-11-02": "2025-11-20"}

    def confirm(self, finding: dict[str, Any]) -> None:
        self.confirmed.add(finding["id"])

    def unconfirm(self, finding: dict[str, Any]) -> None:
        self.confirmed.discard(finding["id"])

    def confirmed_on(self, finding: dict[str, Any]) -> date | None:
        return date(2026, 1, 5) if finding["id"] in self.confirmed else None

    def reading_corrections(self, document_id: str | None = None) -> list[dict[str, Any]]:
        return []

    def correct(self, target: str, given: Any, *, note: str, by: str) -> dict[str, Any]:
        return {"id": "c1", "target": target, "note": note, "by": by}

    def undo_correction(self, correction_id: str) -> dict[str, Any]:
        raise NotFound(f"no correction {correction_id[:40]!r} holds")

    def store_argument(self) -> str | None:
        return "some where/store.db"

    def read(self, document: Any, *, keep: bool = True) -> dict[str, Any]:
        assert not keep
        return reading(document.text, title=document.title)

    def check(self, document: Any) -> list[dict[str, Any]]:
        return [finding()]

    def import_control(self, path: Any, source: str, *, dry_run: bool, **given: Any) -> Any:
        self.imported = (path.name, source, dry_run)
        stored = {
            "file": path.name,
            "on": "2025-12-02",
            "outcome": "would be stored" if dry_run else "added",
            "statuses": {"occupied": 1000.0},
            "layers": [{"status": "occupied", "features": 3, "area_before_mending_km2": 1001.5, "area_km2": 1000.0}],
            "dropped": [{"reason": "a <b>point</b>: no polygon", "features": 2, "area_km2": 0.0}],
            "since": {"on": "2025-11-02", "days": 30, "moved": {"occupied": {"gained_km2": 5.0, "lost_km2": 1.0}}},
            "notes": [],
            "warnings": [],
        }
        return [stored], []

    def claims(self, *, limit: int = 100, offset: int = 0) -> list[dict[str, Any]]:
        claim = reading()["claims"][0]
        rows = [{**claim, "document_id": DOCUMENT, "published": "2025-12-07", "sentence_text": "They took 505."}]
        return rows[offset : offset + limit]

    def snapshots(self, source: str) -> list[dict[str, Any]]:
        if source != "demo":
            raise NotFound(f"no snapshots of {source!r}")
        return [{"on": day.isoformat(), "sha256": "ab" * 32, "area_km2": 1000.0} for day in DAYS]

    def loaded_sources(self) -> list[dict[str, Any]]:
        if not self.with_sources:
            return []
        return [
            {
                "id": "demo",
                "title": "Demo",
                "licence": "Control: drawn for the demo",
                "illustrative": True,
                "first": "2025-10-02",
                "last": "2025-12-02",
                "snapshots": 3,
            }
        ]

    def control_frame(self, source: str, on: date) -> gpd.GeoDataFrame:
        days = [day for day in DAYS if day <= on]
        if source != "demo" or not days:
            raise NotFound(f"no snapshot of {source} on or before {on}")
        rows = {
            "source": source,
            "on": days[-1],
            "status": "occupied",
            "geometry": [box(35, 47.5, EAST[days[-1]], 48.5)],
        }
        return gpd.GeoDataFrame(rows, crs="EPSG:4326")

    def change_frame(self, source: str, start: date, end: date) -> gpd.GeoDataFrame:
        before, after = self.control_frame(source, start), self.control_frame(source, end)
        gained = after.geometry.iloc[0].difference(before.geometry.iloc[0])
        parts = [] if gained.is_empty else [gained]
        rows = {
            "source": source,
            "start": before["on"].iloc[0],
            "end": after["on"].iloc[0],
            "kind": "gained",
            "geometry": parts,
            "area_km2": 523.2,
        }
        return gpd.GeoDataFrame(rows, columns=list(rows), geometry="geometry", crs="EPSG:4326")

    def region_frame(self) -> gpd.GeoDataFrame:
        rows = {"name": ["Land"], "country": [True], "geometry": [box(30, 45, 40, 52)]}
        return gpd.GeoDataFrame(rows, crs="EPSG:4326")

    def places(self, query: str, limit: int = 10) -> list[dict[str, Any]]:
        return [place(query) | {"score": 0.9, "why": "same name"}][:limit]

    def place_history(self, place_id: str, **asked: Any) -> dict[str, Any]:
        run = {"status": "occupied", "since": "2025-11-02", "until": None, "since_first_snapshot": False}
        return {"place": place(), "history": [{"source": "demo", "statuses": [run], "distances": []}]}

    def add_document(self, text: str, **given: Any) -> dict[str, Any]:
        self.added.append({"text": text, **given})
        return reading()

    def remove_document(self, document_id: str) -> None:
        if document_id != DOCUMENT:
            raise NotFound(f"no document {document_id!r}")

    def status(self) -> dict[str, Any]:
        if self.error:
            raise self.error
        return {"program": "frontline"}


class FakeViewer:
    """What maps ask of the fake workspace."""

    def __init__(self, workspace: FakeWorkspace) -> None:
        self._workspace = workspace

    def revision(self) -> str:
        return "r1"

    def scene(self, source: str, start: date, end: date) -> Scene:
        before = self._workspace.control_frame(source, start)
        after = self._workspace.control_frame(source, end)
        earlier, later = before.geometry.iloc[0], after.geometry.iloc[0]
        return Scene(
            source=source,
            start_on=before["on"].iloc[0],
            end_on=after["on"].iloc[0],
            before=earlier,
            after={"occupied": later},
            counted=("occupied",),
            gained=later.difference(earlier),
            lost=earlier.difference(later),
            whole_km2={"before": 1000.0, "after": 1523.2, "gained": 523.2, "lost": 0.0},
        )

    def held(self, source: str | None, on: date | None) -> Any:
        return lambda lons, _lats: [True] * len(lons)

    def points(self) -> MentionPoints:
        places = [row["place"] for row in reading()["mentions"] if row["place"]]
        rows = [PlaceRow(p["id"], p["name"], p["kind"], p["lat"], p["lon"]) for p in places]
        return MentionPoints.of(rows, [(p["id"], DOCUMENT, date(2025, 12, 7)) for p in places])

    def clusters(self, zoom: int, **chosen: Any) -> Any:
        which, counts = self.points().counts(**chosen)
        return len(which), int(counts.sum()), clustered(self.points(), which, counts, zoom)

    def named(self, lang: str) -> Any:
        return lambda _place, name: {"Zelene": "Зелене"}.get(name, name) if lang == "uk" else name

    def changed_near(self, source: str, start: date, end: date) -> list[dict[str, Any]]:
        self.scene(source, start, end)
        return [
            {"id": "demo:Big", "name": "Big Town", "gained_km2": 523.2, "lost_km2": 0.0, "bounds": [36.8, 47, 37, 48]}
        ]

    names = NamedPlaces.of([Place("demo:Big", "Big Town", "settlement", 48.2, 36.0, population=400_000)])
