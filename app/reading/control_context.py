"""Whether a control statement is said to have happened, as whose claim, and who did it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.reading.clauses import Layout
from app.reading.parties import PartySpan
from app.reading.sentence_places import Said
from app.reading.statement_words import StatementWords

_BEFORE = 260  # characters before a verb in which it may be hoped, denied or claimed
_BEHIND = 140
_SUBJECT = 90.0  # how far a subject may stand from its verb
_AGENT = 50.0
_SPEAKER = 90  # characters between a word of speech and who speaks
_BREAK = re.compile(r"[;；]|\.\s")
_COMMA = re.compile(r"[,，;()]")
_QUESTION = re.compile(r"[?？][\"»”’)]*\s*\Z")


@dataclass(frozen=True, slots=True)
class Voice:
    """How a statement stands: ``claimed`` where the text leaves it to somebody, and who says it."""

    claimed: bool
    party: str | None
    source: str | None
    speech: bool


def voice_of(layout: Layout, said: Said, words: StatementWords) -> Voice | None:
    """Return whose statement it is, None where the sentence hopes, denies, doubts or asks."""
    text, table = layout.text, words.words
    if _QUESTION.search(text, max(layout.start, layout.end - 4), layout.end):
        return None
    low = max(layout.start, said.head - _BEFORE)
    lead = text[low : said.head]
    breaks = [match.end() for match in _BREAK.finditer(lead)]
    if breaks:
        low, lead = low + breaks[-1], lead[breaks[-1] :]
    behind_start = max(said.end, said.places[-1].end)
    behind = text[behind_start : min(layout.end, behind_start + _BEHIND)]
    whole = f"{lead} {said.group}"
    if table["deny"].search(whole) or table["clause_block"].search(_clause(lead, words)):
        return None
    claim = _last(table["claim"], whole)
    if claim is None and table["block_behind"].search(behind[:_NEXT]):
        return None
    behind_claim = table["claim"].search(behind)
    say = _last(table["say"], lead)
    behind_say = table["say"].search(behind)
    rumour = table["rumour"].search(whole) or table["rumour"].search(behind)
    claimed = claim is not None or behind_claim is not None or rumour is not None
    speech = None
    if claim is not None:
        speech = (low + claim.start(), low + claim.end())
    elif say is not None:
        speech = (low + say.start(), low + say.end())
    elif (found := behind_claim or behind_say) is not None:
        speech = (behind_start + found.start(), behind_start + found.end())
    party = None if speech is None else _speaker(layout, speech, said)
    if table["deny"].search(behind) and not claimed:
        denier = any(p.start >= behind_start and p.role != "implied" for p in layout.parties)
        if say is None or (party is None and not denier):
            return None
        claimed = True  # "Putin said …, but Ukrainian officials denied it"
    named = {source.source for source in layout.stretch.sources() if source.reports}
    return Voice(claimed, party, next(iter(named)) if len(named) == 1 else None, speech is not None)


_NEXT = 30


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for found in pattern.finditer(text):  # noqa: B007 - the last one is wanted
        pass
    return found


def _clause(lead: str, words: StatementWords) -> str:
    """Return the part of a lead that belongs to the verb's own clause and what governs it."""
    found = _last(words.words["clause_break"], lead) if "clause_break" in words.words else None
    return lead[found.end() :] if found else lead


def _speaker(layout: Layout, speech: tuple[int, int], said: Said) -> str | None:
    """Return the side that speaks: the one named nearest to the word of speech, not the one that acts."""
    event_start = min(said.start, said.places[0].start)
    best: tuple[int, str] | None = None
    for span in layout.parties:
        if span.role in ("implied", "patient") or (said.start < span.end and span.start < said.end):
            continue
        if _COMMA.search(layout.text, min(span.end, speech[1]), max(span.start, speech[0])):
            continue  # "… in eastern Ukraine, the defence ministry said"
        gap = speech[0] - span.end if span.end <= speech[0] else (span.start - speech[1]) * 2
        if span.start >= speech[1] and speech[0] < event_start:
            # "Russia says Ukraine lost …": what stands behind the word of speech is what it says.
            between = layout.text[speech[1] : span.start].strip()
            if between not in ("", "by", "by the", "the", "der", "des", "du", "de la"):
                continue
        if 0 <= gap < _SPEAKER and (best is None or gap < best[0]):
            best = (gap, span.party)
    return best[1] if best else None


