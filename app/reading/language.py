"""Which of the languages that we read a text is in, without a network or a model.

Script first; then letters that only one of the Cyrillic languages has, or the small words of the Latin ones. Where
these say little, as in a headline, a trained classifier decides; it takes half a second to load, so an article never
needs it.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Any

LANGUAGES = ("en", "uk", "ru", "de", "fr", "pl", "zh")

_LATIN = ("en", "de", "fr", "pl")
_TELLING = 4  # small words, and twice as many as any other language has
_GLANCE = 1_500  # characters; where they are sure, the rest is not looked at
_SURE, _SURE_LEAD = 15, 4
_SAMPLE = 20_000  # characters: enough to tell, and the same time for any text
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = {
    "latin": re.compile(r"[A-Za-zÀ-ɏ]"),
    "cyrillic": re.compile(r"[Ѐ-ӿ]"),
    "han": re.compile(r"[㐀-䶿一-鿿]"),
    "other": re.compile(r"[Ͱ-Ͽ԰-֏֐-׿؀-ۿऀ-෿฀-໿Ⴀ-ჿ぀-ヿᄀ-ᇿ가-힯]"),
}
_UKRAINIAN, _RUSSIAN = re.compile("[іїєґІЇЄҐ]"), re.compile("[ыэъёЫЭЪЁ]")
_SMALL_WORDS = {
    lang: frozenset(words.split())
    for lang, words in {
        "en": "the of and in to a is was that for on with by from at has have its as over more than said were",
        "de": "der die das und in den von zu mit ist im auf für dem nicht ein eine des hat sich als bei nach haben",
        "fr": "le la les de des et en du un une dans est que pour par sur au aux a plus avec qui ont ses leur d l",
        "pl": "w i na z do się że o nie jest to przez od po za oraz dla ich jak roku został",
        "uk": "і в у на що з до за та не від по про це як його які під час року було є й із для вони було",
        "ru": "и в на что с по за не от о это как его которые под время года было из для они у во со был",
    }.items()
}

_LATIN_SMALL: dict[str, tuple[str, ...]] = {
    word: tuple(lang for lang in _LATIN if word in _SMALL_WORDS[lang])
    for word in frozenset().union(*(_SMALL_WORDS[lang] for lang in _LATIN))
}
_RUNS = {script: re.compile(f"{pattern.pattern}+") for script, pattern in _SCRIPTS.items()}


def detect(text: str) -> str | None:
    """Return the language of `text`, or None for a script that is not read here.

    Examples
    --------
    >>> detect("Росія окупувала 267 кв. км"), detect("Россия захватила посёлок"), detect("ロシアの軍")
    ('uk', 'ru', None)
    """
    glanced = _at_a_glance(text[:_GLANCE])
    if glanced is not None:
        return glanced
    sample = text[:_SAMPLE]
    counts = {script: len(pattern.findall(sample)) for script, pattern in _SCRIPTS.items()}
    # A Han character carries about as much as three letters: a Chinese text keeps its Latin names and units.
    counts["han"] *= 3
    script = max(counts, key=lambda name: counts[name])
    if not counts[script] or script == "other" or (script == "han" and counts["other"] * 10 > counts["han"]):
        return None
    if script == "han":
        return "zh"
    words = Counter(word.lower() for word in _WORD.findall(sample))
    if script == "cyrillic":
        letters = {"uk": len(_UKRAINIAN.findall(sample)), "ru": len(_RUSSIAN.findall(sample))}
        if letters["uk"] != letters["ru"]:
            return max(letters, key=lambda lang: letters[lang])
        return _classified(sample, ("uk", "ru"))
    counted = {lang: _small(words, lang) for lang in _LATIN}
    best, second = sorted(counted.values(), reverse=True)[:2]
    if best >= _TELLING and best >= 2 * second:
        return max(counted, key=lambda lang: counted[lang])
    return _classified(sample, _LATIN)


def _at_a_glance(sample: str) -> str | None:
    """Return the language where the first lines leave no doubt, as those of nearly every article do."""
    if sample.isascii():
        counts: Counter[str] = Counter()
        for langs, times in Counter(map(_LATIN_SMALL.get, sample.lower().split())).items():
            for lang in langs or ():
                counts[lang] += times
    else:
        letters = {script: sum(map(len, runs.findall(sample))) for script, runs in _RUNS.items()}
        script, most = max(letters.items(), key=lambda item: item[1])
        if script not in ("latin", "cyrillic") or most * 1.1 < sum(letters.values()):
            return None
        if script == "latin":
            counts = Counter(lang for word in _WORD.findall(sample.lower()) for lang in _LATIN_SMALL.get(word, ()))
        else:
            counts = Counter(uk=len(_UKRAINIAN.findall(sample)), ru=len(_RUSSIAN.findall(sample)))
    (best, first), (_, second) = [*counts.most_common(2), ("", 0), ("", 0)][:2]
    return best if first >= _SURE and first >= _SURE_LEAD * second else None


def _classified(text: str, languages: tuple[str, ...]) -> str:
    """Return the likeliest of the languages, by py3langid."""
    ranked: list[tuple[str, float]] = _classifier().rank(text)
    return next(lang for lang, _ in ranked if lang in languages)


@lru_cache(maxsize=1)
def _classifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    classifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    classifier.set_languages(list(LANGUAGES))
    return classifier


def _small(words: Counter[str], lang: str) -> int:
    return sum(words[word] for word in _SMALL_WORDS[lang])
