"""What a person does on each page, in a real browser, on a workspace of plain data that may be hostile."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from app.settings import Settings
from tests.api.fake_workspace import DOCUMENT, TEXT, FakeWorkspace, finding, reading
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
    "/check",
    "/control",
    "/?embed=1",
]
MENTION = reading()["mentions"][0]["id"]


MARKUP = '<script>window.owned=1</script><img src=x onerror="window.owned=1">{{7*7}}'
LONG = "\u202e" + "ж" * 10_000


TOKEN = "a-long-write-token"


def serve(title: str, **settings: Any) -> Iterator[str]:
    workspace = FakeWorkspace(title=title)
    workspace.settings = Settings(**settings)
    with serving(workspace) as address:
        yield address


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    yield from serve(MARKUP)


@pytest.fixture
def writable() -> Iterator[str]:
    yield from serve(
        MARKUP, write_token=TOKEN, publisher_name="A desk of facts", publisher_url="https://example.org/facts"
    )


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
    sentence.get_by_role("link", name="Zelene").click(modifiers=["ControlOrMeta"])
    page.goto(base + f"/?mention={MENTION}")
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
    # A popup that fades in has, for a moment, any contrast.
    page.wait_for_function("!document.querySelector('.leaflet-popup .fl-more')")
    page.wait_for_function("document.getAnimations().every(each => each.playState !== 'running')")
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
    expect(page.locator(".small-map .fl-popup blockquote")).to_be_visible()
    assert page.url.endswith(DOCUMENT)


def test_a_marker_beside_the_text_marks_its_sentence(base: str, watch: Watch) -> None:
    page = watch(base).open(f"/documents/{DOCUMENT}")
    page.locator(".small-map").get_by_role("button", name="Zelene: 1 mention").click()
    expect(page.locator("#s0")).to_have_class("sentence here")
    expect(page.locator(".places li.here")).to_have_count(1)
    page.locator(".leaflet-popup-close-button").click()
    expect(page.locator(".sentence.here")).to_have_count(0)


def test_pointing_at_a_sentence_lights_up_its_places(base: str, watch: Watch) -> None:
    page = watch(base).open(f"/documents/{DOCUMENT}")
    expect(page.locator(".small-map .fl-marker")).to_have_count(1)
    page.locator("#s0").hover()
    expect(page.locator(".small-map .fl-lit")).to_have_count(1)
    page.locator("#s1").hover()
    expect(page.locator(".small-map .fl-lit")).to_have_count(0)


def test_polygons_arrive_beside_the_page_in_their_drawing_order(base: str, watch: Watch) -> None:
    page = watch(base).open("/")
    for pane in ("country", "after", "before", "change"):
        expect(page.locator(f".leaflet-fl-{pane}-pane path")).to_have_count(1)
    order = page.evaluate(
        "['country', 'after', 'before', 'change']"
        ".map(name => Frontline.live.get('front').map.getPane('fl-' + name).style.zIndex)"
    )
    assert order == sorted(order)
    expect(page.locator(".fl-notice")).to_be_hidden()


def test_what_does_not_come_is_told_and_asked_for_again(base: str, watch: Watch) -> None:
    seen = watch(base)
    seen.page.route("**/api/map/scene?*", lambda route: route.abort())
    page = seen.open("/")
    expect(page.locator(".fl-notice")).to_contain_text("Some of the map could not be loaded.")
    seen.page.unroute("**/api/map/scene?*")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".leaflet-fl-after-pane path")).to_have_count(1)
    expect(page.locator(".fl-notice")).to_be_hidden()


def test_a_list_that_does_not_come_is_told_and_asked_for_again(base: str, watch: Watch) -> None:
    seen = watch(base)
    seen.page.route("**/parts/findings", lambda route: route.abort())
    page = seen.open("/")
    expect(page.locator("#list-findings .trouble")).to_be_visible()
    seen.page.unroute("**/parts/findings")
    page.locator("#list-findings").get_by_role("button", name="Try again").click()
    expect(page.locator("#list-findings .verdict-match")).to_be_visible()


def test_a_search_rings_the_place_tells_its_past_and_stands_in_the_address(base: str, watch: Watch) -> None:
    page = watch(base).open("/")
    page.get_by_role("searchbox", name="Find a place, in any spelling").fill("Gulyai Pole")
    page.keyboard.press("Enter")
    expect(page.locator(".fl-ring .fl-chosen")).to_be_visible()
    expect(page.locator(".results .runs li")).to_have_text("occupied, from 2 Nov 2025")
    page.wait_for_url(re.compile(r"q=Gulyai\+Pole.*place="))
    linked = watch(base).open(page.url.removeprefix(base))
    expect(linked.locator(".fl-ring .fl-label")).to_have_text("Gulyai Pole")


def test_the_legend_measures_what_is_on_screen(base: str, watch: Watch) -> None:
    page = watch(base).open("/")
    figure = page.locator('[data-figure="after:occupied"]')
    expect(figure).to_contain_text("km²")
    whole = figure.inner_text()
    page.evaluate("Frontline.live.get('front').map.setView([48, 36], 10, {animate: false})")
    expect(figure).not_to_have_text(whole)
    expect(page.locator('[data-total="gained"]')).to_have_text("523.2 km²")


def test_a_layer_is_taken_away_and_the_address_remembers(base: str, watch: Watch) -> None:
    page = watch(base).open("/")
    gained = page.locator(".leaflet-fl-change-pane path.fl-gained")
    expect(gained).to_have_count(1)
    page.get_by_label("Gained").uncheck()
    expect(gained).to_have_count(0)
    page.wait_for_url(re.compile("off=gained"))
    linked = watch(base).open(page.url.removeprefix(base))
    expect(linked.get_by_label("Gained")).not_to_be_checked()
    expect(linked.locator(".leaflet-fl-after-pane path")).to_have_count(1)
    expect(linked.locator(".leaflet-fl-change-pane path.fl-gained")).to_have_count(0)


def test_the_slider_steps_from_snapshot_to_snapshot_by_keyboard(base: str, watch: Watch) -> None:
    page = watch(base).open("/")
    until = page.get_by_role("slider", name="Compare to")
    expect(until).to_have_attribute("aria-valuetext", "2\u00a0Dec\u00a02025")
    until.focus()
    page.keyboard.press("ArrowLeft")
    expect(until).to_have_attribute("aria-valuetext", "2\u00a0Nov\u00a02025")
    expect(page.locator(".real")).to_have_text("Snapshot of 2 Nov 2025")
    page.wait_for_url(re.compile("to=2025-11-02"))


def test_playing_runs_to_the_last_snapshot_and_stops(base: str, watch: Watch) -> None:
    page = watch(base).open("/?from=2025-10-02&to=2025-10-02")
    expect(page.locator(".curve .stroke")).to_have_attribute("d", re.compile("^M"))
    page.get_by_role("button", name="Play").click()
    expect(page.locator(".real")).to_have_text("Snapshots of 2 Oct 2025 and 2 Dec 2025")
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_a_typed_date_shows_the_snapshot_before_it_and_back_undoes_it(base: str, watch: Watch) -> None:
    page = watch(base).open("/?from=2025-11-02&to=2025-12-02")
    expect(page.locator(".real")).to_have_text("Snapshots of 2 Nov 2025 and 2 Dec 2025")
    page.get_by_label("Compare from").and_(page.locator("[type=date]")).fill("2025-10-20")
    page.wait_for_url(re.compile("from=2025-10-20"))
    expect(page.locator(".real")).to_have_text("Snapshots of 2 Oct 2025 and 2 Dec 2025")
    page.go_back()
    expect(page.locator(".real")).to_have_text("Snapshots of 2 Nov 2025 and 2 Dec 2025")


def test_a_finding_opens_its_own_period_on_the_map(base: str, watch: Watch) -> None:
    page = watch(base).open("/?from=2025-10-02&to=2025-11-02")
    expect(page.locator(".real")).to_have_text("Snapshots of 2 Oct 2025 and 2 Nov 2025")
    page.locator("#list-findings [data-from]").click()
    expect(page.locator(".real")).to_have_text("Snapshots of 2 Nov 2025 and 2 Dec 2025")


def test_the_documents_tab_lists_them(base: str, watch: Watch) -> None:
    page = watch(base).open("/")
    expect(page.locator("#list-findings .verdict-match")).to_be_visible()
    page.get_by_role("tab", name="Documents").click()
    expect(page.locator("#list-documents li")).to_have_count(1)
    page.get_by_role("tab", name="Documents").press("ArrowLeft")
    expect(page.get_by_role("tab", name="Findings")).to_be_focused()


def test_the_bare_map_has_no_more_than_a_map(base: str, watch: Watch) -> None:
    seen = watch(base)
    page = seen.open("/?embed=1")
    expect(page.locator(".leaflet-fl-after-pane path")).to_have_count(1)
    expect(page.locator(".panel")).to_be_hidden()
    expect(page.locator(".bar")).to_be_hidden()
    assert seen.complaints == []


def test_a_distance_and_an_area_are_measured(base: str, watch: Watch) -> None:
    page = watch(base).open("/?bbox=36,47.5,38,48.5")
    page.get_by_role("button", name="Measure a distance or an area").click()
    middle = page.evaluate("(m => [m.x, m.y])(document.querySelector('.fl-map').getBoundingClientRect())")
    for x, y in ((200, 120), (300, 120), (300, 220)):
        page.mouse.click(middle[0] + x, middle[1] + y)
    expect(page.locator(".fl-measured")).to_have_text(re.compile(r"Measured: [\d.,]+ km · [\d.,]+ km²"))
    page.keyboard.press("Escape")
    expect(page.locator(".fl-measured")).to_be_hidden()


def test_the_ledger_is_sorted_filtered_and_exported_as_seen(base: str, watch: Watch) -> None:
    page = watch(base).open("/findings")
    page.get_by_role("link", name="Stated").click()
    page.wait_for_url("**/findings?sort=stated")
    expect(page.get_by_role("columnheader", name="Stated")).to_have_attribute("aria-sort", "descending")
    page.get_by_label("Month").select_option("Nov 2025")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".findings tbody tr")).to_have_count(1)
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("id,verdict,stated_km2")
    page.get_by_label("Sentence or title contains").fill("no such words")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".empty")).to_be_visible()


def test_the_maps_of_a_proof_move_together(base: str, watch: Watch) -> None:
    seen = watch(base)
    page = seen.open(f"/findings/{finding()['id']}")
    for name in ("before", "after", "change"):
        expect(page.locator(f'[data-map="{name}"] .leaflet-fl-after-pane path')).to_have_count(1)
    expect(page.locator('[data-map="change"] path.fl-gained')).to_have_count(1)
    expect(page.locator('[data-map="before"] path.fl-gained')).to_have_count(0)
    expect(page.locator('.keys [data-total="gained"]')).to_have_text("523.2 km²")
    page.evaluate("Frontline.live.get('change').map.setView([48, 36], 9, {animate: false})")
    centre = page.evaluate("(c => [c.lat, c.lng])(Frontline.live.get('before').map.getCenter())")
    assert centre == pytest.approx([48, 36], abs=0.02)
    assert seen.complaints == []


def test_a_pasted_text_is_checked_and_nothing_is_stored(writable: str, watch: Watch) -> None:
    seen = watch(writable)
    page = seen.open("/check")
    page.get_by_role("button", name="Read and check").click()
    expect(page.locator(".outcome")).to_contain_text("Paste a text or choose a file first.")
    page.get_by_label("Text", exact=True).fill(TEXT)
    page.get_by_label("Published on").fill("2025-12-07")
    page.get_by_role("button", name="Read and check").click()
    expect(page.locator(".outcome .area .tag")).to_contain_text("505.8 km²")
    expect(page.locator(".outcome .note").first).to_contain_text("not stored")
    page.get_by_label("Write token").fill("wrong")
    page.get_by_role("button", name="Store the document").click()
    expect(page.locator(".keep .note[role]")).to_contain_text("expected the header")
    page.get_by_label("Write token").fill(TOKEN)
    page.get_by_role("button", name="Store the document").click()
    expect(page.get_by_role("link", name="Open the document")).to_have_attribute("href", f"/documents/{DOCUMENT}")


def test_polygons_are_reported_before_they_are_stored(writable: str, watch: Watch) -> None:
    page = watch(writable).open("/control")
    file = {"name": "mymap_20251202.geojson", "mimeType": "application/geo+json", "buffer": b"{}"}
    page.locator("input[type=file]").set_input_files([file])
    page.get_by_label("Source").fill("mymap")
    page.get_by_label("Write token").fill(TOKEN)
    page.get_by_role("button", name="See the report").click()
    expect(page.locator(".outcome h2")).to_have_text("Would be stored")
    expect(page.locator(".outcome td[data-label=Dropped]")).to_have_text("a <b>point</b>: no polygon (2)")
    page.get_by_role("button", name="Store these snapshots").click()
    expect(page.locator(".outcome h2")).to_have_text("Stored")
    expect(page.get_by_role("button", name="Store these snapshots")).to_be_hidden()


def test_a_person_confirms_a_finding_and_takes_it_back(writable: str, watch: Watch) -> None:
    page = watch(writable).open(f"/findings/{finding()['id']}")
    assert page.locator('script[type="application/ld+json"]').count() == 0
    page.locator(".confirm").get_by_label("Write token").fill(TOKEN)
    page.get_by_role("button", name="Confirm this finding").click()
    expect(page.locator(".confirm")).to_contain_text("A person confirmed this finding on")
    review = json.loads(page.locator('script[type="application/ld+json"]').inner_text())
    assert review["@type"] == "ClaimReview"
    assert review["itemReviewed"]["appearance"]["headline"] == MARKUP
    page.locator(".confirm").get_by_label("Write token").fill(TOKEN)
    page.get_by_role("button", name="Take the confirmation back").click()
    expect(page.get_by_role("button", name="Confirm this finding")).to_be_visible()


def test_the_page_speaks_ukrainian_to_its_scripts_too(base: str, watch: Watch) -> None:
    page = watch(base, locale="uk-UA").open("/")
    expect(page.locator(".real")).to_have_text("Знімки за 2 лист. 2025 та 2 груд. 2025")
    expect(page.get_by_role("button", name="Зелене: 1 згадка")).to_be_visible()
    expect(page.locator('[data-total="gained"]')).to_have_text("523,2 км²")


@pytest.mark.parametrize("path", [f"/findings/{finding()['id']}", "/sources/demo"])
def test_what_is_printed_leaves_out_what_is_for_the_screen(base: str, watch: Watch, path: str) -> None:
    page = watch(base).open(path)
    page.emulate_media(media="print")
    expect(page.locator(".bar")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
