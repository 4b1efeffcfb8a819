"""A person corrects a reading on the document's page, with the write token, and takes it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.settings import Settings
from app.workspace import Workspace
from tests.browser.watching import Watched, serving

pytestmark = pytest.mark.browser

TOKEN = "a-long-write-token"


def test_a_statement_is_rejected_and_comes_back(data_dir: Path, tmp_path: Path, watch: Callable[..., Watched]) -> None:
    workspace = Workspace(Settings(data_dir=data_dir, store=str(tmp_path / "store.db"), write_token=TOKEN))
    reading = workspace.add_document("Russian forces captured Siversk on 3 December. It rained.")
    with serving(workspace) as base:
        seen = watch(base)
        page = seen.open(f"/documents/{reading['id']}")
        section = page.locator("section.corrections")
        expect(page.locator(".cards")).to_contain_text("captured Siversk")
        section.locator("summary").click()
        section.get_by_label("What").select_option(label="captured Siversk")
        section.get_by_label("It is none").check()
        section.get_by_label("Why").fill("a translation of something else")
        section.get_by_label("By", exact=True).fill("an editor")
        section.get_by_label("Write token").fill(TOKEN)
        section.get_by_role("button", name="Correct", exact=True).click()
        expect(section).to_contain_text("captured Siversk: rejected")
        expect(section).to_contain_text("a translation of something else – an editor")
        expect(page.locator(".cards")).to_have_count(0)
        section.locator("summary").click()
        section.get_by_label("Correction").select_option(label="c1 captured Siversk")
        section.get_by_label("Write token").fill(TOKEN)
        section.get_by_role("button", name="Take this correction back").click()
        expect(page.locator(".cards")).to_contain_text("captured Siversk")
        assert seen.foreign == []
    workspace.store.close()


def test_a_wrong_token_is_told(data_dir: Path, tmp_path: Path, watch: Callable[..., Watched]) -> None:
    workspace = Workspace(Settings(data_dir=data_dir, store=str(tmp_path / "store.db"), write_token=TOKEN))
    reading = workspace.add_document("Russian forces captured Siversk on 3 December.")
    with serving(workspace) as base:
        page = watch(base).open(f"/documents/{reading['id']}")
        section = page.locator("section.corrections")
        section.locator("summary").click()
        for label, words in (("Why", "a slip"), ("By", "an editor"), ("Write token", "wrong")):
            section.get_by_label(label, exact=True).fill(words)
        section.get_by_label("It is none").check()
        section.get_by_role("button", name="Correct", exact=True).click()
        expect(section.get_by_role("status")).to_contain_text("with a token that may write")
    workspace.store.close()
