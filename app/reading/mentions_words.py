"""Words beside a name, or the name itself, that tell a river, a land, a dateline and a common word from a town."""

from __future__ import annotations

import re
from functools import lru_cache

from app.reading.cue_sides import WEAK
from app.reading.cues import Cues
from app.reading.spans import Around

STRONG_WEIGHT, TOWN_WEIGHT, KNOWN_WEIGHT = 3.0, 2.0, 1.6
"""How prominent a name is that needs no other word to be a place's; a town's; one that more than a hamlet bears."""
LIST_MARKS = frozenset(",(;/")
POSSESSIVE = re.compile(r"['’]s?(?!\w)")
SLAVIC = re.compile(
    "(?:[iyoj]wka|[iyo]wk[ae]|nka|tka|schka|kowa|[aoe]we|[aeo]wo|iwzi|ynzi|[iy]w|[oe]w|skyj|ske|skoje|[sz]k|[hg]rad|hirsk|pil|pillja|pilla|pol[ej]?|"
    "[nrts]e|schne|nne|yne|ino|[iy]nka|na|nja|schtscha|schtsche|ets|ez|dar|mut|lut|jar|Jar|tsch)s?\\Z"
)
"""How Slavic names end in German spelling."""
_TOPONYM = re.compile(
    "(?: (?:Yar|Jar|Iar|Hai|Gai|Haj|Kut|Bir|Яр|Гай|Кут|Бір|Бор)|"
    r"[oeiy]vka|[oeiy]wka|ove|eve|ovo|evo|owe|ske|skoye|skoe|noye|noe|nye|ne|ino|yne|ske|sk|grad|hrad|hirsk|gorsk|pol[ei]?|pil|pillia|"
    r"ivtsi|nka|ets|iv|ka|івка|ївка|ове|еве|ське|цьке|не|ино|ине|овка|евка|ово|ево|ское|[внрлтмкд]ое|ск|ськ|град|поль|піль|ка|ки|ці|цы)\Z"
)
LAND = re.compile("(?:жжі|жжю|ччі|ллі)\\Z")
"""The case in which a land goes with на: "на Запоріжжі" is the land, "у Запоріжжі" the city."""
DATELINE = re.compile(r",? ?\(|, (?:[A-Z][a-z]{2,8}\.? \d|[A-Z][a-z]+ \(|\d)| ?[—–-] ")
LEADING = " \"'«“„‘—–-•▪*("
_SHORTEST_RIVER = 4
_RIVER_BEFORE = re.compile(r"\b(?:[Tt]he|über den|am|den|[Cc]rossing|banks? of(?: the)?) \Z")
# Only a river has an article in French and a bank in any language.
_RIVER_SURE = re.compile(r"\b(?:[Ll]e|[Dd]u|[Aa]u|(?:brzeg|nurt|dorzecz|korytk?)\w*|Ufer (?:des|vom)) \Z")
_RIVER_BEFORE_CYRILLIC = re.compile(
    r"(?<!\w)(?:[Фф]орсир\w+|[Фф]орсу\w+|берег\w*|русл\w+|пойм\w+|заплав\w+|долин\w+|усть\w+|гирл\w+) \Z"
)
_ENDS_NAME = re.compile(
    r"[.,;:)!?]|\Z| (?:and|or|near|at|in|on|to|was|is|by|from|between|along|und|bei|becomes?|became|has|had|will|which"
    r"|where|as|north|south|east|west|towards?|into|after|before|with) "
)
_OF_RIVER = re.compile(r" (?:bridgeheads?|crossings?|banks?|floodplains?|valley|basin|estuary|bend|ferry)\b")
_NEXT_WORD = re.compile(r"[ \u00a0]([а-яіїєґё'’]{3,})")
_WAS = frozenset(("был", "была", "было", "были", "будет", "буде", "було", "була"))
_VERB = re.compile("(?:л[аоиі]?|лас[ья]|лос[ья]|лис[ья]|лся|вся|ють|ют|ають|ает|яет|ует|ить|ит|но|то|ься|тся|є)\\Z")
_NO_NOUN = frozenset((
    "под", "під", "над", "при", "про", "без", "для", "чем", "ніж", "вже", "уже", "еще", "ещё", "все", "всі",
    "как", "або", "или", "оно", "его", "йог", "они", "там", "тут", "где", "біля", "около", "после", "після",
    "перед", "через", "между", "між", "поки", "пока", "також", "также",
))  # fmt: skip


def river_context(before: str, after: str) -> bool:
    """Tell "crossed the Oskil" from "the Oskil campaign": the article is the river's, not a noun's behind it."""
    if _RIVER_BEFORE_CYRILLIC.search(before) or _RIVER_SURE.search(before):
        return True
    return bool(_RIVER_BEFORE.search(before) and (_ENDS_NAME.match(after) or _OF_RIVER.match(after)))


def river_alone(surface: str, here: Around) -> bool:
    """A name that only a river bears: an article or a preposition is enough."""
    if river_context(here.before, here.after):
        return True
    return len(surface) >= _SHORTEST_RIVER and (here.before.endswith("the ") or bool(here.lead & WEAK))


@lru_cache(maxsize=20_000)
def looks_like_a_place(surface: str) -> bool:
    """Say whether a word ends as Slavic names of places do."""
    return _TOPONYM.search(surface) is not None


def common_word(surface: str, after: str, cues: Cues) -> bool:
    """A word that may be common ("Мирне населення", "Счастье было") or a village's name, by the word behind it."""
    if not cues.common_word.match(surface):
        return False
    following = _NEXT_WORD.match(after)
    if following is None:
        return False
    word = following.group(1)
    return word in _WAS or (word not in _NO_NOUN and not _VERB.search(word))
