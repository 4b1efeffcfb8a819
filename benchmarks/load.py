"""Load on the service: 200 requests a second for a minute, client and server on one machine (``make load``).

    .venv/bin/python benchmarks/load.py [--rate 200] [--seconds 60] [--mentions 100000] [--url http://...]

Requests begin when they are due, whatever the answers do (an open loop), and a latency counts from when its request was
due, so a stall of the server is in every request that it held up. At most half of the addresses are asked for again.
Ends with 1 where a request failed or the 99th percentile is above the goal.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import resource
import signal
import statistics
import subprocess
import sys
import time
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote, urlsplit

from load_store import DAYS, FIRST, build

HERE = Path(__file__).parent.parent
SHARES = {"items": 30, "document": 20, "findings": 20, "front": 15, "deltas": 10, "places": 5}
GOAL_MS = 250
AGAIN = 0.4
"""Of the requests this share repeats one of the last thousand; the rest are drawn anew."""
CONNECTIONS = 64
TIMEOUT_S = 30
BROWSER = "User-Agent: load\r\nAccept-Encoding: gzip\r\nConnection: keep-alive\r\n"
HTML, JSON = "Accept: text/html,application/xhtml+xml\r\n", "Accept: application/json\r\n"


class Asks:
    """Draws requests: which kind by its share, which key at random."""

    def __init__(self, documents: list[str], names: list[str], seed: int) -> None:
        self._draw = random.Random(seed)  # noqa: S311 - it draws requests, not secrets
        self._documents, self._names = documents, names
        self._last: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.seen: Counter[str] = Counter()

    def one(self) -> tuple[str, str, str]:
        """Return a kind, a path and its Accept header."""
        draw = self._draw
        kind = draw.choices(list(SHARES), list(SHARES.values()))[0]
        last = self._last[kind]
        path, accept = draw.choice(last) if last and draw.random() < AGAIN else getattr(self, f"_{kind}")()
        last.append((path, accept))
        del last[:-1000]
        self.seen[path] += 1
        return kind, path, accept

    def _items(self) -> tuple[str, str]:
        draw = self._draw
        wide = draw.choice((0.2, 0.5, 1.0, 2.0, 6.0))
        west, south = draw.uniform(30, 39), draw.uniform(45, 50)
        box = ",".join(f"{value:.4f}" for value in (west, south, west + wide, south + wide * 0.6))
        days = f"&datetime={self._day()}/.." if draw.random() < 0.3 else ""
        return f"/api/collections/mentions/items?bbox={box}&limit={draw.choice((10, 50, 100))}{days}", JSON

    def _document(self) -> tuple[str, str]:
        return f"/documents/{self._draw.choice(self._documents)}", HTML

    def _findings(self) -> tuple[str, str]:
        draw = self._draw
        asked = draw.choice(
            (
                "",
                f"?verdict={draw.choice(('match', 'overstated', 'understated', 'not_checkable', 'within_band'))}",
                f"?month={self._day()[:7]}",
                f"?q={quote(draw.choice(self._names))}",
                f"?sort={draw.choice(('stated', 'difference', 'period'))}",
            )
        )
        return f"/findings{asked}{'&' if asked else '?'}offset={draw.randrange(0, 2000)}", HTML

    def _front(self) -> tuple[str, str]:
        start, end = sorted((self._day(), self._day()))
        draw = self._draw
        west, south = draw.uniform(30, 38), draw.uniform(45, 49)
        box = ",".join(f"{value:.3f}" for value in (west, south, west + 2, south + 1))
        return f"/?from={start}&to={end}&bbox={box}", HTML

    def _deltas(self) -> tuple[str, str]:
        start, end = sorted((self._day(), self._day()))
        every = self._draw.choice(("", "&every=month", "&every=week"))
        return f"/deltas?from={start}&to={end}{every}", self._draw.choice((HTML, JSON))

    def _places(self) -> tuple[str, str]:
        name = self._draw.choice(self._names)
        return f"/api/places?q={quote(name[: self._draw.randint(4, 12)])}", JSON

    def _day(self) -> str:
        return (FIRST + timedelta(days=self._draw.randrange(DAYS))).isoformat()


@dataclass
class Told:
    """What came of the requests."""

    ms: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)
    kilobytes: float = 0.0
    late_ms: float = 0.0
    """The most by which the client itself began a request late: if it is large, the client is what was measured."""


class Connections:
    """Connections that are kept open, each asked one thing at a time."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self._room = asyncio.Semaphore(CONNECTIONS)

    async def get(self, path: str, accept: str) -> tuple[int, int]:
        """Return the status and how many bytes came."""
        asked = f"GET {path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n{BROWSER}{accept}\r\n".encode()
        async with self._room:
            while self._free:
                kept = self._free.pop()
                try:
                    return await self._ask(*kept, asked)
                except (asyncio.IncompleteReadError, ConnectionError) as error:
                    if getattr(error, "partial", b""):
                        raise
                    # the server let go of a connection that nobody used: not an answer, so another one is taken
            return await self._ask(*await asyncio.open_connection(self._host, self._port), asked)

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, asked: bytes) -> tuple[int, int]:
        try:
            writer.write(asked)
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"\r\ncontent-length: (\d+)", head, re.IGNORECASE)
            size = len(await reader.readexactly(int(length[1]))) if length else await _chunks(reader)
        except BaseException:
            writer.close()
            raise
        self._free.append((reader, writer))
        return int(head[9:12]), size

    def close(self) -> None:
        """Close what is open."""
        for _, writer in self._free:
            writer.close()


