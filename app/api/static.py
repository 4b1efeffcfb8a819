"""Scripts, styles and images, from this package and from the packages that carry Leaflet."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from maps.assets import folders

OWN = Path(__file__).parent.parent / "static"


class CachedFiles(StaticFiles):
    """Static files that a browser keeps for an hour and then asks for by ETag."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file with its caching header."""
        response = await super().get_response(path, scope)
        response.headers.setdefault("Cache-Control", "public, max-age=3600")
        return response


def mount(app: FastAPI) -> None:
    """Serve every folder below ``/static``."""
    for name, folder in {**folders(), "app": OWN}.items():
        app.mount(f"/static/{name}", CachedFiles(directory=folder), name=f"static-{name}")
