"""Folium: frames in, page out.

``render`` gives the parts of a page that a server puts together, ``standalone`` one file without outside requests.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

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


def draw_map(view: MapView, *, format: str = "png") -> bytes:
    """Return a map as a picture, without a browser; see :func:`maps.pictures.draw_map`."""
    from maps.pictures import draw_map as build

    return build(view, format=format)


def draw_deltas(rows: Sequence[Mapping[str, Any]], **more: Any) -> bytes:
    """Return area deltas as a picture; see :func:`maps.pictures.draw_deltas`."""
    from maps.pictures import draw_deltas as build

    return build(rows, **more)
