"""Documents, mentions, findings, deltas and places as JSON."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.api.fake_workspace import DOCUMENT, finding, reading


def test_plain_resources(client: TestClient) -> None:
    assert client.get("/api/documents").json()["documents"][0]["id"] == DOCUMENT
    assert client.get(f"/api/documents/{DOCUMENT}").json() == reading()
    assert client.get("/api/findings").json() == {"findings": [finding()]}
    assert client.get("/api/deltas?every=month").json()["deltas"][0]["net_km2"] == 505.8
    assert client.get("/api/places?q=Zelene").json()["places"][0]["name"] == "Zelene"
    assert [row["text"] for row in client.get("/api/mentions").json()["mentions"]] == ["Zelene", "Stepove"]


@pytest.mark.parametrize("path", ["/api/mentions", "/mentions?f=json"])
def test_mentions_are_short_and_lead_to_their_sentence(client: TestClient, path: str) -> None:
    placed, unplaced = client.get(path).json()["mentions"]
    assert placed == {
        "id": f"{DOCUMENT}-m14-20",
        "document_id": DOCUMENT,
        "sentence": 0,
        "start": 14,
        "end": 20,
        "text": "Zelene",
        "kind": "settlement",
        "metonym": False,
        "place": {"id": "demo:Zelene", "name": "Zelene", "lat": 48.0, "lon": 36.9},
        "published": "2025-12-07",
        "sentence_text": "Fighting near Zelene.",
        "link": f"/documents/{DOCUMENT}#s0",
    }
    assert (unplaced["place"], unplaced["link"]) == (None, f"/documents/{DOCUMENT}#s2")
    assert 'id="s0"' in client.get(placed["link"], headers={"Accept": "text/html"}).text
