"""Sentences with exact offsets.

sentencex finds the boundaries; a boundary behind an abbreviation that always continues ("тис. 165", "gen. Syrski") is
taken back. A line break ends a paragraph, because attribution and inherited periods never cross one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

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
    for line in _LINE.finditer(text):
        found = False
        for start, end in _pieces(line.group(), lang or "en"):
            sentences.append(Sentence(len(sentences), line.start() + start, line.start() + end, paragraph))
            found = True
        paragraph += found
    return tuple(sentences)


def _pieces(line: str, lang: str) -> Iterator[tuple[int, int]]:
    from sentencex import get_sentence_boundaries

    # A lone surrogate cannot be handed to the splitter; one character stands for one, so offsets stay.
    safe = _SURROGATE.sub("\ufffd", line)
    start = 0
    for boundary in get_sentence_boundaries(lang, safe):
        end = boundary["end_index"]
        if end < len(line) and _goes_on(
            safe[max(start, end - _TAIL) : end], safe[end : end + _TAIL], whole=end - start <= _TAIL
        ):
            continue
        for cut in _MISSED.finditer(safe, start, end):
            yield from _trimmed(line, start, cut.end())
            start = cut.end()
        yield from _trimmed(line, start, end)
        start = end
    if start < len(line):
        yield from _trimmed(line, start, len(line))


def _goes_on(before: str, after: str, *, whole: bool) -> bool:
    after = after.lstrip(" \t\u00a0([«„“\"'")
    if not after or not before.rstrip().endswith("."):
        return False
    if after[0].islower():
        return True
    if whole and _YEAR_PHRASE.match(before):
        return True
    if _ORDINAL_DAY.search(before):
        return after[0].isalpha() and _is_month(after)
    word = _LAST_WORD.search(before)
    if word is None:
        return False
    name = word.group(1).lower()
    if name in _ALWAYS:
        return True
    return name in _BEFORE_CAPITAL and not after[0].isupper()


def _is_month(after: str) -> bool:
    return after[:3].lower() in {
        "jan", "jän", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez",
    }  # fmt: skip


def _trimmed(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = line[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = end - (len(piece) - len(piece.rstrip()))
    if left < right:
        yield left, right
