"""Control statements: "captured Siversk", "entered Huliaipole", "Myrnohrad is encircled".

A verb is looked for, then its place beside it, then what the words around say of whether it happened. A sentence that
only hopes, denies, doubts or asks gives none: a wrong statement is worse than none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.reading.records import Mention
from app.reading.statement_words import StatementWords, VerbForm

_LEAD = 160  # characters before a verb or a place that are looked at
_LINK = 110  # characters between a place and a verb behind it
_FILLER = 90  # characters between a verb and the place behind it
_TAIL = 100  # characters between a place and the particle of its verb
_REGION = "§"
_STARTS = re.compile(r"(?:^|[\n,;:—–(«„“\"”»!?.，。；：、（《]|\s-)\s*\Z")
_POSSESSIVE = re.compile(r"['’]s?(?!\w)|-\w")
_STOPS = re.compile(r"\s*(?:\Z|[.,;:!?)\]»”\"“’'—–(\n]|-\s)")
_BRACKET = re.compile(r"\s*\([^()]*\)")
_WORD = re.compile(r"\s*([\w’'-]+)")
_REGION_REACH = 60  # characters between a place and the region that it lies in
_NOUN_BEHIND = 40
_SUBJECT_WORDS = 5
_LIST = 20  # places in one list


@dataclass(frozen=True, slots=True)
class Said:
    """An event with its places, before anyone asked who and when.

    Parameters
    ----------
    group : str
        What stands between the subject and the verb ("has reportedly").
    head : int
        Where the clause's own words begin: the verb's group, or the place before it.
    """

    event: str
    start: int
    end: int
    places: tuple[Mention, ...]
    place_first: bool
    group: str
    head: int
    kind: str = "after"


class SentencePlaces:
    """The mentions of one sentence by where they stand."""

    def __init__(self, text: str, start: int, end: int, mentions: Sequence[Mention]) -> None:
        self.text, self.start, self.end = text, start, end
        self.mentions = mentions
        self.starts = [mention.start for mention in mentions]
        self.ends = [mention.end for mention in mentions]

    def after(self, position: int, reach: int) -> Mention | None:
        """Return the first mention that starts at or behind a position."""
        index = bisect_left(self.starts, position)
        found = self.mentions[index] if index < len(self.mentions) else None
        return found if found is not None and found.start - position <= reach else None

    def before(self, position: int, reach: int) -> Mention | None:
        """Return the last mention that ends at or before a position."""
        index = bisect_right(self.ends, position)
        found = self.mentions[index - 1] if index else None
        return found if found is not None and position - found.end <= reach else None

    def between(self, start: int, end: int) -> str:
        """Return the text between two positions with every region named in it as one sign."""
        parts, position = [], start
        for mention in self.mentions[bisect_left(self.starts, start) : bisect_right(self.ends, end)]:
            if mention.kind != "settlement" and mention.start >= position and mention.end <= end:
                parts += [self.text[position : mention.start], _REGION]
                position = mention.end
        return "".join([*parts, self.text[position:end]])


def find_control(places: SentencePlaces, words: StatementWords) -> Iterator[Said]:
    """Yield the events of a sentence that are said to have happened, in the order of their verbs."""
    taken: set[tuple[int, int]] = set()
    for _, match in words.verbs.find(places.text, places.start, places.end):
        form = words.forms[match.lastgroup or ""]
        said = _read(places, words, match.start(), match.end(), form)
        if said is not None:
            new = tuple(place for place in said.places if (place.start, place.end) not in taken)
            taken |= {(place.start, place.end) for place in new}
            if new:
                yield Said(said.event, said.start, said.end, new, said.place_first, said.group, said.head, said.kind)


def _read(places: SentencePlaces, words: StatementWords, start: int, end: int, form: VerbForm) -> Said | None:
    if form.kind in ("after", "both", "short", "bare", "gerund", "noun"):
        following = _places_after(places, words, end, form)
        if following:
            group, lead = _group(places, words, start)
            if not _may_follow(words, form, group, lead) or (
                form.kind == "noun" and _is_hoped(places, words, following)
            ):
                following = () if not _is_told(places, words, form, lead, following) else following
            if not following:
                return None
            return Said(
                form.event, start, end, following, False, group, len(lead) + places_offset(places, start), form.kind
            )
    if form.kind in ("both", "passive", "short", "ends", "framed") or (words.free_order and form.kind == "after"):
        return _place_first(places, words, start, end, form)
    return None


def places_offset(places: SentencePlaces, start: int) -> int:
    """Return where the lead of a verb begins."""
    return max(places.start, start - _LEAD)


# ---- the place behind its verb


def _places_after(places: SentencePlaces, words: StatementWords, end: int, form: VerbForm) -> tuple[Mention, ...]:
    first = places.after(end, _FILLER)
    if first is None or not _is_town(first) or not _is_filler(places.between(end, first.start), words):
        return ()
    found = [first]
    while len(found) < _LIST:
        following = places.after(_behind_region(places, words, found[-1].end), _FILLER)
        if following is None or not _is_town(following):
            break
        between = places.between(_behind_region(places, words, found[-1].end), following.start)
        if not _is_separator(between, words):
            break
        found.append(following)
    # "captured A and B's mayor": what a place of the list only belongs to is not taken.
    while found and not _ends_well(places, words, found[-1]):
        found.pop()
    if (
        form.kind == "after"
        and form.particle is not None
        and found
        and not _closes(places, found[-1].end, form.particle)
    ):
        return ()
    return tuple(found)


def _is_town(mention: Mention) -> bool:
    return mention.kind == "settlement" and not mention.metonym and not mention.adjectival


def _is_filler(between: str, words: StatementWords) -> bool:
    return not _strip(between.strip(" \t\u00a0,:–—-\"'«„“”»("), words, "filler")


def _strip(text: str, words: StatementWords, *keys: str) -> str:
    """Take words of these lists off the end of a text, with the marks between them."""
    while True:
        bare = text.rstrip(" \t\n\u00a0,:–—-\"'«„“”»(").rstrip(_REGION)
        for key in keys:
            match = words.ending[key].search(bare)
            if match is not None and match.start() < len(bare):
                bare = bare[: match.start()]
                break
        else:
            return bare
        text = bare


def _is_separator(between: str, words: StatementWords) -> bool:
    bare = between.strip()
    lone = bare[:1] in (",", ";", "、", "/", "，")
    if lone:
        bare = bare[1:].strip()
    match = words.words["sep"].match(bare)
    if match is not None:
        bare = bare[match.end() :].strip()
    elif not lone:
        return False
    return not _strip(bare, words, "filler")


def _behind_region(places: SentencePlaces, words: StatementWords, end: int) -> int:
    """Return where the words "in the Donetsk region", "(Donetsk region)" or "(once Dymytrov)" behind a place end."""
    bracket = _BRACKET.match(places.text, end, min(places.end, end + _REGION_REACH))
    if bracket is not None:
        return bracket.end()
    region = places.after(end, _REGION_REACH)
    if region is None or _is_town(region):
        return end
    lead = places.text[end : region.start].strip()
    if not lead.startswith("(") and words.ending["region_lead"].search(lead) is None:
        return end
    behind = region.end
    tail = words.words["region_tail"].match(places.text[behind : behind + _REGION_REACH].lstrip())
    if tail is not None:
        stretch = places.text[behind : behind + _REGION_REACH]
        behind += len(stretch) - len(stretch.lstrip()) + tail.end()
    return behind + (places.text[behind : behind + 1] == ")")


def _ends_well(places: SentencePlaces, words: StatementWords, mention: Mention) -> bool:
    """Tell whether a place is meant itself, not something called by it ("Siversk's mayor", "Siversk station")."""
    after = places.text[mention.end : min(places.end, mention.end + 60)]
    if _POSSESSIVE.match(after):
        return False
    bad = words.words["not_after"].match(after.lstrip())
    if bad is not None:
        return False
    if _STOPS.match(after) or "next_ok" not in words.words:
        return True
    word = _WORD.match(after)
    return (
        word is None
        or after.lstrip()[:1].isupper()
        or after.lstrip()[:1].isdigit()
        or (
            words.words["next_ok"].match(after.lstrip()) is not None
            or words.words["noun_behind"].match(after.lstrip()) is not None
        )
    )


def _closes(places: SentencePlaces, end: int, particle: re.Pattern[str]) -> bool:
    stretch = places.text[end : min(places.end, end + _TAIL)]
    match = particle.search(stretch)
    return match is not None and (
        _STOPS.match(stretch, match.end()) is not None or " und " in stretch[match.end() :][:5]
    )


def _group(places: SentencePlaces, words: StatementWords, start: int) -> tuple[str, str]:
    """Return the auxiliaries and adverbs before a verb, and what stands before them."""
    lead = places.text[places_offset(places, start) : start]
    rest = lead
    while True:
        match = words.ending["claimed_group"].search(rest) or words.ending["skip"].search(rest)
        if match is None:
            match = words.ending["group_only"].search(rest) if "group_only" in words.words else None
        if match is None or match.start() == match.end():
            return lead[len(rest) :], rest
        rest = rest[: match.start()]


def _is_hoped(places: SentencePlaces, words: StatementWords, found: tuple[Mention, ...]) -> bool:
    """Tell whether a noun's clause goes on with what would be ("The capture of Siversk would open …")."""
    after = places.text[found[-1].end : min(places.end, found[-1].end + _NOUN_BEHIND)].lstrip()
    return words.words["noun_block"].match(after) is not None


