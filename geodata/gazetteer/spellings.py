"""All spellings under which a record is found: own and former names, romanisations, case forms, adjectives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntFlag
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import Indel

from geodata.gazetteer.inflect import adjectives, declined
from geodata.gazetteer.records import GazetteerRecord
from geodata.gazetteer.romanise import romanisations, romanise, russian_of, ukrainian_of
from geodata.names import fold

MIN_KEY = 3
_SAME_NAME = 0.62
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_HAN_ONLY = re.compile("[\u4e00-\u9fff·・\u2010-\u2015-]{2,}")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_UKRAINIAN = re.compile("[іїєґ'’ʼ]")
_RUSSIAN = re.compile("[ыэёъ]")
_OTHER_CYRILLIC = re.compile("[ўјљњћђџѣқғңүұһөәӣҷӯҳ]")


class Form(IntFlag):
    """How a spelling stands to the name."""

    BASE = 1
    INFLECTED = 2
    ADJECTIVAL = 4
    OWN_NOUN = 8
    """A name that a unit bears without a type word (Донеччина)."""


class Relation(IntFlag):
    """How a name stands to the place."""

    OWN = 1
    VARIANT = 2
    FORMER = 4
    DERIVED = 8
    """Made from another language's spelling, since the record has none."""


Lemma = tuple[str, str, str]
"""A name as it is inflected: its text, its language (uk, ru, la, han) and whether of a settlement or a unit."""


def lemmas(record: GazetteerRecord, extra: tuple[str, ...] = ()) -> Iterator[tuple[Lemma, Relation]]:
    """Give the names of a record, each once with its language and relation."""
    group = "settlement" if record.kind == "settlement" else "other"
    own_key = fold(record.name)
    seen: set[tuple[str, str]] = set()
    found: list[tuple[str, str, Relation]] = []
    spellings = (*record.alternates, *extra)
    cyrillic = [a for a in (record.name, *spellings) if _CYRILLIC.search(a) and not _OTHER_CYRILLIC.search(a.lower())]
    ukrainian = [a for a in cyrillic if fold(romanise(a, "uk", "kmu")) == own_key]
    if not cyrillic and _LATIN.search(record.name) and record.country == "UA":
        found.append((ukrainian_of(record.name), "uk", Relation.DERIVED))
    found += [(a, "uk", Relation.OWN) for a in ukrainian]
    derived = [russian for a in ukrainian[:1] for russian in russian_of(a)]
    derived_keys = {fold(a) for a in derived}
    have_russian = False
    for name in cyrillic:
        if name in ukrainian:
            continue
        language = _language(name)
        relation = _relation(romanise(name, language, "kmu" if language == "uk" else "bgn"), own_key)
        if language == "ru" and (fold(name) in derived_keys or relation is Relation.VARIANT):
            have_russian, relation = True, Relation.VARIANT
        found.append((name, language, relation))
    if not have_russian:
        found += [(name, "ru", Relation.DERIVED) for name in derived]
    found.append((record.name, "han" if _HAN_ONLY.fullmatch(record.name) else "la", Relation.OWN))
    for name in spellings:
        if _HAN_ONLY.fullmatch(name):
            found.append((name, "han", Relation.VARIANT))
        elif _LATIN.match(name) and not _CYRILLIC.search(name) and name[:1].isupper() and not _code(name):
            found.append((name, "la", _relation(name, own_key)))
    for name, language, relation in found:
        text = name.lower() if language != "la" else name
        if (text, language) not in seen:
            seen.add((text, language))
            yield (text, language, group), relation


