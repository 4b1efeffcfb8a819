"""Is a capitalised name a place here, and of which kind? Read from the few words before and behind it."""

from __future__ import annotations

import re
from functools import lru_cache

from app.reading.cues import BEFORE, BEHIND, Cues
from app.reading.mentions_words import DATELINE, LAND, LEADING, common_word, river_alone, river_context
from app.reading.names import NameEntry, NameTable
from app.reading.records import Sentence
from app.reading.spans import Found, Token
from app.reading.vocabulary import Vocabulary

_OPENING, _CLOSING = frozenset("\"«“„‘'"), frozenset("\"»”“’'")
_POSSESSIVE = re.compile(r"['’]s?(?!\w)")
_TOPONYM = re.compile(
    r"(?:[oeiy]vka|[oeiy]wka|ove|eve|ovo|evo|owe|ske|skoye|skoe|noye|noe|nye|ne|ino|yne|ske|sk|grad|hrad|hirsk|gorsk|pol[ei]?|pil|pillia|"
    r"ivtsi|nka|ets|iv|ka|івка|ївка|ове|еве|ське|цьке|не|ино|ине|овка|евка|ово|ево|ское|[внрлтмкд]ое|ск|ськ|град|поль|піль|ка|ки|ці|цы)\Z"
)
_PERSON = re.compile(r"(?:sk[yi]+|skyi|enko|chuk|shvili|ський|ский|енко|чук|енка|ського)\Z")
# "X, said a spokesman": who speaks comes behind.
_INVERTED = re.compile(r" (?:an? |the |[A-ZА-ЯІЇЄҐ])")
_RELATIVE = frozenset({"who", "adding"})
# How Slavic names end in German spelling.
_SLAVIC = re.compile(
    "(?:[iyoj]wka|[iyo]wk[ae]|nka|tka|schka|kowa|[aoe]we|[aeo]wo|iwzi|ynzi|[iy]w|[oe]w|skyj|ske|skoje|[sz]k|[hg]rad|hirsk|pil|pillja|pilla|pol[ej]?|"
    "[nrts]e|schne|nne|yne|ino|[iy]nka|na|nja|schtscha|schtsche|ets|ez|dar|mut|lut|jar|Jar|tsch)s?\\Z"
)
_LIST_MARKS = frozenset(",(;/")
_LISTED_BEHIND = re.compile(r"[,;/)(]|[-–—] ?| (?:and|or|und|et|oraz|i|та|і|й|и) ")
_STRONG_WEIGHT = 3.0
_TOWN_WEIGHT = 2.0
_KNOWN_WEIGHT = 1.6
_MIN_UNKNOWN = 5
_MAX_ACRONYM = 5
_LONG_NAME = 8
_LONG_START = 6
_SHORT = 4


@lru_cache(maxsize=20_000)
def _looks_like_a_place(surface: str) -> bool:
    return _TOPONYM.search(surface) is not None


@lru_cache(maxsize=20_000)
def _looks_like_a_person(surface: str) -> bool:
    return _PERSON.search(surface) is not None


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
    if surface in cues.stop and not _typed(before, after, cues):
        return None
    if one.entry is None:
        # Most capitalised words end here: the checks that are cheap and seldom passed come first.
        if not _may_be_near(one, surface, left, before, after, cues):
            return None
    elif cues.oblast_after.match(after) or (one.entry.adjectives and cues.raion_after.match(after)):
        return _with_type_word(text, one, before, after, cues)
    if _is_unit(surface, before, after, cues) or _is_person(
        text, sentence, one, left, right, before, after, cues, names, lang
    ):
        return None
    if one.entry is None:
        return _unknown(one, surface, right, before, after, cues, names, lang)
    typed = _with_type_word(text, one, before, after, cues)
    if typed is not None:
        return typed
    bare = _bare(sentence, one, surface, before, after, cues, vocabulary)
    if bare is not None and lang == "de" and _may_be_noun(one, surface):
        one.unsure = one.unsure or not (
            one.direction or cues.seize_before.search(before) or cues.place_before.search(before)
        )
    return bare


def _may_be_noun(one: Found, surface: str) -> bool:
    """In German every noun has a capital: a little known name that does not look Slavic may be one."""
    known = one.kind != "settlement" or (one.entry is not None and one.entry.weight >= _STRONG_WEIGHT)
    return not known and not _SLAVIC.search(surface)


