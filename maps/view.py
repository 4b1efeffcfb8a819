"""What a map shows: frames, mentions as plain dicts, and the lines that must stand beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import geopandas as gpd

EUROPE = ((44.0, 22.0), (53.0, 41.0))
"""Where a map without any geometry opens: (south, west), (north, east), degrees."""


@dataclass(frozen=True)
class MapView:
    """The contents of one map.

    Parameters
    ----------
    before, after : GeoDataFrame, optional
        Control frames (``source, on, status, geometry``), EPSG:4326.
    change : GeoDataFrame, optional
        Change frame (``source, start, end, kind, geometry, area_km2``), EPSG:4326.
    regions : GeoDataFrame, optional
        ``name, country, geometry``: outlines that serve as the ground where there are no tiles.
    mentions : sequence of mapping
        Mentions with ``id, text, sentence, place, control, document_id, document_title, published,
        sentence_text``; those without a place are left out.
    before_km2, after_km2 : float, optional
        Controlled areas for the legend.
    source_title : str
        As shown in the legend.
    attributions : sequence of str
        Plain text, one line a source.
    document_url : str, optional
        What stands before a document's id in a link; None where the map stands alone.
    tiles_url : str, optional
        Leaflet's template of the tiles' address; the only thing that may lead to another host.
    """

    before: gpd.GeoDataFrame | None = None
    after: gpd.GeoDataFrame | None = None
    change: gpd.GeoDataFrame | None = None
    regions: gpd.GeoDataFrame | None = None
    mentions: Sequence[Mapping[str, Any]] = ()
    start: date | None = None
    end: date | None = None
    before_km2: float | None = None
    after_km2: float | None = None
    title: str = "Map"
    source_title: str = ""
    attributions: Sequence[str] = ()
    illustrative: bool = False
    document_url: str | None = "/documents/"
    tiles_url: str | None = None
    tiles_attribution: str = ""
    max_zoom: int = 16


@dataclass(frozen=True)
class LiveView:
    """A map whose data comes beside its page.

    Parameters
    ----------
    name : str
        Letters and digits; unique on its page.
    text : str
        What a screen reader calls the map.
    config : mapping
        What ``live.js`` is told: source, dates, what to show; plain values.
    """

    name: str
    text: str
    config: Mapping[str, Any] = field(default_factory=dict)
    tiles_url: str | None = None
    tiles_attribution: str = ""
    max_zoom: int = 16