def actor_of(layout: Layout, said: Said, words: StatementWords) -> str | None:
    """Return who did it: behind "by", the subject before the verb, or the side that the word itself gives away."""
    verb = (said.start, said.end)
    inside = [span for span in layout.parties if span.start < verb[1] and verb[0] < span.end and span.role != "implied"]
    if inside and said.event == "liberated":  # "вибили росіян з Куп'янська": who is driven out stands in the verb
        subject = _subject(layout, said)
        return subject.party if subject is not None and subject not in inside else None
    if inside:
        return inside[-1].party
    last = max(said.end, said.places[-1].end)
    if words.words["to_whom"].fullmatch(layout.text, *verb):
        return next((p.party for p in layout.parties if said.end <= p.start < said.end + _TO), None)
    if said.event == "held" and words.spaced:
        held = (p for p in layout.parties if 0 <= p.start - said.end <= 1 and p.role in ("plain", "agent"))
        if (holder := next(held, None)) is not None:
            return holder.party  # "под контролем ВС РФ"
    agent = _agent(layout, said, words) or _nearest(
        layout, verb, [p for p in layout.parties if p.role == "agent" and p.start >= last], _AGENT
    )
    if agent is not None:
        return agent.party
    subject = _subject(layout, said)
    if subject is not None:
        return subject.party
    implied = [p for p in layout.parties if p.role == "implied" and p.start < verb[1] and verb[0] < p.end]
    return implied[0].party if implied else None


def _agent(layout: Layout, said: Said, words: StatementWords) -> PartySpan | None:
    """Return the side behind "by", which stands behind the verb or, in some languages, before it."""
    last = said.places[-1].end
    for span in layout.parties:
        if span.role == "implied":
            continue
        between_both = said.place_first and last <= span.start and span.end <= said.start
        if between_both and words.words["agent_next"].search(layout.text, last, span.start):
            return span
        behind = max(said.end, last if not said.place_first else said.end)
        if behind <= span.start < behind + _REACH:
            between = layout.text[behind : span.start].strip()
            if words.words["agent_word"].match(between) and not _COMMA.search(between):
                return span
    return None


def _subject(layout: Layout, said: Said) -> PartySpan | None:
    verb = (said.start, said.end)
    edge = said.places[0].start if said.place_first else said.start
    if said.place_first:
        # "Куп'янськ звільнили ЗСУ", "Siversk, which Russian forces captured": behind the verb, or between the two.
        near = [
            p
            for p in layout.parties
            if p.role in ("plain", "agent") and said.places[-1].end <= p.start and p.end <= said.start
        ]
        found = _nearest(layout, verb, near, _AGENT) or (
            _nearest(layout, verb, [p for p in layout.parties if p.role == "plain" and p.start >= said.end], _DIRECT)
            if layout.grammar.lang in _FREE
            else None
        )
        if found is not None or layout.grammar.lang not in _SUBJECT_FIRST:
            return found
    acting = [p for p in layout.parties if p.role in ("plain", "seat") and p.end <= edge]
    found = _nearest(layout, verb, acting, _SUBJECT)
    if found is not None or said.place_first:
        return found
    if said.kind == "gerund":
        # "After capturing Siversk, Russian forces moved on."
        last = said.places[-1].end
        main = [p for p in layout.parties if p.role == "plain" and p.start >= last]
        return _nearest(layout, (said.start, last), main, _AGENT)
    behind = [p for p in layout.parties if p.role == "plain" and p.start >= said.end and p.end <= said.places[0].start]
    return _nearest(layout, verb, behind, _DIRECT)


_REACH = 45  # characters between a verb and whom it was done by
_TO = 16
_DIRECT = 12.0
_FREE = frozenset({"uk", "ru", "pl"})
_SUBJECT_FIRST = frozenset({"de", "zh", "uk", "ru", "pl"})


def _nearest(layout: Layout, at: tuple[int, int], spans: list[PartySpan], limit: float) -> PartySpan | None:
    costs = [(layout.cost((span.start, span.end), at), span) for span in spans]
    near = [pair for pair in costs if pair[0] < limit]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def is_anyones(layout: Layout, said: Said, words: StatementWords) -> bool:
    """Tell whether an active verb without a side has troops as its subject, not a train or a team."""
    if said.place_first or said.kind in ("noun", "short"):
        return True
    lead = layout.text[max(layout.start, said.head - _BEFORE) : said.head]
    if not lead.strip(" \t\n\"'«„“(—–-•"):
        return True  # "Звільнили Куп'янськ": nobody is named, and nothing else acts
    return words.words["troops"].search(_clause(lead, words)) is not None
