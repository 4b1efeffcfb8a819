"""A backup holds all of a store, and a store of either kind is filled from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.errors import BadInput, StoreError
from app.settings import Settings
from app.store import Store
from app.store.schema import metadata
from app.workspace import Workspace
from tests.store.processes import environment, frontline, write_days

OWN = {"meta", "alembic_version", "revision"}


@pytest.fixture
def filled(store_url: str, data_dir: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A store with something in every table."""
    from app.demo import load_demo

    space = Workspace(Settings(data_dir=data_dir, store=store_url))
    document = load_demo(space)
    for path in sorted(write_days(tmp_path / "days", 40).iterdir()):
        space.import_control(path, "mapper", dry_run=False)
    (finding, *_) = space.findings(document)
    space.confirm(finding)
    mention = space.mentions(limit=1)[0]["id"]
    space.correct(mention, {"reject": True}, note="no place", by="the desk")
    space.store.tokens.add("the desk", ("documents",))
    space.add_document("Russian forces seized Siversk on Sunday.\x00", published=date(2025, 12, 7))
    space.findings()
    space.store.places.add_gazetteer("own.csv", sha256="0" * 64, places=1)
    yield space
    space.store.close()


def rows(store: Store) -> dict[str, list[Any]]:
    """Every row of a store, shapes as WKB; of grounds and changes their content."""
    told: dict[str, list[Any]] = {}
    with store._engine.begin() as connection:
        for table in metadata.sorted_tables:
            if table.name not in OWN:
                columns = [column for column in table.c if "only" not in column.info]
                found = connection.execute(select(*columns).order_by(*table.primary_key))
                told[table.name] = [tuple(getattr(each, "wkb", each) for each in row) for row in found]
    for day in store.control.series("mapper"):
        told[f"ground {day.on}"] = [store.control.geometry(layer.key).wkb for layer in day.layers.values()]
    for pair in store.control.change_areas():
        parts = store.control.change_parts(*pair)
        told[f"change {pair}"] = [[part.wkb for part in parts[kind]] for kind in ("gained", "lost")]
    return told


@pytest.mark.parametrize("into", ["sqlite", "postgis"])
def test_all_comes_back_in_either_kind_of_store(
    filled: Workspace, into: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    backup = tmp_path / "backup.db"
    filled.store.back_up(backup)
    expected = rows(filled.store)
    assert [name for name, found in expected.items() if not found] == []
    url = str(tmp_path / "other.db") if into == "sqlite" else request.getfixturevalue("postgres").new_store()
    store = Store(url)
    store.restore(backup)
    assert rows(store) == expected
    assert rows(Store(str(backup))) == expected
    (number,) = [row["id"] for row in store.corrections.rows()]
    document = store.documents.ids()[0]
    added = store.corrections.add(document, "x", {}, note="n", by="b", text="t")  # numbers go on after those that came
    assert int(added[1:]) > int(number[1:])
    store.close()


def test_a_backup_is_a_new_file_and_a_restored_store_was_empty(filled: Workspace, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    backup.write_text("something of the user's")
    with pytest.raises(BadInput, match="is there already"):
        filled.store.back_up(backup)
    assert backup.read_text() == "something of the user's"
    filled.store.back_up(tmp_path / "two.db")
    before = rows(filled.store)
    with pytest.raises(BadInput, match="is not empty: it holds a"):
        filled.store.restore(tmp_path / "two.db")
    assert rows(filled.store) == before


def test_what_is_no_backup_leaves_the_store_empty(store_url: str, tmp_path: Path) -> None:
    store = Store(store_url)
    (tmp_path / "notes.db").write_text("not a database, but long enough to be taken for one " * 40)
    for path in (tmp_path / "notes.db", tmp_path / "nothing.db"):
        with pytest.raises(StoreError):
            store.restore(path)
    assert not any(rows(store).values())
    store.close()


def test_commands_back_up_and_restore_while_another_writes(
    store_url: str, data_dir: Path, tmp_path: Path, run_beside: Callable[..., None]
) -> None:
    env = environment(store_url, data_dir)
    folder = write_days(tmp_path / "days", 12)
    assert frontline(env, "control", "add", folder, "--source", "mapper").returncode == 0
    run_beside(env, "control", "add", write_days(tmp_path / "more", 12), "--source", "other")
    assert frontline(env, "backup", tmp_path / "backup.db").returncode == 0
    again = environment(str(tmp_path / "again.db"), data_dir)
    assert frontline(again, "restore", tmp_path / "backup.db").returncode == 0
    told = [frontline(each, "deltas", "--source", "mapper", "--every", "day", "--json").stdout for each in (env, again)]
    assert told[0] == told[1]
    assert told[0].count("net_km2") == 11
    done = frontline(again, "restore", tmp_path / "backup.db")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


@pytest.fixture
def run_beside() -> Iterator[Callable[..., None]]:
    """Start a command that goes on beside the test."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(2) as pool:
        started: list[Any] = []
        yield lambda *command: started.append(pool.submit(frontline, *command))
        assert [each.result().returncode for each in started] == [0] * len(started)