async def _chunks(reader: asyncio.StreamReader) -> int:
    total = 0
    while size := int(await reader.readline(), 16):
        total += len(await reader.readexactly(size + 2)) - 2
    await reader.readexactly(2)
    return total


async def run(url: str, asks: Asks, rate: float, seconds: float, watch: Callable[[float], None]) -> Told:
    """Send requests at the rate, each at its time, and wait for the last answer."""
    told = Told()
    address = urlsplit(url)
    assert address.hostname
    connections = Connections(address.hostname, address.port or 80)
    running: set[asyncio.Task[None]] = set()
    begun = time.perf_counter()

    async def ask(due: float, kind: str, path: str, accept: str) -> None:
        try:
            status, size = await asyncio.wait_for(connections.get(path, accept), TIMEOUT_S)
            told.kilobytes += size / 1000
            if status != 200:
                told.errors[f"{status} {path}"] += 1
        except (OSError, EOFError, TimeoutError) as error:
            told.errors[f"{type(error).__name__} {kind}"] += 1
        told.ms[kind].append((time.perf_counter() - begun - due) * 1000)

    for number in range(int(rate * seconds)):
        due = number / rate
        wait = due - (time.perf_counter() - begun)
        if wait > 0:
            await asyncio.sleep(wait)
        told.late_ms = max(told.late_ms, (time.perf_counter() - begun - due) * 1000)
        task = asyncio.create_task(ask(due, *asks.one()))
        running.add(task)
        task.add_done_callback(running.discard)
        if number % int(rate * 5) == 0:
            watch(due)
    while running:
        await asyncio.wait(running)
    connections.close()
    return told


