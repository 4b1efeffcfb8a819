"""Control statements: "captured Siversk", "entered Huliaipole", "Myrnohrad is encircled".

A verb is looked for, then its place beside it, then what the words around say of whether it happened. A sentence that
only hopes, denies, doubts or asks gives none: a wrong statement is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.reading.control_ahead import place_first
from app.reading.control_behind import is_hoped, is_told, may_follow, places_after, verb_group
from app.reading.control_links import places_offset
from app.reading.sentence_places import Said, SentencePlaces
from app.reading.statement_words import StatementWords, VerbForm
from app.reading.stretches import Stretch


def find_control(places: SentencePlaces, stretch: Stretch, words: StatementWords) -> Iterator[Said]:
    """Yield the events of a sentence that are said to have happened, in the order of their verbs."""
    taken: set[tuple[int, int]] = set()
    for label, match in stretch.verbs():
        form = words.forms[label]
        said = _read(places, words, match.start(), match.end(), form)
        if said is not None:
            new = tuple(place for place in said.places if (place.start, place.end) not in taken)
            taken |= {(place.start, place.end) for place in new}
            if new:
                yield Said(said.event, said.start, said.end, new, said.place_first, said.group, said.head, said.kind)


def _read(places: SentencePlaces, words: StatementWords, start: int, end: int, form: VerbForm) -> Said | None:
    if form.kind in ("after", "both", "short", "bare", "gerund", "noun"):
        following = places_after(places, words, end, form)
        if following:
            group, lead = verb_group(places, words, start)
            if not may_follow(words, form, group, lead) or (form.kind == "noun" and is_hoped(places, words, following)):
                following = () if not is_told(places, words, form, lead, following) else following
            if not following:
                return None
            return Said(
                form.event, start, end, following, False, group, len(lead) + places_offset(places, start), form.kind
            )
    if form.kind in ("both", "passive", "short", "ends", "framed") or (words.free_order and form.kind == "after"):
        return place_first(places, words, start, end, form)
    return None
