"""The program in processes of its own, over one store."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from shapely import box, to_geojson

PROGRAM = [sys.executable, "-c", "from app.cli import main; main()"]
TOKEN = "a-token-for-the-tests"
FIRST = date(2025, 11, 1)


def environment(store: str, data_dir: Path) -> dict[str, str]:
    given = {"FRONTLINE_STORE": store, "FRONTLINE_DATA_DIR": str(data_dir), "FRONTLINE_WRITE_TOKEN": TOKEN}
    return {"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1", **given}


def frontline(env: Mapping[str, str], *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [*PROGRAM, *map(str, arguments)], env=dict(env), capture_output=True, text=True, check=False, timeout=300
    )


@dataclass
class Service:
    """A running ``frontline serve``."""

    address: str
    process: subprocess.Popen[str]
    log: Path

    def get(self, path: str, **headers: str) -> Any:
        """Return the JSON behind a path."""
        return json.loads(self.ask("GET", path, **headers)[1])

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, bytes]:
        """Return status and body."""
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json", **headers}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as response:
                return response.status, response.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()


@contextmanager
def serving(env: Mapping[str, str], log: Path) -> Iterator[Service]:
    """Run the service on a free port."""
    with log.open("w") as told:
        process = subprocess.Popen([*PROGRAM, "serve", "--port", "0"], env=dict(env), stderr=told, text=True)
    try:
        while (found := re.search(r"serving on (http://\S+)", log.read_text())) is None:
            assert process.poll() is None, log.read_text()
        yield Service(found[1], process, log)
    finally:
        process.terminate()
        process.wait(30)


def write_days(folder: Path, days: int, *, first: date = FIRST) -> Path:
    """Write a file of polygons for each day; each day a strip more is held."""
    folder.mkdir(parents=True, exist_ok=True)
    for day in range(days):
        path = folder / f"{first + timedelta(days=day)}.geojson"
        path.write_text(to_geojson(box(37 - day / 50, 48, 38, 49)))
    return folder
