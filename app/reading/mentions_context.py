"""Is a capitalised name a place here, and of which kind? Read from the few words before and behind it."""

from __future__ import annotations

import re

from app.reading.cue_sides import OBLAST, PART, PLACE, RAION, RIVER, SEIZE, UNIT
from app.reading.cues import BEFORE, BEHIND, Cues
from app.reading.mentions_bare import bare
from app.reading.mentions_persons import is_person
from app.reading.mentions_typed import with_type_word
from app.reading.mentions_unknown import may_be_near, unknown
from app.reading.mentions_words import POSSESSIVE, SLAVIC, STRONG_WEIGHT
from app.reading.names import NameTable
from app.reading.records import Sentence
from app.reading.spans import Around, Found, Token
from app.reading.vocabulary import Vocabulary

_SHORT_FORM = re.compile("[А-ЯІЇЄҐ]{2,5}[а-яіїє]{1,4}\\Z")  # an acronym with its ending: ФАБами, БпЛА
_OPENING, _CLOSING = frozenset("\"«“„‘'"), frozenset("\"»”“’'")


def decide(
    text: str,
    sentence: Sentence,
    one: Found,
    left: Token | None,
    right: Token | None,
    cues: Cues,
    names: NameTable,
    vocabulary: Vocabulary,
    lang: str | None,
) -> Found | None:
    """Return the name with its kind and span, or None where it is no place.

    Parameters
    ----------
    left, right : Token or None
        The capitalised words of the same run beside it.
    """
    surface = text[one.start : one.end]
    before = text[max(sentence.start, one.start - BEFORE) : one.start]
    after = text[one.end : min(sentence.end, one.end + BEHIND)]
    here = Around(before, after, cues.lead.mask(before), cues.behind.mask(after))
    if surface in cues.stop and not (here.behind & (OBLAST | RAION | RIVER) or here.lead & (OBLAST | RIVER)):
        return None
    if (here.lead | here.behind) & PART or _SHORT_FORM.match(surface):
        return None
    if one.entry is None:
        # Most capitalised words end here.
        if not may_be_near(one, surface, left, right, here, cues):
            return None
    elif here.behind & OBLAST or (here.behind & RAION and one.entry.adjectives):
        return with_type_word(text, one, here, cues)
    if _is_unit(surface, here, cues) or is_person(text, sentence, one, left, right, here, cues, names, lang):
        return None
    if one.entry is None:
        return unknown(one, surface, right, here, cues, names, lang)
    typed = with_type_word(text, one, here, cues)
    if typed is not None:
        return typed
    alone = bare(one, surface, here, cues, vocabulary)
    if alone is not None and lang == "de" and _may_be_noun(one, surface):
        one.unsure = one.unsure or not (one.direction or here.lead & (SEIZE | PLACE))
    return alone


def _may_be_noun(one: Found, surface: str) -> bool:
    """In German every noun has a capital: a little known name that does not look Slavic may be one."""
    known = one.kind != "settlement" or (one.entry is not None and one.entry.weight >= STRONG_WEIGHT)
    return not known and not SLAVIC.search(surface)


def _is_unit(surface: str, here: Around, cues: Cues) -> bool:
    after = here.after
    behind = cues.behind.mask(after.lstrip('"»”')) if after[:1] in _CLOSING else here.behind
    if behind & UNIT and not surface.isupper():
        return not POSSESSIVE.match(after)
    if here.lead & UNIT:
        return True
    return here.before[-1:] in _OPENING and after[:1] in _CLOSING
