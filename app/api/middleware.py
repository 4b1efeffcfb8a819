"""Small pure-ASGI middleware, one job each."""

from __future__ import annotations

import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.errors import BodyTooLarge
from app.api.headers import protective

_DIGITS = 18
"""A length of more digits is above every limit, and is not worth counting out."""


class BodyLimit:
    """Refuse a body of more than `max_bytes`: before it comes where its length is declared, else while it comes.

    The refusal comes when the body is asked for, so that who may not write is told that first.
    """

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is small enough."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        too_large = declared.isdecimal() and (len(declared) > _DIGITS or int(declared) > self.max_bytes)
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            if too_large:
                raise self._too_large()
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.max_bytes:
                raise self._too_large()
            return message

        await self.app(scope, counted, send)

    def _too_large(self) -> BodyTooLarge:
        return BodyTooLarge(f"body: expected at most {self.max_bytes / 1_000_000:g} MB")


class SecurityHeaders:
    """Put a content security policy with a fresh nonce, and the other protective headers, on every response.

    Pages find the nonce in ``request.state.nonce``.
    """

    def __init__(self, app: ASGIApp, tiles_url: str | None = None) -> None:
        self.app = app
        self.tiles_url = tiles_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers that the response does not have."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce

        async def protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                framed = bool(scope["state"].get("framed"))
                for name, value in protective(nonce, self.tiles_url, framed=framed).items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, protected)


class HeadAsGet:
    """Answer HEAD as GET without its body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the GET and drop what it says."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def bodiless(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, bodiless)
