"""However the service is started, the first visitor waits for little, and what cannot be loaded keeps nobody out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.demo import load_demo
from app.errors import FrontlineError
from app.main import create_app, from_environment
from app.settings import Settings
from app.workspace import Workspace
from tests.api.fake_workspace import FakeViewer, FakeWorkspace


class WatchedViewer(FakeViewer):
    """Writes down what is loaded."""

    def __init__(self, workspace: FakeWorkspace) -> None:
        super().__init__(workspace)
        self.loaded: list[str] = []

    def scene(self, *asked: Any) -> Any:
        self.loaded.append("scene")
        return super().scene(*asked)

    def points(self) -> Any:
        self.loaded.append("points")
        return super().points()


def test_what_the_map_opens_with_is_loaded_before_anyone_asks() -> None:
    workspace = FakeWorkspace()
    workspace.settings = Settings()
    workspace.viewer = viewer = WatchedViewer(workspace)
    with TestClient(create_app(workspace.settings, workspace)):
        pass
    assert set(viewer.loaded) == {"scene", "points"}


@pytest.mark.parametrize("sources", [True, False])
def test_a_store_that_cannot_be_warmed_is_served_all_the_same(sources: bool) -> None:
    class Broken(WatchedViewer):
        def points(self) -> Any:
            raise FrontlineError("no gazetteer here")

    workspace = FakeWorkspace(sources=sources)
    workspace.settings = Settings()
    workspace.viewer = Broken(workspace)
    with TestClient(create_app(workspace.settings, workspace)) as client:
        assert client.get("/documents", headers={"Accept": "text/html"}).status_code == 200


def test_a_server_may_build_it_from_the_environment(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = str(tmp_path / "store.db")
    space = Workspace(Settings(data_dir=data_dir, store=store))
    load_demo(space)
    space.store.close()
    monkeypatch.setenv("FRONTLINE_DATA_DIR", str(data_dir))
    monkeypatch.setenv("FRONTLINE_STORE", store)
    with TestClient(from_environment()) as client:
        assert "Illustrative data" in client.get("/", headers={"Accept": "text/html"}).text
