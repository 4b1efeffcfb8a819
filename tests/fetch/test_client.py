"""One polite reader: it waits as told, goes on where a reply broke off, and goes nowhere that it should not."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from app.errors import BadInput, CouldNotFetch
from app.fetch.addresses import is_public
from app.fetch.client import Absent, Client
from tests.fetch.server import Maps, busy, collection, packed, serving, square

MAP = collection(square(37.0)) + b" " * 5_000


class Clock:
    """Time that passes only in sleep."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


@pytest.fixture
def maps() -> Iterator[Maps]:
    with serving() as served:
        served.at["/map.geojson"] = MAP
        yield served


@pytest.fixture
def clock() -> Clock:
    return Clock()


def client(clock: Clock, **options: Any) -> Client:
    given = {"user_agent": "tests (mail@example.org)", "rate_per_second": 1.0, "allow_private": True, **options}
    return Client(sleep=clock.sleep, clock=lambda: clock.now, **given)


def test_it_says_who_asks_and_asks_once_a_second(maps: Maps, clock: Clock) -> None:
    reader = client(clock)
    assert [reader.get(f"{maps.url}/map.geojson").data for _ in range(3)] == [MAP] * 3
    assert clock.slept == [1.0, 1.0]
    assert {asked.headers["user-agent"] for asked in maps.asked} == {"tests (mail@example.org)"}


def test_what_is_still_so_is_not_sent_again(maps: Maps, clock: Clock) -> None:
    first = client(clock).get(f"{maps.url}/map.geojson")
    assert client(clock).get(f"{maps.url}/map.geojson", etag=first.etag).data is None
    assert maps.asked[-1].headers["if-none-match"] == first.etag
    client(clock).get(f"{maps.url}/map.geojson", last_modified=first.last_modified)
    assert maps.asked[-1].headers["if-modified-since"] == first.last_modified


def test_a_torn_reply_goes_on_where_it_broke_off(maps: Maps, clock: Clock) -> None:
    maps.torn_at = 1_000
    assert client(clock).get(f"{maps.url}/map.geojson").data == MAP
    first, second = maps.asked
    assert "range" not in first.headers
    assert second.headers["range"] == "bytes=1000-"
    assert second.headers["if-range"]


def test_a_torn_reply_of_a_map_that_changed_meanwhile_is_read_anew(maps: Maps, clock: Clock) -> None:
    other = collection(square(38.0))
    maps.torn_at = 1_000
    maps.first = [lambda _: None, lambda _: maps.at.update({"/map.geojson": other})]  # type: ignore[func-returns-value]
    assert client(clock).get(f"{maps.url}/map.geojson").data == other


def test_a_torn_reply_without_an_etag_is_read_anew(maps: Maps, clock: Clock) -> None:
    maps.at["/plain"] = lambda _: (200, {}, MAP)
    maps.torn_at = 1_000
    assert client(clock).get(f"{maps.url}/plain").data == MAP
    assert "range" not in maps.asked[-1].headers


def test_a_packed_reply_is_unpacked_torn_or_whole(maps: Maps, clock: Clock) -> None:
    maps.at["/packed"] = packed(MAP)
    assert client(clock).get(f"{maps.url}/packed").data == MAP
    maps.torn_at = 50
    assert client(clock).get(f"{maps.url}/packed").data == MAP


@pytest.mark.parametrize(("retry_after", "waited"), [("7", 7.0), ("0", 0.0), (None, 2.0), ("soon", 2.0)])
@pytest.mark.parametrize("status", [429, 503])
def test_it_waits_as_long_as_it_is_asked_to(
    maps: Maps, clock: Clock, retry_after: str | None, waited: float, status: int
) -> None:
    maps.first = [busy(retry_after, status)]
    assert client(clock, rate_per_second=1000).get(f"{maps.url}/map.geojson").data == MAP
    assert waited in clock.slept


