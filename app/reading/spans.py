"""What is found while mentions are read, before it is given out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from app.reading.names import NameEntry
from app.reading.records import Mention, MentionKind


class Token(NamedTuple):
    """A capitalised word."""

    start: int
    end: int
    text: str


class Around(NamedTuple):
    """What stands around a name.

    Parameters
    ----------
    lead, behind : int
        The cues that `before` ends with and `after` begins with, bits of :mod:`app.reading.cue_sides`.
    """

    before: str
    after: str
    lead: int
    behind: int


@dataclass(slots=True)
class Found:
    """A name that may be a mention; the steps of reading fill it in.

    Parameters
    ----------
    core : tuple of int
        The name itself, where the span has a type word with it.
    direction : bool
        An axis or front is named after it.
    unsure : bool
        Kept only if a neighbour in a list is a place.
    """

    start: int
    end: int
    sentence: int
    key: str
    entry: NameEntry | None
    kind: MentionKind = "settlement"
    metonym: bool = False
    adjectival: bool = False
    fuzzy: bool = False
    direction: bool = False
    unsure: bool = False
    level_open: bool = False
    region_hint: str | None = None
    core: tuple[int, int] = (0, 0)

    def __post_init__(self) -> None:
        if self.core == (0, 0):
            self.core = (self.start, self.end)

    def mention(self, text: str) -> Mention:
        """Return it as a mention."""
        return Mention(
            sentence=self.sentence,
            start=self.start,
            end=self.end,
            text=text[self.start : self.end],
            kind=self.kind,
            name=self.key,
            metonym=self.metonym,
            adjectival=self.adjectival,
            fuzzy=self.fuzzy,
            level_open=self.level_open,
            region_hint=self.region_hint,
        )
