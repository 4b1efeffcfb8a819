"""Whether anything was committed to the file of a store."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from threading import Lock

from app.store.file import BUSY_TIMEOUT_S, log_of


class FileStamp:
    """Tells whether anything was committed to the file, by whatever process, in microseconds.

    SQLite counts for each connection what others commit: this one never writes, so it misses nothing.
    """

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self._path = path
        self._read_only = read_only
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None

    def __call__(self) -> tuple[int, ...]:
        """Return what is another after each commit."""
        if self._read_only:
            return _times(self._path)
        with self._lock:
            if self._connection is None:
                self._connection = sqlite3.connect(self._path, timeout=BUSY_TIMEOUT_S, check_same_thread=False)
            return tuple(self._connection.execute("PRAGMA data_version").fetchone())

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None


def _times(path: Path) -> tuple[int, ...]:
    found: list[int] = []
    for each in (path, log_of(path)):
        try:
            told = each.stat()
            found += [told.st_mtime_ns, told.st_size]
        except OSError:
            found += [0, 0]
    return tuple(found)
