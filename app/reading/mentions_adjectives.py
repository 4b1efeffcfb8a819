"""Adjectives made of names, in Ukrainian and Russian: the axes and units that they name (Куп'янський напрямок)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.reading.cues import load_cues
from app.reading.names import NameTable
from app.reading.records import Sentence
from app.reading.spans import Found

_WORD = r"[^\W\d_](?:[^\W\d_]|['’ʼ`]|[\u0300-\u036f]|-(?=[^\W\d_]))*"
# Adjectives before the noun they share: "Покровському, Очеретинському та Лиманському ".
_NOTE = r"(?: \([^()\n]{1,24}\))?"  # "на Лиманском (9,8) направлении"
_LIST = re.compile(
    rf"(?:{_WORD}{_NOTE}(?:,? (?:та|і|й|и|а також|а также) (?:на )?|, (?:а також |а также )?)){{0,6}}{_WORD}{_NOTE} \Z"
)
_ADJECTIVE = re.compile(_WORD)
_ENDING = re.compile("(?:ий|ого|ому|им|ом|ім|их|ими|ої|ій|ую|ою|ая|ой|а|у|і|ые|ие|е)\\Z")
_FEMININE = re.compile("(?:[сцз]ь?к)(?:ій|ої|ою|ой|ую|у|а|ая)\\Z")
_REACH = 160


def find_adjectives(
    text: str, sentence: Sentence, names: NameTable, found: list[Found], *, axes: bool = False
) -> list[Found]:
    """Return `found` with the adjectives of axes, fronts and units added, in order.

    An axis is named by the adjective of its town, a unit by the feminine one; a feminine adjective alone is a unit
    where the sentence names another unit in full ("у Харківській області тихо, а в Луганській стріляють"). So is an
    axis, by "на", where this sentence or, as `axes` says, the one before it names another in full.
    """
    cues = load_cues("cyrillic")
    added: dict[int, Found] = {}
    for noun, kind in _nouns(text, sentence):
        lead_start = max(sentence.start, noun - _REACH)
        listed = _LIST.search(text[lead_start:noun])
        if listed is None:
            continue
        words = list(_ADJECTIVE.finditer(text, lead_start + listed.start(), noun))
        if not words or not _may_be_adjective(words[-1].group()):
            continue  # "Вовчанська та у напрямку …": what stands before the noun is a preposition
        for word in words:
            for one in _adjectives(text, sentence, names, word.start(), word.end(), kind):
                added[one.start] = one
    known = {one.start: one for one in found}
    for start, one in added.items():
        earlier = known.get(start)
        if earlier is not None and earlier.kind in ("oblast", "raion", "river", "other", "region"):
            continue
        known[start] = one
    merged = [
        one
        for one in (known[start] for start in sorted(known))
        if not any(a.start < one.start < a.end for a in added.values())
    ]
    if axes or any(one.direction for one in added.values()):
        for one in merged:
            _elliptic(text, sentence, one)
        starts = {one.start for one in merged}
        for match in _ALONE.finditer(text, sentence.start, sentence.end):
            alone = _adjective(text, sentence, names, *match.span("word"), "settlement")
            new = alone is not None and alone.start not in starts and not cues.common_word.match(alone.key)
            if alone is not None and new:
                merged.append(alone)
        merged.sort(key=lambda one: one.start)
    if any(one.kind == "oblast" for one in merged):
        taken = [(one.start, one.end) for one in merged]
        for word in re.finditer(rf"(?<!\w)[А-ЯЁІЇЄҐ]{_WORD}", text[sentence.start : sentence.end]):
            start, end = sentence.start + word.start(), sentence.start + word.end()
            if _FEMININE.search(word.group()) and not any(a < end and start < b for a, b in taken):
                if text[end : end + 1].isspace() and re.match(r"\s+[а-яіїєґё]", text[end : end + 3]):
                    following = text[end : end + 40].split()
                    if following and not cues.oblast_after.match(" " + following[0]) and following[0] not in _LINKS:
                        continue
                one_more = _adjective(text, sentence, names, start, end, "oblast")
                if one_more is not None:
                    merged.append(one_more)
        merged.sort(key=lambda one: one.start)
    return merged


_LINKS = frozenset(
    {"та", "і", "й", "и", "на", "в", "у", "до", "за", "під", "по", "з", "із", "а", "не", "–", "-", "—", "це"}
)


def _elliptic(text: str, sentence: Sentence, one: Found) -> None:
    """Read "на Бахмутском – …" as the axis where the sentence names another axis in full."""
    entry = one.entry
    if one.adjectival or entry is None or not entry.inflected or "settlement" not in entry.adjectives:
        return
    lead = text[max(sentence.start, one.start - 4) : one.start]
    if _LOCATIVE.search(text[one.start : one.end]) and lead.endswith("на "):
        one.adjectival = one.direction = True


# An axis without its type word: a stop, a dash or who acts there comes behind, not the noun that it belongs to.
_ALONE = re.compile(
    r"(?<!\w)[Нн]а (?P<word>[А-ЯІЇЄҐа-яіїєґё][а-яіїєґё'’-]+[сц]ь?к(?:ому|ом))(?=[,:;.)]| [—–(-]| \d| (?:"
    "ворог|противник|враг|окупант|росіян|росс|наш[иі]|сил[иы]|ЗСУ|ВСУ|військ|войск|тривa|зафіксован|відб|атак|бо[їи]|бе[зс]|"
    "протистоян|спроб|попыт|штурм|освобо|звільн|захоп|взят|просу|продв|"
    "один|одн[аеу]|дв[аоі]|три|чотир|четыр|п['’]?ят|шіст|шест|сім|семь|вісім|восемь|дев|дес))"
)
_LOCATIVE = re.compile("[сц]ь?к(?:ому|ом)\\Z")


def _nouns(text: str, sentence: Sentence) -> Iterator[tuple[int, str]]:
    cues = load_cues("cyrillic")
    for match in _noun_pattern().finditer(text, sentence.start, sentence.end):
        spaced = " " + match.group(1)
        yield match.start(1), "oblast" if cues.oblast_after.match(spaced) else "settlement"


def _noun_pattern() -> re.Pattern[str]:
    global _NOUNS  # noqa: PLW0603 compiled at first use, since the words are read from a file
    if _NOUNS is None:
        cues = load_cues("cyrillic")
        parts = [cues.direction_after.words, cues.oblast_plural.words]
        _NOUNS = re.compile(rf" ((?:{'|'.join(parts)}))(?!\w)")
    return _NOUNS


_NOUNS: re.Pattern[str] | None = None


def _may_be_adjective(word: str) -> bool:
    return len(word) >= 5 and _ENDING.search(word) is not None  # noqa: PLR2004


def _adjectives(text: str, sentence: Sentence, names: NameTable, start: int, end: int, kind: str) -> list[Found]:
    """Read one adjective, or two that a hyphen joins ("Куп'янсько-лиманський")."""
    first, hyphen, _ = text[start:end].rpartition("-")
    if hyphen and first.endswith(("о", "е")) and kind == "settlement":
        key = names.fold(first[:-1] + "ий")
        entry = names.entry(key)
        second = _adjective(text, sentence, names, start + len(first) + 1, end, kind)
        if second is not None and entry is not None and kind in entry.adjectives:
            one = Found(start, start + len(first), sentence.index, key, entry, kind="settlement", adjectival=True)
            one.direction = True
            return [one, second]
    found = _adjective(text, sentence, names, start, end, kind)
    return [found] if found is not None else []


def _adjective(text: str, sentence: Sentence, names: NameTable, start: int, end: int, kind: str) -> Found | None:
    surface = text[start:end]
    if not _may_be_adjective(surface):
        return None
    key = names.fold(surface)
    entry = names.entry(key)
    if entry is None and "-" in surface:
        # "Південно-Слобожанський": the side of a region or town.
        key = names.fold(surface.rpartition("-")[2])
        entry = names.entry(key)
    if entry is not None and kind == "settlement" and "region" in entry.adjectives:
        kind = "region"
    if entry is None or kind not in entry.adjectives:
        return None
    one = Found(start, end, sentence.index, key, entry, kind=kind, adjectival=True)  # type: ignore[arg-type]
    one.direction = kind == "settlement"
    one.level_open = one.direction and "oblast" in entry.adjectives
    return one
