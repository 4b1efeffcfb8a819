"""URL templates: the days of a series, the ids of an index, or one URL for the map as it is now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from app.errors import BadInput, CouldNotFetch
from geodata.control.dates import day_of_value

_PLACE = re.compile(r"\{([^{}]*)\}")
_PARTS = re.compile(r"YYYY|YY|MM|DD")
_CODES = {"YYYY": "%Y", "YY": "%y", "MM": "%m", "DD": "%d"}
_DATE = re.compile(r"(?:YYYY|YY|MM|DD|[-_./])+")
_SERVICE = re.compile(r"/([A-Za-z0-9_]{1,80})/(?:Feature|Map)Server/\d+/query/?(?:\?|$)")
_DIGITS = re.compile(r"\d{4,}")  # which may look like a date
_ID = "id"
_ID_CHARACTERS = re.compile(r"[\w.-]{1,64}")
_UNIX_SECONDS = range(10**9, 2 * 10**9)
_DAY_KEYS = ("datetime", "date", "createdAt", "created_at", "updatedAt")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One map to get: its URL, the day that it stands for, and the name of its file without an ending."""

    url: str
    on: date
    stem: str


class Template:
    """A URL with places for a date such as ``{YYYYMMDD}`` or ``{YYYY-MM-DD}``, for an ``{id}``, or without any.

    Raises
    ------
    BadInput
        A place that is neither.

    Examples
    --------
    >>> template = Template("https://example.org/map_{YYYYMMDD}.geojson")
    >>> [wanted.url for wanted in template.days("mine", date(2026, 1, 5), date(2026, 1, 6), 1)]
    ['https://example.org/map_20260105.geojson', 'https://example.org/map_20260106.geojson']
    """

    def __init__(self, url: str) -> None:
        self._url = url
        places = set(_PLACE.findall(url))
        self.has_id = _ID in places
        self.has_date = bool(places - {_ID})
        # The layer's name, which may say the status, goes into the name of the file.
        service = _SERVICE.search(url)
        self._service = f"_{_DIGITS.sub('', service[1])}" if service else ""
        for place in places - {_ID}:
            if not _DATE.fullmatch(place) or not _PARTS.search(place):
                raise BadInput(f"expected {{YYYYMMDD}}, {{YYYY-MM-DD}} or {{id}} in the URL, got {{{place[:40]}}}")
        if self.has_id and self.has_date:
            raise BadInput("expected dates or {id} in the URL, got both")

    @property
    def is_now(self) -> bool:
        """Whether it is one URL for the map as it is now, which may be another each time."""
        return not self.has_id and not self.has_date

    def days(self, source: str, start: date, end: date, every: int) -> Iterator[Wanted]:
        """Yield what to get for each day from start to end, both included, in steps of days."""
        day = start
        while day <= end:
            yield self.now(source, day)
            day += timedelta(every)

    def now(self, source: str, day: date) -> Wanted:
        """Return what to get for a day."""
        url = _PLACE.sub(lambda place: _dated(place[1], day), self._url)
        return Wanted(url, day, f"{source}_{day:%Y%m%d}{self._service}")

    def ids(self, source: str, index: object, start: date | None, end: date) -> Iterator[Wanted]:
        """Yield the last map of each day that an index lists.

        Parameters
        ----------
        index : object
            JSON: a list of ids, or of objects with an ``id``, or an object that holds such a list. Ids that are Unix
            seconds say the day in UTC; else a date in the object does.

        Raises
        ------
        CouldNotFetch
            No such list, or ids without days.
        """
        last: dict[date, tuple[datetime | str, str]] = {}
        for entry in _entries(index):
            told = entry.get(_ID) if isinstance(entry, dict) else entry
            name = str(told)
            if isinstance(told, bool) or not isinstance(told, (int, str)) or not _ID_CHARACTERS.fullmatch(name):
                raise CouldNotFetch(f"the index: expected ids, got {str(entry)[:80]!r}")
            when, day = _when(name, entry)
            if (start is None or day >= start) and day <= end:
                last[day] = max(last.get(day, (when, name)), (when, name))
        for day, (_, name) in sorted(last.items()):
            yield Wanted(self._url.replace("{id}", name), day, f"{source}_{day:%Y%m%d}_{name}")


def _dated(place: str, day: date) -> str:
    return day.strftime(_PARTS.sub(lambda part: _CODES[part[0]], place))


def _entries(index: object) -> Sequence[Any]:
    if isinstance(index, dict):
        index = next((value for value in index.values() if isinstance(value, list)), None)
    if not isinstance(index, list) or not index:
        raise CouldNotFetch("the index: expected a JSON list of ids or of objects with an id")
    return index


def _when(name: str, entry: object) -> tuple[str, date]:
    """Return when an entry is from, in an order that compares, and its day."""
    if name.isdigit() and int(name) in _UNIX_SECONDS:
        return name, datetime.fromtimestamp(int(name), UTC).date()
    for key in _DAY_KEYS:
        value = entry.get(key) if isinstance(entry, dict) else None
        if (day := day_of_value(value)) is not None:
            return str(value), day
    raise CouldNotFetch(
        f"the index: expected ids that are Unix seconds, or entries with a date, got {str(entry)[:80]!r}"
    )
