"""What a reader sees at once: what changed, where, and which figure fits; and that narrow screens cut nothing off."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from app.settings import Settings
from tests.api.fake_workspace import TEXT, FakeWorkspace
from tests.browser.watching import Watched, serving

pytestmark = pytest.mark.browser
Watch = Callable[..., Watched]
NARROW = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    workspace = FakeWorkspace()
    workspace.settings = Settings()
    with serving(workspace) as address:
        yield address


def test_the_map_says_where_it_changed_and_which_figures_are_stated_for_it(base: str, watch: Watch) -> None:
    seen = watch(base)
    page = seen.open("/?from=2025-11-02&to=2025-12-02")
    expect(page.locator(".where li")).to_have_text(re.compile(r"Big Town\s*\+523\.2\skm²"))
    fits = page.locator(".stated-here")
    expect(fits.locator("li")).to_contain_text("505 km²")
    expect(fits.locator(".verdict-match")).to_be_visible()
    expect(page.locator("#list-findings li.on-map")).to_have_count(1)
    page.get_by_label("Compare from").and_(page.locator("[type=date]")).fill("2025-10-02")
    expect(fits).to_contain_text("No text that was read states a figure for these dates.")
    expect(page.locator("#list-findings li.on-map")).to_have_count(0)
    page.get_by_role("button", name="Big Town").click()
    expect(page).to_have_url(re.compile("bbox="))
    assert seen.complaints == []


def test_on_a_telephone_the_figures_stand_above_the_map(base: str, watch: Watch) -> None:
    page = watch(base, **NARROW).open("/")
    expect(page.locator('[data-total="gained"]')).to_be_in_viewport(ratio=1)
    expect(page.locator(".timeline .play")).to_be_in_viewport()


@pytest.mark.parametrize("locale", ["en-GB", "uk-UA"])
@pytest.mark.parametrize("width", [360, 390, 768])
def test_every_page_of_the_bar_can_be_seen(base: str, watch: Watch, locale: str, width: int) -> None:
    page = watch(base, viewport={"width": width, "height": 740}, locale=locale).open("/findings")
    for link in page.locator(".bar nav a").all():
        expect(link).to_be_in_viewport(ratio=1)


def test_values_of_the_ledger_stand_beside_their_labels(base: str, watch: Watch) -> None:
    page = watch(base, **NARROW).open("/findings")
    indents = page.locator(".findings td[data-label]:not(.of-verdict)").evaluate_all(
        "cells => cells.map(cell => [parseFloat(getComputedStyle(cell).paddingLeft),"
        " parseFloat(getComputedStyle(cell, '::before').width)])"
    )
    assert indents
    assert all(indent > label for indent, label in indents)


def test_what_is_found_in_a_pasted_text_stands_beside_it(base: str, watch: Watch) -> None:
    page = watch(base, viewport={"width": 1280, "height": 800}).open("/check")
    expect(page.locator(".outcome")).to_have_text("Findings, places and the marked text come here.")
    page.get_by_label("Text", exact=True).fill(TEXT)
    page.get_by_label("Published on").fill("2025-12-05")
    page.get_by_role("button", name="Read and check").click()
    expect(page.locator(".outcome .verdict").first).to_be_in_viewport()
    assert page.evaluate("scrollY") == 0
    expect(page.locator("[data-command]")).to_have_text("frontline read FILE --published 2025-12-05")


def test_a_page_in_ukrainian_calls_places_in_ukrainian(base: str, watch: Watch) -> None:
    page = watch(base, locale="uk-UA").open("/documents")
    page.locator(".ledger a").first.click()
    expect(page.locator(".places a[data-place]")).to_have_text("Зелене")
    expect(page.locator(".text .place").first).to_have_text("Zelene")  # the text says what it says
