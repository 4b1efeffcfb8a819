"""What a workspace stands on: its store, definitions, gazetteer, reader and polygons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from app.errors import NotFound
from app.gazetteers import Gazetteers, Progress, Say
from app.polygons import Polygons
from app.settings import default_store
from app.store import Store
from geodata.definitions import Party, Sources, load_parties, load_sources

if TYPE_CHECKING:
    from app.reading.reader import Reader
    from app.settings import Settings
    from app.store.records import StoredRegion
    from geodata.gazetteer import Gazetteer
    from geodata.places import Place


class Base:
    """The rooms of a store, opened when they are asked for.

    Parameters
    ----------
    settings : Settings
        Where things stand and what is allowed.
    say, progress : callable, optional
        For the one-off work that takes seconds: a line, and (done, of how many).
    """

    def __init__(self, settings: Settings, *, say: Say | None = None, progress: Progress | None = None) -> None:
        self.settings = settings
        self.store = Store(settings.store_url)
        self.gazetteers = Gazetteers(self.store, settings.data_dir / "gazetteers")
        self._say = say
        self._progress = progress
        self._polygons: tuple[tuple[int, ...], str, Polygons] | None = None
        self._snapshots: dict[str, tuple[object, list[dict[str, Any]]]] = {}
        self._has_tokens: tuple[tuple[int, ...], bool] | None = None
        self.keep_moves = True
        """Whether what moved between two days that are asked for is kept in the store; a service only remembers it."""
        self._opening = RLock()
        self._gazetteer: tuple[tuple[int, ...], list[tuple[str, str]], Gazetteer] | None = None
        self._reader: tuple[Gazetteer, Reader] | None = None

    @cached_property
    def sources(self) -> Sources:
        """Definitions of the known sources."""
        return load_sources(self.settings.sources)

    @cached_property
    def parties(self) -> dict[str, Party]:
        """The sides."""
        return load_parties(self.settings.parties)

    @property
    def gazetteer(self) -> Gazetteer:
        """Every listed gazetteer, opened; opened anew when another process has added or removed one."""
        stamp = self.store.stamp()
        with self._opening:
            if self._gazetteer is None or self._gazetteer[0] != stamp:
                listed = [(row["name"], row["sha256"]) for row in self.store.places.gazetteers()]
                if self._gazetteer is None or self._gazetteer[1] != listed:
                    opened = self.gazetteers.open(self._say, self._progress)
                else:
                    opened = self._gazetteer[2]
                self._gazetteer = (stamp, listed, opened)
            return self._gazetteer[2]

    @property
    def reader(self) -> Reader:
        """The reader over the gazetteer's names."""
        gazetteer = self.gazetteer
        with self._opening:
            if self._reader is None or self._reader[0] is not gazetteer:
                from app.pipeline import vocabulary
                from app.reading.reader import Reader

                self._reader = (gazetteer, Reader(gazetteer, vocabulary(self.parties, self.sources)))
            return self._reader[1]

    def open_reader(self) -> None:
        """Open the gazetteer and build the reader now rather than at the first text."""
        self.reader.id  # noqa: B018 - it is built by being asked for

    def polygons(self) -> Polygons:
        """Return the stored polygons as of now; what was unpacked is kept until something is imported."""
        kept = self._polygons
        if kept is not None and kept[2].keep_moves is not self.keep_moves:  # made before a service took over
            kept = None
        stamp = self.store.stamp()  # before anything is read, so that what is written meanwhile is seen the next time
        if kept is not None and kept[0] == stamp:
            return kept[2]
        revision = self.store.control.revision() + self.store.places.revision()
        if kept is not None and kept[1] == revision:
            self._polygons = (stamp, revision, kept[2])
            return kept[2]
        made = Polygons(self.store, margin_km=self.settings.line_margin_km, keep_moves=self.keep_moves)
        self._polygons = (stamp, revision, made)
        return made

    def prepare(self) -> None:
        """Read now what the standing of many places is read off, before anybody asks."""
        polygons = self.polygons()
        for name in polygons.sources():
            polygons.prepare(name)

    def boundary(self, name: str) -> tuple[str, Any]:
        """Return the name and the shape of a stored boundary, EPSG:4326."""
        found = self._region(name)
        return found.name, self.store.places.region_geometry(found.id)

    def _region(self, name: str) -> StoredRegion:
        from app.pipeline import plain_region

        regions = self.store.places.regions()
        wanted = plain_region(name)
        for region in regions:
            if wanted in {plain_region(each) for each in (region.name, *region.other_names)}:
                return region
        known = ", ".join(region.name for region in regions) or "none; 'frontline regions add' adds them"
        raise NotFound(f"no boundary named {name!r}; stored: {known}")

    def _all_regions(self) -> list[StoredRegion]:
        regions = self.store.places.regions(country=False)
        if not regions:
            raise NotFound("no boundaries are stored; 'frontline regions add FILE --name-column C' adds them")
        return regions

    def store_argument(self) -> str | None:
        """Return what ``--store`` must say for a command to find this store; None for the default one."""
        path = self.store.path
        return None if "://" not in path and Path(path).absolute() == default_store().absolute() else path

    @cached_property
    def _online(self) -> Callable[[str], Place | None] | None:
        """An online geocoder behind the gazetteer, where one is set."""
        if self.settings.geocoder is None:
            return None
        from geodata.gazetteer.geocoder import as_place, online_geocoder

        service = self.settings.geocoder
        geocoder = online_geocoder(
            service,
            domain=self.settings.geocoder_domain,
            user_agent=self.settings.geocoder_user_agent or "",
            rate_per_second=self.settings.geocoder_rate_per_second,
            cache_folder=self.settings.data_dir / "geocoder",
        )
        return lambda name: as_place(geocoder.geocode(name), service)


def today() -> date:
    """Return today's date in UTC, against which dates in the future are refused."""
    return datetime.now(UTC).date()
