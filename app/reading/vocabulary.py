"""The names that reading is handed: sides and sources, as plain data, so that no code names one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PartyWords:
    """What texts call a side, by language (ISO 639-1).

    Lower-case words match in any case; words with a capital match as written; a trailing ``*`` stands for any ending.
    ``speakers`` are the people who report for a side, ``implied`` the words that only one side's change is called by
    ("occupied"): both say who acts only where nothing else does. ``usual`` are the verbs that are mostly said of a side
    ("liberated"), and say who acts where no name of a side helps.
    """

    id: str
    adversary: str
    country: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    forces: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    seats: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    speakers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    implied: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    usual: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Sides by id and the names of sources by source id."""

    parties: Mapping[str, PartyWords] = field(default_factory=dict)
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
