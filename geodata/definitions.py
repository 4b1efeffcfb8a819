"""What a source counts and who the sides are, read from ``sources.toml`` and ``parties.toml``.

A source's definition is data: no code names a source or a side.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from geodata.errors import DefinitionError

Measure = Literal["net", "gained"]
OCCUPIED = "occupied"


@dataclass(frozen=True, slots=True)
class Source:
    """What a source counts, and which day's map stands for a boundary of a period.

    Parameters
    ----------
    id : str
        The key in ``sources.toml`` and the name under which snapshots are stored.
    names : tuple of str
        How texts speak of it.
    side : str
        The party whose ground its polygons show.
    boundaries : tuple of (date, int)
        From which boundary day which shift s, in days, holds; ascending.
    counts_since : tuple of (date, tuple of str)
        Changes of ``counts``, by the first day of the period; ascending.
    """

    id: str
    title: str
    side: str
    measure: Measure = "net"
    counts: tuple[str, ...] = (OCCUPIED,)
    status_sets: tuple[tuple[str, ...], ...] = ()
    boundaries: tuple[tuple[date, int], ...] = ((date.min, 0),)
    counts_since: tuple[tuple[date, tuple[str, ...]], ...] = ()
    names: tuple[str, ...] = ()
    drawn_from: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    licence: str = ""
    url: str = ""
    illustrative: bool = False

    def shift_days(self, boundary: date) -> int:
        """Return s for a boundary day: its map is the file dated boundary + s."""
        return [shift for since, shift in self.boundaries if since <= boundary][-1]

    def start_file(self, start: date) -> date:
        """Return the date of the file that stands for the start of a period whose first day is `start`."""
        return later(start, self.shift_days(start))

    def end_file(self, end: date) -> date:
        """Return the date of the file that stands for the end of a period whose last day is `end`."""
        boundary = later(end, 1)
        return later(boundary, self.shift_days(boundary))

    def statuses(self, start: date) -> tuple[str, ...]:
        """Return the statuses that it counts for a period that begins on `start`."""
        return [self.counts, *(counts for since, counts in self.counts_since if since <= start)][-1]


@dataclass(frozen=True, slots=True)
class Party:
    """A side: its names by language, its adversary."""

    id: str
    title: str
    adversary: str
    iso_a2: str = ""
    country: dict[str, tuple[str, ...]] = field(default_factory=dict)
    forces: dict[str, tuple[str, ...]] = field(default_factory=dict)
    seats: dict[str, tuple[str, ...]] = field(default_factory=dict)
    speakers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    implied: dict[str, tuple[str, ...]] = field(default_factory=dict)
    usual: dict[str, tuple[str, ...]] = field(default_factory=dict)
    area_km2: float | None = None
    advances: bool = False


def later(day: date, days: int) -> date:
    """Return the day that many days on, the first or last day of the calendar where it goes beyond.

    >>> later(date(2025, 12, 31), 1), later(date.max, 1) == date.max, later(date.min, -1) == date.min
    (datetime.date(2026, 1, 1), True, True)
    """
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))


class Sources(dict[str, Source]):
    """Sources by id; an id without an entry gets the default definition."""

    def of(self, source_id: str) -> Source:
        """Return the definition, the default one (net, occupied, s = 0) where the file has none."""
        known = self.get(source_id)
        return known or Source(id=source_id, title=source_id, side=self.default_side)

    def roots(self, source_id: str) -> frozenset[str]:
        """Return the maps that a source rests on in the end, itself where it rests on no other."""
        roots: set[str] = set()
        seen: set[str] = set()
        waiting = [source_id]
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            beneath = (*self.of(name).drawn_from, *self.of(name).follows)
            waiting += beneath
            if not beneath:
                roots.add(name)
        return frozenset(roots or {source_id})

    @property
    def default_side(self) -> str:
        """The side of the first source of the file."""
        return next((source.side for source in self.values()), "")


def load_sources(path: Path | None = None) -> Sources:
    """Read ``sources.toml``, the packaged one by default.

    Raises
    ------
    DefinitionError
        With the entry and the key that cannot be used.
    """
    return Sources({key: _source(key, entry) for key, entry in _toml(path, "sources.toml").items()})


def load_parties(path: Path | None = None) -> dict[str, Party]:
    """Read ``parties.toml``, the packaged one by default."""
    parties = {}
    for key, entry in _toml(path, "parties.toml").items():
        with _entry("parties.toml", key):
            parties[key] = Party(
                id=key,
                title=entry["title"],
                adversary=entry["adversary"],
                iso_a2=entry.get("iso_a2", ""),
                area_km2=float(entry["area_km2"]) if "area_km2" in entry else None,
                advances=bool(entry.get("advances", False)),
                **{
                    role: {lang: tuple(names) for lang, names in entry.get(role, {}).items()}
                    for role in ("country", "forces", "seats", "speakers", "implied", "usual")
                },
            )
    for party in parties.values():
        if party.adversary not in parties:
            raise DefinitionError(f"parties.toml [{party.id}]: adversary {party.adversary!r} is not a party")
    return parties


def _source(key: str, entry: dict[str, Any]) -> Source:
    with _entry("sources.toml", key):
        if entry["measure"] not in ("net", "gained"):
            raise DefinitionError(f"sources.toml [{key}]: measure is net or gained, got {entry['measure']!r}")
        boundaries = sorted((_day(b["from"]), int(b["shift_days"])) for b in entry["boundaries"])
        if not boundaries or boundaries[0][0] != date.min:
            raise DefinitionError(f"sources.toml [{key}]: the first boundary rule must be from 0001-01-01")
        return Source(
            id=key,
            title=entry["title"],
            side=entry["side"],
            measure=entry["measure"],
            counts=tuple(entry["counts"]),
            status_sets=tuple(tuple(statuses) for statuses in entry.get("status_sets", [])),
            boundaries=tuple(boundaries),
            counts_since=tuple(sorted((_day(c["from"]), tuple(c["counts"])) for c in entry.get("counts_since", []))),
            names=tuple(entry.get("names", [])),
            drawn_from=tuple(entry.get("drawn_from", [])),
            follows=tuple(entry.get("follows", [])),
            licence=entry.get("licence", ""),
            url=entry.get("url", ""),
            illustrative=bool(entry.get("illustrative", False)),
        )


class _entry:
    """Say which entry of which file a missing or wrong key stands in."""

    def __init__(self, file: str, key: str) -> None:
        self.where = f"{file} [{key}]"

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, KeyError):
            raise DefinitionError(f"{self.where}: missing {error}") from error
        if isinstance(error, (TypeError, AttributeError)):
            raise DefinitionError(f"{self.where}: {error}") from error


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise DefinitionError(f"expected a date such as 2025-01-01, got {value!r}")
    return value


def _toml(path: Path | None, packaged: str) -> dict[str, Any]:
    try:
        if path is None:
            return tomllib.loads((resources.files("geodata") / packaged).read_text(encoding="utf-8"))
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DefinitionError(f"{path or packaged}: cannot be read as TOML: {error}") from error
