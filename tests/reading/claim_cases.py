"""Builders that make a claim's case one line: the text, and what it says.

``505 captured russia 2025-11`` reads: 505 km², captured by russia, in November 2025. In that order: the value, with
``mi2`` or ``ha`` where it is not km², with its high end behind a dash; the direction; the actor or ``-``; the period: a
month, a day, two days with ``..`` between (either may be open), or ``-``; then, where there are any, ``/day`` for a
rate, ``~`` approx, ``>`` at least, ``<`` at most, ``@isw`` the source. ``;`` parts claims; ``none`` is no claim.
"""

from calendar import monthrange
from datetime import date

from app.reading.claims import read_claims
from app.reading.records import Document, StatedArea
from app.reading.sentences import split
from app.reading.vocabulary import PartyWords, Vocabulary
from geodata.definitions import load_parties, load_sources

SUNDAY = date(2025, 12, 7)
QUALIFIERS = {"approx": "~", "at_least": ">", "at_most": "<"}


def vocabulary() -> Vocabulary:
    """The sides and sources that come with the program."""
    return Vocabulary(
        {
            p.id: PartyWords(
                p.id, p.adversary, p.country, p.forces, p.seats, p.speakers, p.implied, p.usual, p.area_km2, p.advances
            )
            for p in load_parties().values()
        },
        {s.id: s.names for s in load_sources().values()},
    )


VOCABULARY = vocabulary()


def claims(text: str, lang: str, published: date | None = SUNDAY) -> tuple[StatedArea, ...]:
    return read_claims(Document(text, published, lang=lang), split(text, lang), VOCABULARY)


def said(text: str, lang: str, published: date | None = SUNDAY) -> str:
    """The claims of a text in the notation of the cases."""
    return "; ".join(line(claim) for claim in claims(text, lang, published)) or "none"


def line(claim: StatedArea) -> str:
    value = f"{claim.value:g}" if claim.value < 1e6 else f"{claim.value:.0f}"
    high = "" if claim.value_high is None else f"-{claim.value_high:g}"
    unit = "" if claim.unit == "km2" else claim.unit
    parts = [f"{value}{high}{unit}", claim.direction, claim.actor or "-", period(claim)]
    parts += [f"/{claim.rate}"] if claim.rate else []
    parts += [QUALIFIERS[claim.qualifier]] if claim.qualifier else []
    parts += [f"@{claim.attributed_to}"] if claim.attributed_to else []
    return " ".join(parts)


def period(claim: StatedArea) -> str:
    if claim.period is None:
        return "-"
    start, end = claim.period.start, claim.period.end
    if start == end:
        return str(start)
    if start and end and start.day == 1 and end == start.replace(day=monthrange(start.year, start.month)[1]):
        return f"{start:%Y-%m}"
    return f"{start or ''}..{end or ''}"
