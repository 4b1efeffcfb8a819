"""Strong ETags (RFC 9110), answers that are as they were, and packing, for whole bodies."""

from __future__ import annotations

import gzip
import hashlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SMALLEST = 1000
"""Bytes below which packing is no gain."""
LEVEL = 6
PACKED = ("text/", "application/json", "application/geo+json", "application/problem+json", "application/ld+json",
          "application/vnd.oai", "application/atom+xml", "application/vnd.google-earth.kml+xml",
          "application/geopackage", "application/flatgeobuf", "image/svg", "application/javascript")  # fmt: skip
KEPT = ("etag", "cache-control", "vary", "link", "content-location", "date")
"""What an answer without a body still says."""


class Validated:
    """Give every good answer to GET a tag of the bytes that are sent, and 304 to who has these already.

    A page is different each time (its scripts carry a nonce), so it has no tag. The same body packs to the same bytes.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold the answer until its body is there; one that comes in pieces goes by."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        held: Message | None = None

        async def tagged(message: Message) -> None:
            nonlocal held
            if message["type"] == "http.response.start":
                held = message
                return
            if held is None:
                await send(message)
                return
            start, held = held, None
            if not message.get("more_body"):
                start, message = _finished(scope["method"], asked, start, message)
            await send(start)
            await send(message)

        await self.app(scope, receive, tagged)


def _finished(method: str, asked: Headers, start: Message, message: Message) -> tuple[Message, Message]:
    headers = MutableHeaders(raw=list(start["headers"]))
    body = bytes(message.get("body", b""))
    media_type = headers.get("content-type", "")
    plain = "content-encoding" not in headers
    packs = plain and media_type.startswith(PACKED) and len(body) >= SMALLEST
    packed = packs and "gzip" in asked.get("accept-encoding", "")
    if packs:
        headers.add_vary_header("Accept-Encoding")
    tagged = method == "GET" and start["status"] == 200 and "etag" not in headers  # noqa: PLR2004
    if tagged and plain and not media_type.startswith("text/html"):
        digest = hashlib.sha256(media_type.encode() + b"\n" + body).hexdigest()[:32]
        headers["ETag"] = f'"{digest}-gzip"' if packed else f'"{digest}"'
        headers.setdefault("Cache-Control", "no-cache")
        if has(asked.get("if-none-match", ""), headers["ETag"]):
            left = [(name, value) for name, value in headers.raw if name.decode() in KEPT]
            return {**start, "status": 304, "headers": left}, {**message, "body": b""}
    if packed:
        body = gzip.compress(body, compresslevel=LEVEL, mtime=0)
        headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(body))
    return {**start, "headers": headers.raw}, {**message, "body": body}


def has(if_none_match: str, tag: str) -> bool:
    r"""Say whether ``If-None-Match`` names a tag; a weak one is as good here.

    >>> has('"a", W/"b"', '"b"'), has("*", '"b"'), has('"ab"', '"b"')
    (True, True, False)
    """
    wanted = [each.strip().removeprefix("W/") for each in if_none_match.split(",")]
    return "*" in wanted or tag in wanted
