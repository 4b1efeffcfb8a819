"""A run that ends half-way, however it ends, is gone on with: no line lost, none doubled, none of another input."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.archive import source
from app.archive.run import read_archive
from app.archive.sink import Sink
from app.errors import BadInput, FrontlineError
from app.workspace import Workspace
from tests.archive.test_lines import TEXT, item, jsonl, lines_of

PROGRAM = Path(sys.executable).with_name("frontline")
START_SECONDS = 60


class Stop(Exception):
    """What a test ends a run with."""


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "CHUNK_LINES", 3)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    path.write_bytes(jsonl(item(at, f"{TEXT} {at}.") for at in range(20)))
    return path


def interrupted(space: Workspace, archive: Path, out: Path, after: int) -> None:
    """Read, and end without a word after so many chunks are written."""
    left = after

    def count(*_: int) -> None:
        nonlocal left
        left -= 1
        if not left:
            raise Stop

    with pytest.raises(Stop):
        read_archive(space, archive, out, progress=count)


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".jsonl.zst"])
@pytest.mark.parametrize("junk", [b"", b'{"id": 9, "sent'])
def test_the_same_command_goes_on(
    suffix: str, junk: bytes, small_chunks: None, space: Workspace, archive: Path, tmp_path: Path
) -> None:
    out = tmp_path / f"out{suffix}"
    interrupted(space, archive, out, 2)
    assert not out.exists()
    with (tmp_path / f".out{suffix}.part").open("ab") as part:
        part.write(junk)  # what a kill leaves behind the last whole chunk
    said: list[str] = []
    done = read_archive(space, archive, out, say=said.append)
    assert (done.count, done.before, said) == (20, 6, ["going on behind 6 lines that are read already"])
    assert [json.loads(line)["id"] for line in lines_of(out)] == list(range(20))
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_a_run_killed_when_all_was_done_leaves_nothing_that_stands_in_the_way(
    small_chunks: None, space: Workspace, archive: Path, tmp_path: Path
) -> None:
    interrupted(space, archive, tmp_path / "out", 1)
    (tmp_path / ".out.part").replace(tmp_path / "out")
    assert read_archive(space, archive, tmp_path / "out").count == 20
    assert len(lines_of(tmp_path / "out")) == 20


def test_an_archive_that_has_grown_is_read_from_where_it_had_ended(
    small_chunks: None, space: Workspace, archive: Path, tmp_path: Path
) -> None:
    interrupted(space, archive, tmp_path / "out", 2)
    archive.write_bytes(archive.read_bytes() + jsonl([item("new")]))
    assert read_archive(space, archive, tmp_path / "out").count == 21


def test_an_archive_that_is_another_is_refused(
    small_chunks: None, space: Workspace, archive: Path, tmp_path: Path
) -> None:
    interrupted(space, archive, tmp_path / "out", 2)
    archive.write_bytes(jsonl(item(at, "Another text.") for at in range(20)))
    with pytest.raises(BadInput, match=r"line 6 of .* is not what it was"):
        read_archive(space, archive, tmp_path / "out")
    assert read_archive(space, archive, tmp_path / "out", restart=True).count == 20


def test_two_kinds_of_reading_are_not_mixed_in_one_file(
    small_chunks: None, space: Workspace, archive: Path, tmp_path: Path
) -> None:
    interrupted(space, archive, tmp_path / "out", 2)
    (tmp_path / "names.csv").write_text("name,lat,lon\nZubrivka-na-Hori,48.5,37.5\n")
    space.gazetteers.add(tmp_path / "names.csv")
    other = Workspace(space.settings)
    with pytest.raises(BadInput, match=r"another program, gazetteer or control \(6 lines are read\); --restart"):
        read_archive(other, archive, tmp_path / "out")
    assert read_archive(other, archive, tmp_path / "out", restart=True).before == 0
    other.store.close()


def test_two_runs_do_not_write_one_output(space: Workspace, archive: Path, tmp_path: Path) -> None:
    sink = Sink(tmp_path / "out", "")
    with pytest.raises(FrontlineError, match="another process is writing"):
        read_archive(space, archive, tmp_path / "out")
    sink.close()
    assert read_archive(space, archive, tmp_path / "out").count == 20


def test_a_full_disk_is_one_line_and_what_was_read_stays(
    small_chunks: None, space: Workspace, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = os.fsync
    calls = iter(range(100))

    def full(descriptor: int) -> None:
        if next(calls) == 2:
            raise OSError(28, "No space left on device")
        synced(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(FrontlineError, match="No space left on device"):
            read_archive(space, archive, tmp_path / "out")
    assert read_archive(space, archive, tmp_path / "out").before == 6
    assert [json.loads(line)["id"] for line in lines_of(tmp_path / "out")] == list(range(20))


@pytest.fixture
def environment(data_dir: Path, tmp_path: Path) -> dict[str, str]:
    return {
        "PATH": os.defpath,
        "FRONTLINE_DATA_DIR": str(data_dir),
        "FRONTLINE_STORE": str(tmp_path / "store.db"),
    }


def begun(journal: Path, process: subprocess.Popen[bytes], lines: int) -> None:
    """Wait until more than so many lines are written."""
    for _ in range(START_SECONDS * 50):
        if process.poll() is not None or (journal.exists() and json.loads(journal.read_bytes())["count"] > lines):
            return
        time.sleep(0.02)
    raise AssertionError("no line was read")


def killed(
    command: list[str | Path], environment: dict[str, str], journal: Path, how: int, lines: int
) -> Iterator[int]:
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)
    begun(journal, process, lines)
    process.send_signal(how)
    process.communicate(timeout=60)
    yield process.returncode


def test_killed_twice_and_stopped_once_no_line_is_lost_or_doubled(
    space: Workspace, environment: dict[str, str], tmp_path: Path
) -> None:
    archive, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    archive.write_bytes(jsonl(item(at, f"Quiet at Siversk, {at}.") for at in range(5_500)))
    read_archive(space, archive, tmp_path / "whole.jsonl")
    command: list[str | Path] = [PROGRAM, "read", "--jsonl", archive, "--out", out]
    journal = tmp_path / ".out.jsonl.journal"
    for how, lines in ((signal.SIGKILL, 0), (signal.SIGTERM, 2_000), (signal.SIGKILL, 4_000)):
        (code,) = killed(command, environment, journal, how, lines)
        assert code == (130 if how == signal.SIGTERM else -signal.SIGKILL)
        assert not out.exists()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert "going on behind" in done.stderr
    assert out.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