def forms(lemma: Lemma) -> dict[str, Form]:
    """Return the keys of a lemma and how each stands to it."""
    text, language, group = lemma
    keys: dict[str, Form] = {}
    _add(keys, text, Form.BASE)
    if language in ("uk", "ru"):
        _inflect(keys, text, language)
        if group == "settlement":
            for adjective in adjectives(text, language):
                _add(keys, adjective, Form.ADJECTIVAL)
            for adjective in adjectives(text, language):
                if adjective.endswith(("ий", "ому", "ого")):
                    system = "kmu" if language == "uk" else "bgn"
                    _add(keys, romanise(adjective, language, system), Form.ADJECTIVAL)
    return keys


def unit_forms(entry: dict[str, Any]) -> dict[str, Form]:
    """Return the keys of a first-level unit of ``regions.toml``."""
    keys: dict[str, Form] = {}
    for language in ("uk", "ru"):
        if language in entry:
            _add(keys, entry[language], Form.BASE)
            _inflect(keys, entry[language], language)
        stem = entry.get(f"{language}_adjective")
        if stem:
            for ending in _UNIT_ENDINGS[language]:
                _add(keys, stem + ending, Form.ADJECTIVAL)
            for _, latin in romanisations(stem + ("а" if language == "uk" else "ая"), language):
                _add(keys, latin, Form.ADJECTIVAL)
        for noun in entry.get(f"{language}_nouns", []):
            _add(keys, noun, Form.OWN_NOUN)
            for form in declined(noun, language):
                _add(keys, form, Form.OWN_NOUN)
            for _, latin in romanisations(noun.lower(), language):
                _add(keys, latin, Form.OWN_NOUN)
    if "pl" in entry:
        for ending in ("i", "iego", "iemu", "im", "ie", "ich", "a", "iej", "ą"):
            _add(keys, entry["pl"][:-1] + ending, Form.ADJECTIVAL)
    for name in (entry["name"].removesuffix(" Oblast"), *entry.get("other", [])):
        _add(keys, name, Form.BASE)
    return keys


def listed_forms(entry: dict[str, Any]) -> dict[str, Form]:
    """Return the keys of a region, river or country of ``regions.toml``."""
    keys: dict[str, Form] = {}
    for name in (entry["name"], *entry.get("names", [])):
        _add(keys, name, Form.BASE, short=True)
    for language in ("uk", "ru"):
        for name in entry.get(language, []):
            _add(keys, name, Form.BASE, short=True)
            if len(name) > MIN_KEY:
                for form in declined(name, language):
                    _add(keys, form, Form.INFLECTED)
    return keys


_UNIT_ENDINGS = {
    "uk": ("а", "ої", "ій", "у", "ою", "их", "им", "ими", "і"),
    "ru": ("ая", "ой", "ую", "ою", "их", "им", "ими", "ие"),
}


def _inflect(keys: dict[str, Form], text: str, language: str) -> None:
    for form in declined(text, language):
        _add(keys, form, Form.INFLECTED)
    for system, latin in romanisations(text, language):
        _add(keys, latin, Form.BASE)
        if system == "pl":
            for form in declined(latin, "pl"):
                _add(keys, form, Form.INFLECTED)
        elif system == "de" and not latin.endswith("s"):
            _add(keys, latin + "s", Form.INFLECTED)
            _add(keys, latin + "er", Form.ADJECTIVAL)


def _add(keys: dict[str, Form], spelling: str, form: Form, *, short: bool = False) -> None:
    key = fold(spelling)
    if len(key) >= MIN_KEY or (key and (short or not key.isascii())):
        keys[key] = keys.get(key, Form(0)) | form


def _language(name: str) -> str:
    lowered = name.lower()
    if _RUSSIAN.search(lowered):
        return "ru"
    return "uk" if _UKRAINIAN.search(lowered) else "ru"


def _code(name: str) -> bool:
    """Airport codes and the like."""
    return name.isupper() and len(name) <= 4  # noqa: PLR2004


@lru_cache(maxsize=200_000)
def _relation(latin: str, own_key: str) -> Relation:
    same = Indel.normalized_similarity(fold(latin), own_key) >= _SAME_NAME
    return Relation.VARIANT if same else Relation.FORMER
