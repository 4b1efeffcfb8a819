"""Pictures of each page of the illustrative demo, light and dark, wide and narrow: ``make screenshots``.

They show the demo only: pictures from polygons of others stay out of the repository.
"""

from __future__ import annotations

import io
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path
from shutil import which

import uvicorn
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from app.demo import load_demo
from app.main import create_app
from app.settings import Settings
from app.workspace import Workspace

HERE = Path(__file__).parent
WIDE, NARROW = (1440, 900), (390, 844)


def main() -> None:
    chromium = next(filter(None, map(which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        sys.exit("no Chromium on this machine: 'make browser' installs it")
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), store=str(Path(folder) / "demo.db"), write_token="shown-nowhere")  # noqa: S106
        space = Workspace(settings)
        document = load_demo(space)
        finding = space.findings(document)[0]["id"]
        pages = {
            "map": "/?bbox=36.6,47.6,38.9,49.2",
            "document": f"/documents/{document}",
            "findings": "/findings",
            "finding": f"/findings/{finding}",
            "source": "/sources/demo",
            "changes": "/deltas?source=demo&every=month",
            "check": "/check",
            "control": "/control",
        }
        listener = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(settings, space), log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.02)
        base = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            for name, path in pages.items():
                for size, shape in ((WIDE, "wide"), (NARROW, "narrow")):
                    for scheme in ("light", "dark"):
                        take(browser, base + path, size, scheme, HERE / "screenshots" / f"{name}-{shape}-{scheme}.png")
            browser.close()
        server.should_exit = True
        thread.join()
        space.store.close()


def take(browser: Browser, address: str, size: tuple[int, int], scheme: str, out: Path) -> None:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,  # type: ignore[arg-type]
        locale="en-GB",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").save(out, optimize=True)
    print(out.relative_to(HERE.parent), f"{out.stat().st_size / 1000:.0f} kB")
    context.close()


if __name__ == "__main__":
    main()
