from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.api.fake_workspace import FakeWorkspace

HTML = {"Accept": "text/html"}


@pytest.fixture
def make_client() -> Iterator[Callable[..., TestClient]]:
    """A client over a workspace; settings by name."""
    with ExitStack() as stack:

        def make(workspace: Any = None, **settings: Any) -> TestClient:
            workspace = workspace or FakeWorkspace()
            workspace.settings = Settings(**settings)
            service = create_app(workspace.settings, workspace)
            return stack.enter_context(TestClient(service, raise_server_exceptions=False))

        yield make


@pytest.fixture
def client(make_client: Callable[..., TestClient]) -> TestClient:
    return make_client()
