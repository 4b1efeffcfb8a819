# ruff: noqa: E501 - a case is one line
"""The reasons of findings on Ukrainian pages: every phrase that the program writes has its words."""

from __future__ import annotations

import re

import pytest

from maps.words import words

REASONS = [
    "DeepState: 505.8 km², net of occupied, 2025-11-02 → 2025-12-02 (own rule)",
    "DeepState: 16.9 km², net a day of occupied + advance, 2025-11-02 → 2025-12-02 (first day to first day)",
    "not DeepState's own definition (505.8 km²), but 523.2 km², gained of occupied, 2025-11-02 → 2025-12-02 (own rule)",
    "DeepState's own definition gives 449.8 to 532.6 km² when its days move by one",
    "more than DeepState's map shows, by 94.2 km²: 505.8 km², minus net of occupied, 2025-11-02 → 2025-12-02 (own rule)",
    "less than DeepState's map shows, by 1,094.2 km²: 115,773.0 km², held of occupied, 2025-12-02 (file of the day)",
    "no direction that polygons measure: neither captured, lost, held nor remaining",
    "no period that it speaks of",
    "no publication date, so its period stays open",
    "its period is open: no day on which it begins",
    "its period ends (2025-01-02) before it begins (2025-02-03)",
    "it speaks of Donetsk Oblast, of which no boundary is loaded; 'frontline regions add' adds one",
    "no snapshots are loaded; 'frontline control add' adds them",
    "counted on the map of DeepState, which is not loaded",
    "what remains can be measured only inside a boundary, and it names none",
    "DeepState counts claimed, of which no polygons are loaded",
    "no snapshots that stand for 2020-01-01 to 2020-01-31 of DeepState",
    "DeepState: 258.4 km² from 2025-09-01 to 2025-09-30 against 464.3 km² from 2025-08-01 to 2025-08-31: 44.3 % less",
    "DeepState: 258.4 km² from 2025-09-01 to 2025-09-30; the smallest of the 3 months between is 464.3 km² from 2025-08-01"
    " to 2025-08-31",
    "DeepState: 5.0 km² from 2025-09-01 to 2025-09-30 against 4.0 km² from 2025-08-01 to 2025-08-31: 1.25 times as much",
    "the place could not be placed: 'frontline correct' settles it",
    "no publication date and no day in the sentence",
    "the sentence does not say which side",
    "DeepState has no snapshot for 2020-01-01",
    "DeepState's map does not reach Siversk",
    "DeepState: Siversk is inside the polygons of 2025-12-10, since 2025-12-09, 1 day before the stated day's",
    "DeepState: Siversk is outside the polygons of 2025-12-10, since 2025-12-09 or earlier",
    "DeepState: Siversk is inside the polygons of 2025-12-10; it leaves them on 2025-12-20, 10 days later",
    "DeepState: the polygons of 2025-12-10 come to 3.0 km from the middle of Siversk",
    "DeepState: the polygons of 2025-12-10 do not cover Siversk (they lie 3.0 km from its middle); they first cover it on"
    " 2025-12-20, 10 days later",
    "DeepState: the polygons of 2025-12-10 do not cover Siversk, and it stays uncovered up to 2026-01-05",
    "DeepState: the polygons of 2025-12-10 lie in 76% of directions from Siversk, and it stays uncovered up to 2026-01-05",
    "DeepState: Siversk is 'unknown' on 2025-12-10: the map leaves open whose it is",
    "no boundary of Donetsk Oblast is loaded ('frontline regions add')",
    "77.48 % of Donetsk Oblast measured; DeepState: 20.0 km², held of occupied, 2025-12-02 (own rule)",
    "Siversk lies 62.7 km from Donetsk; stated 20 km",
    "DeepState: its polygons of 2025-12-02 lie 3.1 km from Siversk; stated 3 km",
    "uses the snapshot of 2026-01-02, later than the publication",
    "there is no snapshot of 2025-11-26: that of 2025-11-25 stands for it",
    "DeepState agrees (480.0 km²), but both rest on the map of DeepState: one voice, not two",
    "DeepState, which rests on another map, agrees: 480.0 km²",
]  # fmt: skip
NAMES = {"DeepState", "Siversk", "Donetsk", "Oblast", "frontline", "regions", "control", "correct", "add", "unknown"}


@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_on_a_ukrainian_page_is_in_ukrainian(reason: str) -> None:
    said = words("uk").reason(reason)
    assert set(re.findall("[A-Za-z]+", said)) <= NAMES
    assert re.findall(r"\d{4}-\d\d-\d\d", said) == re.findall(r"\d{4}-\d\d-\d\d", reason)


@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_on_an_english_page_is_as_it_was_written(reason: str) -> None:
    assert words("en").reason(reason) == reason


def test_a_reason_that_no_phrase_knows_stays_as_it_is() -> None:
    assert words("uk").reason("{0} <script> what nobody foresaw") == "{0} <script> what nobody foresaw"
