"""What reading gives out.

Frozen dataclasses. ``start`` and ``end`` are offsets in Python characters into ``Document.text``, so
``document.text[x.start:x.end]`` is always the surface form.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

MentionKind = Literal["settlement", "oblast", "raion", "country", "region", "river", "other"]
Unit = Literal["km2", "mi2", "ha"]
Qualifier = Literal["approx", "at_least", "at_most"]
Direction = Literal["captured", "lost", "held", "remaining", "other"]
Rate = Literal["day", "week", "month"]
StatementKind = Literal["control", "share", "distance"]
Relation = Literal["less", "more", "times", "least", "most"]

KM2_PER_UNIT: dict[Unit, float] = {"km2": 1.0, "mi2": 2.589988110336, "ha": 0.01}


@dataclass(frozen=True, slots=True)
class Document:
    """A text and what is known of it.

    Parameters
    ----------
    text : str
        As read; offsets count its characters.
    published : date, optional
        Never today's date by default: without it relative periods stay open.
    lang : str, optional
        ISO 639-1.
    """

    text: str
    published: date | None = None
    title: str | None = None
    url: str | None = None
    lang: str | None = None

    @property
    def id(self) -> str:
        """The first 16 hex digits of sha-256 of text, newline, publication date or nothing."""
        on = self.published.isoformat() if self.published else ""
        return hashlib.sha256(f"{self.text}\n{on}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; ``paragraph`` counts blocks of the text, because attribution never crosses one."""

    index: int
    start: int
    end: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text that stands for a place, not yet placed.

    Parameters
    ----------
    sentence : int
        Index of the sentence.
    name : str
        The folded form under which the name table knows it.
    fuzzy : bool
        True where only a near name is known and the context says that a place stands here.
    level_open : bool
        City and oblast are both possible ("Kherson direction").
    region_hint : str, optional
        The folded name of an oblast or raion that the text ties to this name ("X in the Y region").
    """

    sentence: int
    start: int
    end: int
    text: str
    kind: MentionKind
    name: str
    metonym: bool = False
    adjectival: bool = False
    fuzzy: bool = False
    level_open: bool = False
    region_hint: str | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """Inclusive dates; an end of None is open."""

    start: date | None
    end: date | None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """The region or axis that a figure speaks of, as a span of the text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class StatedArea:
    """An area that a sentence states: span, figure, and what the words around it say.

    Parameters
    ----------
    value, value_high : float
        As written, in ``unit``; ``value_high`` only for a range.
    actor : str, optional
        A party's id in ``parties.toml``: who captures, loses or holds.
    attributed_to : str, optional
        A source's id in ``sources.toml``.
    flags : tuple of str
        Slips that were seen, each a sentence.
    """

    sentence: int
    start: int
    end: int
    text: str
    value: float
    unit: Unit
    value_high: float | None = None
    qualifier: Qualifier | None = None
    direction: Direction = "other"
    actor: str | None = None
    period: Period | None = None
    rate: Rate | None = None
    scope: Scope | None = None
    attributed_to: str | None = None
    flags: tuple[str, ...] = ()

    @property
    def area_km2(self) -> float:
        """The figure in square kilometres."""
        return self.value * KM2_PER_UNIT[self.unit]

    @property
    def area_km2_high(self) -> float | None:
        """The upper end of a range in square kilometres."""
        return None if self.value_high is None else self.value_high * KM2_PER_UNIT[self.unit]


@dataclass(frozen=True, slots=True)
class Statement:
    """Another checkable sentence: who took or holds a place, a share of an area, a distance.

    Parameters
    ----------
    place : tuple of int
        Span of the mention that it is about.
    event : str, optional
        What became of the place or the share: captured, liberated, entered, encircled, lost, held.
    on, on_start : date, optional
        The day that it speaks of, else the day of publication; the first day too where the text says a longer span.
    dated : bool
        The sentence itself states the day.
    claimed : bool
        The text leaves it to somebody ("claims to have captured"); ``claimed_by`` is a party's id, ``attributed_to`` a
        source's, each also where the text only says who reports it.
    percent_high, qualifier
        Of a share: the upper end of a range, and about, at least, at most.
    distance_km : float, optional
        None where nearness is stated without a figure ("the nearby Myrnohrad").
    other : tuple of int, optional
        Span of the mention at the other end of a distance; `actor` where it is a side's troops.
    """

    kind: StatementKind
    sentence: int
    start: int
    end: int
    text: str
    place: tuple[int, int] | None = None
    event: str | None = None
    actor: str | None = None
    on: date | None = None
    percent: float | None = None
    distance_km: float | None = None
    on_start: date | None = None
    dated: bool = False
    claimed: bool = False
    claimed_by: str | None = None
    attributed_to: str | None = None
    percent_high: float | None = None
    qualifier: Qualifier | None = None
    other: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One period's ground set against another's.

    Parameters
    ----------
    relation : {"less", "more", "times", "least", "most"}
        By how many `percent` less or more, how many `times` as much, or a record.
    period : Period
        What is compared.
    base : Period
        What it is compared with; of a record the stretch since whose first month it is one.
    """

    sentence: int
    start: int
    end: int
    text: str
    relation: Relation
    period: Period
    base: Period
    percent: float | None = None
    times: float | None = None
    qualifier: Qualifier | None = None
    direction: Direction = "captured"
    actor: str | None = None
    attributed_to: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read in one document; ``reader`` names the reader and its configuration."""

    document: Document
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...] = ()
    claims: tuple[StatedArea, ...] = ()
    statements: tuple[Statement, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    reader: str = ""
    warnings: tuple[str, ...] = field(default=())
