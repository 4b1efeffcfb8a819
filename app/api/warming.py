"""What the first visitor would wait for is loaded while the service starts, whoever starts it."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from threading import Thread
from typing import TYPE_CHECKING

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI

from app.errors import FrontlineError
from app.mapping import chosen_days, chosen_source
from app.viewing.scenes import drawn
from geodata.errors import GeodataError

if TYPE_CHECKING:
    from app.api.kept_ledger import KeptLedger
    from app.workspace import Workspace

OPENING_ZOOM = 7
WAIT_S = 1.0
WAIT_AT_END_S = 10.0
THREADS = 6
"""Requests that are worked on at once. More would only wait for each other: what they do is mostly Python."""
SWITCH_S = 0.0005
"""How long a thread computes before another may. At Python's 5 ms, the loop that takes requests in and sends answers
waits so long at each step, and answers pile up with the processor idle."""


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Warm for a moment before the first request, then beside it; at the end, wait for what still runs.

    Beside each other the two take longer than one after the other, but a large store must not keep the service waiting.
    """
    current_default_thread_limiter().total_tokens = THREADS
    sys.setswitchinterval(SWITCH_S)
    app.state.warming = warming = Thread(
        target=warm, args=(app.state.workspace, app.state.ledger), name="warm", daemon=True
    )
    warming.start()
    warming.join(WAIT_S)
    yield
    warming.join(WAIT_AT_END_S)
    if app.state.owned:
        app.state.workspace.store.close()


def warm(workspace: Workspace, ledger: KeptLedger | None = None) -> None:
    """Load what the map page asks for when it opens: its scene, the places in texts, the names of larger places.

    What cannot be loaded is left to whoever asks for it, and is told the reason then.
    """
    viewer = workspace.viewer
    with suppress(FrontlineError, GeodataError):
        source = chosen_source(workspace, None)
        start, end = chosen_days(workspace, source, (None, None))
        if source is not None and start is not None and end is not None:
            drawn(viewer.scene(source["id"], start, end), zoom=OPENING_ZOOM, bbox=None)
            viewer.held(source["id"], end)
    with suppress(FrontlineError, GeodataError):
        viewer.points()
        _ = viewer.names
    with suppress(Exception):
        workspace.prepare()
        if ledger is not None:
            ledger.prepare()
