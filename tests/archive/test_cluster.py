"""Archives and deltas on real workers: processes of this machine, and those of a scheduler; one is killed."""

from __future__ import annotations

import json
import os
import pickle
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from app.archive.run import read_archive
from app.archive.worker import Opening, basis_of
from app.workspace import Workspace
from tests.archive.test_lines import item, jsonl, lines_of
from tests.archive.test_resume import begun

BIN = Path(sys.executable).parent
WAIT_SECONDS = 60


@pytest.fixture
def environment(demo_workspace: Workspace) -> dict[str, str]:
    settings = demo_workspace.settings
    return {
        "PATH": f"{BIN}:{os.defpath}",
        "FRONTLINE_DATA_DIR": str(settings.data_dir),
        "FRONTLINE_STORE": str(settings.store),
    }


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    path.write_bytes(jsonl(item(at, f"Quiet at Siversk, {at}.", published="2025-12-05") for at in range(4_500)))
    return path


@contextmanager
def process(*command: object, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    started = subprocess.Popen(list(map(str, command)), env=environment, stderr=subprocess.DEVNULL)
    try:
        yield started
    finally:
        started.kill()
        started.wait(timeout=WAIT_SECONDS)


@pytest.fixture
def scheduler(environment: dict[str, str]) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = ("scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard")
    with process(BIN / "dask", *arguments, environment=environment):
        for _ in range(WAIT_SECONDS * 10):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"tcp://127.0.0.1:{port}"


def worker(scheduler: str, environment: dict[str, str]) -> AbstractContextManager[subprocess.Popen[bytes]]:
    options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
    return process(BIN / "dask", "worker", scheduler, *options, environment=environment)


def run(environment: dict[str, str], *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [BIN / "frontline", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_two_processes_write_what_one_writes_in_the_same_order(
    demo_workspace: Workspace, environment: dict[str, str], archive: Path, tmp_path: Path
) -> None:
    read_archive(demo_workspace, archive, tmp_path / "one.jsonl")
    done = run(environment, "read", "--jsonl", archive, "--out", tmp_path / "two.jsonl", "--jobs", 2)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "two.jsonl").read_bytes() == (tmp_path / "one.jsonl").read_bytes()


def test_a_worker_killed_in_the_middle_costs_no_line(
    demo_workspace: Workspace, environment: dict[str, str], scheduler: str, archive: Path, tmp_path: Path
) -> None:
    read_archive(demo_workspace, archive, tmp_path / "one.jsonl")
    out = tmp_path / "out.jsonl"
    read = (BIN / "frontline", "read", "--jsonl", archive, "--out", out, "--scheduler", scheduler)
    with (
        worker(scheduler, environment) as first,
        worker(scheduler, environment),
        process(*read, environment=environment) as reading,
    ):
        begun(tmp_path / ".out.jsonl.journal", reading, 0)
        assert reading.poll() is None
        first.send_signal(signal.SIGKILL)
        assert reading.wait(timeout=WAIT_SECONDS * 2) == 0
    assert out.read_bytes() == (tmp_path / "one.jsonl").read_bytes()


def test_a_line_that_ends_every_worker_is_an_error_of_its_own(environment: dict[str, str], tmp_path: Path) -> None:
    archive, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    archive.write_bytes(jsonl([item("a"), item("poison")]))
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(  # what a fault in a library of C does to a process
        "import os\n"
        "import app.archive.line as line\n"
        "plain = line.read_line\n"
        "line.read_line = lambda space, text, at: os._exit(1) if b'poison' in text else plain(space, text, at)\n"
    )
    done = run({**environment, "PYTHONPATH": str(site)}, "read", "--jsonl", archive, "--out", out, "--jobs", 2)
    assert done.returncode == 1, done.stderr
    first, poison = map(json.loads, lines_of(out))
    assert (first["id"], poison["id"]) == ("a", "poison")
    assert poison["error"]["code"] == "worker_lost"


def test_a_worker_with_other_names_or_maps_refuses(
    environment: dict[str, str], scheduler: str, archive: Path, tmp_path: Path
) -> None:
    other = {**environment, "FRONTLINE_STORE": str(tmp_path / "other.db")}
    with worker(scheduler, other):
        done = run(environment, "read", "--jsonl", archive, "--out", tmp_path / "out", "--scheduler", scheduler)
    assert done.returncode == 1
    assert "a worker has another program, gazetteer or control" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("address", "code", "says"),
    [("nonsense://x", 2, "tcp://host:8786"), ("tcp://127.0.0.1:9", 1, "no scheduler answers there")],
)
def test_no_scheduler_is_one_line(
    address: str, code: int, says: str, environment: dict[str, str], archive: Path, tmp_path: Path
) -> None:
    done = run(environment, "read", "--jsonl", archive, "--out", tmp_path / "out", "--scheduler", address)
    assert (done.returncode, len(done.stderr.splitlines())) == (code, 1), done.stderr
    assert says in done.stderr


def test_what_a_worker_is_sent_is_settings_and_texts(demo_workspace: Workspace) -> None:
    opening = Opening(demo_workspace.settings, basis_of(demo_workspace))
    assert len(pickle.dumps(opening)) < 3_000


def test_deltas_of_every_source_are_the_same_on_two_processes(
    demo_workspace: Workspace, environment: dict[str, str]
) -> None:
    for other in ("second", "third"):
        for path in sorted((Path(__file__).parents[2] / "app" / "demo" / "control").iterdir()):
            demo_workspace.import_control(path, other, dry_run=False)
    one = run(environment, "deltas", "--every", "month", "--json")
    two = run(environment, "deltas", "--every", "month", "--json", "--jobs", 2)
    assert (one.returncode, two.returncode) == (0, 0), two.stderr
    assert {row["source"] for row in json.loads(two.stdout)["deltas"]} == {"demo", "second", "third"}
    assert two.stdout == one.stdout
