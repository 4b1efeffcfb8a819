"""All spellings under which a record is found: own and former names, romanisations, case forms, adjectives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import Indel

from geodata.gazetteer.inflect import ADJECTIVE_ENDINGS, adjective_stems, declined
from geodata.gazetteer.records import GazetteerRecord
from geodata.gazetteer.romanise import official, romanisations, romanise, russian_of, ukrainian_of
from geodata.gazetteer.sounds import sound_keys
from geodata.names import fold

MIN_KEY = 3
_SAME_NAME = 0.62
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_HAN_ONLY = re.compile("[\u4e00-\u9fff·・\u2010-\u2015-]{2,}")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_RAION_WORD = re.compile(r"\b(?:Raion|Rayon|rajon|rayon|raion|District|Raïon de|Raion de|район|Район)\b", re.IGNORECASE)
_UKRAINIAN = re.compile("[іїєґ'’ʼ]")
_RUSSIAN = re.compile("[ыэёъ]")
_WORD_GAP = re.compile(r"[\s-]")
_NUMBERED = re.compile(r"\d|\b[IVX]{2,}\b")
ADDED = "added:"
"""How the ids of the settlements begin that are packaged with their Russian and Ukrainian names."""
_RUSSIAN_NAMED = ("RU", "BY")  # where a spelling that may be of either language is Russian
_OFFICIAL_IN = "UA"  # whose official romanisation it is
_OTHER_CYRILLIC = re.compile("[ўјљњћђџѣқғңүұһөәӣҷӯҳ]")


BASE, INFLECTED, ADJECTIVAL, OWN_NOUN = 1, 2, 4, 8
"""How a spelling stands to the name, as bits; a unit's own noun is Донеччина."""

_EXONYM_LANGUAGES = {"pl": "pl", "de": "de", "zh": "han"}

OWN, VARIANT, FORMER, DERIVED = 1, 2, 4, 8
"""How a name stands to the place; derived is made from another language's spelling, since the record has none."""

Lemma = tuple[str, str, str]
"""A name as it is inflected: its text, its language (uk, ru, pl, de, la, han) and whether of a settlement or a unit."""


def lemmas(
    record: GazetteerRecord, extra: tuple[str, ...] = (), exonyms: Mapping[str, Sequence[str]] | None = None
) -> Iterator[tuple[Lemma, int]]:
    """Give the names of a record, each once with its language and relation.

    Parameters
    ----------
    extra : tuple of str
        Further spellings in any language.
    exonyms : mapping of str to list of str, optional
        Further names by language (ISO 639-1), inflected as that language does it.
    """
    if record.kind == "raion":
        yield from _raion_lemmas(record)
        return
    group = "settlement" if record.kind == "settlement" else "other"
    own_key = fold(record.name)
    seen: set[tuple[str, str]] = set()
    found: list[tuple[str, str, int]] = []
    spellings = (*record.alternates, *extra)
    cyrillic = [a for a in (record.name, *spellings) if _CYRILLIC.search(a) and not _OTHER_CYRILLIC.search(a.lower())]
    if record.country in _RUSSIAN_NAMED:
        ukrainian = []
    else:
        ukrainian = [a for a in cyrillic if fold(romanise(a, "uk", "kmu")) == own_key]
    if not ukrainian and _LATIN.search(record.name) and record.country == "UA":
        guessed = [ukrainian_of(record.name)]
        found.append((guessed[0], "uk", DERIVED))
    else:
        guessed = ukrainian[:1]
    found += [(a, "uk", OWN) for a in ukrainian]
    derived = [russian for a in guessed for russian in russian_of(a)]
    derived_keys = {fold(a) for a in derived}
    for name in cyrillic:
        if name in ukrainian:
            continue
        language = _language(name)
        relation = _relation(romanise(name, language, "kmu" if language == "uk" else "bgn"), own_key)
        if language == "ru" and fold(name) in derived_keys:
            relation = VARIANT
        found.append((name, language, relation))
        if record.id.startswith(ADDED) and language == "ru" and not _RUSSIAN.search(name.lower()):
            found.append((name, "uk", relation))  # both languages spell it so, and decline it apart
        if record.country == "UA" and group == "settlement" and not _RUSSIAN.search(name.lower()):
            # A former name has a Russian spelling too, which the other side goes on using.
            found += [(russian, "ru", relation) for russian in russian_of(name)]
    found += [(name, "ru", DERIVED) for name in derived]
    found.append((record.name, "han" if _HAN_ONLY.fullmatch(record.name) else "la", OWN))
    for name in spellings:
        if _HAN_ONLY.fullmatch(name):
            found.append((name, "han", VARIANT))
        elif _LATIN.match(name) and not _CYRILLIC.search(name) and name[:1].isupper() and not _code(name):
            found.append((name, "la", _relation(name, own_key)))
    given = set(extra)
    for language, names in (exonyms or {}).items():
        found += [(name, _EXONYM_LANGUAGES.get(language, "la"), OWN) for name in names]
    for name, language, relation in found:
        text = name.lower() if language != "la" else name
        if (text, language) not in seen:
            seen.add((text, language))
            yield (text, language, group), VARIANT if name in given and relation == FORMER else relation


