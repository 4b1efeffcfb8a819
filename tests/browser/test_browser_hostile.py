"""Texts, titles and names that would be code if a page let them: over a real store, on every page, in Chromium."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from app.demo import load_demo
from app.reading.records import Document
from app.settings import Settings
from app.workspace import Workspace
from tests.browser.watching import Watched, serving

pytestmark = pytest.mark.browser
Watch = Callable[..., Watched]

TEXTS = {
    "markup": '<script>window.owned=1</script><img src=x onerror="window.owned=1">',
    "end of script": "</script></title><svg onload=window.owned=1>",
    "quotes": '"\'` onmouseover=window.owned=1 x="',
    "template": "{{ 7*7 }}{% raw %}${7*7}",
    "right to left": "\u202egnihtemos\u202c \u2067x\u2069",
    "long": "ж" * 10_000,
}


@pytest.fixture(scope="module", params=TEXTS, ids=list(TEXTS))
def hostile(request: pytest.FixtureRequest, data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A service whose one document is hostile throughout: (address, text, document, finding)."""
    text = TEXTS[request.param]
    store = str(tmp_path_factory.mktemp("hostile") / "store.db")
    space = Workspace(
        Settings(data_dir=data_dir, store=store, publisher_name=text[:200], publisher_url="https://x.example")
    )
    demo = load_demo(space)
    body = space.document(demo)[1]
    sentence = f"In November Russian troops captured 505 square kilometres of {text}. "
    document = Document(sentence, date(2025, 12, 5), text, f"https://x.example/{text[:200]}", "en")
    start, end = sentence.index("505"), sentence.index(" of ")
    claim = body["claims"][0] | {"id": f"{document.id}-a{start}-{end}", "start": start, "end": end, "sentence": 0}
    claim |= {"text": sentence[start:end]}
    place = {"id": f"own:{text[:50]}", "name": text, "kind": "settlement", "lat": 48.3, "lon": 37.2, "country": "UA"}
    at = len(sentence) - len(text) - 2
    mention = {
        **body["mentions"][0], "id": f"{document.id}-m{at}-{at + len(text)}", "sentence": 0, "start": at,
        "end": at + len(text), "text": text, "metonym": False, "why": text,
        "place": {**place, "admin1": text, "gazetteer": text},
    }  # fmt: skip
    read = {
        "sentences": [{"index": 0, "start": 0, "end": len(sentence)}],
        "mentions": [mention], "claims": [claim], "statements": [], "warnings": [text],
    }  # fmt: skip
    space.remove_document(demo)
    space.store.documents.put(document, read, reader=text, gazetteer=text)
    (finding,) = space.findings(document.id)
    space.confirm(finding)
    with serving(space) as base:
        yield base, text, document.id, finding["id"]
    space.store.close()


def test_every_page_shows_it_as_text(hostile: Any, watch: Watch) -> None:
    base, text, document, finding = hostile
    for path in ("/", f"/documents/{document}", "/documents", "/findings", f"/findings/{finding}", "/mentions"):
        seen = watch(base, viewport={"width": 390, "height": 800})
        page = seen.open(path)
        page.wait_for_timeout(300)
        assert page.evaluate("window.owned") is None, path
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        assert [line for line in seen.complaints if "Content Security Policy" in line] == [], path
        assert seen.foreign == [], path
        if path != "/":
            assert text[:40].strip() in page.locator("body").inner_text().replace("\u00a0", " "), path


def test_marker_tooltip_popup_and_list_show_it_as_text(hostile: Any, watch: Watch) -> None:
    base, text, _, _ = hostile
    page = watch(base).open("/?bbox=36.8,48,37.6,48.6")
    marker = page.locator(".fl-marker").first
    expect(marker).to_be_visible()
    assert marker.get_attribute("title").startswith(text)
    assert marker.get_attribute("aria-label").startswith(text)
    marker.click()
    expect(page.locator(".fl-popup h2")).to_have_text(text)
    expect(page.locator(".fl-popup mark").first).to_have_text(text)
    page.get_by_role("tab", name="Documents").click()
    expect(page.locator("#list-documents li a")).to_have_text(text)
    assert page.evaluate("window.owned") is None
    assert page.locator(".fl-popup script, .fl-popup img, .panel script, .panel img").count() == 0


def test_a_claim_review_holds_it_as_data(hostile: Any, watch: Watch) -> None:
    base, text, _, finding = hostile
    page = watch(base).open(f"/findings/{finding}")
    review = json.loads(page.locator('script[type="application/ld+json"]').text_content() or "")
    assert review["itemReviewed"]["appearance"]["headline"] == text
    assert page.evaluate("window.owned") is None
