"""Pages: what each holds, page or JSON by Accept, hostile text as text, and headers that let no foreign script run."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.fake_workspace import DOCUMENT, FakeWorkspace, finding, reading

Make = Callable[..., TestClient]
HTML = {"Accept": "text/html,*/*;q=0.8"}
FINDING = finding()["id"]
MENTION = reading()["mentions"][0]["id"]
PAGES = [
    "/",
    "/documents",
    f"/documents/{DOCUMENT}",
    "/findings",
    f"/findings/{FINDING}",
    "/sources",
    "/sources/demo",
    "/deltas",
    "/mentions",
    "/check",
    "/control",
    "/nowhere",
]
BOTH = [
    "/documents",
    f"/documents/{DOCUMENT}",
    "/findings",
    f"/findings/{FINDING}",
    "/sources",
    "/sources/demo",
    "/deltas",
    "/mentions",
]


class Tags(HTMLParser):
    """Collects start tags, and tells of ends that fit no start."""

    VOID = frozenset({"meta", "link", "input", "br", "img", "hr"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.tags if tag == name]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_whose_data_it_shows_and_that_it_is_illustrative(client: TestClient, path: str) -> None:
    page = client.get(path, headers=HTML).text
    assert "GeoNames (geonames.org), CC BY 4.0" in page
    assert "Control: drawn for the demo" in page
    assert "Illustrative data." in page


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_sound_and_has_its_landmarks(client: TestClient, path: str) -> None:
    page = Tags(client.get(path, headers=HTML).text)
    assert page.open == []
    for landmark in ("main", "nav", "h1"):
        assert len(page.all(landmark)) == 1
    assert page.all("title")
    assert all(attrs.get("aria-label") for attrs in page.all("nav") + page.all("aside"))
    ids = [attrs["id"] for _, attrs in page.tags if attrs.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", PAGES)
def test_scripts_run_by_nonce_only_and_come_from_here(client: TestClient, path: str) -> None:
    response = client.get(path, headers=HTML)
    policy = response.headers["content-security-policy"]
    (nonce,) = re.findall(r"script-src 'self' 'nonce-([\w-]+)'", policy)
    assert "unsafe" not in policy
    page = Tags(response.text)
    assert all(attrs.get("nonce") == nonce for attrs in page.all("script"))
    loaded = [attrs.get("src") or attrs.get("href") or "" for attrs in page.all("script") + page.all("link")]
    assert all(url == "" or url.startswith("/static/") for url in loaded)
    assert not [attrs for _, attrs in page.tags if "style" in attrs or any(name.startswith("on") for name in attrs)]


def test_each_response_has_its_own_nonce(client: TestClient) -> None:
    assert len({client.get("/documents").headers["content-security-policy"] for _ in range(3)}) == 3


@pytest.mark.parametrize("path", ["/", "/api", "/nowhere", "/static/maps/map.js", "/healthz"])
@pytest.mark.parametrize(
    ("header", "value"),
    [("x-content-type-options", "nosniff"), ("referrer-policy", "same-origin"), ("x-frame-options", "DENY")],
)
def test_protective_headers(client: TestClient, path: str, header: str, value: str) -> None:
    assert client.get(path).headers[header] == value


def test_only_set_tiles_may_come_from_another_host(make_client: Make) -> None:
    tiled = make_client(tiles_url="https://{s}.tiles.example.org/{z}/{x}/{y}.png", tiles_attribution="Tiles & co")
    response = tiled.get("/", headers=HTML)
    assert "img-src 'self' data: https://*.tiles.example.org;" in response.headers["content-security-policy"]
    assert "tiles.example.org" in response.text
    assert "tiles" not in make_client().get("/").headers["content-security-policy"]


@pytest.mark.parametrize("path", BOTH)
def test_page_or_json_by_accept(client: TestClient, path: str) -> None:
    as_page, as_json = client.get(path, headers=HTML), client.get(path, headers={"Accept": "application/json"})
    assert as_page.headers["content-type"].startswith("text/html")
    assert as_json.headers["content-type"] == "application/json"
    assert client.get(f"{path}?f=json", headers=HTML).headers["content-type"] == "application/json"
    assert "accept" in as_page.headers["vary"].lower()
    assert "accept" in as_json.headers["vary"].lower()


@pytest.mark.parametrize("path", ["/documents", f"/documents/{DOCUMENT}", "/findings", "/deltas", "/mentions"])
def test_the_json_is_that_of_the_api(client: TestClient, path: str) -> None:
    assert client.get(path).json() == client.get(f"/api{path}").json()


def test_sentences_are_anchors_and_their_places_lead_to_the_map(client: TestClient) -> None:
    page = Tags(client.get(f"/documents/{DOCUMENT}", headers=HTML).text)
    assert {"s0", "s1", "s2"} <= {attrs.get("id") for attrs in page.all("span")}
    assert f"/?mention={MENTION}" in {attrs.get("href") for attrs in page.all("a")}


def test_a_stated_area_carries_its_verdict_and_leads_to_its_proof(client: TestClient) -> None:
    page = client.get(f"/documents/{DOCUMENT}", headers=HTML).text
    (area,) = re.findall(r'<a class="area verdict-match" href="([^"]+)"', page)
    assert area == f"/findings/{FINDING}"
    assert "match: 505.8 km²" in page


@pytest.mark.parametrize(
    "text", ["505 km²", "505.8 km²", "+0.8 km²", "2 Nov 2025 → 2 Dec 2025", f"/documents/{DOCUMENT}#s1"]
)
@pytest.mark.parametrize("path", ["/findings", f"/findings/{FINDING}"])
def test_ledger_and_proof_state(client: TestClient, path: str, text: str) -> None:
    assert text in client.get(path, headers=HTML).text


def config(page: str) -> dict[str, Any]:
    """What the first map of a page is told."""
    found = re.search(r"Frontline\.waiting\.push\(\[map_\w+, (.*?)\]\);\n", page, flags=re.DOTALL)
    assert found is not None
    told = json.loads(found[1])
    assert isinstance(told, dict)
    return told


def test_the_map_opens_at_a_mention(client: TestClient) -> None:
    focus = config(client.get(f"/?mention={MENTION}").text)["focus"]
    assert focus == {"id": "demo:Zelene", "lat": 48.0, "lon": 36.9, "mention": MENTION}


def test_a_mention_that_is_gone_opens_the_map(client: TestClient) -> None:
    assert config(client.get("/?mention=0123456789abcdef-m0-3").text)["focus"] is None


def test_no_data_stands_in_the_page_of_the_map(client: TestClient) -> None:
    page = client.get("/").text
    assert "coordinates" not in page
    assert "Fighting near" not in page


@pytest.mark.parametrize(("embed", "framed"), [("", False), ("?embed=1", True), ("?embed=0", False)])
def test_only_the_bare_map_may_be_framed(client: TestClient, embed: str, framed: bool) -> None:
    headers = client.get(f"/{embed}").headers
    assert ("x-frame-options" not in headers) is framed
    assert ("frame-ancestors *" in headers["content-security-policy"]) is framed


def test_the_map_opens_on_the_last_snapshot_and_the_one_a_month_before(client: TestClient) -> None:
    page = client.get("/").text
    assert 'value="2025-11-02"' in page
    assert 'value="2025-12-02"' in page


def test_dates_of_the_map_stand_in_its_address(client: TestClient) -> None:
    told = config(client.get("/?source=demo&from=2025-10-02&to=2025-11-15").text)
    assert (told["source"], told["from"], told["to"]) == ("demo", "2025-10-02", "2025-11-15")


def test_a_box_in_the_address_is_the_view(client: TestClient) -> None:
    assert config(client.get("/?bbox=36,47,38,49").text)["view"] == [[47.0, 36.0], [49.0, 38.0]]


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/nowhere"])
def test_a_page_speaks_ukrainian_where_it_is_asked_to(client: TestClient, path: str) -> None:
    by_header = client.get(path, headers={**HTML, "Accept-Language": "uk-UA,uk;q=0.9,en;q=0.5"}).text
    assert '<html lang="uk">' in by_header
    assert "Карта</a>" in by_header
    assert "Map</a>" not in by_header


def test_a_chosen_language_is_kept(client: TestClient) -> None:
    client.get("/documents?lang=uk", headers=HTML)
    assert '<html lang="uk">' in client.get("/findings", headers=HTML).text
    assert '<html lang="en">' in client.get("/findings?lang=en", headers=HTML).text


@pytest.mark.parametrize("path", ["/", "/sources", "/deltas"])
def test_without_polygons_a_page_says_what_to_do(make_client: Make, path: str) -> None:
    response = make_client(FakeWorkspace(sources=False)).get(path, headers=HTML)
    assert response.status_code == 200
    assert 'class="empty"' in response.text or 'class="fl-none"' in response.text


HOSTILE = [
    "<script>alert(1)</script>",
    "</title></script><script>alert(1)</script>",
    "{{ 7*7 }}{% raw %}",
    "\"'><img src=x onerror=alert(1)>",
    "\u202etfel ot thgir",
    "x" * 10_000,
]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("text", HOSTILE, ids=[repr(text[:16]) for text in HOSTILE])
def test_hostile_text_comes_out_as_text(make_client: Make, path: str, text: str) -> None:
    plain = make_client(FakeWorkspace(title="Plain")).get(path, headers=HTML).text
    hostile = make_client(FakeWorkspace(title=text)).get(path, headers=HTML).text
    assert [tag for tag, _ in Tags(hostile).tags] == [tag for tag, _ in Tags(plain).tags]
    assert "{{" not in plain
    assert "49" not in re.sub(r"nonce\S+", "", hostile.replace("49.0", "")) or "49" in plain


@pytest.mark.parametrize("text", HOSTILE[:4])
def test_hostile_parameters_come_out_as_text(client: TestClient, text: str) -> None:
    plain = client.get("/", params={"q": "x", "mention": "x", "place": "x"})
    hostile = client.get("/", params={"q": text, "mention": text, "place": text})
    assert [tag for tag, _ in Tags(hostile.text).tags] == [tag for tag, _ in Tags(plain.text).tags]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", " javascript:alert(1)"])
def test_an_original_link_is_a_web_address_or_none(make_client: Make, url: str) -> None:
    workspace = FakeWorkspace()
    text, body = workspace.document(DOCUMENT)
    body["document"]["url"] = url
    workspace.document = lambda document_id: (text, body)  # type: ignore[method-assign]
    assert "Original" not in make_client(workspace).get(f"/documents/{DOCUMENT}", headers=HTML).text


@pytest.mark.parametrize("path", ["/", "/documents", "/api", "/static/maps/map.css"])
def test_head_is_get_without_a_body(client: TestClient, path: str) -> None:
    response = client.head(path, headers=HTML)
    assert (response.status_code, response.content) == (200, b"")
