"""The places behind a verb ("captured Siversk"), and whether the words before it let it say what was done."""

from __future__ import annotations

import re

from app.reading.control_links import (
    FILLER,
    LIST,
    behind_region,
    ends_in,
    is_filler,
    is_separator,
    is_town,
    places_offset,
)
from app.reading.gates import match_end
from app.reading.records import Mention
from app.reading.sentence_places import SentencePlaces
from app.reading.statement_words import StatementWords, VerbForm

_TAIL = 100  # characters between a place and the particle of its verb
_POSSESSIVE = re.compile(r"['’]s?(?!\w)|-\w")
_STOPS = re.compile(r"\s*(?:\Z|[.,;:!?)\]»”\"“’'—–(\n]|-\s)")
_WORD = re.compile(r"\s*([\w’'-]+)")
_NOUN_BEHIND = 40


def places_after(places: SentencePlaces, words: StatementWords, end: int, form: VerbForm) -> tuple[Mention, ...]:
    """Return the places that stand behind a verb as its object, all of a list."""
    first = places.after(end, FILLER)
    if first is None or not is_town(first) or not is_filler(places.between(end, first.start), words):
        return ()
    found = [first]
    while len(found) < LIST:
        following = places.after(behind_region(places, words, found[-1].end), FILLER)
        if following is None or not is_town(following):
            break
        between = places.between(behind_region(places, words, found[-1].end), following.start)
        if not is_separator(between, words) or _speaks(places, words, following):
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


def _speaks(places: SentencePlaces, words: StatementWords, place: Mention) -> bool:
    """Tell whether a name behind a comma is a government that answers ("took Siversk, Kyiv denies it")."""
    behind = places.text[place.end : min(places.end, place.end + _NOUN_BEHIND)].lstrip()
    return any(words.words[name].match(behind) for name in ("deny", "say", "claim"))


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


def verb_group(places: SentencePlaces, words: StatementWords, start: int) -> tuple[str, str]:
    """Return the auxiliaries and adverbs before a verb, and what stands before them."""
    lead = places.text[places_offset(places, start) : start]
    rest = lead
    while True:
        match = match_end(words.ending["claimed_group"], rest) or match_end(words.ending["skip"], rest)
        if match is None:
            match = match_end(words.ending["group_only"], rest) if "group_only" in words.words else None
        if match is None or match.start() == match.end():
            return lead[len(rest) :], rest
        rest = rest[: match.start()]


def is_hoped(places: SentencePlaces, words: StatementWords, found: tuple[Mention, ...]) -> bool:
    """Tell whether a noun's clause goes on with what would be ("The capture of Siversk would open …")."""
    after = places.text[found[-1].end : min(places.end, found[-1].end + _NOUN_BEHIND)].lstrip()
    return words.words["noun_block"].match(after) is not None


def is_told(
    places: SentencePlaces, words: StatementWords, form: VerbForm, lead: str, found: tuple[Mention, ...]
) -> bool:
    """Tell whether a noun is the subject of what came of it ("The fall of Siversk followed …")."""
    after = places.text[found[-1].end : min(places.end, found[-1].end + _NOUN_BEHIND)].lstrip()
    return (
        form.kind == "noun"
        and words.ending["noun_open"].search(lead) is not None
        and words.words["noun_behind"].match(after) is not None
    )


def may_follow(words: StatementWords, form: VerbForm, group: str, lead: str) -> bool:
    """Tell whether the words before a verb let it say what was done."""
    if form.kind == "bare":
        return words.ending["licence"].search(lead) is not None or (not group and ends_in(lead, words, "subject"))
    if form.kind == "gerund":
        return words.ending["gerund_lead"].search(lead + group) is not None or lead.rstrip().endswith((",", "–", "—"))
    if form.kind == "noun":
        match = words.ending["noun_lead"].search(lead.rstrip("\"'«„“‘"))
        return match is not None and words.words["noun_bad"].search(match.group()) is None
    if lead.endswith("-") or match_end(words.ending["block"], lead) is not None:
        return False
    return not ("group_only" in words.words and words.words["group_only"].search(group))
