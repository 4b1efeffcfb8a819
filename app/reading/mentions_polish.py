"""Polish units and axes, whose adjectives are written small: obwód doniecki, na kierunkach pokrowskim i łymańskim."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.reading.names import NameTable
from app.reading.records import Sentence
from app.reading.spans import Found

_UNIT = "[Oo]bw(?:ód|od(?:zie|u|em|owi|y|ów|om|ami|ach))"
_RAION = "[Rr]ejon(?:ie|u|em|owi|y|ów|om|ami|ach)?"
_AXIS = (
    "[Kk]ierun(?:ek|ku|kiem|kowi|ki|ków|kom|kami|kach)|[Oo]dcin(?:ek|ku|kiem|kowi|ki|ków|kach)|[Ff]ron(?:t|tu|tem|towi|cie)|"
    "[Oo](?:ś|si|sią)|[Ss]ektor(?:ze|a|u|em|owi)?|[Pp]rzyczół(?:ek|ku|kiem|ka)"
)
_SMALL = "[a-ząćęłńóśźż]"
_ADJECTIVE = rf"[A-ZŁŚŻ]?{_SMALL}{{2,40}}(?:-{_SMALL}{{2,30}})?[scz]k(?:iego|iemu|imi|iej|ich|im|ie|i|a|ą)"
_LINK = "(?:, (?:a także |oraz |i )?| i | oraz | lub | albo | a także )"
_BEHIND = re.compile(rf"(?<!\w)(?P<noun>{_UNIT}|{_RAION}|{_AXIS}) (?P<list>{_ADJECTIVE}(?:{_LINK}{_ADJECTIVE})*)(?!\w)")
_AHEAD = re.compile(rf"(?<!\w)(?P<list>{_ADJECTIVE}(?:{_LINK}{_ADJECTIVE})*) (?P<noun>{_UNIT}|{_RAION}|{_AXIS})(?!\w)")
# "a na kurachowskim – koło …": another axis, whose type word stands with the first.
_ALONE = re.compile(
    rf"(?<!\w)na (?P<adjective>{_SMALL}{{2,40}}[sc]kim)"
    "(?=[,:;.)]| [—–(-]| [0-9]| (?:koło|w pobliżu|w rejon|wróg|Rosjan|przeciwnik|doszło|trwa|odpart|siły|obrońc|bez ))"
)
_ONE = re.compile(_ADJECTIVE)
_CASE = re.compile("(?:iego|iemu|imi|iej|ich|im|ie|a|ą)\\Z")
_TYPE = re.compile(rf"(?P<oblast>{_UNIT})|(?P<raion>{_RAION})|(?P<axis>{_AXIS})")
_HINT = re.compile("[scz]k(?:i|a|ą)")


def find_polish(text: str, sentence: Sentence, names: NameTable) -> Iterator[Found]:
    """Give the units and axes of a sentence that are named by adjectives beside their type word."""
    if not _HINT.search(text, sentence.start, sentence.end):
        return
    taken, axes = 0, False
    for pattern in (_BEHIND, _AHEAD):
        for match in pattern.finditer(text, sentence.start, sentence.end):
            if pattern is _AHEAD and match.start() < taken:
                continue
            for one in _listed(text, match, sentence.index, names):
                taken = max(taken, one.end)
                axes = axes or one.direction
                yield one
    if axes:
        for match in _ALONE.finditer(text, sentence.start, sentence.end):
            yield from _adjective(*match.span("adjective"), text, sentence.index, names, "axis")


def _listed(text: str, match: re.Match[str], sentence: int, names: NameTable) -> Iterator[Found]:
    noun = _TYPE.fullmatch(match.group("noun"))
    kind = str(noun.lastgroup) if noun else ""
    listed = list(_ONE.finditer(text, *match.span("list")))
    for adjective in listed:
        for one in _adjective(*adjective.span(), text, sentence, names, kind):
            # The adjective beside the type word of a unit carries it.
            if kind != "axis" and adjective.start() == match.end("noun") + 1:
                one.start = match.start("noun")
            elif kind != "axis" and adjective.end() == match.start("noun") - 1:
                one.end = match.end("noun")
            yield one


def _adjective(start: int, end: int, text: str, sentence: int, names: NameTable, kind: str) -> Iterator[Found]:
    """Give what one adjective names beside a type word of a kind: an oblast, a raion or an axis."""
    key = names.fold(_CASE.sub("i", text[start:end]))
    entry = names.entry(key)
    if entry is None:
        return
    every = entry.adjectives | entry.nouns
    if kind == "axis":
        if every & {"settlement", "oblast"}:
            town = "settlement" in every
            one = Found(start, end, sentence, key, entry, kind="settlement" if town else "oblast")
            one.adjectival = True
            one.direction, one.level_open = town, "oblast" in every
            yield one
    elif kind in every or (kind == "raion" and "settlement" in entry.adjectives):
        yield Found(start, end, sentence, key, entry, kind="oblast" if kind == "oblast" else "raion")
