"""Tokens: shown once, hashed at rest, of a scope, taken back; on both stores."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from app.errors import BadInput, NotFound
from app.main import create_app
from app.settings import Settings
from app.store import Store, tokens
from app.store.schema import token as table
from app.workspace import Workspace


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = Store(store_url)
    yield opened
    opened.close()


def test_a_token_may_what_its_scopes_say(store: Store) -> None:
    made = store.tokens.add("the desk", ("documents",))
    assert store.tokens.scopes_of(made) == {"documents"}
    assert store.tokens.scopes_of(store.tokens.add("all", ())) == {"documents", "control", "corrections"}


def test_what_is_no_token_may_nothing(store: Store) -> None:
    made = store.tokens.add("the desk", ())
    start, number, secret = made.split("_", 2)
    for wrong in ("", "x", number, secret, f"{start}_{number}_", made[:-1], made + "x", f"{start}_00000000_{secret}",
                  f"other_{number}_{secret}", "frontline_%_x", "frontline_'_x", "\udcff"):  # fmt: skip
        assert (wrong, store.tokens.scopes_of(wrong)) == (wrong, None)


def test_the_store_holds_only_a_hash(store: Store) -> None:
    secret = store.tokens.add("the desk", ()).split("_", 2)[2]
    with store._engine.begin() as connection:
        kept = str(connection.execute(select(table)).all())
    assert "the desk" in kept
    assert secret not in kept


def test_a_token_that_is_taken_back_may_nothing_and_stays_listed(store: Store) -> None:
    made, other = (store.tokens.add(name, ()) for name in ("the desk", "another"))
    number = made.split("_")[1]
    store.tokens.revoke(number)
    assert store.tokens.scopes_of(made) is None
    assert store.tokens.scopes_of(other)
    assert {row["name"]: row["revoked_at"] is None for row in store.tokens.rows()} == {
        "the desk": False,
        "another": True,
    }
    with pytest.raises(NotFound, match="no token"):
        store.tokens.revoke(number)


def test_no_token_is_made_without_a_name_or_with_a_scope_that_there_is_none_of(store: Store) -> None:
    with pytest.raises(BadInput, match="needs a name"):
        store.tokens.add(" ", ())
    with pytest.raises(BadInput, match="no scope 'everything'; expected documents"):
        store.tokens.add("the desk", ("everything",))
    assert not store.tokens.any()


def test_secrets_are_compared_in_constant_time() -> None:
    """A clock would tell nothing on a busy machine: the comparison that is made to be constant is the one that runs."""
    source = inspect.getsource(tokens.TokenStore.scopes_of)
    assert "hmac.compare_digest" in source
    assert "==" not in source.replace("token.c.id == number", "").replace("prefix == _PREFIX", "")


# --- over HTTP

REQUESTS = {
    "documents": ("POST", "/api/documents", {"text": "Fighting near Siversk."}),
    "corrections": ("DELETE", "/api/corrections/c1", None),
    "control": ("POST", "/api/control?source=x&name=2025-01-01.geojson", {}),
}


@pytest.fixture
def space(data_dir: Path, tmp_path: Path) -> Iterator[Workspace]:
    opened = Workspace(Settings(data_dir=data_dir, store=str(tmp_path / "store.db")))
    yield opened
    opened.store.close()


def status(space: Workspace, scope: str, token: str, *, client: str = "127.0.0.1", base: str = "http://x") -> int:
    service = TestClient(create_app(space.settings, space), base_url=base, client=(client, 1))
    method, path, body = REQUESTS[scope]
    return service.request(method, path, json=body, headers={"Authorization": f"Bearer {token}"}).status_code


@pytest.mark.parametrize("scope", REQUESTS)
def test_a_write_needs_its_scope(space: Workspace, scope: str) -> None:
    right = space.store.tokens.add("right", (scope,))
    wrong = space.store.tokens.add("wrong", tuple({*REQUESTS} - {scope}))
    assert status(space, scope, wrong) == 403
    assert status(space, scope, right) in {200, 201, 404}


def test_no_token_no_writes_and_one_that_is_taken_back_writes_no_more(space: Workspace) -> None:
    assert status(space, "documents", "anything") == 401
    made = space.store.tokens.add("the desk", ())
    assert status(space, "documents", made) == 201
    space.store.tokens.revoke(made.split("_")[1])
    assert status(space, "documents", made) == 401


@pytest.mark.parametrize(
    ("client", "base", "told", "code"),
    [
        ("127.0.0.1", "http://x", False, 201),
        ("::1", "http://x", False, 201),
        ("192.0.2.7", "http://x", False, 403),
        ("192.0.2.7", "https://x", False, 201),
        ("192.0.2.7", "http://x", True, 201),
    ],
)
def test_plain_http_from_elsewhere_is_refused_unless_told(
    data_dir: Path, tmp_path: Path, client: str, base: str, told: bool, code: int
) -> None:
    settings = Settings(data_dir=data_dir, store=str(tmp_path / "store.db"), plain_http_writes=told)
    space = Workspace(settings)
    made = space.store.tokens.add("the desk", ())
    assert status(space, "documents", made, client=client, base=base) == code
    space.store.close()
