"""The words around a name that say what it is, compiled from ``place_cues.toml``.

A cue looks at a few dozen characters before or behind a name and nowhere else, so that time stays linear in the text.
Nearly all of them fail nearly everywhere, so the word beside the name decides first whether a cue is looked at at all:
this is fast as long as its words begin (or end) with letters that are spelt out.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources

from app.reading.heads import begins, heads, tails

BEFORE = 48
"""Characters before a name that a cue may read."""
BEHIND = 64
"""Characters behind a name that a cue may read."""

_NEVER = re.compile(r"(?!)")


_TYPES = ("oblast", "raion", "river")
_QUOTES = "\"'«“„‘"
_KEY = 6  # characters beside a name by which most words are told apart
_ARTICLE = re.compile(r"(?<!\w)the[ \u00a0]+\Z", re.IGNORECASE)
_CACHE = 20_000
_WORTH = 30
"""How often a cue is asked for before its words are taken apart: a short text is read faster without."""


@dataclass(frozen=True)
class _Beside:
    """Words beside a name, and what is known of the texts that were asked about: of most, that none of the words fits.

    The first characters beside the name are looked up; only where one of the words may stand is the expression run.
    """

    words: str
    gap: str
    flags: re.RegexFlag
    _known: dict[str, bool] = field(default_factory=dict, repr=False)
    _asked: list[str] = field(default_factory=list, repr=False)

    def _learn(self, key: str) -> bool:
        if len(self._asked) < _WORTH:
            self._asked.append(key)
            return True
        if len(self._known) >= _CACHE:
            self._known.clear()
        may = self._known[key] = self._fits(key)
        return may

    def _fits(self, key: str) -> bool:
        raise NotImplementedError


@dataclass(frozen=True)
class Ahead(_Beside):
    """Words that may follow a name. ``match`` says at once of most texts that none of them does."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The whole expression, compiled when first needed."""
        return re.compile(rf"{self.gap}(?:{self.words})(?!\w)", self.flags)

    @cached_property
    def _heads(self) -> frozenset[str] | None:
        return heads(self.words)

    def match(self, text: str) -> re.Match[str] | None:
        """Return the match at the start of a text."""
        return self.pattern.match(text) if self.may(text) else None

    def may(self, text: str) -> bool:
        """Say whether a match is possible, by the first word alone."""
        key = text[:_KEY]
        may = self._known.get(key)
        return self._learn(key) if may is None else may

    def _fits(self, key: str) -> bool:
        bare = key.lstrip(" \u00a0,-").lower()
        return bare != key.lower() and (self._heads is None or begins(bare, self._heads))


@dataclass(frozen=True)
class Before(_Beside):
    """Words that may stand before a name, as :class:`Ahead` looks for those behind it."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The whole expression, compiled when first needed."""
        return re.compile(rf"(?<!\w)(?P<word>{self.words}){self.gap}\Z", self.flags)

    @cached_property
    def _tails(self) -> frozenset[str] | None:
        return tails(self.words)

    def search(self, text: str) -> re.Match[str] | None:
        """Return the match at the end of a text."""
        return self.pattern.search(text) if self.may(text) else None

    def may(self, text: str) -> bool:
        """Say whether a match is possible, by the last word alone."""
        key = text[-_KEY:]
        if key[-4:] in ("the ", "The "):
            key = text[-_KEY - 4 :]
        may = self._known.get(key)
        return self._learn(key) if may is None else may

    def _fits(self, key: str) -> bool:
        bare = key.rstrip(" \u00a0")
        texts = {bare, bare.rstrip(_QUOTES).rstrip(" \u00a0"), _ARTICLE.sub("", key).rstrip(" \u00a0")}
        return self._tails is None or any(begins(text.lower()[::-1], self._tails) for text in texts)


@dataclass(frozen=True, slots=True, eq=False)
class Cues:
    """Cues of one script. ``*_after`` match at the start of what follows, ``*_before`` at the end of what precedes."""

    oblast_after: Ahead
    oblast_plural: Ahead
    raion_after: Ahead
    river_after: Ahead
    facility_after: Ahead
    facility_before: Before
    direction_after: Ahead
    unit_after: Ahead
    said_after: Ahead
    actor_after: Ahead
    actor_possessed: re.Pattern[str]
    oblast_before: Before
    oblast_of: re.Pattern[str]
    raion_before: Before
    river_before: Before
    place_before: Before
    seize_before: Before
    weak_before: Before
    title_before: Before
    unit_before: Before
    said_before: Before
    actor_not_before: Before
    type_after: Ahead
    type_before: Before
    list_joint: re.Pattern[str]
    city_district: re.Pattern[str]
    common_word: re.Pattern[str]
    people: re.Pattern[str]
    generic: frozenset[str]
    given: frozenset[str]
    stop: frozenset[str]


