"""What the maps of pages are told: source, dates, where to open, in which words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from fastapi import Request

from app.api.languages import chosen_words
from app.errors import NotFound
from maps import live
from maps.view import EUROPE, LiveView

if TYPE_CHECKING:
    from maps.beside import MapParts
else:
    MapParts = Any

Interval = tuple[date | None, date | None]
MARGIN_DEG = 0.15
NEAR_DEG = 2.0
MOST = 0.97


def live_view(
    request: Request, name: str, text: str, *, source: dict[str, Any] | None, span: Interval, **config: Any
) -> LiveView:
    """Return a map of a source between two days; `config` goes to ``live.js``."""
    settings = request.app.state.settings
    say = chosen_words(request)
    start, end = span
    told: dict[str, Any] = {
        "source": source and source["id"],
        "from": start and start.isoformat(),
        "to": end and end.isoformat(),
        "lang": say.lang,
        "words": {**say.within("map."), "statuses": say.within("status.")},
        "attributions": [source["licence"]] if source else [],
        **config,
    }
    if "bounds" not in told:
        told["bounds"] = opening_bounds(request, source, span)
    return LiveView(
        name=name,
        text=text,
        config=told,
        tiles_url=settings.tiles_url,
        tiles_attribution=settings.tiles_attribution,
    )


def parts(request: Request, views: Sequence[LiveView]) -> MapParts:
    """Return the parts of a page with these maps."""
    return live(views, nonce=request.state.nonce, static=request.app.state.static)


def opening_bounds(request: Request, source: dict[str, Any] | None, span: Interval) -> list[list[float]]:
    """Return where a map opens: what changed, else the held ground, else the default; [[S, W], [N, E]]."""
    start, end = span
    if source is not None and start is not None and end is not None:
        try:
            scene = request.app.state.workspace.viewer.scene(source["id"], start, end)
        except NotFound:
            return [list(corner) for corner in EUROPE]
        if changed := most_changed(scene.gained, scene.lost):
            return _box(changed)
        for ground in (scene.held(), scene.before):
            if not ground.is_empty:
                return _box(ground.bounds)
    return [list(corner) for corner in EUROPE]


def most_changed(gained: Any, lost: Any) -> tuple[float, ...] | None:
    """Return the box of the largest parts, which hold :data:`MOST` of a change: borders are redrawn everywhere."""
    parts = shapely.get_parts([gained, lost])
    areas = shapely.area(parts)
    order = np.argsort(-areas)
    held = np.cumsum(areas[order])
    if not len(held) or held[-1] <= 0:
        return None
    largest = order[: int(np.searchsorted(held, MOST * held[-1])) + 1]
    return tuple(float(value) for value in shapely.total_bounds(parts[largest]))


def mention_bounds(
    mentions: Sequence[dict[str, Any]], around: list[list[float]] | None = None
) -> list[list[float]] | None:
    """Return the box of the settlements that are mentioned, those near the box `around` where there are any there."""
    points = [
        (mention["place"]["lat"], mention["place"]["lon"])
        for mention in mentions
        if mention["place"] and not mention["metonym"] and mention["place"]["kind"] == "settlement"
    ]
    if not points:
        return None
    if around is not None:
        (south, west), (north, east) = around
        near = [
            (lat, lon)
            for lat, lon in points
            if south - NEAR_DEG <= lat <= north + NEAR_DEG and west - NEAR_DEG <= lon <= east + NEAR_DEG
        ]
        points = near or points
    lats, lons = zip(*points, strict=True)
    return _box((min(lons), min(lats), max(lons), max(lats)))


def _box(bounds: Sequence[float]) -> list[list[float]]:
    west, south, east, north = (float(value) for value in bounds)
    return [[south - MARGIN_DEG, west - MARGIN_DEG], [north + MARGIN_DEG, east + MARGIN_DEG]]