def is_hopeless(
    text: str, sentence: Sentence, start: int, end: int, key: str, left: Token | None, right: Token | None, cues: Cues
) -> bool:
    """Say whether :func:`decide` can only answer None for a name that no gazetteer has, as it does for most."""
    if len(key) < _MIN_UNKNOWN or (left is not None and not _is_type(left.text, cues)):
        return True
    after = text[end : min(sentence.end, end + BEHIND)]
    before = text[max(sentence.start, start - BEFORE) : start]
    if cues.facility_after.may(after) or cues.facility_before.may(before):
        return False
    if right is not None and after[:1] == " ":
        return True
    if cues.direction_after.may(after) or _LISTED_BEHIND.match(after):
        return False
    return before.rstrip()[-1:] not in _LIST_MARKS and not (
        cues.weak_before.may(before) or cues.place_before.may(before) or cues.seize_before.may(before)
    )


def _typed(before: str, after: str, cues: Cues) -> bool:
    return bool(
        cues.oblast_after.match(after) or cues.river_after.match(after) or cues.raion_after.match(after)
        or cues.river_before.search(before) or cues.oblast_before.search(before)
    )  # fmt: skip


def _is_unit(surface: str, before: str, after: str, cues: Cues) -> bool:
    if cues.unit_after.match(after.lstrip('"»”')) and not surface.isupper():
        return not _POSSESSIVE.match(after)
    if cues.unit_before.search(before):
        return True
    return before[-1:] in _OPENING and after[:1] in _CLOSING


def _is_person(
    text: str, sentence: Sentence, one: Found, left: Token | None, right: Token | None, before: str, after: str,
    cues: Cues, names: NameTable, lang: str | None,
) -> bool:  # fmt: skip
    """A person or a firm: a given name or an office before it, a verb of saying behind, another name beside."""
    entry = one.entry
    weight = entry.weight if entry else 0.0
    if entry and (entry.own_nouns or entry.nouns & {"region", "country"}) and "settlement" not in entry.nouns:
        return False
    if left is not None and text[left.end : one.start].isspace():
        if left.text in cues.given:
            return True
        names_on = left.text.lower() not in cues.generic and not left.text.isupper() and not _is_type(left.text, cues)
        if (
            lang != "de"
            and names_on
            and (left.start != sentence.start or (weight < _KNOWN_WEIGHT and not _is_ing(left.text)))
        ):
            return True
    if right is not None and text[one.end : right.start].isspace() and entry is not None:
        if text[one.start : one.end] in cues.given:
            return True
        if lang != "de" and not (_may_follow(text, right, cues, names) or cues.facility_after.match(after)):
            # In languages without articles the next noun may begin a clause: "od Charkowa Rosjanie zajęli".
            placed = cues.place_before.search(before) or cues.weak_before.search(before)
            return not (lang == "pl" and placed and cues.people.match(right.text))
        if right.text in cues.given:
            return False  # "the mayor of Kharkiv Ihor …" in Ukrainian: the person begins behind the town
    if weight >= _STRONG_WEIGHT or (entry and entry.own_nouns):
        return False
    if cues.title_before.search(before):
        return True
    if cues.said_before.search(before):
        return True
    said = cues.said_after.match(after)
    if not said or _INVERTED.match(after, said.end()):
        return False
    # "…z Awdijiwki, poinformował generał": behind a comma the speaker follows, and a preposition is a place's.
    apart = said.group("gap").startswith(",") and said.group().lstrip(", ") not in _RELATIVE
    return not (apart and (cues.weak_before.search(before) or cues.place_before.search(before)))


def _is_ing(word: str) -> bool:
    """A sentence that begins with a participle ("Counting Crimea") names nobody by it."""
    return word.endswith("ing")


def _may_follow(text: str, right: Token, cues: Cues, names: NameTable) -> bool:
    """A type word, an office, a unit in the genitive (Суджа Курской области); another word is part of the name."""
    if right.text.isupper() or _is_type(right.text, cues) or cues.title_before.search(" " + right.text + " "):
        return True
    if right.text in cues.given or right.text.lower() in cues.generic:
        return True
    entry = names.entry(names.fold(right.text))
    if entry is None:
        return False
    if (entry.adjectives | entry.own_nouns) & {"oblast"}:
        return True
    return bool(entry.adjectives) and cues.raion_after.match(text[right.end : right.end + BEHIND]) is not None


@lru_cache(maxsize=20_000)
def _is_type(word: str, cues: Cues) -> bool:
    spaced = " " + word
    return bool(
        cues.oblast_after.match(spaced) or cues.raion_after.match(spaced) or cues.river_after.match(spaced)
        or cues.direction_after.match(spaced) or cues.facility_after.match(spaced) or cues.unit_after.match(spaced)
        or cues.oblast_before.search(word + " ") or cues.raion_before.search(word + " ")
        or cues.river_before.search(word + " ") or cues.place_before.search(word + " ")
    )  # fmt: skip


