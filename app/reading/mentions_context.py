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
from app.reading.records import Sentence
from app.reading.rules import Rules
from app.reading.runs import Step
from app.reading.spans import Around, Found, Token

_SHORT_FORM = re.compile("[А-ЯІЇЄҐ]{2,5}[а-яіїє]{1,4}\\Z")  # an acronym with its ending: ФАБами, БпЛА
_OPENING, _CLOSING = frozenset("\"«“„‘'"), frozenset("\"»”“’'")


def decide(text: str, sentence: Sentence, start: int, step: Step, rules: Rules) -> Found | None:
    """Return a name with its kind and span, or None where it is no place.

    Parameters
    ----------
    start : int
        Where the run of capitalised words begins that `step` is a part of.
    """
    begin, end = start + step.start, start + step.end
    first, last = max(sentence.start, begin - BEFORE), min(sentence.end, end + BEHIND)
    cues, entry = step.cues, step.entry
    lead, behind = cues.lead.mask(text, first, begin), cues.behind.mask(text, end, last)
    if step.stops and not (behind & (OBLAST | RAION | RIVER) or lead & (OBLAST | RIVER)):
        return None
    if (lead | behind) & PART or _SHORT_FORM.match(step.surface):
        return None
    here = Around(text[first:begin], text[end:last], lead, behind)
    if entry is None and not may_be_near(here, step.right):
        return None  # most capitalised words end here
    one = Found(begin, end, sentence.index, step.key, entry)
    if entry is not None and (behind & OBLAST or (behind & RAION and entry.adjectives)):
        return with_type_word(one, step.surface, here, cues)
    left, right = _at(start, step.left), _at(start, step.right)
    if _is_unit(step.surface, here, cues) or is_person(text, sentence, one, left, right, here, cues, rules):
        return None
    if entry is None:
        return unknown(one, step.surface, right, here, cues, rules)
    typed = with_type_word(one, step.surface, here, cues)
    if typed is not None:
        return typed
    alone = bare(one, step.surface, here, cues, rules.vocabulary)
    if alone is not None and rules.lang == "de" and _may_be_noun(one, step.surface):
        one.unsure = one.unsure or not (one.direction or lead & (SEIZE | PLACE))
    return alone


def _at(start: int, token: Token | None) -> Token | None:
    return token and Token(start + token.start, start + token.end, token.text)


def _may_be_noun(one: Found, surface: str) -> bool:
    """In German every noun has a capital: a little known name that does not look Slavic may be one."""
    known = one.kind != "settlement" or (one.entry is not None and one.entry.weight >= STRONG_WEIGHT)
    return not known and not SLAVIC.search(surface)


def _is_unit(surface: str, here: Around, cues: Cues) -> bool:
    after = here.after
    behind = here.behind
    if after[:1] in _CLOSING:
        behind = cues.behind.mask(bare_after := after.lstrip('"»”'), 0, len(bare_after))
    if behind & UNIT and not surface.isupper():
        return not POSSESSIVE.match(after)
    if here.lead & UNIT:
        return True
    return here.before[-1:] in _OPENING and after[:1] in _CLOSING
