"""What mentions say of one another: shared type words, lists, the region a settlement is said to lie in."""

from __future__ import annotations

import re
from itertools import pairwise

from app.reading.cues import Cues, load_cues
from app.reading.names import NameTable
from app.reading.spans import Found

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_HAN = re.compile("[\u4e00-\u9fff]")
_MAX_JOINT = 24
# Between a settlement and the unit that it lies in.
_LIES_IN = re.compile(
    r"\s*,?\s*(?:(?:all |both |the last |the latter |the former )?(?:in|of|im|in der|en|dans|w|na|we|у|в|на)\s+"
    r"(?:(?:the|der|la|le|l['’]|southern|northern|eastern|western|occupied|neighbou?ring)\s*)*|\(|,\s*|)\Z",
    re.IGNORECASE,
)
_HAN_LIES_IN = re.compile("的?\\Z")
_IN = re.compile(r"(?:,? (?:all |both )?in| in der| en| w)\s+\Z")
_ONLY = re.compile(r",? the (?:last|latter|former) ")
_JOINERS = "and|or|und|sowie|et|oraz|i|та|і|й|и|або|или|а також|а также"
_MARKS = r",|;|/|\(|、|和|与|及|以及|(?:(?<=\s)|\A)[-–—](?=\s|\Z)"
_LIST_WORDS = re.compile(
    rf"\s*(?:(?:{_MARKS}|\b(?:{_JOINERS})\b)\s*)+(?:the\s+)?(?:near\s+|біля\s+|в\s+|у\s+|in\s+)?\Z"
)
_DASHES = frozenset("-‑–—")


def link(text: str, found: list[Found], names: NameTable) -> list[Found]:
    """Return the mentions that stand, in order, with kinds and regions shared as the text shares them."""
    ordered = _apart(found)
    groups = _by_sentence(ordered)
    plain = text.isascii()
    for group in groups:
        if not plain and _HAN.search(text, group[0].start, group[-1].end):
            _share_han(text, group)
        if len(group) > 1:
            _share_type_words(text, group)
            _share_forward(text, group)
            _share_direction(text, group)
    kept = _settle(text, ordered, groups)
    for group in _by_sentence(kept):
        if len(group) > 1:
            _units_of_settlements(text, group, names)
    return kept


def _by_sentence(ordered: list[Found]) -> list[list[Found]]:
    groups: dict[int, list[Found]] = {}
    for one in ordered:
        groups.setdefault(one.sentence, []).append(one)
    return list(groups.values())


