"""What the tests share: a data folder for the session, workspaces over new stores, the shared data set where it is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from app.settings import Settings
from app.workspace import Workspace
from tests import postgres_server

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


def pytest_configure() -> None:
    """Run every test with a clean environment of settings, and judge no property by how busy the machine is."""
    hypothesis_settings.register_profile("untimed", deadline=None)
    hypothesis_settings.load_profile("untimed")
    for name in [name for name in os.environ if name.startswith("FRONTLINE_")]:
        del os.environ[name]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared real data."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared beside the project: the real data set is absent")
    return SHARED


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder for the session: the embedded gazetteer is indexed once."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgres_server.Server]:
    """A real server with PostGIS, for the session."""
    if not postgres_server.is_installed():
        pytest.skip(postgres_server.ABSENT)
    with postgres_server.running() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgis"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty store may be made: once in a file, once in a real server."""
    if request.param == "sqlite":
        return str(tmp_path / "deep" / "store.db")
    server: postgres_server.Server = request.getfixturevalue("postgres")
    return server.new_store()


@pytest.fixture
def space(data_dir: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace over an empty store."""
    opened = Workspace(Settings(data_dir=data_dir, store=str(tmp_path / "store.db")))
    yield opened
    opened.store.close()


@pytest.fixture
def demo_workspace(space: Workspace) -> Workspace:
    """A workspace that holds the illustrative demo."""
    from app.demo import load_demo

    load_demo(space)
    return space
