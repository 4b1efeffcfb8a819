"""Words beside a name as expressions, told apart by how many words they have."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

_MANY_WORDS = re.compile(r"\\[sW]|\[\^|(?<!\\)\.")


class Cue:
    """Words beside a name, fragments of regular expressions.

    Parameters
    ----------
    words : iterable of str
        They begin and end with letters that are spelt out.
    gap : str
        What stands between them and the name.
    """

    def __init__(self, words: Iterable[str], gap: str, flags: re.RegexFlag) -> None:
        self.alternatives = sorted(words, key=len, reverse=True)
        self.words = "|".join(self.alternatives) or "(?!)"
        self.gap, self.flags = gap, flags

    def of_words(self, least: int, most: int) -> str:
        """Return the alternatives of so many words as one expression; three are three and more."""
        return "|".join(word for word in self.alternatives if least <= _word_count(word) <= most) or "(?!)"


class After(Cue):
    """Words that may follow a name; with `adverb` one may stand between them ("Kyiv repeatedly denied")."""

    def __init__(self, words: Iterable[str], gap: str, flags: re.RegexFlag, *, adverb: bool = False) -> None:
        super().__init__(words, gap + r"(?:\w+ly )?" * adverb, flags)
        self.adverb = adverb

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The whole expression, compiled when first needed."""
        return self._compiled(self.words)

    @cached_property
    def short(self) -> re.Pattern[str]:
        """The alternatives of one word."""
        return self._compiled(self.of_words(1, 1))

    @cached_property
    def long(self) -> re.Pattern[str]:
        """The alternatives of more words, and any behind an adverb."""
        return self._compiled(self.words if self.adverb else self.of_words(2, 3))

    def match(self, text: str) -> re.Match[str] | None:
        """Return the match at the start of a text."""
        return self.pattern.match(text)

    def _compiled(self, words: str) -> re.Pattern[str]:
        return re.compile(rf"{self.gap}(?:{words})(?!\w)", self.flags)


class Before(Cue):
    """Words that may stand before a name."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The whole expression, compiled when first needed."""
        return self._compiled(self.words)

    @cached_property
    def short(self) -> re.Pattern[str]:
        """The alternatives of one word."""
        return self._compiled(self.of_words(1, 1))

    @cached_property
    def pair(self) -> re.Pattern[str]:
        """The alternatives of two words."""
        return self._compiled(self.of_words(2, 2))

    @cached_property
    def long(self) -> re.Pattern[str]:
        """The alternatives of more words."""
        return self._compiled(self.of_words(3, 3))

    def search(self, text: str) -> re.Match[str] | None:
        """Return the match at the end of a text."""
        return self.pattern.search(text)

    def _compiled(self, words: str) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?P<word>{words}){self.gap}\Z", self.flags)


def _word_count(alternative: str) -> int:
    """Return how many words an alternative has at most, three for three and more."""
    if _MANY_WORDS.search(alternative):
        return 3
    return min(alternative.count(" ") + 1, 3)
