"""Scripts and styles that come from Python packages, so that a page needs no other host."""

from __future__ import annotations

import base64
import re
from functools import cache
from importlib import import_module
from pathlib import Path

PACKAGES = {
    "leaflet": "xstatic.pkg.leaflet",
    "markercluster": "xstatic.pkg.leaflet_markercluster",
}
"""Folder below ``/static`` → the package whose data it serves."""

OWN = "maps"
"""Folder below ``/static`` of this package's own script and style."""

LIVE_SCRIPTS = ("leaflet/leaflet.js", "maps/map.js")
LIVE_MODULE = "maps/live.js"
LIVE_MODULES = (LIVE_MODULE, *(f"maps/{name}.js" for name in ("asking", "markers", "names", "tools")))
LIVE_STYLES = ("leaflet/leaflet.css", "maps/map.css")
"""A map whose data comes beside its page clusters on the server."""

SCRIPTS = (
    "leaflet/leaflet.js",
    "markercluster/leaflet.markercluster.js",
    "maps/map.js",
    "maps/single.js",
)
STYLES = ("leaflet/leaflet.css", "markercluster/MarkerCluster.css", "maps/map.css")

_URL = re.compile(r"url\((['\"]?)(?!data:|#)([^)'\"]+)\1\)")


@cache
def folders() -> dict[str, Path]:
    """Return the folder on disk of each folder below ``/static``."""
    found = {name: Path(import_module(package).BASE_DIR) for name, package in PACKAGES.items()}
    return found | {OWN: Path(__file__).parent / "static"}


def text(asset: str) -> str:
    """Return a script or style as text, ``"leaflet/leaflet.js"``."""
    return _path(asset).read_text(encoding="utf-8")


def inlined_style(asset: str) -> str:
    """Return a style with its images as data URIs."""
    folder = _path(asset).parent

    def embed(match: re.Match[str]) -> str:
        image = (folder / match[2]).read_bytes()
        return f"url(data:image/png;base64,{base64.b64encode(image).decode('ascii')})"

    return _URL.sub(embed, text(asset))


def inlined_script(asset: str) -> str:
    """Return a script that may stand inside ``<script>``."""
    source = re.sub(r"^//# sourceMappingURL=.*$", "", text(asset), flags=re.MULTILINE)
    return source.replace("</script", "<\\/script")


def _path(asset: str) -> Path:
    folder, _, name = asset.partition("/")
    return folders()[folder] / name
