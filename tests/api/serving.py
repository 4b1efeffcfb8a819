"""A real server on a free port of this machine, in a process of its own: some clients let no other thread run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

SERVE = "from app.cli import main; main()"


@contextmanager
def serving(store: str, data_dir: Path, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """Run ``frontline serve`` until the block ends; give the address."""
    environment = {"PATH": os.defpath, "FRONTLINE_DATA_DIR": str(data_dir), **(settings or {})}
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, "serve", "--port", "0", "--store", store],
        stderr=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        assert line.startswith("serving on http://"), line
        yield line.split()[2]
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
