"""Dropping files of polygons with the write token: the report first, then the store."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.settings import Settings
from app.workspace import Workspace
from tests.browser.watching import Watched, serving

pytestmark = pytest.mark.browser

TOKEN = "a-long-write-token"


def test_files_are_reported_before_they_are_stored(
    data_dir: Path, tmp_path: Path, watch: Callable[..., Watched]
) -> None:
    given = sorted(str(path) for path in files("app.demo").joinpath("control").iterdir())
    broken = tmp_path / "broken_2025-12-05.geojson"
    broken.write_text("{")
    workspace = Workspace(Settings(data_dir=data_dir, store=str(tmp_path / "store.db"), write_token=TOKEN))
    with serving(workspace) as base:
        seen = watch(base)
        page = seen.open("/control")
        page.locator("[name=files]").set_input_files([*given, str(broken)])
        page.get_by_label("Source").fill("mymap")
        page.get_by_label("Write token").fill(TOKEN)
        page.get_by_role("button", name="See the report").click()
        outcome = page.locator(".outcome")
        expect(outcome.get_by_role("region", name="Would be stored").locator("tbody tr")).to_have_count(len(given))
        expect(outcome).to_contain_text("occupied: ")
        expect(outcome.get_by_role("region", name="Refused")).to_contain_text("broken_2025-12-05.geojson")
        assert workspace.loaded_sources() == []
        page.get_by_role("button", name="Store these snapshots").click()
        expect(outcome.get_by_role("heading", name="Stored")).to_be_visible()
        (source,) = workspace.loaded_sources()
        assert (source["id"], source["snapshots"]) == ("mymap", len(given))
        expect(outcome.get_by_role("region", name="Stored")).to_contain_text("since ")
        page.goto(f"{base}/sources/mymap")
        expect(page.locator(".chart rect.up")).not_to_have_count(0)
        assert seen.foreign == []
    workspace.store.close()
