"""Names whose neighbour says what they are: region, district, river, dam."""

from __future__ import annotations

from app.reading.cue_sides import FACILITY, OBLAST, RAION, RIVER, TYPE
from app.reading.cues import Cues
from app.reading.mentions_words import TOWN_WEIGHT
from app.reading.spans import Around, Found


def with_type_word(one: Found, surface: str, here: Around, cues: Cues) -> Found | None:
    """Return a name with the word beside it that says what it is, None where there is no such word."""
    entry = one.entry
    if entry is None:
        return None
    may_be_oblast = "oblast" in entry.nouns or "oblast" in entry.adjectives or "oblast" in entry.own_nouns
    if not ((here.lead | here.behind) & TYPE or may_be_oblast):
        return None
    every = entry.nouns | entry.adjectives | entry.own_nouns
    for kind, bit, behind, ahead in (
        ("oblast", OBLAST, cues.oblast_after, cues.oblast_before),
        ("raion", RAION, cues.raion_after, cues.raion_before),
        ("river", RIVER, cues.river_after, cues.river_before),
    ):
        match = behind.match(here.after) if here.behind & bit else None
        if match and match.group("gap") != "-":
            # A district called after a regional centre is one of that city's, unless a raion bears the name too.
            if kind == "raion" and "raion" not in every:
                if cues.city_district.match(surface):
                    return None
                town = "settlement" in every and entry.weight >= TOWN_WEIGHT
                if "oblast" in every or not town:
                    return None
            if kind == "oblast" and "oblast" not in every and "region" in every:
                one.kind = "region"
            else:
                one.kind = kind  # type: ignore[assignment]
            if kind == "oblast" and not every & {"oblast", "region"}:
                return None
            one.end += match.end()
            one.adjectival = False
            return one
        match = ahead.search(here.before) if here.lead & bit else None
        if match and (kind in every or kind == "raion"):
            one.kind = kind  # type: ignore[assignment]
            one.start -= len(here.before) - match.start()
            return one
    if may_be_oblast and cues.oblast_of.search(here.before):
        one.kind = "oblast"
        return one
    return facility(one, here, cues)


def facility(one: Found, here: Around, cues: Cues) -> Found | None:
    """Return a dam, bridge or plant with its full name, on either side."""
    behind = cues.facility_after.match(here.after) if here.behind & FACILITY else None
    ahead = cues.facility_before.search(here.before) if here.lead & FACILITY else None
    if behind is None and ahead is None:
        return None
    one.kind, one.key = "other", ""
    if behind:
        one.end += behind.end()
    elif ahead:
        one.start -= len(here.before) - ahead.start()
    return one
