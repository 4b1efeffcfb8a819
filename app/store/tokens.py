"""Tokens that may write over HTTP: made, checked, taken back. Only a hash of each is kept."""

from __future__ import annotations

import hmac
import secrets
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Engine, insert, select, update

from app.errors import BadInput, NotFound
from app.store.schema import token
from app.store.transactions import reading, writing

SCOPES = ("documents", "control", "corrections")
"""What a token may write: texts; polygons; corrections of readings and confirmations of findings."""

_PREFIX = "frontline"
_NOBODY = sha256(b"nobody").hexdigest()


class TokenStore:
    """Tokens by the id that stands in them in the clear.

    The secret has 256 random bits, so one round of sha-256 is all that it needs: there is nothing to guess.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, name: str, scopes: tuple[str, ...]) -> str:
        """Make a token and return it: the only time that it is shown.

        Raises
        ------
        BadInput
            No name, or a scope that there is none of.
        """
        if not name.strip() or len(name) > 100 or not name.isprintable():  # noqa: PLR2004
            raise BadInput("a token needs a name of at most 100 characters, such as who it is for")
        if odd := [scope for scope in scopes if scope not in SCOPES]:
            raise BadInput(f"no scope {odd[0][:40]!r}; expected {', '.join(SCOPES)}")
        number, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
        row = {
            "id": number,
            "name": name.strip(),
            "sha256": sha256(secret.encode()).hexdigest(),
            "scopes": sorted(set(scopes) or SCOPES),
            "made_at": _now(),
        }
        with writing(self._engine) as connection:
            connection.execute(insert(token).values(**row))
        return f"{_PREFIX}_{number}_{secret}"

    def rows(self) -> list[dict[str, Any]]:
        """Return every token without its hash, the first made first; those that were taken back too."""
        columns = (token.c.id, token.c.name, token.c.scopes, token.c.made_at, token.c.revoked_at)
        with reading(self._engine) as connection:
            found = connection.execute(select(*columns).order_by(token.c.made_at, token.c.id)).mappings().all()
        return [dict(row) for row in found]

    def revoke(self, token_id: str) -> None:
        """Take a token back; it holds no more from the next request on.

        Raises
        ------
        NotFound
            No such token holds.
        """
        holds = (token.c.id == token_id) & token.c.revoked_at.is_(None)
        with writing(self._engine) as connection:
            if not connection.execute(update(token).where(holds).values(revoked_at=_now())).rowcount:
                raise NotFound(f"no token {token_id[:40]!r} holds; 'frontline token list' shows those that do")

    def any(self) -> bool:
        """Say whether any token holds."""
        with reading(self._engine) as connection:
            query = select(token.c.id).where(token.c.revoked_at.is_(None)).limit(1)
            return connection.execute(query).scalar() is not None

    def scopes_of(self, sent: str) -> frozenset[str] | None:
        """Return what a token may write, None where it is none that holds. Compared in constant time."""
        prefix, _, rest = sent.partition("_")
        number, _, secret = rest.partition("_")
        with reading(self._engine) as connection:
            query = select(token.c.sha256, token.c.scopes).where(token.c.id == number, token.c.revoked_at.is_(None))
            row = connection.execute(query).one_or_none() if prefix == _PREFIX and number.isalnum() else None
        given = sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
        same = hmac.compare_digest(given, _NOBODY if row is None else row.sha256)
        return frozenset(row.scopes) if same and row is not None else None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
