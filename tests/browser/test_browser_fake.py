"""What a reader does, in a real browser, on a workspace of plain data that may be hostile."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from app.settings import Settings
from tests.api.fake_workspace import DOCUMENT, FakeWorkspace, finding, reading
from tests.browser.watching import Watched, serving

pytestmark = pytest.mark.browser
Watch = Callable[..., Watched]
PAGES = [
    "/",
    "/documents",
    f"/documents/{DOCUMENT}",
    "/findings",
    f"/findings/{finding()['id']}",
    "/sources",
    "/sources/demo",
    "/deltas",
    "/mentions",
]
MENTION = reading()["mentions"][0]["id"]


MARKUP = '<script>window.owned=1</script><img src=x onerror="window.owned=1">{{7*7}}'
LONG = "\u202e" + "ж" * 10_000


def serve(title: str) -> Iterator[str]:
    workspace = FakeWorkspace(title=title)
    workspace.settings = Settings()
    with serving(workspace) as address:
        yield address


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    yield from serve(MARKUP)


@pytest.fixture(scope="module")
def long_base() -> Iterator[str]:
    yield from serve(LONG)


def test_a_marker_leads_to_its_sentence_and_the_place_leads_back(base: str, watch: Watch) -> None:
    seen = watch(base)
    page = seen.open("/")
    page.get_by_role("button", name="Zelene: 1 mention").click()
    popup = page.locator(".fl-popup")
    expect(popup.locator("blockquote")).to_have_text("Fighting near Zelene.")
    popup.get_by_role("link", name="Read the sentence").click()
    page.wait_for_url(f"**/documents/{DOCUMENT}#s0")
    sentence = page.locator("#s0")
    expect(sentence).to_be_in_viewport()
    plain = page.locator("#s1").evaluate("node => getComputedStyle(node).backgroundColor")
    assert sentence.evaluate("node => getComputedStyle(node).backgroundColor") != plain
    sentence.get_by_role("link", name="Zelene").click()
    page.wait_for_url(f"**/?mention={MENTION}")
    expect(page.locator(".fl-popup .fl-focus blockquote")).to_have_text("Fighting near Zelene.")
    assert seen.foreign == []
    assert seen.complaints == []


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (2560, "dark")])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_asks_no_other_host_and_complains_of_nothing(
    base: str, watch: Watch, path: str, width: int, scheme: str
) -> None:
    seen = watch(base, viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = seen.open(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert seen.foreign == []
    assert seen.complaints == []
    assert page.evaluate("window.owned") is None


@pytest.mark.parametrize("path", PAGES)
def test_a_word_of_ten_thousand_letters_breaks_no_page(long_base: str, watch: Watch, path: str) -> None:
    page = watch(long_base, viewport={"width": 360, "height": 800}).open(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize(
    ("path", "scheme"),
    [(path, "light") for path in [*PAGES, f"/?mention={MENTION}", "/nowhere"]]
    + [(path, "dark") for path in ("/", f"/documents/{DOCUMENT}", "/findings")],
)
def test_axe_finds_nothing(base: str, watch: Watch, path: str, scheme: str) -> None:
    page = watch(base, color_scheme=scheme, bypass_csp=True, extra_http_headers={"Accept": "text/html"}).open(path)
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], rule["impact"], rule["nodes"][0]["html"]) for rule in found] == []


def test_the_map_is_used_by_keyboard_alone(base: str, watch: Watch) -> None:
    page = watch(base).open("/")
    marker = page.get_by_role("button", name="Zelene: 1 mention")
    marker.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".fl-popup")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".fl-popup")).to_be_hidden()
    expect(marker).to_be_focused()


def test_the_first_tab_skips_to_the_content(base: str, watch: Watch) -> None:
    page = watch(base).open("/findings")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_place_in_the_list_opens_on_the_map_beside_the_text(base: str, watch: Watch) -> None:
    page = watch(base).open(f"/documents/{DOCUMENT}")
    page.locator(".places [data-show-mention]").click()
    expect(page.locator(".small-map .fl-popup")).to_be_visible()
    assert page.url.endswith(DOCUMENT)


def test_polygons_arrive_beside_the_page_in_their_drawing_order(base: str, watch: Watch) -> None:
    page = watch(base).open("/")
    for pane in ("country", "after", "before", "change"):
        expect(page.locator(f".leaflet-fl-{pane}-pane path")).to_have_count(1)
    order = page.evaluate(
        "['country', 'after', 'before', 'change'].map(name => Frontline.map.getPane('fl-' + name).style.zIndex)"
    )
    assert order == sorted(order)
    expect(page.locator(".fl-notice")).to_be_hidden()


def test_polygons_that_do_not_come_are_told(base: str, watch: Watch) -> None:
    seen = watch(base)
    seen.page.route("**/layers?*", lambda route: route.abort())
    page = seen.open("/")
    expect(page.locator(".fl-notice")).to_have_text("Some polygons could not be loaded; reload the page.")


def test_a_search_rings_the_place(base: str, watch: Watch) -> None:
    page = watch(base).open("/")
    page.get_by_role("searchbox", name="Place, in any spelling").fill("Gulyai Pole")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=Gulyai+Pole**")
    expect(page.locator(".fl-ring .fl-chosen")).to_be_visible()


def test_pointing_at_a_sentence_lights_up_its_places(base: str, watch: Watch) -> None:
    page = watch(base).open(f"/documents/{DOCUMENT}")
    page.locator("#s0").hover()
    expect(page.locator(".small-map .fl-lit")).to_have_count(1)
    page.locator("#s1").hover()
    expect(page.locator(".small-map .fl-lit")).to_have_count(0)


def test_dates_chosen_in_the_panel_stand_in_the_address(base: str, watch: Watch) -> None:
    page = watch(base).open("/")
    page.get_by_label("From").fill("2025-10-02")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url(re.compile(r"from=2025-10-02&to=2025-12-02"))
    expect(page.locator(".panel")).to_contain_text("2 Oct 2025 and 2 Dec 2025")
