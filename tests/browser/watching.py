"""A real server on a free loopback port, and a page that writes down all it asks for and complains of."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from playwright.sync_api import Page

from app.main import create_app


@dataclass
class Watched:
    """A page with what it asked for and what it complained of."""

    page: Page
    base: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.base + path)
        return self.page

    @property
    def foreign(self) -> list[str]:
        """Requests to anything but this server; data: URIs leave no machine."""
        return [url for url in self.requests if not url.startswith((self.base, "data:"))]


@contextmanager
def serving(workspace: Any) -> Iterator[str]:
    """Serve a workspace and give the address."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(workspace.settings, workspace), log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
