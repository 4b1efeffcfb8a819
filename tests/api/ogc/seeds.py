"""Documents whose readings are put together by hand: names on both sides of the antimeridian, unplaced, undated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.reading.records import Document
from app.workspace import Workspace

At = tuple[float, float] | None


def put_document(space: Workspace, name: str, published: date | None, *places: tuple[str, At], lang: str = "en") -> str:
    """Store a document that names places, each with (lon, lat) or None where it was not placed; return its id."""
    names = [place for place, _ in places]
    text = f"{name}. " + " ".join(f"Fighting near {each}." for each in names)
    document = Document(text, published, name, None, lang)
    sentences, mentions, at = [], [], len(name) + 2
    for index, (place, point) in enumerate(places):
        length = len(f"Fighting near {place}.")
        sentences.append({"index": index, "start": at, "end": at + length})
        mentions.append(mention(document.id, index, at + len("Fighting near "), place, point))
        at += length + 1
    body = {"sentences": sentences, "mentions": mentions, "claims": [], "statements": [], "warnings": []}
    space.store.documents.put(document, body, reader="by hand", gazetteer="by hand")
    return document.id


def mention(document_id: str, sentence: int, start: int, name: str, point: At) -> dict[str, Any]:
    """Return a mention as a reading has it."""
    place = None if point is None else {
        "id": f"test:{name}", "name": name, "kind": "settlement", "lon": point[0], "lat": point[1],
        "country": "UA", "admin1": None, "gazetteer": "test",
    }  # fmt: skip
    return {
        "id": f"{document_id}-m{start}-{start + len(name)}",
        "sentence": sentence,
        "start": start,
        "end": start + len(name),
        "text": name,
        "kind": "settlement",
        "metonym": False,
        "adjectival": False,
        "place": place,
        "score": None if place is None else 0.9,
        "why": "by hand",
        "candidates": [],
    }


def seed(space: Workspace) -> None:
    """Store three documents beside what is there."""
    put_document(space, "East", date(2025, 10, 5), ("Alpha", (36.5, 48.5)), ("Beta", (37.5, 48.5)), ("Nowhere", None))
    put_document(space, "Far", date(2025, 11, 20), ("Taveuni", (-179.9, -16.9)), ("Labasa", (179.4, -16.4)), lang="fr")
    put_document(space, "Undated", None, ("Gamma", (36.6, 48.6)))


def ids(features: Sequence[dict[str, Any]]) -> list[str]:
    """Return the ids of features."""
    return [feature["id"] for feature in features]


def texts(features: Sequence[dict[str, Any]]) -> set[str]:
    """Return the names that features are."""
    return {feature["properties"]["text"] for feature in features}
