# ruff: noqa: E501
"""Slips of proportion, each with a published slip as its model: the decimal point moved, a comparison that does not hold."""

from datetime import date

import pytest

from app.reading.claims import read_claims
from app.reading.comparisons import read_comparisons
from app.reading.proportions import flag_proportions
from app.reading.records import Document
from app.reading.sentences import split
from tests.reading.claim_cases import VOCABULARY

SUNDAY = date(2025, 12, 7)

SLIPS = [
    # a percentage ten times off (published: 0.4 % of the country for 0.04 %)
    ("en", "Russia captured 242 km² in July, or 0.4 % of Ukraine.", "0.4 % is ten times off: 242 km² is 0.04 % of Ukraine"),
    ("en", "Russia captured 505 km² (0.8% of Ukraine's territory) in November.", "0.8% is ten times off: 505 km² is 0.084 % of Ukraine"),
    ("en", "In November Russia captured 0.8 percent of Ukraine, or 505 km².", "0.8 percent is ten times off"),
    ("en", "Russia captured 505 km², about 0.008 % of Ukraine, in November.", "0.008 % is a tenth of it"),
    ("en", "Russia captured 505 km² in November, which is 0.3 % of Ukraine.", "0.3 % does not fit: 505 km² is 0.084 % of Ukraine"),
    ("uk", "Росія захопила 505 км² (0,8 % території України) у листопаді.", "0,8 % is ten times off"),
    ("ru", "Россия захватила 505 км², или 0,8% территории Украины, в ноябре.", "0,8% is ten times off"),
    ("de", "Russland eroberte im November 505 km² (0,8 Prozent der Ukraine).", "0,8 Prozent is ten times off"),
    ("fr", "La Russie a conquis 505 km² (0,8 % du territoire de l'Ukraine) en novembre.", "0,8 % is ten times off"),
    ("pl", "Rosja zajęła w listopadzie 505 km² (0,8 procent terytorium Ukrainy).", "0,8 procent is ten times off"),
    # "44 % less" that two figures do not bear out
    ("en", "Russia captured 283 km² in November, 44 % less than the 400 km² in October.", "does not fit: 283 km² is 29 % less than 400 km²"),
    ("en", "Russia captured 505 km² in November, 20 percent more than the 267 km² in October.", "does not fit: 505 km² is 89 % more than 267 km²"),
    ("uk", "Росія захопила 283 км² у листопаді, на 44 % менше, ніж 400 км² у жовтні.", "does not fit: 283 км² is 29 % less than 400 км²"),
    ("ru", "Россия захватила 283 км² в ноябре, на 44 % меньше, чем 400 км² в октябре.", "does not fit: 283 км² is 29 % less than 400 км²"),
    # "almost twice as much" that two figures do not bear out
    ("en", "Russia captured 505 km² in November, almost twice as much as the 400 km² in October.", "does not fit: 505 km² is 1.3 times 400 km²"),
]  # fmt: skip

SOUND = [
    ("en", "Russia captured 505 km² in November, or 0.08 % of Ukraine."),
    ("en", "Russia captured 505 km² (less than 0.1 % of Ukraine) in November."),
    ("en", "Russia holds 116,000 km², or 19 % of Ukraine."),
    ("en", "Russia captured 505 km² in November and now holds 19 % of Ukraine."),
    ("en", "Russia captured 505 km² in November, bringing its share to 19 % of Ukraine."),
    ("en", "Russia captured 505 km² in November, 2 % of the Donetsk region."),
    ("en", "Russia captured 283 km² in November, 44 % less than the 505 km² in October."),
    ("en", "Russia captured 505 km² in November, 89 % more than the 267 km² in October."),
    ("en", "Russia captured about 500 km² in November, 90 % more than the 267 km² in October."),
    ("uk", "Росія захопила 505 км² (0,08 % території України) у листопаді."),
]  # fmt: skip


def flags(lang: str, text: str) -> list[str]:
    document, sentences = Document(text, SUNDAY, lang=lang), split(text, lang)
    claims = read_claims(document, sentences, VOCABULARY)
    assert claims
    comparisons = read_comparisons(document, sentences, claims, VOCABULARY)
    return [flag for claim in flag_proportions(document, claims, comparisons, VOCABULARY) for flag in claim.flags]


@pytest.mark.parametrize(("lang", "text", "reason"), SLIPS)
def test_a_slip_of_proportion_is_flagged(lang: str, text: str, reason: str) -> None:
    (flag,) = flags(lang, text)
    assert reason in flag


@pytest.mark.parametrize(("lang", "text"), SOUND)
def test_sound_proportions_are_not_flagged(lang: str, text: str) -> None:
    assert flags(lang, text) == []
