"""Where a sentence speaks of a side, and whether as the one who acts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from app.reading.finder import Finder
from app.reading.grammar import Grammar
from app.reading.notation import ends_with
from app.reading.vocabulary import Vocabulary, kept

Role = Literal["plain", "agent", "patient", "holder", "speaker", "implied"]
_Own = Literal["plain", "country", "seat", "speaker", "implied"]
_OWN: tuple[tuple[str, _Own], ...] = (
    ("forces", "plain"), ("country", "country"), ("seats", "seat"), ("speakers", "speaker"), ("implied", "implied"),
)  # fmt: skip
_POSSESSIVE = re.compile(r"['’]s?\s+")
_LEAD = 32  # characters before a name in which its preposition stands


@dataclass(slots=True)
class PartySpan:
    """A side's name: ``agent`` behind "by", ``patient`` where it is the ground, the loser or the place ("of Ukraine").

    ``holder`` ("Russian-held") acts only where the figure is what is held. ``speaker`` and ``implied`` say who acts
    only where no such name does.
    """

    start: int
    end: int
    party: str
    role: Role


@dataclass(frozen=True, slots=True)
class PartyFinder:
    """The names of the sides in one language, compiled."""

    names: tuple[tuple[str, _Own], ...]
    finder: Finder[int]
    usual: tuple[tuple[str, re.Pattern[str]], ...] = ()

    def find(self, text: str, start: int, end: int, grammar: Grammar) -> list[PartySpan]:
        """Return the sides named between two offsets."""
        return self.spans(self.finder.find(text, start, end), text, start, end, grammar)

    def spans(
        self, matches: Iterable[tuple[int, re.Match[str]]], text: str, start: int, end: int, grammar: Grammar
    ) -> list[PartySpan]:
        """Return the sides named between two offsets, by the matches of the finder."""
        found = []
        for place, match in matches:
            role: Role
            party, own = self.names[place]
            role = own if own in ("speaker", "implied") else _role(text, match, start, end, grammar, own)
            found.append(PartySpan(match.start(), match.end(), party, role))
        return found

    def usually(self, verb: str) -> str | None:
        """Return the side of which a verb is mostly said ("liberated"), None where it may be either."""
        sides = {party for party, pattern in self.usual if pattern.search(verb)}
        return sides.pop() if len(sides) == 1 else None


def _role(text: str, match: re.Match[str], start: int, end: int, grammar: Grammar, own: _Own) -> Role:
    lead = text[max(start, match.start() - _LEAD) : match.start()]
    if _ends_with(grammar.words["army_of"], lead):
        return "plain"
    if _ends_with(grammar.words["affiliated"], lead):
        return "speaker"  # "a channel close to the Russian army" reports for it
    if _ends_with(grammar.words["agent"], lead):
        return "agent"
    following = text[match.end() : min(end, match.end() + _LEAD)]
    if grammar.words["holding"].match(following.strip()):
        return "holder"
    after = text[match.end() : min(end, match.end() + _LEAD)].lstrip()
    if grammar.words["gains_of"].match(_POSSESSIVE.sub("", after)):
        return "plain"  # "the pace of the Russian advance"
    if grammar.words["agent_behind"].match(after):
        return "agent"
    if own in ("plain", "country") and grammar.words["voices"].match(_POSSESSIVE.sub("", after)):
        return "speaker"  # "Russian channels reported": they report for it
    led = _ends_with(grammar.words["patient"], lead)
    if not led and grammar.words["instrumental"].fullmatch(match.group()):
        return "agent"  # "контрольована Україною"
    if grammar.words["land"].match(after) or led:
        # "in Moscow" is where someone speaks, not ground.
        return "speaker" if own == "seat" else "patient"
    # "the territory of Ukraine" without a preposition: only a state owns ground so.
    ground = grammar.words["ground" if own == "country" else "ground_adjective"]
    return "patient" if _ends_with(ground, lead) else "plain"


def _ends_with(pattern: re.Pattern[str], lead: str) -> bool:
    return ends_with(pattern, lead.rstrip())


@kept
def finder(vocabulary: Vocabulary, lang: str) -> PartyFinder:
    """Return the finder of a language's names for the sides."""
    words = tuple(
        (party.id, role, tuple(getattr(party, kind).get(lang, ())))
        for party in vocabulary.parties.values()
        for kind, role in _OWN
    )
    usual = tuple((party.id, tuple(party.usual.get(lang, ()))) for party in vocabulary.parties.values())
    return _finder(words, usual, lang != "zh")


@lru_cache(maxsize=64)
def _finder(
    words: tuple[tuple[str, _Own, tuple[str, ...]], ...], usual: tuple[tuple[str, tuple[str, ...]], ...], spaced: bool
) -> PartyFinder:
    # The longest name first over all sides: "ВС Украины" is not "Украины", "俄罗斯军队" is not "俄".
    named = sorted(
        ((name, index) for index, (_, _, names) in enumerate(words) for name in names), key=lambda n: -len(n[0])
    )
    border = (r"(?<!\w)(?:", r")(?!\w)") if spaced else ("(?:", ")")
    expressions = {place: _word(name).join(border) for place, (name, _) in enumerate(named)}
    return PartyFinder(
        tuple(words[index][:2] for _, index in named),
        Finder(expressions, case=True, single=True, reach=16),
        tuple((party, _any(names, spaced)) for party, names in usual if names),
    )


def _any(names: tuple[str, ...], spaced: bool) -> re.Pattern[str]:
    body = "|".join(_word(name) for name in names)
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)" if spaced else body)


def _word(name: str) -> str:
    escaped = re.escape(name).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
    return escaped if name != name.lower() else f"(?i:{escaped})"


def adversary(vocabulary: Vocabulary, party: str) -> str | None:
    """Return who loses what `party` captures."""
    known = vocabulary.parties.get(party)
    return known.adversary if known else None
