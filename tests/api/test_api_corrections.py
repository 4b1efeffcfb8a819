"""Corrections over HTTP: listed by anyone, made with the write token, shown on the document's page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.workspace import Workspace

TOKEN = {"Authorization": "Bearer a-long-write-token"}
TEXT = "Russian forces captured Siversk on 3 December. They captured 822 square kilometres in November."


@pytest.fixture
def client(data_dir: Path, tmp_path: Path) -> Iterator[TestClient]:
    settings = Settings(data_dir=data_dir, store=str(tmp_path / "store.db"), write_token="a-long-write-token")
    workspace = Workspace(settings)
    with TestClient(create_app(settings, workspace)) as client:
        yield client
    workspace.store.close()


@pytest.fixture
def reading(client: TestClient) -> dict:  # type: ignore[type-arg]
    done = client.post("/api/documents", json={"text": TEXT, "published": "2025-12-07"}, headers=TOKEN)
    assert done.status_code == 201
    return dict(done.json())


def test_a_correction_needs_the_token(client: TestClient, reading: dict) -> None:  # type: ignore[type-arg]
    body = {"target": reading["claims"][0]["id"], "reject": True, "note": "a lake"}
    assert client.post("/api/corrections", json=body).status_code == 401
    assert client.get("/api/corrections").json() == {"corrections": []}


def test_a_correction_is_made_shown_and_taken_back(client: TestClient, reading: dict) -> None:  # type: ignore[type-arg]
    body = {"target": reading["claims"][0]["id"], "direction": "lost", "note": "misread", "by": "an editor"}
    made = client.post("/api/corrections", json=body, headers=TOKEN)
    assert made.status_code == 201 and made.json()["change"] == {"direction": "lost"}
    corrected = client.get(f"/api/documents/{reading['id']}").json()
    assert corrected["claims"][0]["direction"] == "lost" and corrected["corrections"][0]["by"] == "an editor"
    page = client.get(f"/documents/{reading['id']}", headers={"Accept": "text/html"}).text
    assert "misread" in page and "an editor" in page and 'name="target"' in page
    listed = client.get("/api/corrections", params={"document": reading["id"]}).json()["corrections"]
    assert [row["id"] for row in listed] == [made.json()["id"]]
    assert client.delete(f"/api/corrections/{made.json()['id']}", headers=TOKEN).status_code == 204
    assert client.get(f"/api/documents/{reading['id']}").json()["claims"] == reading["claims"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"note": "x"}, 422),
        ({"target": "nonsense", "reject": True, "note": "x"}, 400),
        ({"target": "3fbec661d2d7a39a-m1-2", "reject": True, "note": "x"}, 404),
        ({"target": "3fbec661d2d7a39a-m1-2", "reject": True, "note": "x", "colour": "red"}, 422),
    ],
)
def test_what_cannot_be_corrected_is_one_error(client: TestClient, body: dict, status: int) -> None:  # type: ignore[type-arg]
    done = client.post("/api/corrections", json=body, headers=TOKEN)
    assert done.status_code in (status, 400) and done.json()["detail"]


def test_a_correction_that_is_not_there_cannot_be_taken_back(client: TestClient) -> None:
    assert client.delete("/api/corrections/c99", headers=TOKEN).status_code == 404
