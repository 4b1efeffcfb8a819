"""Small illustrative frames and mentions, so that a case is one readable line."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
from shapely.geometry import box

START, END = date(2025, 11, 2), date(2025, 12, 2)


def control(on: date, east: float = 37.0, *, source: str = "demo", status: str = "occupied") -> gpd.GeoDataFrame:
    """A rectangle from 35° E to `east`."""
    geometry = [box(35.0, 47.5, east, 48.5)]
    return gpd.GeoDataFrame({"source": source, "on": on, "status": status, "geometry": geometry}, crs="EPSG:4326")


def change(gained_km2: float = 523.25, lost_km2: float = 17.45) -> gpd.GeoDataFrame:
    rows = {
        "source": "demo",
        "start": START,
        "end": END,
        "kind": ["gained", "lost"],
        "geometry": [box(37.0, 47.5, 37.2, 48.5), box(35.0, 48.4, 35.2, 48.5)],
        "area_km2": [gained_km2, lost_km2],
    }
    return gpd.GeoDataFrame(rows, crs="EPSG:4326")


def regions() -> gpd.GeoDataFrame:
    rows = {"name": ["Land", "West"], "country": [True, False], "geometry": [box(30, 45, 40, 52), box(30, 45, 35, 52)]}
    return gpd.GeoDataFrame(rows, crs="EPSG:4326")


def mention(
    name: str = "Zelene", *, id: str = "m1", sentence_text: str | None = None, lat: float = 48.0, **over: object
) -> dict[str, object]:
    return {
        "id": id,
        "sentence": 3,
        "text": name,
        "kind": "settlement",
        "place": {
            "id": f"geonames:{name}",
            "name": name,
            "kind": "settlement",
            "lat": lat,
            "lon": 36.9,
            "country": "UA",
            "admin1": "Donetsk Oblast",
            "gazetteer": "test",
        },
        "control": [],
        "document_id": "00d1",
        "document_title": "A title",
        "published": "2025-12-07",
        "sentence_text": sentence_text or f"Fighting went on near {name} on Monday.",
        **over,
    }
