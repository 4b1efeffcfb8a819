# ruff: noqa: E501
"""Slips in stated areas: each is flagged with its reason; a sound text carries none."""

from datetime import date

import pytest

from tests.reading.claim_cases import claims

SLIPS = [
    ("en", "Russia captured 505 km² (505 square miles) in November.", "the conversion does not fit: 505 km² is 195 square miles"),
    ("en", "Russia captured 242 sq mi (242 km²) in November.", "the conversion does not fit: 242 sq mi is 626.8 km²"),
    ("en", "Russia captured 5,000 miles of territory in 2025.", "'miles' is a length; the area was read in square miles"),
    ("en", "Russia captured 40 kilometers of Ukrainian land in May.", "'kilometers' is a length; the area was read in km²"),
    ("en", "Russia captured 505 km² between December 1 and December 20, 2025.", "the period ends on 2025-12-20, after the publication on 2025-12-07"),
    ("en", "Russia captured 80 km² in December.", "the month was not over on 2025-12-07: the figure is for its first 7 days"),
    ("en", "Russia captured 627 km² in November. It gained 27.96 km² a day in November.", "the rate does not make the total: 27.96 km² a day over 30 days is 839 km², the text says 627 km²"),
    ("en", "Russia captured 505 km² in November, almost twice as much as the 400 in October.", "'almost twice' does not fit: 505 km² is 1.3 times 400"),
    ("en", "Russia captured 505 km² since 31 November.", "the text states a date that does not exist"),
    ("uk", "Росія захопила 4,336 км² у 2025 році.", "the mark in 4,336 км² was read as one of thousands"),
    ("uk", "Росія захопила 505 км² у листопаді, втричі більше, ніж 267 у жовтні.", "'втричі' does not fit: 505 км² is 1.9 times 267"),
    ("ru", "Россия захватила 505 км² (505 квадратных миль) в ноябре.", "the conversion does not fit"),
    ("de", "Russland eroberte im November 505 km² (505 Quadratmeilen).", "the conversion does not fit"),
]  # fmt: skip

SOUND = [
    ("en", "Russia captured 505 km² (195 square miles) in November."),
    ("en", "Russia captured 505 km², about 195 sq mi, in November."),
    ("en", "Ukraine captured 5 square kilometers (2 square miles) in May."),
    ("en", "Russia captured 420 km² in November. It gained 14 km² a day in November."),
    ("en", "Russia captured 505 km² in November, almost twice as much as the 267 in October."),
    ("en", "Russia captured 4,336 km² in 2025."),
    ("uk", "Росія захопила 505 км² у листопаді, майже вдвічі більше, ніж 267 у жовтні."),
    ("de", "Russland eroberte 2025 rund 4.336 km² (1.674 Quadratmeilen)."),
]


@pytest.mark.parametrize(("lang", "text", "reason"), SLIPS)
def test_a_slip_is_flagged_with_its_reason(lang: str, text: str, reason: str) -> None:
    flags = [flag for claim in claims(text, lang) for flag in claim.flags]
    assert len(flags) == 1
    assert reason in flags[0]


@pytest.mark.parametrize(("lang", "text"), SOUND)
def test_a_sound_text_is_not_flagged(lang: str, text: str) -> None:
    found = claims(text, lang)
    assert found and not any(claim.flags for claim in found)


def test_a_mark_that_could_be_either_is_settled_by_the_other_unit() -> None:
    (claim,) = claims("Росія захопила 1,295 км² (0,5 квадратної милі) у листопаді.", "uk")
    assert (claim.value, claim.flags) == (1.295, ())


def test_a_date_that_does_not_exist_makes_no_period() -> None:
    (claim,) = claims("Russia captured 505 km² since 31 November.", "en")
    assert claim.period is None


def test_the_29th_of_february_is_of_the_last_leap_year() -> None:
    (claim,) = claims("Russia has captured 505 km² since 29 February.", "en", date(2024, 12, 7))
    assert claim.period is not None and claim.period.start == date(2024, 2, 29) and not claim.flags
