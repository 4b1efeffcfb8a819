"""A real server on the loopback that answers in the recorded shapes, and badly where it is told to."""

from __future__ import annotations

import gzip
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Answer = tuple[int, dict[str, str], bytes]


def square(west: float, **properties: Any) -> dict[str, Any]:
    """A feature of one degree by one, its west side at `west`."""
    corners = [[west, 48], [west + 1, 48], [west + 1, 49], [west, 49], [west, 48]]
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [corners]},
    }


def collection(*features: dict[str, Any], **members: Any) -> bytes:
    """A FeatureCollection as bytes."""
    return json.dumps({"type": "FeatureCollection", "features": list(features), **members}).encode()


@dataclass
class Maps:
    """What the server has: bytes by path or an answer by function; and what it was asked."""

    at: dict[str, bytes | Callable[[Asked], Answer]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    first: list[Callable[[Asked], Answer | None]] = field(default_factory=list)
    """Answers to the next requests, before any other: None goes on to the usual one."""
    torn_at: int | None = None
    """Break the next whole reply off after so many bytes."""
    url: str = ""

    @property
    def paths(self) -> list[str]:
        return [one.path for one in self.asked]


@dataclass(frozen=True)
class Asked:
    """One request."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]


def busy(seconds: str | None = "0", status: int = 429) -> Callable[[Asked], Answer]:
    """An answer that asks to wait."""
    headers = {} if seconds is None else {"Retry-After": seconds}
    return lambda _: (status, headers, b"slow down")


def usual(maps: Maps, asked: Asked) -> Answer:
    """Answer as servers of files do: with a strong ETag, ranges, and 304 where nothing changed."""
    found = maps.at.get(asked.path)
    if found is None:
        return 404, {}, b"404: Not Found"
    if callable(found):
        return found(asked)
    etag = f'"{hashlib.sha256(found).hexdigest()[:16]}"'
    headers = {"ETag": etag, "Last-Modified": "Mon, 05 Jan 2026 03:00:00 GMT"}
    if asked.headers.get("if-none-match") == etag:
        return 304, headers, b""
    if (wanted := asked.headers.get("range")) and asked.headers.get("if-range") == etag:
        start = int(wanted.removeprefix("bytes=").removesuffix("-"))
        headers["Content-Range"] = f"bytes {start}-{len(found) - 1}/{len(found)}"
        return 206, headers, found[start:]
    return 200, headers, found


def packed(data: bytes) -> Callable[[Asked], Answer]:
    """The bytes under gzip as a content encoding."""
    return lambda _: (200, {"Content-Encoding": "gzip"}, gzip.compress(data))


@contextmanager
def serving() -> Iterator[Maps]:
    """Serve on the loopback while the block runs."""
    maps = Maps()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {key: values[0] for key, values in parse_qs(parts.query).items()}
            asked = Asked(parts.path, query, {key.lower(): value for key, value in self.headers.items()})
            maps.asked.append(asked)
            answer = maps.first.pop(0)(asked) if maps.first else None
            status, headers, body = answer or usual(maps, asked)
            self.send_response(status)
            for key, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(key, value)
            self.end_headers()
            if maps.torn_at is not None and status in (200, 206):
                body, maps.torn_at = body[: maps.torn_at], None
                self.close_connection = True
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    maps.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield maps
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
