"""What reading needs of a gazetteer. Reading knows no coordinates, so the names are handed in as this protocol."""

from __future__ import annotations

from typing import Protocol


class NameEntry(Protocol):
    """What is known of a key: the kinds of place that bear it, as a noun, as an adjective, as a name of its own."""

    @property
    def nouns(self) -> frozenset[str]:
        """Kinds of the places that are called so, in any case form."""

    @property
    def adjectives(self) -> frozenset[str]:
        """Kinds of the places whose adjective it is."""

    @property
    def own_nouns(self) -> frozenset[str]:
        """Kinds of the units that bear it without a type word (Донеччина)."""

    @property
    def weight(self) -> float:
        """How prominent the most prominent of them is: about 0 for a hamlet, 6 for a city of a million."""

    @property
    def inflected(self) -> bool:
        """Whether only case forms of names look so."""


class NameTable(Protocol):
    """The names to look for."""

    def fold(self, text: str) -> str:
        """Return the key of a spelling; empty where it can be no name."""

    def entry(self, key: str) -> NameEntry | None:
        """Return what is known of a key."""

    def near(self, key: str) -> tuple[str, ...]:
        """Return the keys of names that a misspelt one may stand for, the likest first."""

    def longest_prefix(self, text: str) -> int:
        """Return how many characters at the start of `text` are the longest name, for scripts without spaces."""

    def longest_sound(self, text: str) -> int:
        """Return how many Chinese characters at the start of `text` are the longest name by their sound."""

    def simplified(self, text: str) -> str:
        """Return `text` with the simplified forms of the characters that names are written with, as long as it was."""
