"""What a control statement is read from: the mentions of one sentence by where they stand, and an event beside them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from app.reading.records import Mention

REGION = "§"


@dataclass(frozen=True, slots=True)
class Said:
    """An event with its places, before anyone asked who and when.

    Parameters
    ----------
    group : str
        What stands between the subject and the verb ("has reportedly").
    head : int
        Where the clause's own words begin: the verb's group, or the place before it.
    """

    event: str
    start: int
    end: int
    places: tuple[Mention, ...]
    place_first: bool
    group: str
    head: int
    kind: str = "after"


class SentencePlaces:
    """The mentions of one sentence by where they stand."""

    def __init__(self, text: str, start: int, end: int, mentions: Sequence[Mention]) -> None:
        self.text, self.start, self.end = text, start, end
        self.mentions = mentions
        self.starts = [mention.start for mention in mentions]
        self.ends = [mention.end for mention in mentions]

    def after(self, position: int, reach: int) -> Mention | None:
        """Return the first mention that starts at or behind a position."""
        index = bisect_left(self.starts, position)
        found = self.mentions[index] if index < len(self.mentions) else None
        return found if found is not None and found.start - position <= reach else None

    def before(self, position: int, reach: int) -> Mention | None:
        """Return the last mention that ends at or before a position."""
        index = bisect_right(self.ends, position)
        found = self.mentions[index - 1] if index else None
        return found if found is not None and position - found.end <= reach else None

    def between(self, start: int, end: int) -> str:
        """Return the text between two positions with every region named in it as one sign."""
        parts, position = [], start
        for mention in self.mentions[bisect_left(self.starts, start) : bisect_right(self.ends, end)]:
            if mention.kind != "settlement" and mention.start >= position and mention.end <= end:
                parts += [self.text[position : mention.start], REGION]
                position = mention.end
        return "".join([*parts, self.text[position:end]])
