"""The places before a verb ("Siversk was captured", "Siversk, which Russian forces captured")."""

from __future__ import annotations

import re

from app.reading.control_links import FILLER, LEAD, LIST, behind_region, ends_in, is_separator, is_town, strip
from app.reading.sentence_places import Said, SentencePlaces
from app.reading.statement_words import StatementWords, VerbForm

_LINK = 110  # characters between a place and a verb behind it
_STARTS = re.compile(r"(?:^|[\n,;:—–(«„“\"”»!?.，。；：、（《]|\s-)\s*\Z")
_SUBJECT_WORDS = 5


def place_first(places: SentencePlaces, words: StatementWords, start: int, end: int, form: VerbForm) -> Said | None:
    """Return the event whose places stand before its verb, None where nothing ties them together."""
    last = places.before(start, _LINK)
    while last is not None and last.kind != "settlement":
        last = places.before(last.start, _LINK)  # "Siversk, in the Donetsk region, was captured"
    if last is None or not is_town(last) or start - last.end > _LINK:
        return None
    if not _links(places, words, last.end, start, end, form):
        return None
    if words.words["not_after"].match(places.text[end : end + 40].lstrip()):
        return None
    found = [last]
    while len(found) < LIST:
        earlier = places.before(found[-1].start, FILLER)
        while earlier is not None and earlier.kind != "settlement":
            earlier = places.before(earlier.start, FILLER)
        if earlier is None or not is_town(earlier):
            break
        behind = behind_region(places, words, earlier.end)
        if behind > found[-1].start or not is_separator(places.between(behind, found[-1].start), words):
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
    behind = behind_region(places, words, place_end)
    link = places.between(min(behind, start), start)
    match = re.match(r"\s*,\s*", link)
    if match is not None and behind > place_end:
        link = link[match.end() :]
    has_aux = words.words["aux"].search(link) is not None
    if form.kind == "after":
        follows = places.text[end : min(places.end, end + 30)]
        # "Покровськ взяв …": a town in the nominative may be what acts; a plural verb or a side behind it says no.
        if strip(link, words, "skip").strip(" ,") == "" and "," not in link and words.free_order:
            return ends_in(places.text[start:end], words, "plural") or (
                words.words["subject"].match(follows.lstrip()) is not None
            )
    relative = words.words["relative"].match(link.lstrip(" ,")) if "relative" in words.words else None
    if relative is not None:
        rest = places.text[min(behind, start) : start].lstrip(" ,")[relative.end() :]
        subject = strip(rest, words, "claimed_group", "skip", "aux")
        if subject.strip():  # "Siversk, which Russian forces captured"
            return form.kind in ("after", "both") and not has_aux and _is_subject(subject, words)
        return has_aux and form.kind != "after"
    if form.kind == "after":
        return False
    stripped = strip(link, words, "skip", "aux").strip(" ,")
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
    return len(text.split()) <= _SUBJECT_WORDS and "," not in text and ends_in(text, words, "subject")


def _is_framed_by(places: SentencePlaces, words: StatementWords, start: int, form: VerbForm) -> bool:
    """Tell whether the verb's own preposition stands before the place ("haben sich aus Siwersk zurückgezogen")."""
    lead = _strip_types(places.text[max(places.start, start - LEAD) : start], words).rstrip()
    found = None if form.particle is None else [m for m in form.particle.finditer(lead) if m.end() == len(lead)]
    return bool(found)


def _has_agent(places: SentencePlaces, words: StatementWords, end: int) -> bool:
    after = places.text[end : min(places.end, end + 30)].lstrip()
    return words.words["agent_next"].match(after) is not None or not after.strip(' .!»”"')


def _opens(places: SentencePlaces, words: StatementWords, start: int) -> bool:
    """Tell whether a place begins a clause, so that it is what the verb is about ("the mayor of Siversk was taken")."""
    lead = places.text[max(places.start, start - LEAD) : start]
    typed = _strip_types(lead, words)
    if not typed.strip() or _STARTS.search(typed):
        return True
    if typed.rstrip()[-1:].isdigit():
        return True
    return words.ending["clause_open"].search(typed) is not None or ends_in(typed, words, "subject")


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
