"""Names in Chinese text, which has neither capitals nor spaces: the longest name at each character.

A name is one that the gazetteer has in Chinese, or a run of transliterating characters that sounds like one it has in
Cyrillic. Persons, weapons and places elsewhere are written with the same characters, so a name that is only heard needs
a few characters or a word beside it that says that a place stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.reading.cues_han import HanCues, load_han_cues
from app.reading.names import NameEntry, NameTable
from app.reading.records import Sentence
from app.reading.spans import Found
from app.reading.vocabulary import Vocabulary

_HAN_RUN = re.compile("[\u4e00-\u9fff‐－-]+")
_LONGEST = 16
_BEFORE = 16
_BEHIND = 24
_SURE_HEARD = 4
"""Characters of a heard name that needs no word beside it."""
_MIN_HEARD = 3
_MIN_UNKNOWN = 4
_LEAD = 2
_STRONG_WEIGHT = 3.0
# Characters that transliterate and hardly occur otherwise: beside a name they belong to it, so it is another name.
_FOREIGN = frozenset(
    "阿埃耶厄艾芭贝鲍宾邦普帕佩皮彼潘蓬庞杰捷迪戴蒂狄杜顿敦塔泰托乔坦滕廷佳秋焦久盖戈霍哥吉格赫胡卡科柯凯坎库夫弗甫瓦娃法韦"
    "费维菲威魏沃伏佛凡芬冯兹扎泽佐卓祖茹朱斯什萨沙莎夏塞谢舍瑟绍舒休桑尚茨奇恰察采策切齐彻措楚丘琴岑姆穆玛梅莫缪曼缅蒙纳娜涅"
    "尼讷奈妮诺瑙努纽楠嫩尔勒拉列莱雷黎莉罗洛劳廖卢鲁柳兰伦琳隆伊亚雅娅叶尤乌奥约欧翁扬雄琼克"
)
# These transliterate and are common words too: they end a name only where a word behind says that a place stands there.
_COMMON = frozenset(
    "仁以依别吴哈坚坡季山布帖延彭得拜施日昂昆查江派济浦爱牙福米索羌考西贾赛钦陶"
    "安贡亨因英恩埃比毕巴波博本边班包保达大代丹德登迪底多东冬特铁提图通丁加嘎高果古甘汉根贡洪黑海希金津康孔肯基文万武富温热任让真占宗容赞若色森申辛先欣锡松孙苏肖昌强灿聪门明敏马毛密迈麦内农年宁南利里丽历烈路留来赖良连龙隆林廖京平片法"
)
_TOPONYM = re.compile(
    "(?:[斯茨]克|[夫尼利季什基科奇]卡|[诺罗科托索莫洛波沃涅列]沃|斯科耶|[诺沃利]耶|格勒|哥罗德|霍罗德|戈罗德|波尔|波列|亚尔|[韦涅内利齐纳亚尼])\\Z"
)
_QUOTED = re.compile("[“「‘《]([^”」’》]{1,24})[”」’》]")
_SPELT = _FOREIGN | _COMMON
_WORD_ENDS = frozenset("日布西东南以得别施查明平留来因")  # 20日, 宣布, 取得, 分别
_ANY = "[" + "".join(sorted(_SPELT)) + "]"
_DOTTED = re.compile(f"(?:[·・‧•]{_ANY}+)+")
_OPEN, _CLOSE = frozenset("“「‘《"), frozenset("”」’》")
_ADJECTIVES = ("斯基", "茨基")
_NAME_ENDS = re.compile("[、和与及，。；：）)（(]|\\Z")
_TYPED = re.compile("[村镇市城屯乡]")


@dataclass(slots=True)
class _Line:
    """A sentence being read; `plain` has simplified characters at the same offsets."""

    plain: str
    start: int
    index: int
    cues: HanCues
    names: NameTable
    seats: frozenset[str]
    taken: int = 0

    def before(self, at: int) -> str:
        return self.plain[max(0, at - self.start - _BEFORE) : at - self.start]

    def after(self, at: int) -> str:
        return self.plain[at - self.start : at - self.start + _BEHIND]

    def part(self, start: int, end: int) -> str:
        return self.plain[start - self.start : end - self.start]


def find_han(text: str, sentence: Sentence, names: NameTable, vocabulary: Vocabulary) -> Iterator[Found]:
    """Give the names of a sentence in order, none overlapping another."""
    seats = frozenset(name for party in vocabulary.parties.values() for name in party.seats.get("zh", ()))
    plain = names.simplified(text[sentence.start : sentence.end])
    line = _Line(plain, sentence.start, sentence.index, load_han_cues(), names, seats, sentence.start)
    closed = bytearray(len(plain))  # characters of persons' names and of quoted units, where no place begins
    for start, end in _closed(plain, line.cues):
        closed[start:end] = b"\1" * (end - start)
    stops = {sentence.start + s.start(): sentence.start + s.end() for s in line.cues.stop.finditer(plain)
             if not _TYPED.match(plain, s.end())}  # fmt: skip
    for run in _HAN_RUN.finditer(text, sentence.start, sentence.end):
        at = line.taken = run.start()
        while at < run.end():
            if at in stops:
                at = line.taken = stops[at]
                continue
            length, one = _at(line, at, run.end())
            if one is not None and not closed[one.start - sentence.start]:
                yield one
            if length:
                line.taken = at + length
            at += length or 1


def _closed(plain: str, cues: HanCues) -> Iterator[tuple[int, int]]:
    """Give the quoted names of units, and the names of persons: what stands around their dots."""
    for quoted in _QUOTED.finditer(plain):
        if cues.unit_after.match(plain, quoted.end()):
            yield quoted.span()
    last = 0
    for dotted in _DOTTED.finditer(plain):
        start = dotted.start()
        while start > last and plain[start - 1] in _SPELT:
            start -= 1
        last = dotted.end()
        yield start, last


def _at(line: _Line, at: int, run_end: int) -> tuple[int, Found | None]:
    """Return how many characters a name takes from `at` on, 0 where there is none, and what it is, if a place."""
    length, heard_only = _longest(line, at, run_end)
    end = at + length
    if not length and line.part(at, at + 1) not in _SPELT:
        return 0, None
    if not length or not _whole(line, at, end, run_end, heard_only=heard_only):
        return _unheard(line, at, run_end)
    key = line.names.fold(line.part(at, end))
    entry = line.names.entry(key)
    if entry is None:
        return 0, None
    one = Found(at, end, line.index, key, entry)
    kept = _decided(line, one, entry, heard_only=heard_only)
    if kept:
        return one.end - at, one
    return (length, None) if length >= _MIN_HEARD else _unheard(line, at, run_end)


def _longest(line: _Line, at: int, run_end: int) -> tuple[int, bool]:
    """Return the length of the longest name from `at` on, and whether it is only known by its sound."""
    window = line.part(at, min(at + _LONGEST, run_end))
    written, heard = line.names.longest_prefix(window), line.names.longest_sound(window)
    if max(written, heard) < 2:  # noqa: PLR2004 one character names no place
        return 0, False
    return max(written, heard), heard > written


def _whole(line: _Line, start: int, end: int, run_end: int, *, heard_only: bool) -> bool:
    """Whether the characters beside a name do not belong to a longer one."""
    left, right = line.part(start - 1, start) if start > line.taken else "", line.part(end, end + 1)
    # A short name that is only heard may stand in the middle of one that is not known.
    short = end - start < (_SURE_HEARD if heard_only else _MIN_HEARD)
    inner = _SPELT - _WORD_ENDS if short else _FOREIGN
    if left and left in inner and not line.cues.place_before.search(line.before(start)):
        return False
    return not right or right not in _FOREIGN or _longest(line, end, run_end)[0] > 1


def _decided(line: _Line, one: Found, entry: NameEntry, *, heard_only: bool) -> bool:
    """Fill in the kind and span of a name; return whether it is a place."""
    cues, before, after = line.cues, line.before(one.start), line.after(one.end)
    if cues.unit_after.match(after):
        return False
    every = entry.nouns | entry.own_nouns
    if _with_type_word(one, every, after, cues, line.part(one.start, one.end), entry.weight):
        return True
    if "country" in every and not heard_only:
        one.kind = "country"
        one.metonym = bool(cues.says_after.match(after)) and not cues.not_actor_before.search(before)
        return True
    if "region" in every and not heard_only:
        one.kind = "region"
        return True
    if "settlement" not in every:
        one.kind = "oblast" if "oblast" in every else "river" if "river" in every else "other"
        return not heard_only
    return _settlement(line, one, entry, before, after, heard_only=heard_only)


def _with_type_word(one: Found, every: frozenset[str], after: str, cues: HanCues, surface: str, weight: float) -> bool:
    """Read 州, 区, 河 and the like behind a name into its span."""
    if surface.endswith("河") and "river" in every:
        one.kind = "river"
        return True
    match = cues.oblast_after.match(after)
    if match and "oblast" in every:
        one.kind = "oblast"
        one.end += match.end()
        return True
    if "oblast" in every and cues.shared_after.match(after):
        one.kind = "oblast"
        return True
    match = cues.river_after.match(after)
    if match:
        one.kind = "river"
        one.end += match.end()
        return True
    match = cues.facility_after.match(after)
    if match:
        one.kind = "other"
        one.end += match.end()
        one.key = ""
        return True
    match = cues.raion_after.match(after)
    if match and ("raion" in every or weight >= _STRONG_WEIGHT - 1.0 or surface.endswith(_ADJECTIVES)):
        one.kind = "raion"
        one.end += match.end()
        return True
    return False


def _settlement(line: _Line, one: Found, entry: NameEntry, before: str, after: str, *, heard_only: bool) -> bool:
    cues = line.cues
    surface = line.part(one.start, one.end)
    if before[-1:] in _OPEN and after[:1] in _CLOSE:
        return False
    one.direction = bool(cues.direction_after.match(after))
    one.level_open = one.direction and "oblast" in entry.nouns
    if surface in line.seats:
        one.metonym = bool(cues.says_after.match(after)) and not cues.not_actor_before.search(before)
        return True
    typed = bool(_TYPED.match(after))
    strong = one.direction or bool(cues.place_after.match(after) or cues.place_before.search(before))
    if cues.title_before.search(before) and not typed:
        return False
    if cues.person_after.match(after) and not typed and (heard_only or entry.weight < _STRONG_WEIGHT):
        return False
    foreign = all(character in _FOREIGN for character in surface)
    if cues.person_endings.search(surface) and entry.weight < _STRONG_WEIGHT and heard_only:
        one.unsure = not strong
        return True
    if len(surface) < _MIN_HEARD:
        weak = strong or bool(cues.weak_before.search(before))
        return typed or (not heard_only and (entry.weight >= _STRONG_WEIGHT or weak))
    if heard_only or not foreign:
        enough = len(surface) >= _SURE_HEARD or entry.weight >= _STRONG_WEIGHT
        one.unsure = not (strong or enough)
    return True


def _unheard(line: _Line, at: int, run_end: int) -> tuple[int, Found | None]:
    """A run of transliterating characters that no known name sounds like, where the text says that a place stands."""
    end = _end_of_run(line, at, run_end)
    inner = at > line.taken and line.part(at - 1, at) in _FOREIGN
    if end - at < _MIN_HEARD or (inner and not line.cues.place_before.search(line.before(at))):
        return 0, None
    for later in range(at + 1, min(at + _LEAD, end - _MIN_HEARD) + 1):
        if line.cues.place_before.search(line.before(later)):
            return 0, None  # What precedes the name belongs to a word (攻克).
        if line.part(later - 1, later) in _COMMON:
            length, _ = _longest(line, later, run_end)
            enough = _MIN_HEARD if line.part(later - 1, later) in _WORD_ENDS else _SURE_HEARD
            if length >= enough and later + length >= end:
                return 0, None  # The same of a word that is no cue (宣布).
    cues, surface, before, after = line.cues, line.part(at, end), line.before(at), line.after(end)
    if cues.unit_after.match(after) or cues.title_before.search(before) or cues.person_after.match(after):
        return end - at, None
    one = Found(at, end, line.index, line.names.fold(surface), None)
    for kind, cue in (("river", cues.river_after), ("other", cues.facility_after)):
        match = cue.match(after)
        if match:
            one.kind, one.end, one.key = kind, end + match.end(), ""  # type: ignore[assignment]
            return one.end - at, one
    if cues.oblast_after.match(after):
        return end - at, None
    strong = bool(
        cues.place_after.match(after) or cues.place_before.search(before) or cues.direction_after.match(after)
    )
    if cues.person_endings.search(surface) and not strong:
        return end - at, None
    near = line.names.near(one.key) if end - at >= _MIN_UNKNOWN or strong else ()
    if end - at < _MIN_UNKNOWN and not near:
        return 0, None
    one.entry = line.names.entry(near[0]) if near else None
    one.fuzzy = True
    one.direction = bool(cues.direction_after.match(after))
    one.unsure = not strong or (one.entry is None and end - at < _MIN_UNKNOWN and not _TOPONYM.search(surface))
    return end - at, one


def _end_of_run(line: _Line, at: int, run_end: int) -> int:
    """Return where a run of transliterating characters ends; common words at its end are left out."""
    end = sure = at
    while end < run_end:
        character = line.part(end, end + 1)
        if character in _FOREIGN:
            end = sure = end + 1
        elif character in _COMMON:
            end += 1
            cues, after = line.cues, line.after(end)
            ends = end - 1 == sure > at and _NAME_ENDS.match(after)
            if (
                ends
                or cues.river_after.match(after)
                or cues.facility_after.match(after)
                or cues.place_after.match(after)
            ):
                sure = end
        else:
            break
    return sure
