"""Sentences with exact offsets.

sentencex finds the boundaries; a boundary behind an abbreviation that always continues ("тис. 165", "gen. Syrski") is
taken back. A line break ends a paragraph, because attribution and inherited periods never cross one.
"""

from __future__ import annotations

import re

from sentencex import get_sentence_boundaries

from app.reading.records import Sentence

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LAST_WORD = re.compile(r"([^\W\d_]+)\.\s*\Z")
_ORDINAL_DAY = re.compile(r"(?<!\d)\d{1,2}\.\s*\Z")
# "W 2025 r. Rosja …", "У 2025 р. Росія …": a piece that is only a date goes on.
_YEAR_PHRASE = re.compile(
    r"(?:We?|Od|Do|Między|Po|Na|Za|У|В|За|З|Із|Від|Станом|На|До|С|К|По|От|Между|Між)\s.*\d{4} (?:r|р|г)\.\s*\Z"
)
# sentencex takes a unit's full stop for an abbreviation's even where a sentence ends with it.
_MISSED = re.compile(
    r"(?<=\bк[мг]|\bkm|\bkw|\bга|\bha)\.\s+(?=[\"«„“]?[А-ЯІЇЄҐA-Z])(?![А-ЯІЇЄҐ][\w’'-]*(?:ської|цької|ской|цкой)\b)"
)
_UNIT_STOPS = ("км.", "кг.", "km.", "kw.", "га.", "ha.")
_YEAR_STOPS = ("r.", "р.", "г.")
_LONGEST_SHORT = 16  # characters: no abbreviation below is as long, with its stop
_TAIL = 60  # characters at the end of a piece that decide whether it goes on

# Never the end of a sentence, whatever follows.
_ALWAYS = frozenset(
    (
        "sq", "approx", "gen", "col", "lt", "maj", "sgt", "capt", "brig", "mr", "mrs", "ms", "dr", "prof",
        "st", "ca", "bzw", "nr", "abs", "ing", "mme", "mlle", "env", "ok", "tys", "płk", "ppłk", "mjr",
        "kpt", "ul", "im", "кв", "тис", "тыс", "ген", "полк", "підполк", "подполк", "ім", "им", "вул", "ул",
        "см", "див",
    )
)  # fmt: skip
# The end of a sentence only before a capital letter.
_BEFORE_CAPITAL = frozenset(
    (
        "km", "kw", "mi", "ha", "no", "vs", "etc", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
        "sep", "sept", "oct", "nov", "dec", "mio", "mrd", "tsd", "mln", "mld", "wg", "км", "га", "млн",
        "млрд", "р", "рр", "г", "гг", "м", "с", "обл", "р-н", "грн", "руб", "чол", "чел",
    )
)  # fmt: skip


def split(text: str, lang: str | None) -> tuple[Sentence, ...]:
    r"""Split `text` into sentences whose offsets count its characters.

    Parameters
    ----------
    text : str
        Any text; nothing in it makes this raise.
    lang : str or None
        ISO 639-1; None splits by the rules for English.

    Returns
    -------
    tuple of Sentence
        Without the space around them; nothing but space lies between two sentences.

    Examples
    --------
    >>> [(s.start, s.end, s.paragraph) for s in split("One. Two.\nThree", "en")]
    [(0, 4, 0), (5, 9, 0), (10, 15, 1)]
    """
    sentences: list[Sentence] = []
    paragraph = 0
    lang = lang or "en"
    missed = any(unit in text for unit in _UNIT_STOPS)
    for line in _LINE.finditer(text):
        begin = line.start()
        before = len(sentences)
        for start, end in _pieces(line.group(), lang, missed=missed):
            sentences.append(Sentence(len(sentences), begin + start, begin + end, paragraph))
        paragraph += len(sentences) > before
    return tuple(sentences)


def _pieces(line: str, lang: str, *, missed: bool) -> list[tuple[int, int]]:
    """Return where the sentences of a line stand; `missed` says whether some unit's full stop may end one."""
    # A lone surrogate cannot be handed to the splitter; one character stands for one, so offsets stay.
    safe = line if line.isascii() else _SURROGATE.sub("\ufffd", line)
    length = len(safe)
    cuts: list[int] = []
    start = 0
    for boundary in get_sentence_boundaries(lang, safe):
        end = boundary["end_index"]
        if end < length and _goes_on(safe, start, end):
            continue
        if missed:
            cuts += [cut.end() for cut in _MISSED.finditer(safe, start, end)]
        cuts.append(end)
        start = end
    if start < length:
        cuts.append(length)
    pieces = []
    start = 0
    for end in cuts:
        piece = line[start:end].rstrip()
        right = start + len(piece)
        left = right - len(piece.lstrip())
        if left < right:
            pieces.append((left, right))
        start = end
    return pieces


def _goes_on(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence that the splitter ended goes on. Most do not: the cheap questions come first."""
    before = text[max(start, end - _TAIL) : end].rstrip()
    if before[-1:] != ".":
        return False
    after = text[end : end + _TAIL].lstrip(" \t\u00a0([«„“\"'")
    if not after:
        return False
    if after[0].islower():
        return True
    if end - start <= _TAIL and before.endswith(_YEAR_STOPS) and _YEAR_PHRASE.match(before):
        return True
    if before[-2:-1].isdecimal():
        return bool(_ORDINAL_DAY.search(before)) and after[0].isalpha() and _is_month(after)
    word = before[-_LONGEST_SHORT:-1].rsplit(None, 1)[-1:]
    name = word[0] if word else ""
    if not name.isalpha():
        letters = _LAST_WORD.search(before)
        if letters is None:
            return False
        name = letters.group(1)
    name = name.lower()
    return name in _ALWAYS or (name in _BEFORE_CAPITAL and not after[0].isupper())


def _is_month(after: str) -> bool:
    return after[:3].lower() in {
        "jan", "jän", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez",
    }  # fmt: skip
