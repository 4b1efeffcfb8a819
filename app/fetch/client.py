"""One polite reader of URLs: slow, patient, bounded, and never asking twice for what it has."""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urljoin, urlsplit

import urllib3

from app.errors import BadInput, CouldNotFetch
from app.fetch.addresses import public_pools

_CONTENT_RANGE = re.compile(r"bytes (?P<start>\d+)-\d+/(?P<total>\d+)")
_CHUNK_BYTES = 64 * 1024
_MOST_REDIRECTS = 5
_ATTEMPTS = 5
_LONGEST_WAIT_S = 120.0
_LONGEST_REPLY_S = 600.0
_TIMEOUT = urllib3.Timeout(connect=15, read=60)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PATIENCE = frozenset({408, 425, 429, 500, 502, 503, 504})
_ABSENT = frozenset({404, 410})


class Absent(CouldNotFetch):
    """The server has nothing there."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came: the bytes, or None where what we have is still so; and what to ask with next time."""

    data: bytes | None
    etag: str | None = None
    last_modified: str | None = None

    @property
    def conditions(self) -> dict[str, str]:
        """What to ask with next time."""
        told = {"etag": self.etag, "last_modified": self.last_modified}
        return {key: value for key, value in told.items() if value}


class Client:
    """Reads URLs one after another.

    Parameters
    ----------
    user_agent : str
        Who asks.
    rate_per_second : float
        Requests a second at most, retries and redirects among them.
    most_bytes : int
        Of one reply, unpacked.
    allow_private : bool
        Whether addresses of private networks and of this machine may be asked.
    sleep, clock : callable
        Of the system; a test has its own.
    say : callable, optional
        Told in one line why it waits.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        rate_per_second: float = 1.0,
        most_bytes: int = 256 * 1024**2,
        allow_private: bool = False,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        say: Callable[[str], None] | None = None,
    ) -> None:
        self._pools = urllib3.PoolManager(retries=False) if allow_private else public_pools()
        self._headers = {"User-Agent": user_agent, "Accept-Encoding": "gzip", "Accept": "*/*"}
        self._pause_s = 1 / rate_per_second
        self._most = most_bytes
        self._sleep = sleep
        self._clock = clock
        self._say = say or (lambda _: None)
        self._next = 0.0

    def get(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Reply:
        """Return what stands at a URL.

        A reply that breaks off is gone on with where the server can (Range with If-Range), else asked for anew; 429
        and errors of the server are waited out, as long as ``Retry-After`` says. With `etag` or `last_modified` of an
        earlier reply the server may say that it is still so.

        Raises
        ------
        Absent
            404 or 410.
        CouldNotFetch
            Everything else: one line with the host and what it answered.
        BadInput
            No URL of http or https.
        """
        known = {"If-None-Match": etag} if etag else {"If-Modified-Since": last_modified} if last_modified else {}
        got = _Got()
        for attempt in range(_ATTEMPTS):
            try:
                reply = self._once(url, {**known, **got.resume()}, got)
            except _TryAgain as error:
                wait_s = error.wait_s if error.wait_s is not None else 2.0 ** (attempt + 1)
                if attempt + 1 == _ATTEMPTS:
                    raise CouldNotFetch(f"{_shown(url)}: {error}, {_ATTEMPTS} times") from error
                if wait_s > _LONGEST_WAIT_S:
                    raise CouldNotFetch(
                        f"{_shown(url)}: {error}; the server asks to wait {wait_s:,.0f} s: run the same command then"
                    ) from error
                self._say(f"{_shown(url)}: {error}; again in {wait_s:.0f} s")
                self._sleep(wait_s)
            else:
                return reply
        raise CouldNotFetch(f"{_shown(url)}: no answer")

    def _once(self, url: str, headers: Mapping[str, str], got: _Got) -> Reply:
        """Send the request, follow where it is sent on to, and read the reply into `got`."""
        for _ in range(_MOST_REDIRECTS + 1):
            check_url(url)
            self._wait()
            try:
                response = self._pools.request(
                    "GET",
                    url,
                    headers={**self._headers, **headers},
                    preload_content=False,
                    decode_content=False,
                    redirect=False,
                    retries=False,
                    timeout=_TIMEOUT,
                )
            except urllib3.exceptions.LocationParseError as error:
                raise BadInput(f"expected a URL, got {url[:120]!r}") from error
            except urllib3.exceptions.NewConnectionError as error:
                raise _TryAgain(_last_words(error)) from error
            except urllib3.exceptions.SSLError as error:
                raise CouldNotFetch(f"{_shown(url)}: no safe connection ({error})") from error
            except urllib3.exceptions.HTTPError as error:
                raise _TryAgain(f"no answer ({type(error).__name__})") from error
            try:
                if response.status not in _REDIRECTS:
                    return self._read(url, response, got)
                onward = urljoin(url, response.headers.get("Location") or "")
            finally:
                response.close()
            if urlsplit(url).scheme == "https" and urlsplit(onward).scheme != "https":
                raise CouldNotFetch(f"{_shown(url)}: sent on from https to {_shown(onward)}, which is not followed")
            url = onward
        raise CouldNotFetch(f"{_shown(url)}: sent on more than {_MOST_REDIRECTS} times")

    def _read(self, url: str, response: Any, got: _Got) -> Reply:
        status = int(response.status)
        if status in _ABSENT:
            raise Absent(f"{_shown(url)}: {_name(status)}")
        if status in _PATIENCE:
            raise _TryAgain(_name(status), _retry_after(response.headers.get("Retry-After")))
        if status == HTTPStatus.NOT_MODIFIED:
            return Reply(None)
        if status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            got.clear()
            raise _TryAgain(_name(status), 0.0)
        if status == HTTPStatus.PARTIAL_CONTENT and got.goes_on(response.headers):
            pass
        elif status == HTTPStatus.OK:
            got.begin(response.headers)
        else:
            raise CouldNotFetch(f"{_shown(url)}: {_name(status)}")
        length = response.headers.get("Content-Length") or ""
        self._check_size(url, len(got.data) + (int(length) if length.isdigit() else 0))
        until = self._clock() + _LONGEST_REPLY_S
        try:
            for chunk in response.stream(_CHUNK_BYTES, decode_content=False):
                got.data += chunk
                self._check_size(url, len(got.data))
                if self._clock() > until:
                    raise CouldNotFetch(f"{_shown(url)}: the reply took more than {_LONGEST_REPLY_S:.0f} s")
        except urllib3.exceptions.HTTPError as error:
            raise _TryAgain(f"the reply broke off after {len(got.data):,} bytes") from error
        if got.total is not None and len(got.data) != got.total:
            raise _TryAgain(f"{len(got.data):,} bytes came of {got.total:,}")
        return Reply(self._decoded(url, got), got.etag, got.last_modified)

    def _decoded(self, url: str, got: _Got) -> bytes:
        if got.encoding in ("", "identity"):
            return bytes(got.data)
        if got.encoding != "gzip":
            raise CouldNotFetch(f"{_shown(url)}: expected plain or gzip, got {got.encoding!r}")
        unpacker = zlib.decompressobj(wbits=31)
        try:
            data = unpacker.decompress(bytes(got.data), self._most + 1)
        except zlib.error as error:
            raise CouldNotFetch(f"{_shown(url)}: the reply cannot be unpacked ({error})") from error
        self._check_size(url, len(data))
        if not unpacker.eof:
            got.clear()
            raise _TryAgain("the reply broke off")
        return data

    def _check_size(self, url: str, size: int) -> None:
        if size > self._most:
            most_mb = self._most / 1024**2
            raise CouldNotFetch(f"{_shown(url)}: more than {most_mb:,.0f} MB; --max-mb allows more")

    def _wait(self) -> None:
        now = self._clock()
        if now < self._next:
            self._sleep(self._next - now)
        self._next = max(now, self._next) + self._pause_s


class _TryAgain(Exception):
    """It may go better later."""

    def __init__(self, why: str, wait_s: float | None = None) -> None:
        super().__init__(why)
        self.wait_s = wait_s


class _Got:
    """The bytes of a reply so far, and what is needed to ask for the rest of the same."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self.data = bytearray()
        self.etag: str | None = None
        self.last_modified: str | None = None
        self.encoding = ""
        self.total: int | None = None

    def begin(self, headers: Mapping[str, str]) -> None:
        self.clear()
        self.etag, self.last_modified = headers.get("ETag"), headers.get("Last-Modified")
        self.encoding = (headers.get("Content-Encoding") or "").lower()

    def resume(self) -> dict[str, str]:
        """Return the headers that ask for the rest; none where the server gave nothing to hold the rest against."""
        same = self.etag if self.etag and not self.etag.startswith("W/") else self.last_modified
        if not self.data or not same:
            return {}
        return {"Range": f"bytes={len(self.data)}-", "If-Range": same}

    def goes_on(self, headers: Mapping[str, str]) -> bool:
        """Whether a partial reply goes on where ours broke off; else all of it is asked for anew."""
        told = _CONTENT_RANGE.fullmatch(headers.get("Content-Range") or "")
        if told and self.data and int(told["start"]) == len(self.data):
            self.total = int(told["total"])
            return True
        self.clear()
        raise _TryAgain("another part came than was asked for", 0.0)


def check_url(url: str) -> None:
    """Refuse what is no plain URL of http or https.

    Raises
    ------
    BadInput
        Another scheme, no host, or a password in it.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise BadInput(f"expected a URL, got {url[:120]!r}: {error}") from error
    if parts.scheme not in ("http", "https") or not host or port == 0:
        raise BadInput(f"expected a URL of http or https, got {url[:120]!r}")
    if parts.username or parts.password:
        raise BadInput("expected a URL without a name and a password in it")


def _shown(url: str) -> str:
    """Return a URL for a message: without its query, which may hold a key."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}{parts.path}"[:160]


def _name(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _retry_after(value: str | None) -> float | None:
    """Return the seconds that a Retry-After header asks for: a number, or a date."""
    if not value:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def _last_words(error: Exception) -> str:
    return str(error).rsplit(": ", 1)[-1]
