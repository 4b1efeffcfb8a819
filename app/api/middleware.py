"""Small pure-ASGI middleware, one job each."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.errors import BodyTooLarge, answer, problem


class BodyLimit:
    """Refuse a body of more than `max_bytes`: at once where its length is declared, else while it comes."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is small enough."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdigit() and int(declared) > self.max_bytes:
            await problem(*answer(self._too_large()))(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
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
        self.images = " ".join(["'self'", "data:", *tile_hosts(tiles_url)])
        # Tile services ask for the page's origin; without tiles nothing is told to anyone.
        self.referrer = "strict-origin-when-cross-origin" if tiles_url else "same-origin"

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
                for name, value in self.headers(nonce).items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, protected)

    def headers(self, nonce: str) -> dict[str, str]:
        """Return the headers for one response."""
        policy = {
            "default-src": "'none'",
            "script-src": f"'self' 'nonce-{nonce}'",
            "style-src": "'self'",
            "img-src": self.images,
            "font-src": "'self'",
            "connect-src": "'self'",
            "form-action": "'self'",
            "base-uri": "'none'",
            "frame-ancestors": "'none'",
        }
        return {
            "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": self.referrer,
            "Cross-Origin-Opener-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        }


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


def tile_hosts(tiles_url: str | None) -> list[str]:
    """Return the hosts that tiles come from, as a content security policy writes them.

    >>> tile_hosts("https://{s}.tiles.example.org/{z}/{x}/{y}.png"), tile_hosts("/tiles/{z}/{x}/{y}.png")
    (['https://*.tiles.example.org'], [])
    """
    parts = urlsplit(tiles_url or "")
    if not parts.scheme or not parts.netloc:
        return []
    return [f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}"]
