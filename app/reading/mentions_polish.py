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
_ONE = re.compile(_ADJECTIVE)
_CASE = re.compile("(?:iego|iemu|imi|iej|ich|im|ie|a|ą)\\Z")
_TYPE = re.compile(rf"(?P<oblast>{_UNIT})|(?P<raion>{_RAION})|(?P<axis>{_AXIS})")
_HINT = re.compile("[scz]k(?:i|a|ą)")


def find_polish(text: str, sentence: Sentence, names: NameTable) -> Iterator[Found]:
    """Give the units and axes of a sentence that are named by adjectives beside their type word."""
    if not _HINT.search(text, sentence.start, sentence.end):
        return
    taken = 0
    for pattern in (_BEHIND, _AHEAD):
        for match in pattern.finditer(text, sentence.start, sentence.end):
            if pattern is _AHEAD and match.start() < taken:
                continue
            for one in _listed(text, match, sentence.index, names):
                taken = max(taken, one.end)
                yield one


def _listed(text: str, match: re.Match[str], sentence: int, names: NameTable) -> Iterator[Found]:
    noun = _TYPE.fullmatch(match.group("noun"))
    kind = str(noun.lastgroup) if noun else ""
    listed = list(_ONE.finditer(text, *match.span("list")))
    for adjective in listed:
        key = names.fold(_CASE.sub("i", adjective.group()))
        entry = names.entry(key)
        if entry is None:
            continue
        every = entry.adjectives | entry.nouns
        if kind == "axis":
            if not every & {"settlement", "oblast"}:
                continue
            town = "settlement" in every
            one = Found(*adjective.span(), sentence, key, entry, kind="settlement" if town else "oblast")
            one.adjectival = True
            one.direction, one.level_open = town, "oblast" in every
            yield one
        elif kind in every or (kind == "raion" and "settlement" in entry.adjectives):
            one = Found(*adjective.span(), sentence, key, entry, kind="oblast" if kind == "oblast" else "raion")
            # The adjective beside the type word carries it.
            if adjective.start() == match.end("noun") + 1:
                one.start = match.start("noun")
            elif adjective.end() == match.start("noun") - 1:
                one.end = match.end("noun")
            yield one