def _raion_lemmas(record: GazetteerRecord) -> Iterator[tuple[Lemma, int]]:
    """A raion is called after a town: the name without its type word, and in Cyrillic the adjective."""
    seen: set[Lemma] = set()
    for name in (record.name, *record.alternates):
        bare = _RAION_WORD.sub("", name).strip()
        if not bare or bare == name:
            continue
        language = _language(bare) if _CYRILLIC.search(bare) else "la"
        lemma = (bare.lower() if language != "la" else bare, language, "raion")
        if lemma not in seen:
            seen.add(lemma)
            yield lemma, OWN


def forms(lemma: Lemma) -> dict[str, int]:
    """Return the keys of a lemma and how each stands to it."""
    text, language, group = lemma
    keys: dict[str, int] = {}
    _add(keys, text, BASE)
    if group == "raion":
        if language != "la" and text.endswith("ий"):
            for ending in ADJECTIVE_ENDINGS[language]:
                _add(keys, text[:-2] + ending, ADJECTIVAL)
        return keys
    if language == "pl":
        _inflect_polish(keys, text, BASE)
    elif language == "de":
        _inflect_german(keys, text, BASE)
    if language in ("uk", "ru"):
        _inflect(keys, text, language)
        if group == "settlement":
            for stem in adjective_stems(text, language):
                key = fold(stem)
                for ending in _ADJECTIVE_KEYS[language]:
                    keys[key + ending] = keys.get(key + ending, 0) | ADJECTIVAL
                for ending in ("ий", "е" if language == "uk" else "ое"):
                    _add(keys, romanise(stem + ending, language, "kmu" if language == "uk" else "bgn"), ADJECTIVAL)
    return keys


def sounds(lemma: Lemma) -> dict[str, int]:
    """Return the keys by sound of a Cyrillic name and how each stands to it; none for another name."""
    text, language, group = lemma
    heard = sound_keys(text) if language in ("uk", "ru") and group == "settlement" else {}
    return {key: BASE if whole else INFLECTED for key, whole in heard.items()}


def unit_forms(entry: dict[str, Any]) -> dict[str, int]:
    """Return the keys of a first-level unit of ``regions.toml``."""
    keys: dict[str, int] = {}
    for language in ("uk", "ru"):
        if language in entry:
            _add(keys, entry[language], BASE)
            _inflect(keys, entry[language], language)
        stem = entry.get(f"{language}_adjective")
        if stem:
            for ending in _UNIT_ENDINGS[language]:
                _add(keys, stem + ending, ADJECTIVAL)
            for _, latin in romanisations(stem + ("а" if language == "uk" else "ая"), language):
                _add(keys, latin, ADJECTIVAL)
        for noun in entry.get(f"{language}_nouns", []):
            _add(keys, noun, OWN_NOUN)
            for form in declined(noun, language):
                _add(keys, form, OWN_NOUN)
            for _, latin in romanisations(noun.lower(), language):
                _add(keys, latin, OWN_NOUN)
    if "pl" in entry:
        for ending in ("i", "iego", "iemu", "im", "ie", "ich", "a", "iej", "ą"):
            _add(keys, entry["pl"][:-1] + ending, ADJECTIVAL)
    for name in (entry["name"].removesuffix(" Oblast"), *entry.get("other", [])):
        _add(keys, name, BASE)
    for language in ("uk", "ru"):
        if language in entry:
            _add(keys, romanise(entry[language], language, "de") + "er", ADJECTIVAL)
    return keys


def listed_forms(entry: dict[str, Any]) -> dict[str, int]:
    """Return the keys of a region, river or country of ``regions.toml``."""
    keys: dict[str, int] = {}
    # A region that is shown as a unit ("DPR") does not bear the unit's name.
    own = () if entry["name"].endswith(" Oblast") else (entry["name"],)
    for name in (*own, *entry.get("names", [])):
        _add(keys, name, BASE, short=True)
    for language in ("uk", "ru"):
        stem = entry.get(f"{language}_adjective")
        if stem:
            for ending in ADJECTIVE_ENDINGS[language]:
                _add(keys, stem + ending, ADJECTIVAL)
            _add(keys, romanise(stem + "ий", language, "kmu" if language == "uk" else "bgn"), ADJECTIVAL)
        for name in entry.get(language, []):
            _add(keys, name, BASE, short=True)
            if len(name) > MIN_KEY:
                for form in declined(name, language):
                    _add(keys, form, INFLECTED)
    return keys


