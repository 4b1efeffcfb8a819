"""The compose file without an engine: its commands are ours, its settings known, what it waits for can be."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.settings import PREFIX, Settings

ROOT = Path(__file__).parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service.get("build") == "."}
BIN = Path(sys.executable).parent


def installed() -> set[str]:
    """The extras that the image is built with."""
    (found,) = re.findall(r"pip install [^\n]*\"\.\[(.+?)\]\"", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
    return set(found.split(","))


def help_of(command: list[str]) -> str:
    words = [word for word in command[1:2] if not word.startswith("-")]
    done = subprocess.run([BIN / command[0], *words, "--help"], capture_output=True, text=True, check=True)
    return done.stdout


def test_it_has_the_service_its_database_and_a_cluster() -> None:
    assert set(SERVICES) == {"service", "postgis", "scheduler", "worker"}
    assert set(OURS) == {"service", "scheduler", "worker"}


@pytest.mark.parametrize("name", OURS)
def test_each_command_is_in_our_image_and_knows_its_options(name: str) -> None:
    command = OURS[name]["command"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    if command[0] != "frontline":
        assert command[0] == "dask"
        assert "archive" in installed()
        assert any(line.startswith("distributed") for line in project["optional-dependencies"]["archive"])
    else:
        assert command[0] in project["scripts"]
    told = help_of(command)
    for option in (word for word in command if word.startswith("--")):
        assert option.removeprefix("--no-") in told.replace("--no-", "") or option in told


@pytest.mark.parametrize("name", OURS)
def test_each_setting_is_known_and_the_store_is_the_database(name: str) -> None:
    given = OURS[name]["environment"]
    known = {PREFIX + field.upper() for field in Settings.model_fields}
    assert {key for key in given if key.startswith(PREFIX)} <= known
    assert given["FRONTLINE_STORE"].startswith("postgresql+psycopg://")
    assert "@postgis:5432/" in given["FRONTLINE_STORE"]
    assert "postgis" in installed()


def test_workers_and_service_share_the_gazetteers_folder() -> None:
    assert {tuple(service["volumes"]) for service in OURS.values()} == {("data:/data",)}
    assert "ENV" in (ROOT / "Dockerfile").read_text()
    assert "FRONTLINE_DATA_DIR=/data" in (ROOT / "Dockerfile").read_text()


@pytest.mark.parametrize("name", SERVICES)
def test_what_is_waited_for_can_be(name: str) -> None:
    for other, how in SERVICES[name].get("depends_on", {}).items():
        assert how == {"condition": "service_healthy"}
        assert SERVICES[other]["healthcheck"]["test"]


def test_no_password_is_ours_and_no_port_is_open_to_others() -> None:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"\$\{POSTGRES_PASSWORD(:?.)", text)) == {":?"}
    ports = [port for service in SERVICES.values() for port in service.get("ports", ())]
    assert ports == ["127.0.0.1:8000:8000"]


def test_the_image_of_the_database_has_its_version() -> None:
    assert re.fullmatch(r"postgis/postgis:\d+-\d+\.\d+", SERVICES["postgis"]["image"])


def test_compose_itself_accepts_it() -> None:
    client = shutil.which("docker-compose")
    if client is None:
        pytest.skip("no docker-compose here: the file is only parsed")
    command = [client, "--file", str(ROOT / "compose.yaml"), "--profile", "archive", "config", "--quiet"]
    environment = {"PATH": "/usr/bin:/bin", "POSTGRES_PASSWORD": "abc"}
    subprocess.run(command, env=environment, check=True, capture_output=True)
    refused = subprocess.run(command, env={"PATH": "/usr/bin:/bin"}, check=False, capture_output=True, text=True)
    assert "choose a password" in refused.stderr