def _is_told(
    places: SentencePlaces, words: StatementWords, form: VerbForm, lead: str, found: tuple[Mention, ...]
) -> bool:
    """Tell whether a noun is the subject of what came of it ("The fall of Siversk followed …")."""
    after = places.text[found[-1].end : min(places.end, found[-1].end + _NOUN_BEHIND)].lstrip()
    return (
        form.kind == "noun"
        and words.ending["noun_open"].search(lead) is not None
        and words.words["noun_behind"].match(after) is not None
    )


def _may_follow(words: StatementWords, form: VerbForm, group: str, lead: str) -> bool:
    """Tell whether the words before a verb let it say what was done."""
    if form.kind == "bare":
        return words.ending["licence"].search(lead) is not None or (not group and _ends_in(lead, words, "subject"))
    if form.kind == "gerund":
        return words.ending["gerund_lead"].search(lead + group) is not None or lead.rstrip().endswith((",", "–", "—"))
    if form.kind == "noun":
        match = words.ending["noun_lead"].search(lead.rstrip("\"'«„“‘"))
        return match is not None and words.words["noun_bad"].search(match.group()) is None
    if lead.endswith("-") or words.ending["block"].search(lead) is not None:
        return False
    return not ("group_only" in words.words and words.words["group_only"].search(group))


