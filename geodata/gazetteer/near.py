"""Names that few slips lead to: most are ruled out by which letters they have, all of a bucket at once."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

_BITS = 64


class Bucket:
    """Names of one first letter and one length.

    Parameters
    ----------
    keys : iterable of str
        Keys of names; their order is kept.
    """

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = tuple(keys)
        self._letters = np.array([_letters(key) for key in self._keys], dtype=np.uint64)

    def within(self, key: str, slips: int) -> list[str]:
        """Return the names that so many slips may lead to from `key`, and a few more.

        A slip takes away one letter at most and brings in one, so that two names that are near have nearly the same
        set of letters.
        """
        unlike = np.bitwise_count(self._letters ^ np.uint64(_letters(key)))
        return [self._keys[at] for at in np.flatnonzero(unlike <= 2 * slips).tolist()]


def _letters(key: str) -> int:
    """Return the set of a name's letters as bits; letters that share a bit only make it less selective."""
    found = 0
    for letter in key:
        found |= 1 << ord(letter) % _BITS
    return found
