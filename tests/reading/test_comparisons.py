# ruff: noqa: E501 - a case is one line
"""One period's ground set against another's: what is read in each language, and what is no comparison of ground.

``-44% 2025-09 / 2025-08 russia`` reads: 44 % less in September than in August, captured by russia. ``x2`` is twice as
much, ``least`` and ``most`` are records; ``~`` marks a hedged one.
"""

from __future__ import annotations

from datetime import date

import pytest

from app.reading.comparisons import read_comparisons
from app.reading.records import Comparison, Document, Period
from app.reading.sentences import split
from tests.reading.claim_cases import VOCABULARY, claims

PUBLISHED = date(2025, 12, 7)


def said(text: str, lang: str, published: date | None = PUBLISHED) -> str:
    document = Document(text, published, lang=lang)
    found = read_comparisons(document, split(text, lang), claims(text, lang, published), VOCABULARY)
    assert all(text[one.start : one.end] == one.text for one in found)
    return "; ".join(line(one) for one in found) or "none"


def line(one: Comparison) -> str:
    amount = {"less": f"-{one.percent:g}%" if one.percent else "", "more": f"+{one.percent:g}%" if one.percent else ""}
    what = amount.get(one.relation) or (f"x{one.times:g}" if one.times else one.relation)
    hedge = "~" if one.qualifier else ""
    lost = " lost" if one.direction == "lost" else ""
    return f"{hedge}{what} {period(one.period)} / {period(one.base)}{lost} {one.actor or '-'}"


def period(of: Period) -> str:
    start, end = of.start, of.end
    if start and end and start.day == 1 and (start.year, start.month) == (end.year, end.month) and end.day > 27:
        return f"{start:%Y-%m}"
    return f"{start or ''}..{end or ''}"


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "Russian forces took 259 km² in September, 44% less than in August.", "-44% 2025-09 / 2025-08 russia"),
        ("en", "In September Russia captured 44 percent less land than in August.", "-44% 2025-09 / 2025-08 russia"),
        ("en", "Russia gained 505 km² in November, up 89% from October.", "+89% 2025-11 / 2025-10 russia"),
        ("en", "Russia occupied 505 km² in November. That is almost double October's total.", "~x2 2025-11 / 2025-10 russia"),
        ("en", "Russia seized 505 square kilometres in November, nearly twice as much as in October.", "~x2 2025-11 / 2025-10 russia"),
        ("en", "Russian troops took 130 km² in March, half as much as in January.", "x0.5 2025-03 / 2025-01 russia"),
        ("en", "The 259 km² that Russia took in September are the smallest monthly gain since May.", "least 2025-09 / 2025-05-01..2025-12-07 russia"),
        ("en", "Russian gains of 505 km² in November were the largest since November 2024.", "most 2025-11 / 2024-11-01..2025-12-07 russia"),
        ("en", "Ukraine lost 505 km² in November, 89% more than the month before.", "+89% 2025-11 / 2025-10 lost ukraine"),
        ("en", "Russia took 189 km² in February; its advance slowed by about 41% compared with January.", "~-41% 2025-02 / 2025-01 russia"),
        ("uk", "У вересні Росія окупувала 259 кв. км, що на 44% менше, ніж у серпні.", "-44% 2025-09 / 2025-08 russia"),
        ("uk", "За листопад росіяни захопили 505 км², це майже вдвічі більше, ніж у жовтні.", "~x2 2025-11 / 2025-10 russia"),
        ("uk", "У вересні ворог окупував 259 км² – це найменший показник з травня.", "least 2025-09 / 2025-05-01..2025-12-07 russia"),
        ("ru", "В сентябре российские войска заняли 259 кв. км, на 44% меньше, чем в августе.", "-44% 2025-09 / 2025-08 russia"),
        ("ru", "В ноябре Россия захватила 505 км² — почти вдвое больше, чем в октябре.", "~x2 2025-11 / 2025-10 russia"),
        ("de", "Im September eroberte Russland 259 Quadratkilometer, 44 Prozent weniger als im August.", "-44% 2025-09 / 2025-08 russia"),
        ("de", "Im November besetzte Russland 505 km², fast doppelt so viel wie im Oktober.", "~x2 2025-11 / 2025-10 russia"),
        ("fr", "En septembre, la Russie a conquis 259 km², soit 44 % de moins qu'en août.", "-44% 2025-09 / 2025-08 russia"),
        ("fr", "En novembre, la Russie a pris 505 km², presque deux fois plus qu'en octobre.", "~x2 2025-11 / 2025-10 russia"),
        ("pl", "We wrześniu Rosja zajęła 259 km kw., o 44 proc. mniej niż w sierpniu.", "-44% 2025-09 / 2025-08 russia"),
        ("pl", "W listopadzie Rosjanie zajęli 505 km², prawie dwukrotnie więcej niż w październiku.", "~x2 2025-11 / 2025-10 russia"),
        ("zh", "俄军9月占领259平方公里，比8月减少44%。", "-44% 2025-09 / 2025-08 russia"),
    ],
)  # fmt: skip
def test_comparison(lang: str, text: str, expected: str) -> None:
    assert said(text, lang) == expected


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Russia took 259 km² in September and launched 9% fewer attacks than in August."),
        ("en", "Exports in September were 44% lower than in August."),
        ("en", "Russia controls 19% of Ukraine, more than in August."),
        ("en", "Russian forces hold 44% of the town."),
        ("en", "Ukraine shot down 12% more drones in November than in October."),
        ("uk", "У вересні росіяни втратили на 44% менше дронів, ніж у серпні."),
        ("ru", "В сентябре было на 44% меньше атак, чем в августе."),
        ("de", "Im September gab es 44 Prozent weniger Drohnen als im August."),
        ("fr", "En septembre, les exportations ont baissé de 44 % par rapport à août."),
        ("pl", "We wrześniu było o 44 proc. mniej ataków niż w sierpniu."),
    ],
)
def test_what_is_no_comparison_of_ground(lang: str, text: str) -> None:
    assert said(text, lang) == "none"