def _ends_in(lead: str, words: StatementWords, key: str) -> bool:
    return key in words.words and words.ending[key].search(lead) is not None


# ---- the place before its verb


def _place_first(places: SentencePlaces, words: StatementWords, start: int, end: int, form: VerbForm) -> Said | None:
    last = places.before(start, _LINK)
    while last is not None and last.kind != "settlement":
        last = places.before(last.start, _LINK)  # "Siversk, in the Donetsk region, was captured"
    if last is None or not _is_town(last) or start - last.end > _LINK:
        return None
    if not _links(places, words, last.end, start, end, form):
        return None
    if words.words["not_after"].match(places.text[end : end + 40].lstrip()):
        return None
    found = [last]
    while len(found) < _LIST:
        earlier = places.before(found[-1].start, _FILLER)
        while earlier is not None and earlier.kind != "settlement":
            earlier = places.before(earlier.start, _FILLER)
        if earlier is None or not _is_town(earlier):
            break
        behind = _behind_region(places, words, earlier.end)
        if behind > found[-1].start or not _is_separator(places.between(behind, found[-1].start), words):
            break
        found.append(earlier)
    found.reverse()
    relative = words.words["relative"].match(places.text[last.end : start].lstrip(" ,"))
    if form.kind == "framed":
        if not _is_framed_by(places, words, found[0].start, form):
            return None
    elif relative is None and not _opens(places, words, found[0].start):
        return None
    return Said(form.event, start, end, tuple(found), True, places.text[last.end : start], found[0].start, form.kind)


