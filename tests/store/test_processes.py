"""Two services and the command line at once on one store: no write is lost, nothing is locked, no answer is stale."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from app.store import Store
from tests.store.processes import Service, environment, frontline, serving, write_days

DAYS, TEXTS = 16, 12
BODY = {"sentences": [{"index": 0, "start": 0, "end": 4}], "mentions": [], "claims": [], "statements": []}


@pytest.fixture
def env(store_url: str, data_dir: Path) -> dict[str, str]:
    return environment(store_url, data_dir)


@pytest.fixture
def services(env: dict[str, str], tmp_path: Path) -> Iterator[tuple[Service, Service]]:
    """Two services; both make the store, whichever is first."""
    with ExitStack() as stack:
        one, two = (stack.enter_context(serving(env, tmp_path / f"log{number}")) for number in (1, 2))
        yield one, two


def text(number: int) -> dict[str, str]:
    told = f"Report {number}: Russian forces captured {number + 2} square kilometres in November near Siversk."
    return {"text": told, "published": "2025-12-07"}


def test_no_write_is_lost_and_nothing_is_locked(
    services: tuple[Service, Service], env: dict[str, str], tmp_path: Path, store_url: str
) -> None:
    folder = write_days(tmp_path / "days", DAYS)
    (tmp_path / "text.txt").write_text("Fighting went on near Kupiansk.")
    with ThreadPoolExecutor(8) as pool:
        importing = [
            pool.submit(frontline, env, "control", "add", folder, "--source", source, "--json")
            for source in ("mapper", "other")
        ]
        reading = pool.submit(frontline, env, "read", tmp_path / "text.txt", "--published", "2025-12-07", "--json")
        posted = [
            pool.submit(service.ask, "POST", "/api/documents", text(TEXTS * which + number))
            for number in range(TEXTS)
            for which, service in enumerate(services)
        ]
        asked = [
            pool.submit(service.ask, "GET", path)
            for _ in range(4)
            for service in services
            for path in ("/api/findings", "/api/deltas", "/api/mentions", "/api/documents")
        ]
        imported = [each.result() for each in importing]
        read = reading.result()
        statuses = [each.result()[0] for each in posted]
        answers = [each.result() for each in asked]
    assert [(done.returncode, len(json.loads(done.stdout)["stored"])) for done in imported] == [(0, DAYS)] * 2
    assert read.returncode == 0
    assert statuses == [201] * 2 * TEXTS
    assert {status for status, _ in answers} <= {200, 404}  # 404: no snapshots are loaded yet
    told = " ".join([*(service.log.read_text() for service in services), read.stderr, *(d.stderr for d in imported)])
    assert "locked" not in told
    assert "Traceback" not in told
    store = Store(store_url)
    assert [len(store.control.series(source)) for source in ("mapper", "other")] == [DAYS] * 2
    assert len(store.documents.ids()) == 2 * TEXTS + 1
    store.close()


def test_whatever_one_commits_the_other_shows_at_once(
    services: tuple[Service, Service], env: dict[str, str], tmp_path: Path
) -> None:
    one, two = services
    folder = write_days(tmp_path / "days", 3)
    assert two.get("/api/documents")["documents"] == []
    for number in range(8):
        writer, reader = (one, two) if number % 2 else (two, one)
        made = json.loads(writer.ask("POST", "/api/documents", text(number))[1])
        assert made["id"] in {each["id"] for each in reader.get("/api/documents")["documents"]}
        places = reader.get("/map/mentions?zoom=8&bbox=30,44,41,53")
        assert json.dumps(places) == json.dumps(writer.get("/map/mentions?zoom=8&bbox=30,44,41,53"))
    assert {each["verdict"] for each in one.get("/api/findings")["findings"]} == {"not_checkable"}
    assert frontline(env, "control", "add", folder, "--source", "deepstate").returncode == 0
    for service in services:
        assert len(service.get("/api/deltas?every=day")["deltas"]) == 2
    before = one.get("/api/deltas")["deltas"][0]["net_km2"]
    write_days(folder, 4)
    assert frontline(env, "control", "add", folder, "--source", "deepstate").returncode == 0
    after = [service.get("/api/deltas")["deltas"][0]["net_km2"] for service in services]
    assert after[0] == after[1] > before
    (tmp_path / "own.csv").write_text("name,lat,lon\nQwertzuiopske,48.9,38.2\n")
    assert not one.get("/api/places?q=Qwertzuiopske")["places"]
    assert frontline(env, "gazetteer", "add", tmp_path / "own.csv").returncode == 0
    for service in services:
        assert [each["name"] for each in service.get("/api/places?q=Qwertzuiopske")["places"]] == ["Qwertzuiopske"]


def test_many_who_open_a_new_store_at_once_make_one(store_url: str, data_dir: Path) -> None:
    env = environment(store_url, data_dir)
    with ThreadPoolExecutor(6) as pool:
        done = [each.result() for each in [pool.submit(frontline, env, "status", "--json") for _ in range(6)]]
    assert [(each.returncode, each.stderr) for each in done] == [(0, "")] * 6


def test_findings_are_not_kept_of_what_is_another_by_now(store_url: str) -> None:
    """Between reading and keeping, somebody else may have read the text anew, or imported a day."""
    from datetime import date

    from app.reading.records import Document

    store = Store(store_url)
    document = Document("Text", date(2025, 11, 1))
    finding = {"id": "f1", "start": 0, "verdict": "match"}
    store.documents.put(document, BODY, reader="r", gazetteer="g")
    version, as_of = store.documents.version(document.id), store.polygons_revision()
    store.documents.put(document, BODY, reader="r", gazetteer="g")
    store.documents.put_findings(document.id, "basis", [finding], version=version, as_of=as_of)
    assert store.documents.findings("basis") == {}
    version = store.documents.version(document.id)
    store.control.remove("nobody")
    store.documents.put_findings(document.id, "basis", [finding], version=version, as_of=as_of)
    assert store.documents.findings("basis") == {}
    store.documents.put_findings(document.id, "basis", [finding], version=version, as_of=store.polygons_revision())
    assert store.documents.findings("basis") == {document.id: [finding]}
    store.close()
