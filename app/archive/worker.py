"""What runs where the work is done: in this process, or in a worker of a cluster.

A worker is sent settings and texts, never an index or a reader: it opens the store and the gazetteers' indexes, which
are mapped into memory, itself, once.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from app import __version__
from app.archive.line import Readings, collect_seldom, read_lines
from app.errors import FrontlineError

if TYPE_CHECKING:
    from app.archive.source import Chunk
    from app.settings import Settings
    from app.workspace import Asked, Workspace

_one_at_a_time = Lock()
"""A worker of several threads is no faster for them, and a reader keeps caches."""

_SAME = (
    "its environment must name the same store (FRONTLINE_STORE) and data folder (FRONTLINE_DATA_DIR), or others of the "
    "same content"
)


@dataclass(frozen=True)
class Opening:
    """How a worker opens its workspace: with these settings, or with those of its own environment.

    `basis` is what the sender reads with: a worker that would read with something else refuses.
    """

    settings: Settings | None
    basis: str


def basis_of(space: Workspace) -> str:
    """Hash all that a reading with control depends on but the text."""
    parts = {
        "program": __version__,
        "reader": space.reader.id,
        "gazetteer": space.gazetteer.id,
        "control": space.store.control.revision(),
        "places": space.store.places.revision(),
        "margin_km": space.settings.line_margin_km,
        "max_text_mb": space.settings.max_text_mb,
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def read_chunk(opening: Opening, chunk: Chunk) -> Readings:
    """Read a chunk's lines."""
    with _one_at_a_time:
        return read_lines(_reading(opening), chunk.lines, chunk.first)


def deltas(how: tuple[Settings | None, str, Asked], source: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the area deltas of one source, and a line for each span without snapshots.

    `how`: settings, or None for those of the worker's environment; the revision of the sender's control; what is asked.
    """
    settings, revision, asked = how
    with _one_at_a_time:
        space = _opened(settings)
        if space.store.control.revision() != revision:
            raise FrontlineError(f"a worker has other control than this process; {_SAME}")
        wanted: Asked = {**asked, "source": source}
        return space.deltas_and_notes(**wanted)


@lru_cache(maxsize=1)
def _reading(opening: Opening) -> Workspace:
    space = _opened(opening.settings)
    if basis_of(space) != opening.basis:
        raise FrontlineError(f"a worker has another program, gazetteer or control than this process; {_SAME}")
    collect_seldom()
    return space


@lru_cache(maxsize=1)
def _opened(settings: Settings | None) -> Workspace:
    from app.settings import load_settings
    from app.workspace import Workspace

    return Workspace(settings or load_settings())