def _apart(found: list[Found]) -> list[Found]:
    """In order, the longer of two that overlap."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (f.start, -f.end)):
        if kept and one.start < kept[-1].end:
            if one.end - one.start > kept[-1].end - kept[-1].start:
                kept[-1] = one
            continue
        kept.append(one)
    return kept


def _joined(text: str, a: Found, b: Found) -> bool:
    """Two names stand beside each other in a list or a pair."""
    between = text[a.end : b.start] if b.start - a.end <= _MAX_JOINT else "."
    return between in _DASHES or bool(_LIST_WORDS.fullmatch(between))


def _cues(text: str, one: Found) -> Cues:
    return load_cues("cyrillic" if _CYRILLIC.match(text, one.start) else "latin")


def _share_type_words(text: str, group: list[Found]) -> None:
    """Spread a type word: in "Sumy, Kharkov and Dnepropetrovsk Regions" the plural holds for the whole list."""
    for at in range(len(group) - 1, 0, -1):
        one = group[at]
        if one.kind != "oblast" or one.end == one.core[1]:
            continue
        # German adjectives share it in the singular: "im Charkiwer und Sumyer Gebiet".
        german = one.entry is not None and text.endswith("er", 0, one.core[1]) and "oblast" in one.entry.adjectives
        if not (german or _cues(text, one).oblast_plural.match(text[one.core[1] : one.end])):
            continue
        for earlier in range(at - 1, -1, -1):
            other = group[earlier]
            if not _joined(text, other, group[earlier + 1]) or other.entry is None:
                break
            if "oblast" not in other.entry.nouns | other.entry.adjectives:
                break
            other.kind, other.unsure, other.level_open = "oblast", False, False


def _share_forward(text: str, group: list[Found]) -> None:
    """Spread a plural type word to the names behind it: "die Regionen Charkiw und Cherson"."""
    open_list = False
    for before, one in pairwise(group):
        if before.kind != "oblast":
            open_list = False
            continue
        ahead = text[max(0, before.start - _TYPE_REACH) : before.core[0]]
        open_list = open_list or bool(_PLURAL_AHEAD.search(ahead))
        joined = open_list and (_joined(text, before, one) or bool(_AND_OF.fullmatch(text, before.end, one.start)))
        if joined and one.kind == "settlement" and one.entry is not None:
            if "oblast" not in one.entry.nouns | one.entry.adjectives:
                open_list = False
                continue
            one.kind, one.unsure, one.level_open = "oblast", False, False
        elif one.kind != "oblast":
            open_list = False


_PLURAL_AHEAD = re.compile(
    r"\b(?:Regionen|Gebieten?|Oblasten?|Provinzen|[Rr]égions|[Oo]blasts|[Pp]rovinces)\W+(?:(?:de|von) |d['’])?\Z"
)
_AND_OF = re.compile(r"(?:,? et|,) (?:de |d['’])")
_TYPE_REACH = 24


def _share_han(text: str, group: list[Found]) -> None:
    """Share 州 in a Chinese list, and give the unit that precedes settlements to them (哈尔科夫州的伊久姆和…)."""
    for at in range(len(group) - 1, 0, -1):
        one, other = group[at], group[at - 1]
        unit = one.kind == "oblast" and other.kind == "settlement" and other.entry is not None
        if unit and "oblast" in other.entry.nouns and _joined(text, other, one):  # type: ignore[union-attr]
            other.kind, other.unsure, other.level_open = "oblast", False, False
    unit_of: Found | None = None
    for before, one in pairwise(group):
        if before.kind in ("oblast", "raion", "region") and one.kind == "settlement":
            unit_of = before if _HAN_WITHIN.fullmatch(text[before.end : one.start]) else None
        elif not _joined(text, before, one):
            unit_of = None
        if unit_of is not None and one.kind == "settlement" and one.region_hint is None:
            one.region_hint = text[unit_of.core[0] : unit_of.core[1]]


_HAN_WITHIN = re.compile(
    "(?:境内|[东西南北]+[部郊]|边境|前线|方向)?(?:的)?(?:[\u4e00-\u9fff]{0,4}(?:城市|城镇|市镇|村庄|村镇|定居点|居民点|重镇|要塞|小镇|据点))?\\Z"
)


def _share_direction(text: str, group: list[Found]) -> None:
    """Spread an axis: in "the Kupiansk and Severansk directions" it holds for all."""
    for b, a in pairwise(reversed(group)):
        if (
            b.direction
            and b.kind == "settlement"
            and not b.adjectival
            and _joined(text, a, b)
            and a.kind == "settlement"
        ):
            a.direction, a.unsure = True, False
            a.level_open = a.entry is not None and "oblast" in a.entry.nouns


def _settle(text: str, ordered: list[Found], groups: list[list[Found]]) -> list[Found]:
    """Keep an unsure name only beside a sure one in a list, or where the document has it for sure."""
    sure = {one.key for one in ordered if not one.unsure}
    if len(sure) == len(ordered) or not any(one.unsure for one in ordered):
        return ordered
    for group in groups:
        for pairs in (list(pairwise(group)), list(pairwise(reversed(group)))):
            for a, b in pairs:
                first, second = (a, b) if a.start < b.start else (b, a)
                if b.unsure and not a.unsure and a.kind == "settlement" and _joined(text, first, second):
                    b.unsure = False
    return [one for one in ordered if not one.unsure or (one.key in sure and not one.fuzzy)]


def _units_of_settlements(text: str, group: list[Found], names: NameTable) -> None:
    for at in range(1, len(group)):
        unit, place = group[at], group[at - 1]
        between = text[place.end : unit.start] if unit.start - place.end <= _MAX_JOINT else None
        if between is None or place.kind != "settlement":
            continue
        # "Dobropillia in Donetsk": a settlement lies in a unit, not in a town.
        bears_unit = unit.kind == "settlement" and unit.entry is not None and "oblast" in unit.entry.nouns
        if bears_unit and _IN.fullmatch(between) and not (place.metonym or unit.metonym or unit.direction):
            unit.kind = "oblast"
        if unit.kind not in ("oblast", "raion", "region", "country"):
            continue
        if not (_LIES_IN.fullmatch(between) or _HAN_LIES_IN.fullmatch(between)):
            continue
        hint = names.fold(text[unit.core[0] : unit.core[1]])
        for earlier in range(at - 1, -1, -1):
            if group[earlier].kind != "settlement":
                break
            group[earlier].region_hint = hint
            if _ONLY.match(between):
                break
            if earlier and not _joined(text, group[earlier - 1], group[earlier]):
                break
