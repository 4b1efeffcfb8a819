"""What each collection holds: titles, extents, links, the classes that are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from app.api.params import BBox, shorten
from app.errors import NotFound

if TYPE_CHECKING:
    from app.workspace import Workspace

CLASSES = ("core", "oas30", "html", "geojson")
CONFORMS_TO = tuple(f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}" for name in CLASSES)
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"


@dataclass(frozen=True, slots=True)
class Collection:
    """A title, what it holds, and what day its features have."""

    title: str
    description: str


COLLECTIONS = {
    "mentions": Collection(
        "Mentions",
        "Place names in texts, each with its sentence and how the place stood on the day of publication, which is its "
        "day. Geometry is null where a name was not placed; a box finds those too, unless placed=true.",
    ),
    "claims": Collection(
        "Stated areas",
        "Areas that sentences state. Their days are the period that is spoken of, else the day of publication. "
        "A figure has no geometry.",
    ),
    "control": Collection(
        "Control",
        "Who controls what, by source, snapshot and status. A snapshot stands from its day to the day before the next "
        "one, the last one until now. The last snapshots come first; latest=true gives these alone.",
    ),
    "changes": Collection(
        "Changes",
        "Polygons gained and lost between one snapshot and the next, the last first, or between from and to.",
    ),
    "places": Collection(
        "Places",
        "Places that texts mention, with how often, and the days on which the first and the last was published; "
        "under q those of the gazetteer. Every place of the gazetteer is an item by its id.",
    ),
}


def known(name: str) -> Collection:
    """Return a collection.

    Raises
    ------
    NotFound
        If there is none of that name.
    """
    if name not in COLLECTIONS:
        raise NotFound(f"no collection {shorten(name)}; there are {', '.join(COLLECTIONS)}")
    return COLLECTIONS[name]


def extent(workspace: Workspace, name: str) -> dict[str, Any]:
    """Return the box and the days that hold every feature of a collection; nothing of what there is none of."""
    if name in ("control", "changes"):
        return _extent(workspace.polygons().bounds(), _snapshot_days(workspace))
    box = None if name == "claims" else workspace.store.features.bounds()
    return _extent(box, workspace.store.features.days(name))


def _snapshot_days(workspace: Workspace) -> tuple[date | None, date | None]:
    polygons = workspace.polygons()
    days = [snapshot.on for source in polygons.sources() for snapshot in polygons.series(source)]
    return (min(days), max(days)) if days else (None, None)


def _extent(box: BBox | None, days: tuple[date | None, date | None]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if box is not None:
        told["spatial"] = {"bbox": [list(box)], "crs": CRS84}
    if days != (None, None):
        ends = [day and f"{day.isoformat()}T00:00:00Z" for day in days]
        told["temporal"] = {"interval": [ends], "trs": GREGORIAN}
    return told
