"""What may stand between a verb and its places, and between the places of one list."""

from __future__ import annotations

import re

from app.reading.gates import match_end
from app.reading.records import Mention
from app.reading.sentence_places import REGION, SentencePlaces
from app.reading.statement_words import StatementWords

LEAD = 160  # characters before a verb or a place that are looked at
FILLER = 90  # characters between a verb and the place behind it
_BRACKET = re.compile(r"\s*\([^()]*\)")
_REGION_REACH = 60  # characters between a place and the region that it lies in
LIST = 20  # places in one list


def places_offset(places: SentencePlaces, start: int) -> int:
    """Return where the lead of a verb begins."""
    return max(places.start, start - LEAD)


def is_town(mention: Mention) -> bool:
    """Tell whether a mention is a settlement that is meant itself."""
    return mention.kind == "settlement" and not mention.metonym and not mention.adjectival


def is_filler(between: str, words: StatementWords) -> bool:
    """Tell whether only such words as "the strategic town of" stand there."""
    return not strip(between.strip(" \t\u00a0,:–—-\"'«„“”»("), words, "filler")


def strip(text: str, words: StatementWords, *keys: str) -> str:
    """Take words of these lists off the end of a text, with the marks between them."""
    while True:
        bare = text.rstrip(" \t\n\u00a0,:–—-\"'«„“”»(").rstrip(REGION)
        for key in keys:
            match = match_end(words.ending[key], bare)
            if match is not None and match.start() < len(bare):
                bare = bare[: match.start()]
                break
        else:
            return bare
        text = bare


def is_separator(between: str, words: StatementWords) -> bool:
    """Tell whether a list goes on: a comma, an "and", and what may stand before the next place."""
    bare = between.strip()
    lone = bare[:1] in (",", ";", "、", "/", "，")
    if lone:
        bare = bare[1:].strip()
    match = words.words["sep"].match(bare)
    if match is not None:
        bare = bare[match.end() :].strip()
    elif not lone:
        return False
    return not strip(bare, words, "filler")


def behind_region(places: SentencePlaces, words: StatementWords, end: int) -> int:
    """Return where the words "in the Donetsk region", "(Donetsk region)" or "(once Dymytrov)" behind a place end."""
    bracket = _BRACKET.match(places.text, end, min(places.end, end + _REGION_REACH))
    if bracket is not None:
        return bracket.end()
    region = places.after(end, _REGION_REACH)
    if region is None or is_town(region):
        return end
    lead = places.text[end : region.start].strip()
    if not lead.startswith("(") and words.ending["region_lead"].search(lead) is None:
        return end
    behind = region.end
    tail = words.words["region_tail"].match(places.text[behind : behind + _REGION_REACH].lstrip())
    if tail is not None:
        stretch = places.text[behind : behind + _REGION_REACH]
        behind += len(stretch) - len(stretch.lstrip()) + tail.end()
    return behind + (places.text[behind : behind + 1] == ")")


def ends_in(lead: str, words: StatementWords, key: str) -> bool:
    """Tell whether a text ends with a word of a list."""
    return key in words.words and match_end(words.ending[key], lead) is not None
