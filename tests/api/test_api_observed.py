"""What an operator sees: figures for Prometheus, a line of JSON for each request, whether it is ready."""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from app.logs import JsonLines
from app.main import create_app
from app.workspace import Workspace
from tests.api.serving import SERVE

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def samples(text: str) -> Samples:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def requests(found: Samples, route: str) -> float:
    name = "frontline_http_requests_total"
    return sum(value for (each, labels), value in found.items() if each == name and dict(labels)["route"] == route)


@pytest.fixture
def client(demo_workspace: Workspace) -> TestClient:
    return TestClient(create_app(demo_workspace.settings, demo_workspace))


def test_requests_are_counted_by_route_and_never_by_address(client: TestClient) -> None:
    (document,) = client.get("/api/documents").json()["documents"]
    client.get(f"/documents/{document['id']}")
    client.get("/documents/nothing")
    client.get("/no/such/place?q=1")
    found = samples(client.get("/metrics").text)
    assert requests(found, "/documents/{document_id}") == 2
    assert requests(found, "other") == 1
    assert document["id"] not in str(found)
    seconds = ("frontline_http_request_seconds_count", (("route", "/documents/{document_id}"),))
    assert found[seconds] == 2


def test_the_store_is_counted(client: TestClient, demo_workspace: Workspace) -> None:
    before = samples(client.get("/metrics").text)
    assert (before["frontline_documents", ()], before["frontline_store_up", ()]) == (1, 1)
    assert before["frontline_snapshots", (("source", "demo"),)] == 3
    assert before["frontline_mentions", ()] == len(demo_workspace.mentions(limit=1000))
    demo_workspace.add_document("Shelling near Siversk.")
    after = samples(client.get("/metrics").text)
    assert after["frontline_documents", ()] == 2
    assert after["frontline_store_revision", ()] > before["frontline_store_revision", ()]


@pytest.mark.parametrize(
    ("given", "kept"), [("abc-1.2_3", True), ("a" * 65, False), ("a b", False), ("x\tlevel=error", False), ("", False)]
)
def test_a_request_has_an_id_and_keeps_a_plain_one_that_it_came_with(
    client: TestClient, given: str, kept: bool
) -> None:
    told = client.get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"]
    assert (told == given) is kept
    assert re.fullmatch(r"[A-Za-z0-9._-]{1,64}", told)


def test_a_line_is_json_with_what_the_request_was_and_what_went_wrong() -> None:
    try:
        raise ValueError("broken\nline")
    except ValueError:
        record = logging.LogRecord("frontline.x", logging.ERROR, "", 0, "Куп'янськ %s", ("\n",), sys.exc_info())
    record.told = {"request_id": "r1", "status": 500}
    written = JsonLines().format(record)
    assert "\n" not in written
    line = json.loads(written)
    assert (line["level"], line["message"], line["request_id"], line["status"]) == ("error", "Куп'янськ \n", "r1", 500)
    assert "ValueError: broken" in line["traceback"]


def test_it_is_ready_when_what_visitors_wait_for_is_loaded(demo_workspace: Workspace) -> None:
    with TestClient(create_app(demo_workspace.settings, demo_workspace)) as client:
        app = client.app
        answered = client.get("/readyz")
        app.state.warming.join()  # type: ignore[attr-defined]
        assert answered.status_code in (200, 503)
        assert client.get("/readyz").text == "ready\n"


def test_two_processes_write_json_and_count_together(demo_workspace: Workspace) -> None:
    settings = demo_workspace.settings
    environment = {
        "PATH": os.defpath, "FRONTLINE_DATA_DIR": str(settings.data_dir), "FRONTLINE_STORE": str(settings.store),
    }  # fmt: skip
    command = [sys.executable, "-c", SERVE, "serve", "--port", "0", "--workers", "2", "--log-format", "json"]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        base = process.stderr.readline().split()[2]
        wait(lambda: fetched(f"{base}/readyz") == "ready\n")
        for _ in range(20):
            fetched(f"{base}/api/deltas")
        found = samples(fetched(f"{base}/metrics"))
        assert requests(found, "/api/deltas") == 20
    finally:
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=60)
    lines = [json.loads(line) for line in told.splitlines()]
    assert sum(line.get("route") == "/api/deltas" and line["status"] == 200 for line in lines) == 20
    assert len({line["request_id"] for line in lines if line["logger"] == "frontline.requests"}) >= 21


def fetched(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:
        text: str = answer.read().decode()
        return text


def wait(done: Callable[[], bool]) -> None:
    for _ in range(600):
        try:
            if done():
                return
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.1)
    raise AssertionError("it was never ready")