@contextmanager
def serving(environment: dict[str, str], workers: int) -> Iterator[tuple[str, int]]:
    """Start ``frontline serve`` on a free port; give its address and process id."""
    command = [str(Path(sys.executable).with_name("frontline")), "serve", "--port", "0", "--workers", str(workers)]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        line = process.stderr.readline()
        found = re.search(r"http://\S+", line)
        if found is None:
            raise SystemExit(f"the service did not start: {line}")
        yield found[0], process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def family(pid: int) -> list[int]:
    """Return a process and those that it started."""
    found = [pid]
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(each.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            found += family(int(each.parent.name))
    return found


def memory_mb(pid: int) -> float:
    """Return the memory of a process and those that it started, what they share counted once, MB."""
    total = 0.0
    for each in family(pid):
        found = re.search(r"Pss:\s+(\d+)", Path(f"/proc/{each}/smaps_rollup").read_text())
        total += int(found[1]) / 1024 if found else 0.0
    return total


def processor_s(pid: int) -> float:
    """Return the processor time that a process and those that it started have had, s."""
    total = 0
    for each in family(pid):
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def warmed(pid: int) -> None:
    """Wait until the service has loaded what it loads by itself after its start."""
    for _ in range(240):
        before = processor_s(pid)
        time.sleep(1)
        if processor_s(pid) - before < 0.05:
            return


def slope_mb(samples: list[tuple[float, float]]) -> float:
    """Return how much memory grew in 1,000 s by the last two thirds of the samples: the first fills caches."""
    later = samples[len(samples) // 3 :]
    if len(later) < 3:
        return 0.0
    return statistics.linear_regression([s for s, _ in later], [mb for _, mb in later]).slope * 1000


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def keys(url: str) -> tuple[list[str], list[str]]:
    """Return the ids of documents and names of places that are asked for."""

    def fetched(path: str) -> dict[str, list[dict[str, str]]]:
        with urllib.request.urlopen(url + path, timeout=120) as answer:  # noqa: S310 - our own service
            found: dict[str, list[dict[str, str]]] = json.load(answer)
            return found

    documents = [row["id"] for row in fetched("/api/documents")["documents"]]
    names = {row["text"] for row in fetched("/api/mentions?limit=1000")["mentions"]}
    return documents, sorted(name for name in names if len(name) > 3)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--mentions", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, default=HERE / "local" / "load")
    parser.add_argument("--control", type=Path, help="a folder of control files in place of drawn ones")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    settings = build(given.folder, given.mentions, given.control)
    environment = {**os.environ, "FRONTLINE_DATA_DIR": str(settings.data_dir), "FRONTLINE_STORE": str(settings.store)}
    with serving(environment, given.workers) as (url, pid):
        documents, names = keys(url)
        warmed(pid)
        asks = Asks(documents, names, given.seed)
        memory: list[tuple[float, float]] = []
        before, own = processor_s(pid), resource.getrusage(resource.RUSAGE_SELF)
        held = f"{len(documents):,} documents, {given.mentions:,} mentions"
        print(f"{given.rate:g} requests/s for {given.seconds:g} s; {held}")
        told = asyncio.run(run(url, asks, given.rate, given.seconds, lambda at: memory.append((at, memory_mb(pid)))))
        server, now = processor_s(pid) - before, resource.getrusage(resource.RUSAGE_SELF)
    client = now.ru_utime + now.ru_stime - own.ru_utime - own.ru_stime
    return report(told, asks, memory, server / given.seconds, client / given.seconds)


def report(told: Told, asks: Asks, memory: list[tuple[float, float]], server: float, client: float) -> int:
    every = [ms for values in told.ms.values() for ms in values]
    print(f"{'':<10}{'requests':>9}{'median':>9}{'p95':>9}{'p99':>9}{'worst':>9}  ms")
    for kind, values in [*sorted(told.ms.items()), ("all", every)]:
        figures = (statistics.median(values), percentile(values, 0.95), percentile(values, 0.99), max(values))
        print(f"{kind:<10}{len(values):>9,}" + "".join(f"{value:>9.0f}" for value in figures))
    repeated = 1 - len(asks.seen) / max(1, len(every))
    print(f"errors {sum(told.errors.values())}; asked again {repeated:.0%}; {told.kilobytes / 1000:.0f} MB came")
    for what, count in told.errors.most_common(5):
        print(f"  {count} x {what}")
    print(f"cores: server {server:.2f}, client {client:.2f}; the client began at most {told.late_ms:.0f} ms late")
    first, last = memory[0][1], memory[-1][1]
    print(
        f"memory of the service: {first:.0f} MB at first, {last:.0f} MB at last, {slope_mb(memory):+.1f} MB in 1,000 s"
    )
    worst = percentile(every, 0.99)
    passed = not told.errors and worst <= GOAL_MS
    failed = sum(told.errors.values())
    print(f"{'passed' if passed else 'missed'}: p99 {worst:.0f} ms (goal {GOAL_MS}), {failed} errors (0)")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
