"""What maps ask of a workspace, kept in memory until the store holds something else."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Any

import shapely

from app.errors import NotFound
from app.viewing.names import LEAST_POPULATION, NamedPlaces
from app.viewing.points import Cluster, MentionPoints, PlaceRow, clustered
from app.viewing.scenes import Scene, Scenes
from app.viewing.where import changed_near

if TYPE_CHECKING:
    from app.polygons import Polygons
    from app.workspace import Workspace
    from geodata.gazetteer import Gazetteer

KEPT_CLUSTERS = 128

Held = Callable[[Any, Any], Any]


class Viewer:
    """Scenes, points and names of one workspace. Safe between threads."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = Lock()
        self._scenes: tuple[Polygons, Scenes] | None = None
        self._naming = Lock()
        self._names: tuple[Gazetteer, NamedPlaces] | None = None
        self._points: tuple[str, MentionPoints] | None = None
        self._clusters: OrderedDict[tuple[Any, ...], tuple[int, int, list[Cluster]]] = OrderedDict()
        self._revision: tuple[tuple[int, ...], tuple[str, str]] | None = None

    def revision(self) -> str:
        """Return a tag that changes with everything that a map shows."""
        return "".join(self._stamped())

    def _stamped(self) -> tuple[str, str]:
        """Return tags of the polygons and of the points, made anew only when the store's files were written."""
        store = self._workspace.store
        stamp = store.stamp()
        with self._lock:
            if self._revision is None or self._revision[0] != stamp:
                ground = store.control.revision()[:16] + store.places.revision()[:16]
                self._revision = (stamp, (ground, store.points.revision()[:16]))
            return self._revision[1]

    def clusters(self, zoom: int, **chosen: Any) -> tuple[int, int, list[Cluster]]:
        """Return how many places and mentions are chosen, and the places as clusters; see :mod:`app.viewing.points`."""
        points = self.points()
        key = (self._stamped()[1], zoom, *sorted(chosen.items(), key=lambda item: item[0]))
        with self._lock:
            if key in self._clusters:
                self._clusters.move_to_end(key)
                return self._clusters[key]
        which, counts = points.counts(**chosen)
        found = (len(which), int(counts.sum()), clustered(points, which, counts, zoom))
        with self._lock:
            self._clusters[key] = found
            while len(self._clusters) > KEPT_CLUSTERS:
                self._clusters.popitem(last=False)
        return found

    def scene(self, source: str, start: date, end: date) -> Scene:
        """Return a source's ground on two days; see :meth:`Scenes.scene`."""
        polygons = self._workspace.polygons()
        if source not in polygons.sources():
            raise NotFound(f"no source {source[:60]!r} is loaded; loaded: {', '.join(polygons.sources()) or 'none'}")
        with self._lock:
            if self._scenes is None or self._scenes[0] is not polygons:
                self._scenes = (polygons, Scenes(polygons))
            scenes = self._scenes[1]
        return scenes.scene(self._workspace.sources.of(source), start, end)

    def held(self, source: str | None, on: date | None) -> Held:
        """Return a function of (lons, lats) that says which points lie in a source's counted ground on a day."""
        try:
            scene = None if source is None or on is None else self.scene(source, on, on)
        except NotFound:
            scene = None
        if scene is None:
            return lambda lons, _lats: [None] * len(lons)
        ground = scene.held()
        shapely.prepare(ground)
        return lambda lons, lats: shapely.contains_xy(ground, lons, lats)

    def points(self) -> MentionPoints:
        """Return every placed mention of the store."""
        stored = self._workspace.store.points
        revision = self._stamped()[1]
        with self._lock:
            if self._points is None or self._points[0] != revision:
                places = [PlaceRow(**row) for row in stored.places()]
                self._points = (revision, MentionPoints.of(places, stored.placed()))
            return self._points[1]

    def changed_near(self, source: str, start: date, end: date) -> list[dict[str, Any]]:
        """Return where a source's ground changed most between two days, by town; see :mod:`app.viewing.where`."""
        countries = self._workspace.region_frame()
        countries = countries[countries["country"]]
        within = None if countries.empty else countries.geometry.union_all()
        rows = changed_near(self.scene(source, start, end), self.names, within=within)
        return [{"id": self.names.ids[row["index"]], "name": self.names.names[row.pop("index")], **row} for row in rows]

    def named(self, lang: str) -> Callable[[str, str], str]:
        """Return a function from a place's id and name to its name in a language, as far as the gazetteer knows it."""
        if lang != "uk":
            return lambda _place, name: name
        known = self._workspace.gazetteer.ukrainian
        return lambda place, name: known(place) or name

    @property
    def names(self) -> NamedPlaces:
        """The gazetteer's larger places; who asks while it is opened waits, so that it is opened once."""
        with self._naming:
            gazetteer = self._workspace.gazetteer
            if self._names is None or self._names[0] is not gazetteer:
                larger = gazetteer.larger_places(min(LEAST_POPULATION.values()))
                self._names = (gazetteer, NamedPlaces.of(larger))
            return self._names[1]
