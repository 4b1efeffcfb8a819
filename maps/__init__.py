"""Folium: frames in, page out.

``render`` gives the parts of a page that a server puts together, ``standalone`` one file without outside requests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from maps.page import LayerUrl, MapParts
    from maps.view import MapView


def render(view: MapView, *, nonce: str, static: str = "/static", layer_url: LayerUrl | None = None) -> MapParts:
    """Return head, body and script of a map; see :func:`maps.page.render`."""
    from maps.page import render as build

    return build(view, nonce=nonce, static=static, layer_url=layer_url)


def standalone(view: MapView) -> str:
    """Return one HTML file that holds all it needs; see :func:`maps.page.standalone`."""
    from maps.page import standalone as build

    return build(view)
