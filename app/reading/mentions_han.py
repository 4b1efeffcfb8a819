"""Names in Chinese text, which has neither capitals nor spaces: the longest name at each character."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.reading.names import NameTable
from app.reading.records import Sentence
from app.reading.spans import Found
from app.reading.vocabulary import Vocabulary

_HAN_RUN = re.compile("[\u4e00-\u9fff·・]+")
_LONGEST = 16
_UNIT = re.compile("州|地区")
_RAION = re.compile("区")
_TOWN = re.compile("市|镇|村|城")
_RIVER = re.compile("河")
_DIRECTION = re.compile("方向|前线|战线|轴线")
_SAYS = re.compile("方面?(?:说|称|表示)?|表示|宣布|声称|称|说|否认|要求|占领|夺取|控制|损失|军|政府|当局|国防部|已|将")
_FOLLOWS_IN = re.compile("[在向从往对至到]\\Z")


def find_han(text: str, sentence: Sentence, names: NameTable, vocabulary: Vocabulary) -> Iterator[Found]:
    """Give the names of a sentence in order, none overlapping another."""
    seats = {name for party in vocabulary.parties.values() for name in party.seats.get("zh", ())}
    for run in _HAN_RUN.finditer(text, sentence.start, sentence.end):
        at = run.start()
        while at < run.end():
            length = names.longest_prefix(text[at : min(at + _LONGEST, run.end())])
            if length < 2:  # noqa: PLR2004 one character names no place
                at += 1
                continue
            one = _named(text, sentence, names, at, at + length, seats)
            if one is None:
                at += 1
                continue
            yield one
            at = one.end
    return


def _named(text: str, sentence: Sentence, names: NameTable, start: int, end: int, seats: set[str]) -> Found | None:
    surface = text[start:end]
    key = names.fold(surface)
    entry = names.entry(key)
    if entry is None:
        return None
    one = Found(start, end, sentence.index, key, entry)
    behind = text[end : end + 8]
    if _UNIT.match(behind) and "oblast" in entry.nouns:
        one.kind = "oblast"
        one.end += len(_UNIT.match(behind).group())  # type: ignore[union-attr]
    elif "country" in entry.nouns:
        one.kind = "country"
        one.metonym = bool(_SAYS.match(behind)) and not _FOLLOWS_IN.search(text[start - 1 : start] if start else "")
    elif "region" in entry.nouns:
        one.kind = "region"
    elif "river" in entry.nouns and ("settlement" not in entry.nouns or _RIVER.match(behind) or surface.endswith("河")):
        one.kind = "river"
        one.end += 1 if _RIVER.match(behind) else 0
    elif "settlement" not in entry.nouns:
        one.kind = "oblast" if "oblast" in entry.nouns else "other"
    else:
        one.direction = bool(_DIRECTION.match(behind))
        one.level_open = one.direction and "oblast" in entry.nouns
        one.metonym = surface in seats and bool(_SAYS.match(behind))
    return one