def test_a_date_to_wait_for_is_read(maps: Maps, clock: Clock) -> None:
    maps.first = [busy(format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True))]
    assert client(clock, rate_per_second=1000).get(f"{maps.url}/map.geojson").data == MAP
    assert 25 < max(clock.slept) <= 30


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        pytest.param(busy("3600"), "asks to wait 3,600 s: run the same command then", id="an hour"),
        pytest.param(lambda _: (403, {}, b""), "403 Forbidden", id="forbidden"),
        pytest.param(lambda _: (304, {}, b""), None, id="304 without a question"),
        pytest.param(lambda _: (302, {"Location": "ftp://example.org/x"}, b""), "http or https", id="to ftp"),
        pytest.param(lambda _: (302, {"Location": "file:///etc/passwd"}, b""), "http or https", id="to a file"),
        pytest.param(lambda _: (302, {"Location": "http://u:p@example.org/"}, b""), "password", id="to a password"),
        pytest.param(lambda _: (302, {"Location": "/map.geojson?1"}, b""), None, id="sent on"),
        pytest.param(lambda _: (200, {"Content-Length": "9" * 12}, b""), "--max-mb", id="said to be huge"),
        pytest.param(lambda _: (200, {"Content-Encoding": "br"}, b"x"), "expected plain or gzip", id="brotli"),
        pytest.param(
            lambda _: (200, {"Content-Encoding": "gzip"}, b"no gzip at all"), "cannot be unpacked", id="not gzip"
        ),
        pytest.param(lambda _: (206, {"Content-Range": "bytes 0-0/9"}, b"x"), None, id="a part, unasked"),
    ],
)
def test_other_answers(maps: Maps, clock: Clock, answer: Any, said: str | None) -> None:
    maps.first = [answer]
    if said is None:
        assert client(clock).get(f"{maps.url}/map.geojson").data in (MAP, None)
        return
    with pytest.raises((CouldNotFetch, BadInput), match=said) as refused:
        client(clock).get(f"{maps.url}/map.geojson?token=secret")
    assert "\n" not in str(refused.value)
    assert "secret" not in str(refused.value)
    assert len(maps.asked) == 1


def test_a_server_that_stays_busy_is_given_up(maps: Maps, clock: Clock) -> None:
    maps.first = [busy("1")] * 9
    with pytest.raises(CouldNotFetch, match="429 Too Many Requests, 5 times"):
        client(clock).get(f"{maps.url}/map.geojson")
    assert len(maps.asked) == 5


def test_a_reply_is_bounded_plain_and_packed(maps: Maps, clock: Clock) -> None:
    maps.at["/bomb"] = lambda _: (200, {"Content-Encoding": "gzip"}, gzip.compress(b" " * 10_000_000))
    for path in ("/map.geojson", "/bomb"):
        with pytest.raises(CouldNotFetch, match="more than 0 MB; --max-mb allows more"):
            client(clock, most_bytes=4_000).get(f"{maps.url}{path}")


def test_what_is_not_there_is_absent(maps: Maps, clock: Clock) -> None:
    with pytest.raises(Absent, match="/gone: 404 Not Found"):
        client(clock).get(f"{maps.url}/gone")


def test_sent_round_in_circles(maps: Maps, clock: Clock) -> None:
    maps.at["/round"] = lambda _: (302, {"Location": "/round"}, b"")
    with pytest.raises(CouldNotFetch, match="sent on more than 5 times"):
        client(clock).get(f"{maps.url}/round")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"])
def test_private_addresses_are_not_asked(maps: Maps, clock: Clock, host: str) -> None:
    port = maps.url.rsplit(":", 1)[1]
    with pytest.raises(CouldNotFetch, match=r"is the private address .*--allow-private allows it"):
        client(clock, allow_private=False).get(f"http://{host}:{port}/map.geojson")
    assert maps.asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("1.1.1.1", True), ("2606:4700:4700::1111", True), ("10.1.2.3", False), ("172.16.0.1", False),
        ("192.168.1.1", False), ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.1", False),
        ("224.0.0.1", False), ("255.255.255.255", False), ("::", False), ("fe80::1%eth0", False),
        ("fc00::1", False), ("64:ff9b::7f00:1", False), ("2002:7f00:1::", False),
    ],
)  # fmt: skip
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize("url", ["ftp://example.org/x", "file:///etc/passwd", "map.geojson", "http://", "http://[::1"])
def test_what_is_no_url(clock: Clock, url: str) -> None:
    with pytest.raises(BadInput, match="expected a URL"):
        client(clock).get(url)