def river_forms(entry: dict[str, Any]) -> dict[str, int]:
    """Return the keys of a river as newsrooms write its Ukrainian and Russian names, Polish in all cases."""
    keys: dict[str, int] = {}
    for language in ("uk", "ru"):
        for name in entry.get(language, []):
            for system, latin in romanisations(name.lower(), language):
                _add(keys, latin, BASE)
                if system == "pl":
                    for form in declined(latin, "pl"):
                        _add(keys, form, INFLECTED)
    return keys


def unit_sounds(entry: dict[str, Any]) -> dict[str, int]:
    """Return the keys by sound of a unit or river of ``regions.toml``."""
    listed = [entry.get(language, []) for language in ("uk", "ru")]
    names = [name for one in listed for name in ([one] if isinstance(one, str) else one)]
    return {key: BASE for name in names for key in sound_keys(name)}


def display_name(record: GazetteerRecord) -> str:
    """Return the name as newsrooms write it: a Ukrainian one in the official romanisation, where the record has it.

    GeoNames keeps older romanisations as its main names (Hulyaypole, Kupyansk). Only a spelling of the same name is
    taken, told by its key, so a former or a Russian name never is.
    """
    if record.country != _OFFICIAL_IN or record.kind != "settlement":
        return record.name
    key = fold(record.name)
    foreign = (_RUSSIAN, _OTHER_CYRILLIC, _LATIN)
    cyrillic = [name for name in record.alternates if not any(letters.search(name.lower()) for letters in foreign)]
    ordered = sorted(cyrillic, key=lambda name: not _UKRAINIAN.search(name.lower()))
    words = len(_WORD_GAP.findall(record.name))
    same = [name for name in map(official, ordered) if fold(name) == key and len(_WORD_GAP.findall(name)) == words]
    if not same or record.name in same or _NUMBERED.search(record.name):
        return record.name
    return same[0] if same[0].istitle() or not record.name.istitle() else same[0].title()


# Folding works letter by letter in Cyrillic, so the key of a form is the key of its stem and that of its ending.
_ADJECTIVE_KEYS = {
    language: tuple(dict.fromkeys(fold(ending) for ending in endings))
    for language, endings in ADJECTIVE_ENDINGS.items()
}
_UNIT_ENDINGS = {
    "uk": ("а", "ої", "ій", "у", "ою", "их", "им", "ими", "і"),
    "ru": ("ая", "ой", "ую", "ою", "их", "им", "ими", "ие"),
}


def _inflect(keys: dict[str, int], text: str, language: str) -> None:
    for form in declined(text, language):
        _add(keys, form, INFLECTED)
    for system, latin in romanisations(text, language):
        _add(keys, latin, BASE)
        if system == "pl":
            _inflect_polish(keys, latin, INFLECTED)
        elif system == "de":
            _inflect_german(keys, latin, INFLECTED)


def _inflect_polish(keys: dict[str, int], name: str, form: int) -> None:
    for declined_form in declined(name, "pl"):
        _add(keys, declined_form, form)
    for stem in adjective_stems(name, "pl"):
        _add(keys, stem + "i", ADJECTIVAL)


def _inflect_german(keys: dict[str, int], name: str, form: int) -> None:
    if not name.endswith("s"):
        _add(keys, name + "s", form)
    _add(keys, name + "er", ADJECTIVAL)


def _add(keys: dict[str, int], spelling: str, form: int, *, short: bool = False) -> None:
    key = fold(spelling)
    if len(key) >= MIN_KEY or (key and (short or not key.isascii())):
        keys[key] = keys.get(key, 0) | form


def _language(name: str) -> str:
    lowered = name.lower()
    if _RUSSIAN.search(lowered):
        return "ru"
    return "uk" if _UKRAINIAN.search(lowered) else "ru"


def _code(name: str) -> bool:
    """Airport codes and the like."""
    return name.isupper() and len(name) <= 4  # noqa: PLR2004


@lru_cache(maxsize=200_000)
def _relation(latin: str, own_key: str) -> int:
    same = Indel.normalized_similarity(fold(latin), own_key) >= _SAME_NAME
    return VARIANT if same else FORMER
