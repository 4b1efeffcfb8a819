"""The way back through what a person chose on the map, and a pasted link that shows the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from app.settings import Settings
from tests.api.fake_workspace import FakeWorkspace, reading
from tests.browser.watching import Watched, serving

pytestmark = pytest.mark.browser
Watch = Callable[..., Watched]
MENTION = reading()["mentions"][0]["id"]
LAST = "Snapshots of 2 Nov 2025 and 2 Dec 2025"
MOMENT_MS = 1000
"""Longer than what address.js takes for one choice."""


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    workspace = FakeWorkspace()
    workspace.settings = Settings()
    with serving(workspace) as address:
        yield address


@pytest.fixture
def page(base: str, watch: Watch) -> Page:
    """The map between two snapshots, with a page before it."""
    watched = watch(base)
    watched.open("/findings")
    page = watched.open("/?from=2025-11-02&to=2025-12-02")
    expect(page.locator(".real")).to_have_text(LAST)
    page.wait_for_load_state("networkidle")
    expect(page.locator(".track .to")).not_to_have_attribute("max", "1")
    return page


def middle(page: Page) -> list[float]:
    """Return latitude, longitude and zoom of what the map shows."""
    map_of = "const map = Frontline.live.get('front').map"
    told = "const c = map.getCenter(); return [c.lat, c.lng, map.getZoom()]"
    found: list[float] = page.evaluate(f"() => {{ {map_of}; {told} }}")
    return [round(value, 2) for value in found]


def test_steps_in_quick_succession_are_one_way_back(page: Page) -> None:
    opened = page.url
    page.get_by_role("slider", name="Compare to").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".real")).to_have_text("Snapshot of 2 Nov 2025")
    page.go_back()
    expect(page.locator(".real")).to_have_text(LAST)
    assert page.url == opened
    page.go_forward()
    expect(page.locator(".real")).to_have_text("Snapshot of 2 Nov 2025")
    page.go_back()
    page.go_back()
    expect(page).to_have_url(re.compile("/findings$"))


def test_each_settled_date_is_a_way_back(page: Page) -> None:
    slider = page.get_by_role("slider", name="Compare from")
    slider.focus()
    for shown in ("Snapshots of 2 Oct 2025 and 2 Dec 2025", LAST):
        page.keyboard.press("ArrowLeft" if "Oct" in shown else "ArrowRight")
        expect(page.locator(".real")).to_have_text(shown)
        page.wait_for_timeout(MOMENT_MS)
    page.go_back()
    expect(page.locator(".real")).to_have_text("Snapshots of 2 Oct 2025 and 2 Dec 2025")
    page.go_back()
    expect(page.locator(".real")).to_have_text(LAST)


def test_a_view_is_a_way_back_and_a_link(page: Page, base: str, watch: Watch) -> None:
    opened = middle(page)
    page.locator(".fl-map").focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("bbox="))
    page.wait_for_timeout(MOMENT_MS)
    moved = middle(page)
    page.keyboard.press("+")
    page.wait_for_timeout(MOMENT_MS)
    assert middle(page)[2] == opened[2] + 1
    pasted = watch(base).page
    page.go_back()
    assert middle(page) == moved
    pasted.goto(page.url)
    pasted.wait_for_load_state("networkidle")
    assert middle(pasted) == moved
    page.go_back()
    assert middle(page) == opened
    assert "bbox" not in page.url


def test_an_opened_place_is_a_way_back_and_a_link(page: Page, base: str, watch: Watch) -> None:
    page.get_by_role("button", name="Zelene: 1 mention").click()
    expect(page.locator(".fl-popup blockquote")).to_be_visible()
    page.wait_for_timeout(MOMENT_MS)
    pasted = watch(base).page
    pasted.goto(page.url)
    expect(pasted.locator(".fl-popup blockquote")).to_have_text("Fighting near Zelene.")
    page.keyboard.press("Escape")
    expect(page.locator(".fl-popup")).to_have_count(0)
    assert "place=" not in page.url
    page.go_back()
    expect(page.locator(".fl-popup blockquote")).to_have_text("Fighting near Zelene.")
    page.go_back()
    expect(page.locator(".fl-popup")).to_have_count(0)


def test_a_hidden_layer_and_a_search_are_ways_back(page: Page) -> None:
    layer = page.get_by_role("checkbox", name="Gained")
    layer.uncheck()
    page.wait_for_timeout(MOMENT_MS)
    page.get_by_role("searchbox", name="Find a place, in any spelling").fill("Zelene")
    page.keyboard.press("Enter")
    expect(page.locator(".fl-ring .fl-chosen")).to_be_visible()
    page.wait_for_timeout(MOMENT_MS)
    page.go_back()
    expect(page.locator(".fl-ring")).to_have_count(0)
    expect(layer).not_to_be_checked()
    page.go_back()
    expect(layer).to_be_checked()


def test_playing_is_one_way_back(page: Page) -> None:
    opened = page.url
    page.get_by_role("button", name="Play").click()
    expect(page.locator(".real")).to_have_text("Snapshot of 2 Nov 2025")
    expect(page.locator(".real")).to_have_text(LAST)
    page.go_back()
    expect(page).to_have_url(opened)
