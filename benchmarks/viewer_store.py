"""A store as large as the viewer must bear: a daily series and many mentions, seeded."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from app.demo import load_demo
from app.imports import ControlImport
from app.reading.records import Document
from app.workspace import Workspace, today
from geodata.areas import area_km2
from geodata.control import find_control_files
from geodata.regions import read_regions

SHARED = Path(__file__).parent.parent.parent / "shared" / "data"
FIRST, DAYS = date(2024, 7, 10), 540
PER_DOCUMENT = 25


def seed_mentions(space: Workspace, count: int) -> None:
    """Store documents whose mentions lie at settlements of the gazetteer; some places are named far oftener."""
    rng = random.Random(20251207)  # noqa: S311
    places = [place for place in space.gazetteer.larger_places(1) if place.country == "UA"]
    weights = [1 / (rank + 5) for rank in range(len(places))]
    rng.shuffle(weights)
    sentence = "Fighting went on near the place that is named here. "
    for number in range(count // PER_DOCUMENT):
        chosen = rng.choices(places, weights, k=PER_DOCUMENT)
        text = f"Report {number}. " + sentence * PER_DOCUMENT
        document = Document(text, FIRST + timedelta(days=rng.randrange(DAYS)), f"Report {number}", None, "en")
        starts = [len(f"Report {number}. ") + i * len(sentence) for i in range(PER_DOCUMENT)]
        mentions = [
            _mention(document.id, place, i, start) for i, (place, start) in enumerate(zip(chosen, starts, strict=True))
        ]
        sentences = [{"index": i, "start": start, "end": start + len(sentence)} for i, start in enumerate(starts)]
        body = {"sentences": sentences, "mentions": mentions, "claims": [], "statements": [], "warnings": []}
        space.store.documents.put(document, body, reader="seeded", gazetteer="seeded")


def _mention(document_id: str, place: Any, sentence: int, start: int) -> dict[str, Any]:
    return {
        "id": f"{document_id}-m{start}-{start + 8}",
        "sentence": sentence,
        "start": start,
        "end": start + 8,
        "text": "Fighting",
        "kind": "settlement",
        "metonym": False,
        "adjectival": False,
        "place": {
            "id": place.id,
            "name": place.name,
            "kind": "settlement",
            "lat": place.lat,
            "lon": place.lon,
            "country": place.country,
            "admin1": place.admin1,
            "gazetteer": place.gazetteer,
        },
        "score": 1.0,
        "why": "seeded",
        "candidates": [],
    }


def load_control(space: Workspace, folder: Path | None) -> str:
    """Store the series and return its source."""
    if folder is None or not folder.is_dir():
        load_demo(space)
        return "demo"
    for name, column, country in (
        ("ukraine_adm0_tiny.geojson", "name_en", True),
        ("ukraine_adm1_simplified.geojson", "name_en", False),
    ):
        path = SHARED / "regions" / name
        if path.is_file():
            regions = read_regions(path, name_column=column)
            areas = [area_km2(region.geometry) for region in regions]
            space.store.places.add_regions(regions, areas, file=name, country=country)
    imported = ControlImport(space.store, "deepstate", today=today())
    for path in find_control_files([folder]):
        imported.add(path)
    return "deepstate"
