"""The viewer in Chromium, over a daily series and 100,000 seeded mentions, beside a page that holds plain markers.

    .venv/bin/python benchmarks/bench_viewer.py [--control FOLDER] [--mentions 100000]

Prints what the map page transfers, when it can be used, how long a pan, a zoom and a step of the date take until what
they fetch is drawn, and the tab's memory. Without a folder of control files the demo's outlines serve, repeated.
"""

from __future__ import annotations

import argparse
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Any

from playwright.sync_api import Page, sync_playwright
from viewer_store import SHARED, load_control, seed_mentions

from app.settings import Settings
from app.workspace import Workspace

PLAIN_MARKERS = 10_000
STARTS, ZOOMS, PANS_EACH = 3, 100, 2
SHARE = 0.95
PAUSE_MS = 25_000
"""Chromium collects what was thrown away while nothing is done: readers pause between hundreds of moves."""
CHROMIUM = next(filter(None, map(which, ("chromium", "chromium-browser", "google-chrome"))), None)
USABLE = """
window.usable = new Promise(done => {
  const look = () => {
    const live = window.Frontline?.live?.get("front");
    if (live?.scene && document.querySelector(".fl-marker, .fl-cluster") && document.querySelector(".fl-gained"))
      requestAnimationFrame(() => done(performance.now()));
    else requestAnimationFrame(look);
  };
  look();
});
"""
SETTLED = """
async act => {
  const live = Frontline.live.get("front");
  const done = new Promise(resolve => live.addEventListener("settled", resolve, { once: true }));
  const begun = performance.now();
  if (act.pan) live.map.panBy(act.pan, { animate: false });
  if (act.view) live.map.setView(act.view, act.zoom, { animate: false });
  await done;
  await new Promise(requestAnimationFrame);
  return performance.now() - begun;
}
"""
STEP = """
async day => {
  const live = Frontline.live.get("front");
  const begun = performance.now();
  await live.setDates(live.state.from, day);
  await new Promise(requestAnimationFrame);
  return performance.now() - begun;
}
"""


def tab_mb() -> float:
    """Return the proportional memory of the largest renderer, in MB."""
    sizes = [0.0]
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if b"--type=renderer" in (process / "cmdline").read_bytes():
                lines = (process / "smaps_rollup").read_text().splitlines()
                sizes.append(next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024)
        except (OSError, StopIteration):
            continue
    return max(sizes)


def transferred(page: Page) -> Callable[[], float]:
    """Return a function that gives the kB that came over the wire so far."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    total = [0.0]
    session.on("Network.loadingFinished", lambda event: total.__setitem__(0, total[0] + event["encodedDataLength"]))
    return lambda: total[0] / 1000


def plain_page(space: Workspace) -> str:
    """Return the page that Folium makes by itself of so many plain markers."""
    import folium

    points = space.viewer.points()
    leaflet = folium.Map(location=[48.5, 36.5], zoom_start=7, tiles=None)
    for number in range(PLAIN_MARKERS):
        index = int(points.place[number % len(points.place)])
        folium.Marker([points.lat[index], points.lon[index]], tooltip=points.places[index].name).add_to(leaflet)
    page: str = leaflet.get_root().render()
    for mark in ("https://cdn.jsdelivr.net/npm/leaflet@", "https://"):
        if mark in page and mark.startswith("https://cdn"):
            start = page.index(mark)
            end = page.index("leaflet.js", start) + len("leaflet.js")
            page = page[:start] + "/static/leaflet/leaflet.js" + page[end:]
    return page


def told(name: str, values: list[float], limit: float, unit: str = "ms") -> None:
    ordered = sorted(values)
    middle, worst = statistics.median(ordered), ordered[-1]
    most = ordered[min(len(ordered) - 1, int(SHARE * len(ordered)))]
    above = sum(value > limit for value in ordered)
    mark = "within" if not above else f"{above} of {len(ordered)} above"
    print(f"{name:<46}{middle:>9.0f}{most:>9.0f}{worst:>9.0f}{limit:>9.0f} {unit:<3} {mark}")


@contextmanager
def started(space: Workspace) -> Iterator[str]:
    """Start the service as a server does, in a process of its own; give the address as soon as it answers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = ["-m", "uvicorn", "--factory", "app.main:from_environment", "--log-level", "warning", "--port", str(port)]
    where = {"FRONTLINE_STORE": space.settings.store_url, "FRONTLINE_DATA_DIR": str(space.settings.data_dir)}
    process = subprocess.Popen([sys.executable, *words], env={**os.environ, **where}, cwd=Path(__file__).parent.parent)
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except ConnectionRefusedError:
                time.sleep(0.005)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def first_visit(browser: Any, space: Workspace) -> float:
    """Return how long the map page takes, in ms, straight after the service answers."""
    with started(space) as base:
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        page = context.new_page()
        page.add_init_script(USABLE)
        page.goto(base + "/")
        took: float = page.evaluate("window.usable")
        context.close()
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--control", type=Path, default=SHARED / "control" / "deepstate")
    parser.add_argument("--mentions", type=int, default=100_000)
    given = parser.parse_args()
    if CHROMIUM is None:
        raise SystemExit("no Chromium on this machine: 'make browser' installs it")
    with tempfile.TemporaryDirectory() as folder:
        space = Workspace(Settings(data_dir=Path(folder), store=str(Path(folder) / "store.db")))
        begun = time.perf_counter()
        source = load_control(space, given.control)
        seed_mentions(space, given.mentions)
        days = [row["on"] for row in space.snapshots(source)]
        took = time.perf_counter() - begun
        print(f"{len(days)} snapshots of {source}, {given.mentions:,} mentions ({took:.0f} s to make)")
        with started(space) as base, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
            )
            measure(browser, base, days, space)
            browser.close()
        space.store.close()


