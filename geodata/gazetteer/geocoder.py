"""The gazetteer behind geopy's interface, so that an online geocoder can stand in its place or behind it.

Nothing here asks the network unless an online geocoder was made by name, which is off by default.
"""

from __future__ import annotations

import json
import math
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Literal, get_args

from geopy.exc import GeopyError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from geodata.errors import GazetteerError
from geodata.gazetteer.gazetteer import Gazetteer
from geodata.places import Match, Place

OnlineName = Literal["nominatim", "photon", "pelias"]
_KM_PER_DEGREE = 111.195


class GazetteerGeocoder(Geocoder):  # type: ignore[misc]
    """Geocode names of places by the gazetteer, offline.

    ``Location.raw`` has ``id``, ``kind``, ``admin1``, ``country``, ``gazetteer``, ``score`` and ``why``.

    Examples
    --------
    ``GazetteerGeocoder(gazetteer).geocode("Gulyai Pole").latitude``
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        super().__init__()
        self.gazetteer = gazetteer

    def geocode(
        self, query: str, *, exactly_one: bool = True, limit: int | None = None, timeout: Any = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        """Return the place of a name, or the list of those that bear it.

        Parameters
        ----------
        query : str
            A name in any spelling; behind a comma the unit or country ("Lyman, Donetsk").
        exactly_one : bool
            One location, else a list of up to `limit` (10).
        timeout
            Taken for the interface's sake.
        """
        del timeout
        matches = self.gazetteer.search(str(query), 1 if exactly_one else limit or 10)
        locations = [_location(match) for match in matches]
        if exactly_one:
            return locations[0] if locations else None
        return locations or None

    def reverse(
        self, query: Any, *, exactly_one: bool = True, limit: int | None = None, timeout: Any = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        """Return the settlement nearest to a point, or the list of the nearest, with ``raw['distance_km']``.

        Parameters
        ----------
        query : geopy.point.Point or (lat, lon) or str
            Degrees, WGS 84.
        """
        del timeout
        point = Point(query)
        found = self.gazetteer.nearest(point.latitude, point.longitude, 1 if exactly_one else limit or 10)
        locations = []
        for place, away in found:
            match = Match(place, round(math.exp(-away / 10), 3), f"{place.name} is {away:.1f} km from the point")
            location = _location(match)
            location.raw["distance_km"] = round(away, 3)
            locations.append(location)
        if exactly_one:
            return locations[0] if locations else None
        return locations or None


def _location(match: Match) -> Location:
    place = match.place
    address = ", ".join(part for part in (place.name, place.admin1, place.country) if part)
    raw = {
        "id": place.id, "name": place.name, "kind": place.kind, "admin1": place.admin1, "country": place.country,
        "gazetteer": place.gazetteer, "population": place.population, "score": match.score, "why": match.why,
    }  # fmt: skip
    return Location(address, Point(place.lat, place.lon), raw)


class ChainGeocoder(Geocoder):  # type: ignore[misc]
    """Ask geocoders in turn until one answers; the order is the setting "in its place or behind it"."""

    def __init__(self, geocoders: Sequence[Geocoder]) -> None:
        super().__init__()
        if not geocoders:
            raise GazetteerError("a chain of geocoders needs at least one geocoder, got none")
        self.geocoders = tuple(geocoders)

    def geocode(self, query: str, **options: Any) -> Location | list[Location] | None:
        """Return the first answer to a name."""
        return self._first("geocode", query, options)

    def reverse(self, query: Any, **options: Any) -> Location | list[Location] | None:
        """Return the first answer to a point."""
        return self._first("reverse", query, options)

    def _first(self, method: str, query: Any, options: dict[str, Any]) -> Location | list[Location] | None:
        for geocoder in self.geocoders:
            found: Location | list[Location] | None = getattr(geocoder, method)(query, **options)
            if found:
                return found
        return None


class PoliteGeocoder(Geocoder):  # type: ignore[misc]
    """An online geocoder that is asked seldom: answers are kept on disk, questions are spaced in time.

    Parameters
    ----------
    online : Geocoder
    rate_per_second : float
        At most so many questions a second; Nominatim's policy allows one.
    cache_file : Path
        SQLite file of questions and answers, also of those without an answer.
    """

    def __init__(
        self,
        online: Geocoder,
        rate_per_second: float,
        cache_file: Path,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__()
        if not rate_per_second > 0:
            raise GazetteerError(f"rate_per_second is above 0, got {rate_per_second}")
        self.online = online
        self._interval = 1.0 / rate_per_second
        self._cache_file = cache_file
        self._clock, self._sleep = clock, sleep
        self._next = -math.inf
        self._lock = threading.Lock()

    def geocode(self, query: str, **options: Any) -> Location | list[Location] | None:
        """Return the kept answer to a name, else ask.

        Raises
        ------
        GazetteerError
            Where the service cannot be reached or refuses.
        """
        return self._ask("geocode", str(query), options)

    def reverse(self, query: Any, **options: Any) -> Location | list[Location] | None:
        """Return the kept answer to a point, else ask; raises as :meth:`geocode` does."""
        point = Point(query)
        return self._ask("reverse", f"{point.latitude:.6f}, {point.longitude:.6f}", options)

    def _ask(self, method: str, query: str, options: dict[str, Any]) -> Location | list[Location] | None:
        asked = {key: value for key, value in options.items() if key != "timeout"}
        key = json.dumps([type(self.online).__name__, method, query, asked], sort_keys=True, default=str)
        with self._lock:
            kept = self._read(key)
            if kept is not None:
                return _restored(kept)
            wait = self._next - self._clock()
            if wait > 0:
                self._sleep(wait)
            self._next = self._clock() + self._interval
            try:
                answer = getattr(self.online, method)(query, **options)
            except GeopyError as error:
                name = type(self.online).__name__
                raise GazetteerError(f"{name} did not answer {query!r}: {error}; try later or switch it off") from error
            self._write(key, json.dumps(_kept(answer), default=str))
        return _restored(json.dumps(_kept(answer), default=str))

    def _open(self) -> sqlite3.Connection:
        self._cache_file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._cache_file, timeout=10)
        connection.execute("CREATE TABLE IF NOT EXISTS answers (question TEXT PRIMARY KEY, answer TEXT NOT NULL)")
        return connection

    def _read(self, key: str) -> str | None:
        try:
            with closing(self._open()) as connection:
                row = connection.execute("SELECT answer FROM answers WHERE question = ?", (key,)).fetchone()
        except (OSError, sqlite3.Error) as error:
            raise GazetteerError(f"{self._cache_file}: the cache of answers cannot be opened: {error}") from error
        return row[0] if row else None

    def _write(self, key: str, answer: str) -> None:
        with closing(self._open()) as connection, connection:
            connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?)", (key, answer))


def _kept(answer: Location | list[Location] | None) -> Any:
    if answer is None:
        return None
    if isinstance(answer, list):
        return [_kept(one) for one in answer]
    return {"address": answer.address, "lat": answer.latitude, "lon": answer.longitude, "raw": answer.raw}


def _restored(kept: str) -> Location | list[Location] | None:
    value = json.loads(kept)
    if isinstance(value, list):
        return [_one(item) for item in value]
    return None if value is None else _one(value)


def _one(value: dict[str, Any]) -> Location:
    return Location(value["address"], Point(value["lat"], value["lon"]), value["raw"])


def online_geocoder(
    name: OnlineName,
    *,
    domain: str | None = None,
    user_agent: str,
    rate_per_second: float = 1.0,
    cache_folder: Path,
    adapter_factory: Callable[..., Any] | None = None,
) -> PoliteGeocoder:
    """Return Nominatim, Photon or Pelias, rate-limited, cached on disk, with a user agent that says who asks.

    Parameters
    ----------
    domain : str, optional
        The host; Nominatim's and Photon's public ones by default. Pelias has none and needs it.
    user_agent : str
        The program and a way to reach who runs it; the services' policies ask for it.
    adapter_factory : callable, optional
        geopy's HTTP adapter, its default where None.

    Raises
    ------
    GazetteerError
        For an unknown service, an empty user agent, or Pelias without a host.
    """
    from geopy.geocoders import Nominatim, Pelias, Photon

    if name not in get_args(OnlineName):
        raise GazetteerError(f"online geocoder is one of {', '.join(get_args(OnlineName))}, got {name!r}")
    if not user_agent.strip():
        raise GazetteerError("user_agent names the program and a contact, got nothing")
    options: dict[str, Any] = {"user_agent": user_agent}
    if adapter_factory is not None:
        options["adapter_factory"] = adapter_factory
    if domain:
        scheme, _, host = domain.rpartition("://")
        options["domain"] = host.rstrip("/")
        if scheme:
            options["scheme"] = scheme
    if name == "pelias":
        if not domain:
            raise GazetteerError("pelias has no public host; set its domain")
        online: Geocoder = Pelias(**options)
    else:
        online = (Nominatim if name == "nominatim" else Photon)(**options)
    return PoliteGeocoder(online, rate_per_second, Path(os.fspath(cache_folder)) / "geocoded.sqlite")


def as_place(location: Location | None, gazetteer: str) -> Place | None:
    """Return a location of any geocoder as a place, None for None."""
    if location is None:
        return None
    raw = location.raw if isinstance(location.raw, dict) else {}
    kind = raw.get("kind", "settlement")
    name = str(raw.get("name") or location.address.split(",")[0])
    identity = raw.get("id") or f"{raw.get('osm_type', gazetteer)}:{raw.get('osm_id', location.address)}"
    return Place(str(identity), name, kind, location.latitude, location.longitude, gazetteer=gazetteer)
