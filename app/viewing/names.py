"""The ground of a map without tiles: outlines of regions, and the names of larger places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from app.viewing.points import Floats, spread
from app.viewing.scenes import BBox, thinned

if TYPE_CHECKING:
    import geopandas as gpd

    from geodata.places import Place

Named = Callable[[str, str], str]

OUTLINE_ZOOM = 7
MOST_NAMES = 70
CANDIDATES = 600
LETTER_PX, LABEL_PX, PADDING_PX = 7, 18, 16
LEAST_POPULATION = {4: 1_000_000, 5: 250_000, 6: 100_000, 7: 30_000, 8: 8_000, 9: 2_000, 10: 500}
"""Zoom → how many people a place must have to be named; nobody is asked for from there on."""


@dataclass(frozen=True)
class NamedPlaces:
    """Settlements by population, the largest first, as arrays; ``ids`` are the gazetteer's."""

    ids: Sequence[str]
    names: Sequence[str]
    population: Any
    lat: Floats
    lon: Floats

    @classmethod
    def of(cls, places: Sequence[Place]) -> NamedPlaces:
        """Take a gazetteer's places; two of one name in one spot are one place of two gazetteers."""
        ordered = sorted(places, key=lambda place: -place.population)
        seen: dict[tuple[str, int, int], Place] = {}
        for place in ordered:
            seen.setdefault((place.name, round(place.lat * 10), round(place.lon * 10)), place)
        kept = list(seen.values())
        return cls(
            [place.id for place in kept],
            [place.name for place in kept],
            np.array([place.population for place in kept], dtype=np.int64),
            np.array([place.lat for place in kept], dtype=np.float64),
            np.array([place.lon for place in kept], dtype=np.float64),
        )

    def shown(self, bbox: BBox, zoom: int, named: Named) -> list[dict[str, Any]]:
        """Return the names that fit beside each other in a box at a zoom; `rank` 0 for the largest, 1, 2.

        `named` gives the name of (id, name) in the reader's language.
        """
        west, south, east, north = bbox
        least = LEAST_POPULATION.get(max(zoom, min(LEAST_POPULATION)), 0)
        within = (self.lon >= west) & (self.lon <= east) & (self.lat >= south) & (self.lat <= north)
        found = np.flatnonzero(within & (self.population >= least))[:CANDIDATES]
        told = {int(i): named(self.ids[i], self.names[i]) for i in found}
        rows = [(i, LETTER_PX * len(name) + PADDING_PX, LABEL_PX) for i, name in told.items()]
        chosen = spread(rows, self.lat, self.lon, zoom, MOST_NAMES)
        return [
            {
                "name": told[i],
                "lat": round(float(self.lat[i]), 4),
                "lon": round(float(self.lon[i]), 4),
                "rank": 0 if self.population[i] >= 500_000 else 1 if self.population[i] >= 50_000 else 2,  # noqa: PLR2004
            }
            for i in chosen
        ]


def outlines(regions: gpd.GeoDataFrame, unit: Callable[[str], str]) -> dict[str, Any]:
    """Return the countries' and regions' outlines, each with its name and the point where the name stands.

    `unit` gives a unit's name in the reader's language.
    """
    features: list[dict[str, Any]] = []
    for row in regions.itertuples():
        geometry = thinned(row.geometry, zoom=OUTLINE_ZOOM, bbox=None)
        if geometry is not None:
            middle = shapely.maximum_inscribed_circle(row.geometry, tolerance=0.05).coords[0]
            properties = {
                "kind": "country" if row.country else "region",
                "name": unit(str(row.name)),
                "at": [round(middle[1], 3), round(middle[0], 3)],
            }
            features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    features.sort(key=lambda feature: feature["properties"]["kind"] != "country")
    return {"type": "FeatureCollection", "features": features}
