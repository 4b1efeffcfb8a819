"""The larger places of opened indexes, for the names on a map."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import TYPE_CHECKING

from geodata.gazetteer.index import KINDS, PLACE
from geodata.places import Place

if TYPE_CHECKING:
    from geodata.gazetteer.index import Index


def larger_places(indexes: Iterable[Index], least: int) -> list[Place]:
    """Return the living settlements of at least `least` people, as each index lists them."""
    settlement = KINDS.index("settlement")
    return [
        index.candidate(row).place
        for index in indexes
        for row, (_, _, population, kind, rank, *_) in enumerate(struct.iter_unpack(PLACE, index.places_table))
        if kind == settlement and rank == 0 and population >= least
    ]