@cache
def load_cues(script: str) -> Cues:
    """Return the cues of a script, ``latin`` or ``cyrillic``."""
    tables = tomllib.loads((resources.files("app.reading") / "place_cues.toml").read_text(encoding="utf-8"))
    words = tables[script]
    return Cues(
        oblast_after=_after(words["oblast_after"], case=False),
        oblast_plural=_after(words["oblast_plural"], case=False),
        raion_after=_after(words["raion_after"], case=False),
        river_after=_after(words["river_after"], case=False),
        facility_after=_after(words["facility_after"], case=False),
        # "barrage de Kakhovka", "pont d'Antonivka", "AKW Saporischschja"
        facility_before=Before(_any(words["facility_before"]), r"[ \u00a0]*", re.NOFLAG),
        direction_after=_after(words["direction_after"], case=False),
        unit_after=_after(words["unit_after"], case=False),
        said_after=_after(words["said_after"], comma=True),
        actor_after=_after([r"(?:\w+ly )?(?:" + "|".join(words["actor_after"]) + ")"]),
        actor_possessed=re.compile(r"['’]s? +(?:" + "|".join(words["actor_possessed"] or ["(?!)"]) + r")\b"),
        oblast_before=_before(words["oblast_before"]),
        oblast_of=_joined(words["oblast_of"]),
        raion_before=_before(words["raion_before"]),
        river_before=_before(words["river_before"], case=False),
        place_before=_before(words["place_before"], case=False),
        seize_before=_before(words["seize_before"], case=False),
        weak_before=_before(words["weak_before"], case=False),
        title_before=_before(words["title_before"], case=script == "latin"),
        unit_before=_before(words["unit_before"], quote=True, case=script == "latin"),
        said_before=_before(words["said_before"], case=False),
        actor_not_before=_before([w + "(?: the)?" for w in words["actor_not_before"]], case=False),
        # Any word that says what a place is: what none of them may touch is looked at no further.
        type_after=_after([word for kind in _TYPES for word in words[f"{kind}_after"]] + words["facility_after"]),
        type_before=_before([word for kind in _TYPES for word in words[f"{kind}_before"]]),
        list_joint=re.compile(
            r"\s*,?\s*(?:(?:" + "|".join(words["list_joint"]) + r")\s+(?:the\s+)?|,\s*|\s*[-–—/]\s*|\s*\(\s*)"
        ),
        city_district=_stems(words.get("city_districts", [])),
        common_word=_stems(words.get("common_adjectives", []), words.get("common_nouns", [])),
        people=re.compile("(?:" + _any(words["people"]) + ")\\Z"),
        generic=frozenset(words["generic"]),
        given=frozenset(tables["given"]["names"]),
        stop=frozenset(tables["stop"]["words"]),
    )


def _after(words: Iterable[str], *, case: bool = True, comma: bool = False) -> Ahead:
    lead = r"(?P<gap>,?[ \u00a0]+)" if comma else r"(?P<gap>[ \u00a0]+|-)"
    return Ahead(_any(words), lead, re.NOFLAG if case else re.IGNORECASE)


def _before(words: Iterable[str], *, case: bool = True, quote: bool = False) -> Before:
    gap = r"[ \u00a0]+(?:[\"'«“„‘])?" if quote else r"[ \u00a0]+(?:the[ \u00a0]+)?"
    return Before(_any(words), gap, re.NOFLAG if case else re.IGNORECASE)


def _joined(words: Iterable[str]) -> re.Pattern[str]:
    listed = list(words)
    return re.compile(r"(?<!\w)(?:" + _any(listed) + r")\Z") if listed else _NEVER


def _stems(stems: Iterable[str], whole: Iterable[str] = ()) -> re.Pattern[str]:
    """Adjectives by their stems, in any form, and whole words."""
    listed, words = list(stems), list(whole)
    if not listed:
        return _NEVER
    ending = "(?:ый|ий|ій|ой|ого|ому|им|ым|ом|ім|ая|яя|а|я|ої|ій|ой|ей|ую|юю|у|ю|ое|ее|е|є|ые|ие|і|их|ых|ими|ыми)"
    last = "|" + _any(words) if words else ""
    return re.compile(rf"(?:(?:{_any(listed)}){ending}{last})\Z", re.IGNORECASE)


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True)) or "(?!)"
