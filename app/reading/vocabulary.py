"""The names that reading is handed: sides and sources, as plain data, so that no code names one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import TypeVar

Built = TypeVar("Built")
_KEPT = 8


@dataclass(frozen=True, slots=True)
class PartyWords:
    """What texts call a side, by language (ISO 639-1).

    Lower-case words match in any case; words with a capital match as written; a trailing ``*`` stands for any ending.
    ``speakers`` are the people who report for a side, ``implied`` the words that only one side's change is called by
    ("occupied"): both say who acts only where nothing else does. ``usual`` are the verbs that are mostly said of a side
    ("liberated"), and say who acts where no name of a side helps; ``advances`` marks the side that a figure
    of gains is of where the text names none.
    """

    id: str
    adversary: str
    country: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    forces: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    seats: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    speakers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    implied: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    usual: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    area_km2: float | None = None
    advances: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Sides by id and the names of sources by source id."""

    parties: Mapping[str, PartyWords] = field(default_factory=dict)
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def kept(build: Callable[[Vocabulary, str], Built]) -> Callable[[Vocabulary, str], Built]:
    """Return a function that builds something of a vocabulary for a language once, and keeps that of the last few."""
    known: dict[tuple[int, str], tuple[Vocabulary, Built]] = {}

    @wraps(build)
    def get(vocabulary: Vocabulary, lang: str) -> Built:
        key = (id(vocabulary), lang)
        found = known.get(key)
        if found is None:
            if len(known) >= _KEPT * 7:
                known.clear()
            # The vocabulary is kept too, so that no other can come to stand at its address.
            found = known[key] = (vocabulary, build(vocabulary, lang))
        return found[1]

    return get