def _with_type_word(text: str, one: Found, before: str, after: str, cues: Cues) -> Found | None:
    """A name whose neighbour says what it is: region, district, river, dam."""
    entry = one.entry
    if entry is None:
        return None
    every = entry.nouns | entry.adjectives | entry.own_nouns
    may = cues.type_after.may(after) or cues.type_before.may(before) or cues.facility_before.may(before)
    if not (may or "oblast" in every):
        return None
    for kind, behind, ahead in (
        ("oblast", cues.oblast_after, cues.oblast_before),
        ("raion", cues.raion_after, cues.raion_before),
        ("river", cues.river_after, cues.river_before),
    ):
        match = behind.match(after)
        if match and match.group("gap") != "-":
            # A district called after a regional centre is one of that city's, unless a raion bears the name too.
            if kind == "raion" and "raion" not in every:
                if cues.city_district.match(text[one.start : one.end]):
                    return None
                town = "settlement" in every and entry.weight >= _TOWN_WEIGHT
                if "oblast" in every or not town:
                    return None
            if kind == "oblast" and "oblast" not in every and "region" in every:
                one.kind = "region"
            else:
                one.kind = kind  # type: ignore[assignment]
            if kind == "oblast" and not every & {"oblast", "region"}:
                return None
            one.end += match.end()
            one.adjectival = False
            return one
        match = ahead.search(before)
        if match and (kind in every or kind == "raion"):
            one.kind = kind  # type: ignore[assignment]
            one.start -= len(before) - match.start()
            return one
    if "oblast" in every and cues.oblast_of.search(before):
        one.kind = "oblast"
        return one
    return _facility(one, before, after, cues)


def _facility(one: Found, before: str, after: str, cues: Cues) -> Found | None:
    """A dam, bridge or plant takes its full name, on either side."""
    behind, ahead = cues.facility_after.match(after), cues.facility_before.search(before)
    if behind is None and ahead is None:
        return None
    one.kind, one.key = "other", ""
    if behind:
        one.end += behind.end()
    elif ahead:
        one.start -= len(before) - ahead.start()
    return one


def _bare(
    sentence: Sentence, one: Found, surface: str, before: str, after: str, cues: Cues,
    vocabulary: Vocabulary,
) -> Found | None:  # fmt: skip
    """A name without a type word beside it."""
    entry = one.entry
    if entry is None:
        return None
    one.direction = bool(cues.direction_after.match(after))
    if entry.own_nouns and "settlement" not in entry.nouns:
        one.kind = "oblast"
        return one
    if not entry.nouns:
        if entry.own_nouns:
            one.kind = "oblast"
            return one
        if "region" in entry.adjectives and one.direction:
            one.kind, one.adjectival = "region", True
            return one
        if "settlement" in entry.adjectives and (one.direction or surface.isascii()):
            one.adjectival = True
            one.unsure = not (one.direction or cues.seize_before.search(before) or cues.place_before.search(before))
            return one
        return None
    if entry.own_nouns and "oblast" in entry.own_nouns:
        one.kind = "oblast"
        return one
    for kind in ("country", "region"):
        if kind in entry.nouns:
            one.kind = kind
            one.metonym = kind == "country" and _acts(one, before, after, cues)
            return one
    if "settlement" not in entry.nouns:
        if entry.nouns & {"oblast", "river"}:
            one.kind = "oblast" if "oblast" in entry.nouns else "river"
            if one.kind == "river" and not river_alone(surface, before, after, cues) and entry.weight < 1:
                one.unsure = len(surface) <= _SHORT or not before.rstrip().endswith((",", "and"))
            return one
        one.kind = "other" if "other" in entry.nouns else "raion"
        return one if one.kind == "other" else None
    if "river" in entry.nouns and river_context(before, after):
        one.kind = "river"
        return one
    if "oblast" in entry.nouns and LAND.search(surface) and before.endswith((" на ", "На ")):
        one.kind = "oblast"  # "на Запоріжжі" is the land, "у Запоріжжі" the city
        return one
    one.metonym = _acts(one, before, after, cues) and _is_seat(surface, vocabulary)
    return _settlement(one, entry, surface, before, after, cues, at_start=one.start == sentence.start)


