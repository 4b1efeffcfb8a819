"""Scripts, styles and images, from this package and from the packages that carry Leaflet.

Pages ask for them under a digest of all of them, so that a browser keeps each for good and never shows an old one.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from pathlib import Path

from fastapi import FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from maps.assets import folders

OWN = Path(__file__).parent.parent / "static"
FOREVER = "public, max-age=31536000, immutable"
HOUR = "public, max-age=3600"
PACKED = (".js", ".css", ".svg")


class KeptFiles(StaticFiles):
    """Static files with a caching header; text is packed once."""

    def __init__(self, directory: Path, keep: str) -> None:
        super().__init__(directory=directory)
        self._keep = keep

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file, packed where that is taken."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = self._keep
        accepted = next((value for name, value in scope["headers"] if name == b"accept-encoding"), b"")
        if response.status_code != 200 or not path.endswith(PACKED) or b"gzip" not in accepted:  # noqa: PLR2004
            return response
        kept = {"etag", "last-modified", "cache-control"}
        headers = {name: value for name, value in response.headers.items() if name in kept}
        body = _packed(Path(str(self.directory)) / path)
        headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        return Response(body, media_type=response.media_type, headers=headers)


def mount(app: FastAPI) -> str:
    """Serve every folder below ``/static`` and below a path with a digest of it all; return the latter."""
    found = {**folders(), "app": OWN}
    path = f"/static/{_digest(found)}"
    for name, folder in found.items():
        app.mount(f"{path}/{name}", KeptFiles(folder, FOREVER), name=f"kept-{name}")
        app.mount(f"/static/{name}", KeptFiles(folder, HOUR), name=f"static-{name}")
    return path


def _digest(found: dict[str, Path]) -> str:
    digest = hashlib.sha256()
    for name, folder in sorted(found.items()):
        for file in sorted(folder.rglob("*")):
            if file.suffix in (".js", ".css", ".svg", ".png"):
                digest.update(f"{name}/{file.name}".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


@cache
def _packed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), compresslevel=9, mtime=0)
