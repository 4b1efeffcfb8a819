from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.demo import load_demo
from app.main import create_app
from app.settings import Settings
from app.workspace import Workspace
from tests.api.ogc.seeds import seed
from tests.api.serving import serving


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory, data_dir: Path) -> Iterator[FastAPI]:
    """The service over the demo and some texts put together by hand; nobody writes to it."""
    workspace = Workspace(Settings(data_dir=data_dir, store=str(tmp_path_factory.mktemp("ogc") / "store.db")))
    load_demo(workspace)
    seed(workspace)
    workspace.findings()
    yield create_app(workspace.settings, workspace)
    workspace.store.close()


@pytest.fixture(scope="session")
def api(service: FastAPI) -> Iterator[TestClient]:
    with TestClient(service) as client:
        yield client


@pytest.fixture(scope="session")
def address(service: FastAPI, data_dir: Path) -> Iterator[str]:
    """Where a real server has it."""
    with serving(service.state.workspace.store.path, data_dir) as base:
        yield f"{base}/api"


class Items:
    """What a collection answers."""

    def __init__(self, api: TestClient) -> None:
        self._api = api

    def __call__(self, collection: str, **query: Any) -> list[dict[str, Any]]:
        """Return the features of one page."""
        response = self._api.get(f"/api/collections/{collection}/items", params=query)
        assert response.status_code == 200, response.text
        features: list[dict[str, Any]] = response.json()["features"]
        return features

    def everything(self, collection: str, **query: Any) -> list[dict[str, Any]]:
        """Return the features of all pages."""
        url = f"/api/collections/{collection}/items"
        body = self._api.get(url, params=query).json()
        features = list(body["features"])
        while following := [link["href"] for link in body["links"] if link["rel"] == "next"]:
            body = self._api.get(following[0]).json()
            features += body["features"]
        return features


@pytest.fixture(scope="session")
def items(api: TestClient) -> Items:
    return Items(api)