def _settlement(
    one: Found, entry: NameEntry, surface: str, before: str, after: str, cues: Cues, *, at_start: bool
) -> Found | None:
    """A name that a settlement bears; unsure where nothing but the capital letter speaks for it."""
    if one.direction and surface.isascii() and surface.endswith("e") and "settlement" in entry.adjectives:
        # "the Pokrovske direction": the neuter of the adjective, not the village of that name.
        one.adjectival = True
    one.level_open = one.direction and "oblast" in entry.nouns
    seized = bool(cues.seize_before.search(before))
    strong = one.direction or seized or bool(cues.place_before.search(before)) or bool(cues.weak_before.search(before))
    if surface.isupper() and not strong and len(surface) <= _MAX_ACRONYM:
        return one if at_start and DATELINE.match(after) else None
    if not (strong and before.strip(LEADING)) and common_word(surface, after, cues):
        one.unsure = True
        return one
    short = surface.isascii() and len(surface) <= (_SHORT if entry.weight < _STRONG_WEIGHT else _SHORT - 1)
    if short and not (one.direction or seized or cues.place_before.search(before)):
        if not before.rstrip().endswith((",", "and", "та", "і", "и")):
            return None
        one.unsure = True
    elif not strong and entry.weight < _STRONG_WEIGHT:
        known = not entry.inflected and len(surface) >= _LONG_START and _looks_like_a_place(surface)
        slight = entry.weight < _KNOWN_WEIGHT and surface.isascii()
        one.unsure = not known and ((at_start and not _subject(after)) or slight)
    listed = before.rstrip()[-1:] in _LIST_MARKS or "-" in surface
    person = _looks_like_a_person(surface) and (entry.inflected or not surface.endswith("енка"))
    if person and not (strong or listed):
        return None
    return one


def _subject(after: str) -> bool:
    """A name at the head of a sentence that goes on like a place ("Pokrovsk and …", "Pokrovsk, …")."""
    return bool(re.match(r"(?:,| and | та | і | и | \()", after))


def _is_seat(surface: str, vocabulary: Vocabulary) -> bool:
    return any(surface in seats for party in vocabulary.parties.values() for seats in party.seats.values())


def _acts(one: Found, before: str, after: str, cues: Cues) -> bool:
    """A government or army acts: the name is the subject of a verb, or its troops are."""
    if cues.actor_possessed.match(after):
        return _is_capital(one)
    return bool(cues.actor_after.match(after)) and not cues.actor_not_before.search(before)


def _is_capital(one: Found) -> bool:
    return one.kind == "settlement"


def _may_be_near(one: Found, surface: str, left: Token | None, before: str, after: str, cues: Cues) -> bool:
    """Whether anything speaks for a place under an unknown name: a cue, or a list that it stands in."""
    if len(one.key) < _MIN_UNKNOWN or surface.lower() in cues.generic:
        return False
    if left is not None and not _is_type(left.text, cues):
        return False
    if _LISTED_BEHIND.match(after) or cues.direction_after.match(after) or cues.facility_after.match(after):
        return True
    if cues.facility_before.search(before):
        return True
    return bool(before) and (
        before.rstrip()[-1:] in _LIST_MARKS
        or bool(cues.weak_before.search(before) or cues.place_before.search(before) or cues.seize_before.search(before))
    )


def _unknown(
    one: Found,
    surface: str,
    right: Token | None,
    before: str,
    after: str,
    cues: Cues,
    names: NameTable,
    lang: str | None,
) -> Found | None:
    """A word that no gazetteer has, where the text says that a place stands."""
    if _looks_like_a_place(surface) or cues.facility_before.search(before):
        facility = _facility(one, before, after, cues)
        if facility is not None:
            return facility
    if lang == "de" and not _SLAVIC.search(surface):
        return None
    if _POSSESSIVE.match(after) or (right is not None and after[:1] == " ") or surface.isupper():
        return None
    one.fuzzy = True
    one.direction = bool(cues.direction_after.match(after))
    if one.direction or cues.seize_before.search(before) or cues.place_before.search(before):
        near = names.near(one.key)
        one.entry = names.entry(near[0]) if near else None
        bears = one.entry is not None and "settlement" in one.entry.nouns
        one.unsure = not bears and not _looks_like_a_place(surface)
        return one
    one.unsure = True
    if cues.weak_before.search(before) or before.rstrip().endswith(","):
        near = names.near(one.key) if len(one.key) >= _LONG_NAME else ()
        one.entry = names.entry(near[0]) if near else None
        one.unsure = one.entry is None or one.entry.weight < _STRONG_WEIGHT
    return one
