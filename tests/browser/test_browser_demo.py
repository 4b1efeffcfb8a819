"""The walk of a reader through the illustrative demo, over a real store."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from app.workspace import Workspace
from tests.browser.watching import Watched, serving

pytestmark = pytest.mark.browser


def test_from_the_map_to_the_sentence_and_back(demo_workspace: Workspace, watch: Callable[..., Watched]) -> None:
    with serving(demo_workspace) as base:
        seen = watch(base)
        page = seen.open("/")
        expect(page.locator(".illustrative")).to_contain_text("Illustrative data")
        page.wait_for_load_state("networkidle")
        page.evaluate("Frontline.live.get('front').map.setView([48.87, 38.1], 10, {animate: false})")
        page.get_by_role("button", name=re.compile("^Siversk: ")).click()
        popup = page.locator(".fl-popup")
        place = popup.locator("h2").inner_text()
        surface = popup.locator("mark").first.inner_text()
        popup.get_by_role("link", name="Read the sentence").first.click()
        page.wait_for_url("**/documents/*#s*")
        sentence = page.locator("#" + page.url.rpartition("#")[2])
        assert sentence.evaluate("node => node.matches(':target')")
        expect(sentence).to_be_in_viewport()
        sentence.get_by_role("link", name=surface, exact=True).first.click()
        expect(page.locator(".small-map .fl-popup h2")).to_have_text(place)
        expect(sentence).to_have_class("sentence here")
        page.goto(base + sentence.get_by_role("link", name=surface, exact=True).first.get_attribute("href"))
        expect(page.locator(".fl-popup .fl-focus mark")).to_have_text(surface)
        page.get_by_role("link", name="Findings", exact=True).click()
        expect(page.locator(".ledger .verdict-match")).not_to_have_count(0)
        page.locator(".ledger .verdict").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("km²")
        assert seen.foreign == []
        assert seen.complaints == []