def _links(places: SentencePlaces, words: StatementWords, place_end: int, start: int, end: int, form: VerbForm) -> bool:
    """Tell whether a place and a verb behind it belong together."""
    raw = places.text[place_end:start]
    if any(mark in raw for mark in ".;!?。；"):
        return False
    behind = _behind_region(places, words, place_end)
    link = places.between(min(behind, start), start)
    match = re.match(r"\s*,\s*", link)
    if match is not None and behind > place_end:
        link = link[match.end() :]
    has_aux = words.words["aux"].search(link) is not None
    if form.kind == "after":
        follows = places.text[end : min(places.end, end + 30)]
        # "Покровськ взяв …": a town in the nominative may be what acts; a plural verb or a side behind it says no.
        if _strip(link, words, "skip").strip(" ,") == "" and "," not in link and words.free_order:
            return _ends_in(places.text[start:end], words, "plural") or (
                words.words["subject"].match(follows.lstrip()) is not None
            )
    relative = words.words["relative"].match(link.lstrip(" ,")) if "relative" in words.words else None
    if relative is not None:
        rest = places.text[min(behind, start) : start].lstrip(" ,")[relative.end() :]
        subject = _strip(rest, words, "claimed_group", "skip", "aux")
        if subject.strip():  # "Siversk, which Russian forces captured"
            return form.kind in ("after", "both") and not has_aux and _is_subject(subject, words)
        return has_aux and form.kind != "after"
    if form.kind == "after":
        return False
    stripped = _strip(link, words, "skip", "aux").strip(" ,")
    if stripped:
        return False
    lead = places.text[max(places.start, place_end - _LINK) : place_end]
    if link.strip().startswith(",") and not (has_aux and "," in lead):
        # ", captured by Russian forces on 10 December,": a participle by itself, with whoever did it.
        return not has_aux and form.kind != "ends" and _has_agent(places, words, end)
    return (
        form.kind in ("short", "ends", "framed")
        or (form.kind == "passive" and words.free_order)
        or has_aux
        or _has_agent(places, words, end)
        or (words.object_first and _is_framed(places, words, place_end, end))
    )


def _is_framed(places: SentencePlaces, words: StatementWords, place_end: int, end: int) -> bool:
    """Tell whether an auxiliary stands before the object or behind the verb ("haben Siwersk am Montag eingenommen")."""
    if words.words["aux_behind"].match(places.text[end : min(places.end, end + 20)].lstrip()):
        return True
    lead = places.text[max(places.start, place_end - _LINK) : place_end]
    return words.words["aux"].search(lead[lead.rfind(",") + 1 :]) is not None


def _is_subject(text: str, words: StatementWords) -> bool:
    return len(text.split()) <= _SUBJECT_WORDS and "," not in text and _ends_in(text, words, "subject")


def _is_framed_by(places: SentencePlaces, words: StatementWords, start: int, form: VerbForm) -> bool:
    """Tell whether the verb's own preposition stands before the place ("haben sich aus Siwersk zurückgezogen")."""
    lead = _strip_types(places.text[max(places.start, start - _LEAD) : start], words).rstrip()
    found = None if form.particle is None else [m for m in form.particle.finditer(lead) if m.end() == len(lead)]
    return bool(found)


def _has_agent(places: SentencePlaces, words: StatementWords, end: int) -> bool:
    after = places.text[end : min(places.end, end + 30)].lstrip()
    return words.words["agent_next"].match(after) is not None or not after.strip(' .!»”"')


def _opens(places: SentencePlaces, words: StatementWords, start: int) -> bool:
    """Tell whether a place begins a clause, so that it is what the verb is about ("the mayor of Siversk was taken")."""
    lead = places.text[max(places.start, start - _LEAD) : start]
    typed = _strip_types(lead, words)
    if not typed.strip() or _STARTS.search(typed):
        return True
    if typed.rstrip()[-1:].isdigit():
        return True
    return words.ending["clause_open"].search(typed) is not None or _ends_in(typed, words, "subject")


def _strip_types(lead: str, words: StatementWords) -> str:
    """Take "the town of" and the like off the end of what stands before a place."""
    match = words.ending["type"].search(lead)
    if match is None:
        bare = words.ending["article"].search(lead) if "article" in words.words else None
        return lead[: bare.start()] if bare else lead
    rest = lead[: match.start()]
    while True:
        before = words.ending["filler"].search(rest)
        if before is None or before.start() == len(rest):
            return rest
        rest = rest[: before.start()]
