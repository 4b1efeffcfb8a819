"""Several opened indexes as one gazetteer."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Sequence
from pathlib import Path

from geodata.errors import GazetteerError
from geodata.gazetteer.index import (
    ADJECTIVAL,
    BASE,
    FORMER,
    INFLECTED,
    OWN,
    OWN_NOUN,
    VARIANT,
    Candidate,
    Index,
    NameEntry,
    near_bucket,
)
from geodata.gazetteer.near import Bucket
from geodata.gazetteer.sounds import MARK, heard_run, readings, simplified, sounding
from geodata.names import fold
from geodata.places import Match, Place

_HAN = re.compile("[\u4e00-\u9fff]")
_MOST_SOUNDS = 8
_CACHE = 200_000
_NEAR_CACHE = 20_000
_NEAR_MIN_LENGTH = 5
_NEAR_MIN_SOUND = 6
_NEAR_LIMIT = 12
# How much of a place's prominence a name of long ago has, and a Latin case form: other languages' words look so.
_FORMER_SHARE = 0.4
_INFLECTED_SHARE = 0.6
UNKNOWN_POPULATION = 150
"""What a place counts as whose record has no population, as most villages' have none."""


class Gazetteer:
    """Places by name, by id and by likeness. The first index has priority; places with the same id count once."""

    def __init__(self, indexes: Sequence[Index]) -> None:
        self._indexes = tuple(indexes)
        parts = sorted(f"{index.meta['sha256']}:{index.meta['format']}" for index in indexes)
        names = "+".join(index.name for index in indexes)
        self.id = f"{names}@{hashlib.sha256(' '.join(parts).encode()).hexdigest()[:12]}"
        self.home: str | None = next((index.meta.get("home") for index in indexes), None)
        self._entries: dict[str, NameEntry | None] = {}
        self._candidates: dict[str, tuple[Candidate, ...]] = {}
        self._beginnings: dict[str, bool] = {}
        self._sounding: dict[str, int] = {"": 0}
        self._near: dict[str, tuple[str, ...]] = {}
        self._near_keys: dict[tuple[str, int], Bucket] = {}

    @classmethod
    def open(cls, folders: Sequence[Path]) -> Gazetteer:
        """Open indexes that :func:`geodata.gazetteer.build_index` built; nothing is built here.

        Raises
        ------
        GazetteerError
            Where there is none, or one cannot be opened, with the command that helps.
        """
        if not folders:
            raise GazetteerError(
                "no gazetteer: add one with frontline gazetteer add FILE (a GeoNames dump such as UA.zip)"
            )
        return cls([Index(Path(folder)) for folder in folders])

    def larger_places(self, least: int) -> list[Place]:
        """Return the settlements of at least `least` people; one that several indexes know stands in each."""
        from geodata.gazetteer.larger import larger_places

        return larger_places(self._indexes, least)

    def fold(self, text: str) -> str:
        """Return the key of a spelling, see :func:`geodata.names.fold`."""
        return fold(simplified(text) if _HAN.match(text) else text)

    def entry(self, key: str) -> NameEntry | None:
        """Return what is known of a key, or None."""
        try:
            return self._entries[key]
        except KeyError:
            if len(self._entries) >= _CACHE:
                self._entries.clear()
            entry = self._entries[key] = self._entry(key)
            return entry

    def _entry(self, key: str) -> NameEntry | None:
        nouns: set[str] = set()
        adjectives: set[str] = set()
        own: set[str] = set()
        weight, inflected, latin = 0.0, True, key.isascii()
        for index in self._indexes:
            for row, forms, relation in index.rows(*self._keys(key)):
                kind, population, rank, alternates = index.summary(row)
                if forms & (BASE | INFLECTED):
                    nouns.add(kind)
                    inflected = inflected and not forms & BASE
                if forms & ADJECTIVAL:
                    adjectives.add(kind)
                if forms & OWN_NOUN:
                    own.add(kind)
                share = _FORMER_SHARE if relation == FORMER else 1.0
                if latin and not forms & BASE:
                    share *= _INFLECTED_SHARE
                weight = max(weight, share * prominence(population, alternates, rank))
        if not (nouns or adjectives or own):
            return None
        return NameEntry(frozenset(nouns), frozenset(adjectives), frozenset(own), weight, inflected and bool(nouns))

    def _keys(self, key: str) -> tuple[str, ...]:
        """A name in Chinese characters stands for those that sound like it, besides its own."""
        return (key, *readings(key)) if _HAN.match(key) else (key,)

    def candidates(self, key: str) -> tuple[Candidate, ...]:
        """Return the places that bear a name, each once, the index of higher priority first."""
        known = self._candidates.get(key)
        if known is not None:
            return known
        found: dict[tuple[str, str], Candidate] = {}
        for index in self._indexes:
            for row, forms, relation in index.rows(*self._keys(key)):
                candidate = index.candidate(row, forms, relation)
                place = (candidate.place.id, candidate.place.kind)
                earlier = found.get(place)
                if earlier is not None:
                    candidate = Candidate(
                        earlier.place,
                        forms | earlier.forms,
                        relation | earlier.relation,
                        max(earlier.alternates, candidate.alternates),
                        earlier.rank,
                    )
                found[place] = candidate
        listed = list(found.values())
        if _HAN.match(key):
            # A sound that is not quite the name's counts only where it is nobody's own.
            listed = [candidate for candidate in listed if candidate.forms & BASE] or listed
        if len(self._candidates) >= _NEAR_CACHE:
            self._candidates.clear()
        result = self._candidates[key] = tuple(listed)
        return result

    def near(self, key: str) -> tuple[str, ...]:
        """Return keys of names that a misspelt or mistranslated name may stand for, the likest first."""
        known = self._near.get(key)
        if known is None:
            if len(self._near) >= _NEAR_CACHE:
                self._near.clear()
            known = self._near[key] = self._likest(key)
        return known

    def _likest(self, key: str) -> tuple[str, ...]:
        if _HAN.match(key):
            return tuple(dict.fromkeys(name for sound in readings(key)[:_MOST_SOUNDS] for name in self.near(sound)))
        if len(key.removeprefix(MARK)) < (_NEAR_MIN_SOUND if key[:1] == MARK else _NEAR_MIN_LENGTH):
            return ()
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        # One slip in a short name, two in a long one; a sound is rough already.
        slack = 1 if len(key) < 8 or key[0] == MARK else 2  # noqa: PLR2004
        start = near_bucket(key).rstrip("0123456789")
        pool: list[str] = []
        for size in range(len(key) - slack, len(key) + slack + 1):
            pool += self._like(start, size).within(key, slack)
        found = process.extract(key, pool, scorer=OSA.distance, score_cutoff=slack, limit=_NEAR_LIMIT)
        return tuple(text for text, _, _ in sorted(found, key=lambda match: (match[1], match[0])))

    def _like(self, letter: str, length: int) -> Bucket:
        """Names by first letter and length: a slip seldom changes the first letter, and never the length by much."""
        bucket = (letter, length)
        known = self._near_keys.get(bucket)
        if known is None:
            listed = (key for index in self._indexes for key in index.names_like(f"{letter}{length}"))
            known = self._near_keys[bucket] = Bucket(dict.fromkeys(listed))
        return known

    def longest_prefix(self, text: str) -> int:
        """Return how many characters of `text`, from its start, are the longest name; for scripts without spaces."""
        best = 0
        start = text[:2]
        begins = self._beginnings.get(start)
        if begins is None:
            begins = self._beginnings[start] = self._begins(start)
        if not begins:
            return 0
        for index in self._indexes:
            for prefix in index.spellings.prefixes(text):
                best = max(best, len(prefix))
        return best

    def longest_sound(self, text: str) -> int:
        """Return how many Chinese characters of `text`, from its start, are the longest name by their sound."""
        run = heard_run(text)
        length = self._sounding.get(run)
        if length is None:
            if len(self._sounding) >= _NEAR_CACHE:
                self._sounding.clear()
            length = self._sounding[run] = sounding(run, self._begins, self._knows)
        return length

    def simplified(self, text: str) -> str:
        """Return `text` with the simplified forms of transliterating characters, see :func:`simplified`."""
        return simplified(text)

    def _begins(self, start: str) -> bool:
        return any(next(index.spellings.iterkeys(start), None) is not None for index in self._indexes)

    def _knows(self, key: str) -> bool:
        return any(key in index.spellings for index in self._indexes)

    def place(self, place_id: str) -> Place | None:
        """Return the place with that id, or None."""
        for index in self._indexes:
            for (row,) in index.ids.get(place_id, ()):
                return index.candidate(row).place
        return None

    def ukrainian(self, place_id: str) -> str | None:
        """Return the Ukrainian name of a place, None where no index has one."""
        return next((name for index in self._indexes if (name := index.ukrainian.get(place_id))), None)

    def nearest(self, lat: float, lon: float, limit: int = 1) -> list[tuple[Place, float]]:
        """Return the living settlements nearest to a point in degrees, with their distances in km, nearest first."""
        found: dict[str, tuple[Place, float]] = {}
        for index in self._indexes:
            for away, row in index.nearest(lat, lon, limit):
                place = index.candidate(row).place
                found.setdefault(place.id, (place, away))
        return sorted(found.values(), key=lambda pair: pair[1])[:limit]

    def search(self, query: str, limit: int = 10) -> list[Match]:
        """Return places for a name in any spelling, the best first; near names where none bears it.

        Parameters
        ----------
        query : str
            A name, in any script or romanisation; text after a comma narrows it by unit or country.
        """
        name, _, within = query.partition(",")
        key, narrow = fold(name), fold(within)
        matches = [self._match(candidate, name, near=False) for candidate in self.candidates(key)] if key else []
        if not matches and key:
            for other in self.near(key):
                matches += [self._match(candidate, name, near=True) for candidate in self.candidates(other)]
        if narrow:
            inside = [m for m in matches if narrow in fold(f"{m.place.admin1 or ''} {m.place.country or ''}")]
            matches = inside or matches
        unique = {(m.place.id, m.place.kind): m for m in sorted(matches, key=lambda m: m.score)}
        return sorted(unique.values(), key=lambda m: (-m.score, m.place.id))[: max(limit, 0)]

    def _match(self, candidate: Candidate, name: str, *, near: bool) -> Match:
        weight = prominence(candidate.place.population, candidate.alternates, candidate.rank)
        score = (0.45 if near else 0.6) + 0.05 * min(weight, 8.0) * (
            0.8 if candidate.relation & (OWN | VARIANT) else 0.5
        )
        if near:
            why = f"no place is called {name.strip()!r}; {candidate.place.name} is a near name"
        elif candidate.forms & ADJECTIVAL and not candidate.forms & BASE:
            why, score = f"{name.strip()!r} is the adjective of {candidate.place.name}", score - 0.1
        elif candidate.relation != FORMER:
            why = f"{name.strip()!r} is a spelling of {candidate.place.name}"
        else:
            why = f"{name.strip()!r} is another or former name of {candidate.place.name}"
        return Match(candidate.place, round(min(score, 0.99), 3), why)


def prominence(population: int, alternates: int, rank: int) -> float:
    """Return how likely a text means this place rather than a namesake, from its people and its many spellings.

    About 0 for a hamlet without either, 2 for a village of 500, 6 for a city of a million; less for what is gone.
    """
    weight = math.log10(1 + (population or UNKNOWN_POPULATION) / 20) + 0.5 * math.log2(1 + alternates / 6)
    return weight * 0.3**rank
