"""Folium: frames in, page out.

``live`` gives the parts of a page whose maps fetch their data beside it, ``standalone`` one file without outside
requests, ``draw_map`` a picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from maps.beside import MapParts
    from maps.view import LiveView, MapView


def live(views: Sequence[LiveView], *, nonce: str, static: str) -> MapParts:
    """Return head, bodies and script of a page's maps; see :func:`maps.beside.live`."""
    from maps.beside import live as build

    return build(views, nonce=nonce, static=static)


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