def moves(page: Page) -> tuple[list[float], list[float]]:
    """Return how long each of many pans and zooms took along the line, in ms, from the move to what it shows."""
    rng = random.Random(20251207)  # noqa: S311
    pans, zooms = [], []
    for _ in range(ZOOMS):
        view = [rng.uniform(47.2, 49.8), rng.uniform(35.2, 38.6)]
        zooms.append(page.evaluate(SETTLED, {"view": view, "zoom": rng.randint(6, 12)}))
        for _ in range(PANS_EACH):
            pan = [rng.choice([-600, -400, 400, 600]), rng.choice([-300, 0, 250])]
            pans.append(page.evaluate(SETTLED, {"pan": pan}))
    return pans, zooms


def measure(browser: Any, base: str, days: list[str], space: Workspace) -> None:
    print(f"\n{'':<46}{'median':>9}{'95 %':>9}{'worst':>9}{'goal':>9}")
    told("it can be used, straight after the start", [first_visit(browser, space) for _ in range(STARTS)], 1500)
    opened, kilobytes = [], []
    page = None
    for _ in range(4):
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        page = context.new_page()
        page.add_init_script(USABLE)
        count = transferred(page)
        page.goto(base + "/")
        opened.append(page.evaluate("window.usable"))
        page.wait_for_load_state("networkidle")
        kilobytes.append(count())
    assert page is not None
    told("the page transfers (all that it asks for)", kilobytes, 350, "kB")
    told("it can be used (line, change, places drawn)", opened, 1500)
    pans, zooms = moves(page)
    told(f"a pan ({len(pans)} of them, at zooms 6 to 12)", pans, 150)
    told(f"a zoom ({len(zooms)} of them)", zooms, 150)
    page.evaluate(SETTLED, {"view": [48.5, 36.5], "zoom": 7})
    steps = [page.evaluate(STEP, day) for day in days[-2:-40:-2]]
    told("a step of the date, not seen before", steps, 200)
    again = [page.evaluate(STEP, day) for day in days[-2:-40:-2]]
    told("a step of the date, seen before", again, 200)
    print(f"{'memory of the tab, driven without a pause':<46}{tab_mb():>9.0f}")
    page.wait_for_timeout(PAUSE_MS)
    told("memory of the tab, after a pause", [tab_mb()], 250, "MB")
    points = page.evaluate("document.querySelectorAll('.fl-marker, .fl-cluster').length")
    print(f"{'markers and clusters on the screen':<46}{points:>9}")
    page.context.close()
    plain = plain_page(space)
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.route("**/*", lambda route: route.continue_() if route.request.url.startswith(base) else route.abort())
    page.route(base + "/plain", lambda route: route.fulfill(body=plain, content_type="text/html"))
    page.goto(base + "/plain", wait_until="load")
    shown = page.evaluate("() => new Promise(done => requestAnimationFrame(() => done(performance.now())))")
    size = len(plain) / 1000
    print(f"\nplain Folium, {PLAIN_MARKERS:,} markers in the page: {size:,.0f} kB, drawn after {shown:,.0f} ms")
    ratios = (size / max(kilobytes), shown / statistics.median(opened))
    print("against the viewer with ten times as many: {:.0f} x the bytes, {:.1f} x the time".format(*ratios))


if __name__ == "__main__":
    main()
