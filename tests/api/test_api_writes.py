"""Writing over HTTP: off until a token is set and sent; bodies are bounded."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient

from app.workspace import today
from tests.api.fake_workspace import DOCUMENT, FakeWorkspace, finding

Make = Callable[..., TestClient]
TOKEN = "a-long-write-token"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
FINDING = finding()["id"]
WRITES = [
    ("POST", "/api/documents"),
    ("DELETE", f"/api/documents/{DOCUMENT}"),
    ("POST", "/api/control?source=mymap&name=a.geojson"),
    ("POST", "/api/corrections"),
    ("DELETE", "/api/corrections/0123456789abcdef"),
    ("PUT", f"/api/findings/{FINDING}/confirmation"),
    ("DELETE", f"/api/findings/{FINDING}/confirmation"),
]


@pytest.mark.parametrize(("method", "path"), WRITES)
@pytest.mark.parametrize(
    ("token", "headers"),
    [
        (None, {}),
        (None, BEARER),
        ("", {"Authorization": "Bearer "}),
        ("", {"Authorization": "Bearer"}),
        (TOKEN, {}),
        (TOKEN, {"Authorization": "Bearer wrong"}),
        (TOKEN, {"Authorization": TOKEN}),
        (TOKEN, {"Authorization": f"Basic {TOKEN}"}),
        (TOKEN, {"Authorization": f"Bearer {TOKEN}x"}),
        (TOKEN, {"Authorization": b"Bearer \xff\xfe"}),
    ],
)
def test_401_until_a_token_is_set_and_sent(
    make_client: Make, method: str, path: str, token: str | None, headers: dict[str, str]
) -> None:
    workspace = FakeWorkspace()
    response = make_client(workspace, write_token=token).request(
        method, path, headers=headers, content=b'{"text": "x"}'
    )
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("Bearer")
    assert response.headers["content-type"] == "application/problem+json"
    assert TOKEN not in response.text
    assert workspace.added == []


def test_no_other_method_writes(make_client: Make) -> None:
    schema = make_client().get("/openapi.json").json()
    writes = [(method.upper(), path) for path, entry in schema["paths"].items() for method in entry if method != "get"]
    assert sorted(writes) == [
        ("DELETE", "/api/corrections/{correction_id}"),
        ("DELETE", "/api/documents/{document_id}"),
        ("DELETE", "/api/findings/{finding_id}/confirmation"),
        ("POST", "/api/check"),
        ("POST", "/api/control"),
        ("POST", "/api/corrections"),
        ("POST", "/api/documents"),
        ("PUT", "/api/findings/{finding_id}/confirmation"),
    ]


@pytest.mark.parametrize("letter", ["a", "Ж", "前", "𐐀"])
def test_a_file_s_name_may_be_as_long_as_the_interface_allows(make_client: Make, letter: str) -> None:
    name = letter * 184 + "20260105.geojson"
    response = make_client(FakeWorkspace(), write_token=TOKEN).post(
        "/api/control", params={"source": "mymap", "name": name}, content=b"{}", headers=BEARER
    )
    assert (response.status_code, len(name)) == (200, 200)


def test_post_json(make_client: Make) -> None:
    workspace = FakeWorkspace()
    body = {"text": "Текст.", "published": "2025-12-07", "title": "T"}
    response = make_client(workspace, write_token=TOKEN).post("/api/documents", json=body, headers=BEARER)
    assert response.status_code == 201
    assert response.headers["location"] == f"/api/documents/{DOCUMENT}"
    assert workspace.added == [
        {"text": "Текст.", "published": date(2025, 12, 7), "title": "T", "url": None, "lang": None}
    ]


def test_post_plain_text(make_client: Make) -> None:
    workspace = FakeWorkspace()
    client = make_client(workspace, write_token=TOKEN)
    headers = BEARER | {"Content-Type": "text/plain; charset=utf-8"}
    response = client.post("/api/documents?published=2025-12-07&lang=uk", content="Текст.\r\n", headers=headers)
    assert response.status_code == 201
    assert workspace.added == [
        {"text": "Текст.\r\n", "published": date(2025, 12, 7), "title": None, "url": None, "lang": "uk"}
    ]


@pytest.mark.parametrize(
    ("kind", "body", "status", "detail"),
    [
        ("application/json", b"", 400, "JSON object"),
        ("application/json", b"{", 400, "JSON object"),
        ("application/json", b"[" * 100_000, 400, "JSON object"),
        ("application/json", b"[]", 400, "body:"),
        ("application/json", b'{"text": ""}', 400, "text:"),
        ("application/json", b'{"text": 5}', 400, "text:"),
        ("application/json", b'{"published": "2025-12-07"}', 400, "text:"),
        ("application/json", b'{"text": "x", "published": "2025-02-30"}', 400, "published:"),
        ("application/json", b'{"text": "x", "author": "y"}', 400, "author:"),
        ("application/json", b'{"text": "\xff"}', 400, "UTF-8"),
        ("application/json", b'{"text": "x", "published": 1765065600}', 400, "published: expected a date"),
        ("application/json", b'{"text": "x", "published": "20251207"}', 400, "published:"),
        ("application/json", b'{"text": " \\n\\u00a0"}', 400, "white space"),
        ("application/json", b'{"text": "\\ud800"}', 400, "text: expected text, got halves of surrogate pairs"),
        ("application/json", b'{"text": "x", "title": "\\ud800"}', 400, "title: expected text, got halves"),
        ("application/json", b'{"text": "x", "url": "\\udfff"}', 400, "url: expected text, got halves"),
        ("application/json", b'{"text": "x", "lang": "\\udfff"}', 400, "lang: expected text, got halves"),
        ("application/json", b'{"text": "x", "published": "\\ud800"}', 400, "published:"),
        ("application/json", b'{"text": "x", "a\\n": 1}', 400, r"a\n: extra inputs"),
        ("application/json", b'{"text": "x", "\\ud800": 1}', 400, "body: input should be a valid string"),
        ("text/plain", b"", 400, "text:"),
        ("text/plain", b" \r\n\t", 400, "white space"),
        ("text/plain", " \u00a0\u3000".encode(), 400, "white space"),
        ("application/pdf", b"%PDF", 415, "application/json or text/plain"),
        ("", b"x", 415, "application/json or text/plain"),
    ],
)
def test_a_body_that_cannot_be_used_leaves_no_trace(
    make_client: Make, kind: str, body: bytes, status: int, detail: str
) -> None:
    workspace = FakeWorkspace()
    client = make_client(workspace, write_token=TOKEN)
    response = client.post("/api/documents", content=body, headers=BEARER | {"Content-Type": kind})
    assert (response.status_code, detail in response.json()["detail"]) == (status, True)
    assert workspace.added == []


@pytest.mark.parametrize("day", ["0202-01-01", "1899-12-31", "2999-01-01", "9999-12-31", "2025-02-30", "7 May"])
@pytest.mark.parametrize("kind", ["application/json", "text/plain"])
def test_a_date_that_no_text_was_published_on_is_refused(make_client: Make, kind: str, day: str) -> None:
    workspace = FakeWorkspace()
    client = make_client(workspace, write_token=TOKEN)
    body = json.dumps({"text": "x", "published": day}) if kind == "application/json" else "x"
    query = {} if kind == "application/json" else {"published": day}
    response = client.post("/api/documents", params=query, content=body, headers=BEARER | {"Content-Type": kind})
    assert response.status_code == 400
    assert response.json()["detail"].startswith(f"published: {day!r}")
    assert workspace.added == []


def test_today_is_a_day_of_publication_and_tomorrow_is_not(make_client: Make) -> None:
    client = make_client(write_token=TOKEN)
    days = [today(), today() + timedelta(days=1)]
    sent = [client.post("/api/documents", json={"text": "x", "published": f"{day}"}, headers=BEARER) for day in days]
    assert [response.status_code for response in sent] == [201, 400]


@pytest.mark.parametrize("length", [b"2000", b"9" * 5000, "²".encode("latin-1")], ids=["large", "vast", "no number"])
@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}])
def test_who_may_not_write_is_told_so_whatever_the_body(
    make_client: Make, length: bytes, headers: dict[str, str]
) -> None:
    client = make_client(write_token=TOKEN, max_text_mb=0.001)
    given = headers | {"Content-Length": length, "Content-Type": "application/json"}
    assert client.post("/api/documents", content=b"x", headers=given).status_code == 401  # type: ignore[arg-type]


@pytest.mark.parametrize("declared", [True, False], ids=["declared", "streamed"])
def test_a_body_over_the_limit_is_413(make_client: Make, declared: bool) -> None:
    workspace = FakeWorkspace()
    client = make_client(workspace, write_token=TOKEN, max_text_mb=0.001)
    body = json.dumps({"text": "x" * 2000}).encode()

    def pieces() -> Iterator[bytes]:
        yield from (body[at : at + 100] for at in range(0, len(body), 100))

    response = client.post(
        "/api/documents", content=body if declared else pieces(), headers=BEARER | {"Content-Type": "application/json"}
    )
    assert response.status_code == 413
    assert response.json()["detail"] == "body: expected at most 0.001 MB"
    assert workspace.added == []


def test_delete(make_client: Make) -> None:
    client = make_client(write_token=TOKEN)
    assert client.delete(f"/api/documents/{DOCUMENT}", headers=BEARER).status_code == 204
    assert client.delete("/api/documents/none", headers=BEARER).status_code == 404
