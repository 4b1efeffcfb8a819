"""The container's steps without an engine: its install commands, its start command, its health check."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
START_SECONDS = 60


def instructions(name: str) -> list[str]:
    joined = DOCKERFILE.replace("\\\n", " ")
    return [line.removeprefix(name).strip() for line in joined.splitlines() if line.startswith(name + " ")]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the build stage makes: the copied files, installed by its own command into a clean environment."""
    source = tmp_path_factory.mktemp("src")
    target = tmp_path_factory.mktemp("opt") / "frontline"
    build = DOCKERFILE.split("\nFROM ")[1]
    for line in re.findall(r"^COPY (.+)$", build, re.MULTILINE):
        *names, into = line.split()
        for name in names:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, source / into, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / name, source / name)
    (command,) = re.findall(r"^RUN (.+)$", build, re.MULTILINE)
    command = command.replace("/opt/frontline", str(target)).replace("python -m venv", f"{sys.executable} -m venv")
    subprocess.run(command, shell=True, check=True, cwd=source, capture_output=True)  # noqa: S602 - the Dockerfile's own
    return target


@pytest.fixture(scope="module")
def environment(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The final stage's environment, with the data folder moved and the address kept to this machine."""
    data = tmp_path_factory.mktemp("container-data")
    return {
        "PATH": f"{installed / 'bin'}:{os.defpath}",
        "FRONTLINE_DATA_DIR": str(data),
        "FRONTLINE_HOST": "127.0.0.1",
        "FRONTLINE_PORT": str(free_port()),
        "HOME": str(data),
    }


@pytest.fixture(scope="module")
def served(environment: dict[str, str]) -> Iterator[int]:
    warm = next(line for line in instructions("RUN") if line.startswith("frontline "))
    subprocess.run(warm, shell=True, check=True, env=environment, capture_output=True)  # noqa: S602
    (command,) = instructions("CMD")
    process = subprocess.Popen(json.loads(command), env=environment, stderr=subprocess.PIPE)
    port = int(environment["FRONTLINE_PORT"])
    try:
        for _ in range(START_SECONDS * 5):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield port
    finally:
        process.terminate()
        process.communicate(timeout=20)


def test_it_serves_and_its_health_check_passes(served: int, environment: dict[str, str]) -> None:
    (check,) = re.findall(r"HEALTHCHECK .*?CMD (\[.+\])", DOCKERFILE.replace("\\\n", " "))
    command = [part.replace(":8000/", f":{served}/") for part in json.loads(check)]
    subprocess.run(command, check=True, env=environment, capture_output=True)
    with urllib.request.urlopen(f"http://127.0.0.1:{served}/", timeout=30) as page:
        assert page.status == 200
        assert b"Frontline" in page.read()


def test_the_health_check_fails_where_nothing_is_served(installed: Path, environment: dict[str, str]) -> None:
    (check,) = re.findall(r"HEALTHCHECK .*?CMD (\[.+\])", DOCKERFILE.replace("\\\n", " "))
    command = [part.replace(":8000/", f":{free_port()}/") for part in json.loads(check)]
    assert subprocess.run(command, check=False, env=environment, capture_output=True).returncode != 0


def test_it_runs_as_a_user_who_is_not_root() -> None:
    (user,) = instructions("USER")
    assert user not in ("root", "0")
    assert any(line.startswith("useradd") and line.endswith(user) for line in instructions("RUN"))


def test_what_it_copies_is_let_through() -> None:
    let = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = {n for line in re.findall(r"^COPY (?!--)(.+)$", DOCKERFILE, re.MULTILINE) for n in line.split()[:-1]}
    assert copied == let
