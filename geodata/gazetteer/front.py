"""Where the front of the war has been since 2022: a prior for which of many namesakes news means, not a map of control.

``front.csv`` lists settlements that reports of the fighting have named, by the axis of the front they were named under;
``added.csv`` those that a dump of the country lacks, most of them beyond the state border; ``axes.toml`` the towns that
axes are called after.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from geodata.gazetteer.records import GazetteerRecord
from geodata.gazetteer.regions import admin1_name, load_axes, load_axis_fronts
from geodata.gazetteer.spellings import ADDED
from geodata.names import fold
from geodata.places import Place

REACH_KM = 9.0
"""How far from a settlement of the front nearness falls to 1/e."""
_KM_PER_DEGREE = 111.195
_SAME_TOWN_KM = 8.0
_CELLS_PER_DEGREE = 4

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Front:
    """The settlements of the front.

    Parameters
    ----------
    listed : frozenset of str
        Ids of the settlements.
    cells : dict
        Their points, latitude and longitude in degrees, by fields of a quarter of a degree.
    """

    listed: frozenset[str]
    cells: dict[tuple[int, int], tuple[Point, ...]]

    def nearness(self, lat: float, lon: float) -> float:
        """Return 1 at a settlement of the front, towards 0 away from it; 0 beyond about 20 km."""
        row, column = _cell(lat, lon)
        lon_km = _KM_PER_DEGREE * math.cos(math.radians(lat))
        squared = [
            (_KM_PER_DEGREE * (lat - y)) ** 2 + (lon_km * (lon - x)) ** 2
            for i in (-1, 0, 1)
            for j in (-1, 0, 1)
            for y, x in self.cells.get((row + i, column + j), ())
        ]
        return math.exp(-math.sqrt(min(squared)) / REACH_KM) if squared else 0.0


@cache
def load_front() -> Front:
    """Return the settlements of ``front.csv`` and ``added.csv`` and the towns of the axes."""
    listed: set[str] = set()
    cells: dict[tuple[int, int], list[Point]] = {}
    points = [(float(lat), float(lon)) for _, lat, lon in load_axes()]
    for row in _rows("front.csv"):
        listed.add(f"geonames:{row['id']}")
        points.append((float(row["lat"]), float(row["lon"])))
    for record in added_records():
        listed.add(record.id)
        points.append((record.lat, record.lon))
    for point in points:
        cells.setdefault(_cell(*point), []).append(point)
    return Front(frozenset(listed), {cell: tuple(dict.fromkeys(held)) for cell, held in cells.items()})


@cache
def added_records() -> tuple[GazetteerRecord, ...]:
    """Return the settlements of ``added.csv`` as records; their points are good to about 3 km."""
    return tuple(
        GazetteerRecord(
            id=f"{ADDED}{row['unit'].lower()}:{fold(row['name'])}",
            name=row["name"],
            kind="settlement",
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            country=row["unit"].split(".")[0],
            admin1=admin1_name(row["unit"]),
            population=int(row["population"]),
            alternates=(*row["ru"].split("|"), *row["uk"].split("|")),
        )
        for row in _rows("added.csv")
    )


def axis_town(key: str, lat: float, lon: float) -> bool:
    """Return whether a place with that name's key is one that an axis of the front is called after."""
    lon_km = _KM_PER_DEGREE * math.cos(math.radians(lat))
    return any(
        math.hypot(_KM_PER_DEGREE * (lat - y), lon_km * (lon - x)) < _SAME_TOWN_KM
        for y, x in _axis_towns().get(key, ())
    )


@cache
def _axis_towns() -> dict[str, list[Point]]:
    towns: dict[str, list[Point]] = {}
    for name, lat, lon in load_axes():
        towns.setdefault(fold(name), []).append((lat, lon))
    return towns


@cache
def axis_front(key: str) -> Place | None:
    """Return where an axis meets the line that is called after a town or a land behind it, None for any other.

    Parameters
    ----------
    key : str
        Key of the town's name, or of the adjective of a land ("північнослобожанському").
    """
    for name, lat, lon, stems in load_axis_fronts():
        if key == fold(name) or any(key.startswith(fold(stem)) for stem in stems):
            return Place(f"axis:{fold(name)}", f"the front of the {name} axis", "other", lat, lon)
    return None


def _cell(lat: float, lon: float) -> tuple[int, int]:
    return math.floor(lat * _CELLS_PER_DEGREE), math.floor(lon * _CELLS_PER_DEGREE)


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (resources.files("geodata.gazetteer") / name).read_text(encoding="utf-8")
    yield from csv.DictReader(io.StringIO(text))
