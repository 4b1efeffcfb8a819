"""The opened index: memory-mapped, nothing built, nothing loaded that is not asked for."""

from __future__ import annotations

import heapq
import json
import math
import mmap
import struct
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

import marisa_trie

from geodata.errors import GazetteerError
from geodata.gazetteer.records import FORMAT_VERSION
from geodata.gazetteer.sounds import MARK
from geodata.places import Place, PlaceKind

META = "meta.json"
SPELLING = "<IB"
ID_ENTRY = "<I"
LEMMA_PLACE = "<IB"
PLACE = "<ddIBBBIHIHIHIH"
KINDS: tuple[PlaceKind, ...] = get_args(PlaceKind)

BASE, INFLECTED, ADJECTIVAL, OWN_NOUN = 1, 2, 4, 8
OWN, VARIANT, FORMER, DERIVED = 1, 2, 4, 8

_KM_PER_DEGREE = 111.195
_KNOWN = 50_000
_PLACE_SIZE = struct.calcsize(PLACE)
_LEMMA_SIZE = struct.calcsize(LEMMA_PLACE)


def index_folder(file_sha256: str, folder: Path) -> Path:
    """Return where the index of a file with that content stands, or would stand, under `folder`."""
    return folder / f"{file_sha256[:16]}-v{FORMAT_VERSION}"


def near_bucket(key: str) -> str:
    """Return the bucket of a name among those that are compared with a misspelt one."""
    return f"{key[: 2 if key[0] == MARK else 1]}{len(key)}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that bears a name, and how.

    Parameters
    ----------
    forms, relation : int
        Bits of :class:`geodata.gazetteer.spellings.Form` and ``Relation``.
    alternates : int
        How many other spellings its record has: a measure of how much is written about it.
    rank : int
        0 living, 1 part of a town, 2 gone.
    """

    place: Place
    forms: int
    relation: int
    alternates: int
    rank: int


@dataclass(frozen=True, slots=True)
class NameEntry:
    """What is known of a key: the kinds that bear it as a noun, as an adjective, as a name of their own."""

    nouns: frozenset[str]
    adjectives: frozenset[str]
    own_nouns: frozenset[str]
    weight: float
    inflected: bool


class Index:
    """One gazetteer's index on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self.meta: dict[str, Any] = json.loads((folder / META).read_text(encoding="utf-8"))
            if self.meta["format"] != FORMAT_VERSION:
                raise GazetteerError(
                    f"{folder}: index format {self.meta['format']}, expected {FORMAT_VERSION}; add the gazetteer again"
                )
            self.spellings = marisa_trie.RecordTrie(SPELLING)
            self.spellings.mmap(str(folder / "spellings.marisa"))
            self._places = _mapped(folder / "places.bin")
            self._strings = _mapped(folder / "strings.bin")
            self._offsets = _mapped(folder / "lemma_offsets.bin")
            self._lemmas = _mapped(folder / "lemma_places.bin")
        except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
            if isinstance(error, GazetteerError):
                raise
            raise GazetteerError(
                f"{folder}: no gazetteer index that can be opened ({error}); add it: frontline gazetteer add FILE"
            ) from error
        self.name: str = self.meta["name"]
        # A place stands under many names, and is the same object under each.
        self._known: dict[int, tuple[Place, int, int]] = {}
        self._units: dict[tuple[int, int], str] = {}

    @cached_property
    def ids(self) -> Any:
        """Rows by place id."""
        trie = marisa_trie.RecordTrie(ID_ENTRY)
        trie.mmap(str(self.folder / "ids.marisa"))
        return trie

    @cached_property
    def ukrainian(self) -> dict[str, str]:
        """Ukrainian names by place id."""
        names: dict[str, str] = json.loads((self.folder / "ukrainian.json").read_text(encoding="utf-8"))
        return names

    @property
    def places_table(self) -> mmap.mmap | bytes:
        """The records of all places, one after another in the layout of :data:`PLACE`."""
        return self._places

    def candidate(self, row: int, forms: int = BASE, relation: int = OWN) -> Candidate:
        """Return the place of a row."""
        known = self._known.get(row)
        if known is None:
            lat, lon, population, kind, rank, alternates, *texts = struct.unpack_from(
                PLACE, self._places, row * _PLACE_SIZE
            )
            place_id, name = self._text(texts[0], texts[1]), self._text(texts[2], texts[3])
            country, admin1 = self._unit(texts[4], texts[5]), self._unit(texts[6], texts[7])
            place = Place(place_id, name, KINDS[kind], lat, lon, country, admin1, self.name, population)
            if len(self._known) >= _KNOWN:
                self._known.clear()
            known = self._known[row] = place, alternates, rank
        place, alternates, rank = known
        return Candidate(place, forms, relation, alternates, rank)

    def _unit(self, offset: int, length: int) -> str | None:
        """Return the name of a country or unit, one text for all the places in it."""
        unit = self._units.get((offset, length))
        if unit is None:
            unit = self._units[offset, length] = self._text(offset, length)
        return unit or None

    @cached_property
    def _near(self) -> tuple[dict[str, tuple[int, int]], bytes]:
        buckets = json.loads((self.folder / "near.json").read_text(encoding="utf-8"))
        return buckets, (self.folder / "near.bin").read_bytes()

    def names_like(self, bucket: str) -> list[str]:
        """Return the keys of names in a bucket of :func:`near_bucket`."""
        buckets, raw = self._near
        start, end = buckets.get(bucket, (0, 0))
        return raw[start:end].decode("utf-8").split("\n") if end else []

    def rows(self, *keys: str) -> list[tuple[int, int, int]]:
        """Return (row, forms, relation) of all places under the keys of one name."""
        found = []
        for lemma, forms in (entry for key in keys for entry in self.spellings.get(key, ())):
            start, end = struct.unpack_from("<2I", self._offsets, lemma * 4)
            for i in range(start, end):
                row, relation = struct.unpack_from(LEMMA_PLACE, self._lemmas, i * _LEMMA_SIZE)
                found.append((row, forms, relation))
        return found

    def summary(self, row: int) -> tuple[str, int, int, int]:
        """Return (kind, population, rank, alternates) of a row without reading its strings."""
        _, _, population, kind, rank, alternates = struct.unpack_from("<ddIBBB", self._places, row * _PLACE_SIZE)
        return KINDS[kind], population, rank, alternates

    def nearest(self, lat: float, lon: float, limit: int) -> list[tuple[float, int]]:
        """Return (distance in km, row) of the living settlements nearest to a point in degrees."""
        shrink = math.cos(math.radians(lat))
        settlement = KINDS.index("settlement")
        distances = (
            (math.hypot(place[0] - lat, ((place[1] - lon + 180) % 360 - 180) * shrink) * _KM_PER_DEGREE, row)
            for row, place in enumerate(struct.iter_unpack(PLACE, self._places))
            if place[3] == settlement and place[4] == 0
        )
        return heapq.nsmallest(limit, distances)

    def _text(self, offset: int, length: int) -> str:
        return self._strings[offset : offset + length].decode("utf-8")


def _mapped(path: Path) -> mmap.mmap | bytes:
    with path.open("rb") as file:
        # An empty file cannot be mapped.
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""
