"""Names by their sound, for Chinese texts: Cyrillic names and the characters that stand for them, folded to one key.

No gazetteer has the Chinese names of villages, and newsrooms differ in them. What they share are Xinhua's tables of
syllables: a few hundred characters, each with one sound or a few. So a Cyrillic name is folded to a rough sound when an
index is built, and a run of such characters is looked up by all the sounds that it may have.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import cache
from importlib import resources
from itertools import product
from typing import Any

MARK = "~"
"""Keys by sound begin with it, so that they never meet a spelling."""

HEARD_IN = frozenset({"UA", "RU", "BY"})
"""Countries whose names Chinese texts write by the sound of the Russian or Ukrainian spelling."""

_MIN_KEY = 4
_MIN_REST = 3
_MOST_STATES = 96
_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "h", "д": "d", "е": "i", "є": "i", "ё": "o", "ж": "z", "з": "z",
    "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "l",
    "с": "s", "т": "t", "у": "u", "ф": "v", "х": "h", "ц": "c", "ч": "c", "ш": "s", "щ": "s", "ы": "i", "э": "i",
    "ю": "u", "я": "a",
}  # fmt: skip
_SOFT = re.compile("ь(?!к)")
_AFFRICATE = re.compile("д[зж]")
_IOTATED = re.compile("i(?=[aou])")
_DOUBLED = re.compile(r"([a-z])\1+")
_GAP = re.compile(r"[\s-]+")


def fold_sound(letters: str) -> str:
    """Return a rough sound without what newsrooms differ in: doubled letters, and an i before another vowel."""
    return _DOUBLED.sub(r"\1", _IOTATED.sub("", letters))


def sound_keys(name: str) -> dict[str, bool]:
    """Return the keys by sound of a Cyrillic name, also with its translated parts (新 for Ново-).

    Returns
    -------
    dict
        Key to whether it is whole: Ukrainian -ське is also written like -ськ, which is another name's own sound.

    Examples
    --------
    >>> sorted(sound_keys("Гуляйполе")), sorted(sound_keys("Новосілка"))
    (['~hulaipoli'], ['~Nsilka', '~novosilka'])
    """
    lowered = name.lower()
    cut = [lowered[:-1]] if lowered.endswith("ське") else []
    return {MARK + key: text == lowered for text in (*cut, lowered) for key in _whole(text) if len(key) >= _MIN_KEY}


def _whole(name: str) -> set[str]:
    options = [_word(word) for word in _GAP.split(name) if word]
    if len(options) > 3:  # noqa: PLR2004 a longer name is a description
        return set()
    return {fold_sound("".join(chosen)) for chosen in product(*options)}


def _word(word: str) -> list[str]:
    found = _spoken(word)
    for pattern, sign in _tables().prefixes:
        match = pattern.match(word)
        if match and (match.end() == len(word) or len(word) - match.end() >= _MIN_REST):
            found += [sign + rest for rest in _spoken(word[match.end() :])]
    return found


def _spoken(word: str) -> list[str]:
    """The sounds of a word; a soft sign that no к follows may be heard as an i (利 for ль), щ as two."""
    options = {word}
    options |= {_SOFT.sub("и", one) for one in options}
    options |= {one.replace("щ", "шч") for one in options}
    return sorted({"".join(_LETTERS.get(letter, "") for letter in _AFFRICATE.sub("з", one)) for one in options})


def sounding(text: str, begins: Callable[[str], bool], known: Callable[[str], bool]) -> int:
    """Return how many characters from the start of `text` are the longest known name by sound, 0 where none is.

    Parameters
    ----------
    text : str
        Chinese; read up to the first character that transliterates nothing.
    begins, known : callable
        Whether any key begins with a string, and whether a key is one of a name.
    """
    best = 0
    for length, states in _readings(text, begins):
        if any(len(state) >= _MIN_KEY and known(MARK + state) for state in states):
            best = length
    return best


def readings(text: str) -> tuple[str, ...]:
    """Return the keys of all sounds that a whole run of characters may have; empty where one has none.

    Examples
    --------
    >>> readings("波克罗夫斯克")[-1] in sound_keys("Покровск")
    True
    """
    last: set[str] = set()
    for length, states in _readings(text, lambda _: True):
        last = states if length == len(text) else set()
    return tuple(sorted(MARK + state for state in last))


def _readings(text: str, begins: Callable[[str], bool]) -> list[tuple[int, set[str]]]:
    """The sounds of each beginning of a text; a custom (格勒 for град) counts beside the characters' own sounds."""
    tables = _tables()
    states: dict[int, set[str]] = {0: {""}}
    found: list[tuple[int, set[str]]] = []
    for at, character in enumerate(text):
        if character not in tables.sounds and character not in tables.inner:
            break
        here = states.pop(at, None)
        if here:
            _go_on(states, at + 1, here, tables.sounds.get(character, ()), begins)
            for custom, sound in tables.customs.get(character, ()):
                if text.startswith(custom, at):
                    _go_on(states, at + len(custom), here, (sound,), begins)
        if states.get(at + 1):
            found.append((at + 1, states[at + 1]))
        if not any(states.values()):
            break
    return found


def _go_on(
    states: dict[int, set[str]], to: int, here: set[str], sounds: tuple[str, ...], begins: Callable[[str], bool]
) -> None:
    there = states.setdefault(to, set())
    for state in here:
        for sound in sounds:
            key = fold_sound(state + sound)
            # An i at the end may yet be lost before a vowel.
            if len(there) < _MOST_STATES and begins(MARK + key.removesuffix("i")):
                there.add(key)


def simplified(text: str) -> str:
    """Return `text` with the traditional forms of transliterating characters made simple, at the same length."""
    return text.translate(_tables().traditional)


def heard_run(text: str) -> str:
    """Return the characters at the start of `text` that may transliterate a name."""
    found = _tables().run.match(text)
    return found.group() if found else ""


class _Tables:
    def __init__(self, data: dict[str, Any]) -> None:
        sounds: dict[str, list[str]] = {}
        for sound, characters in data["sounds"].items():
            for character in characters:
                sounds.setdefault(character, []).append(sound)
        for character, (sign, _) in data["translated"].items():
            sounds.setdefault(character, []).append(sign)
        self.sounds = {character: tuple(listed) for character, listed in sounds.items()}
        self.customs: dict[str, list[tuple[str, str]]] = {}
        for characters, sound in data["customs"].items():
            self.customs.setdefault(characters[0], []).append((characters, sound))
        self.inner = frozenset(character for customs in data["customs"] for character in customs)
        self.run = re.compile("[" + re.escape("".join(sorted({*self.sounds, *self.inner}))) + "]+")
        self.prefixes = list(
            dict.fromkeys((re.compile(pattern), sign) for sign, pattern in data["translated"].values())
        )
        self.traditional = str.maketrans(data["traditional"]["from"], data["traditional"]["to"])


@cache
def _tables() -> _Tables:
    return _Tables(
        tomllib.loads((resources.files("geodata.gazetteer") / "han_sounds.toml").read_text(encoding="utf-8"))
    )
