"""Corrections laid over a reading: pure, undone without a trace, and held by the span when a text is read anew."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.corrected import Correction, as_read, parsed_period, settled, split_target
from app.errors import BadInput

DOC = "3fbec661d2d7a39a"
SIVERSK = {"id": "g:1", "name": "Siversk", "kind": "settlement", "lat": 48.87, "lon": 38.1, "country": "UA"}
LYMAN = {"id": "g:2", "name": "Lyman", "kind": "settlement", "lat": 48.99, "lon": 37.81, "country": "UA"}
DONETSK = {"id": "g:3", "name": "Donetsk Oblast", "kind": "oblast", "lat": 48.0, "lon": 37.8, "country": "UA"}


def mention(start: int, end: int, place: dict[str, Any] | None = LYMAN) -> dict[str, Any]:
    return {
        "id": f"{DOC}-m{start}-{end}", "start": start, "end": end, "text": "Lyman", "place": place, "score": 0.5,
        "why": "the only one",
    }  # fmt: skip


def claim(start: int, end: int) -> dict[str, Any]:
    return {
        "id": f"{DOC}-a{start}-{end}", "start": start, "end": end, "text": "505 km²", "direction": "captured",
        "actor": None, "period": None, "scope": None,
    }  # fmt: skip


def statement(start: int, end: int, place: dict[str, Any] = LYMAN, of: str = f"{DOC}-m10-15") -> dict[str, Any]:
    return {
        "id": f"{DOC}-s{start}-{end}", "start": start, "end": end, "text": "captured Lyman", "place": place,
        "mention_id": of, "other_mention_id": None, "other_place": None, "actor": None, "on": None, "on_start": None,
        "dated": False,
    }  # fmt: skip


def reading(**lists: Any) -> dict[str, Any]:
    return {
        "sentences": [],
        "mentions": [mention(10, 15)],
        "claims": [claim(30, 37)],
        "statements": [statement(1, 15)],
        **lists,
    }


def correction(target: str, number: int = 1, **change: Any) -> Correction:
    return Correction(f"c{number}", f"{DOC}-{target}", change, "seen on the map", "an editor", "2025-12-08", "Lyman")


def test_a_mention_is_put_on_another_place_and_shown_as_such() -> None:
    (corrected,) = settled(reading(), [correction("m10-15", place=SIVERSK)])["mentions"]
    assert corrected["place"]["name"] == "Siversk" and corrected["why"] == "corrected by an editor: seen on the map"
    assert corrected["corrected"]["was"] == mention(10, 15)


def test_what_was_read_of_a_mention_follows_it() -> None:
    (followed,) = settled(reading(), [correction("m10-15", place=SIVERSK)])["statements"]
    assert followed["place"] == SIVERSK and followed["corrected"]["id"] == "c1"


def test_a_claim_gets_period_direction_side_and_scope() -> None:
    period = parsed_period("2025-11-01..2025-11-30")
    change = {"period": period, "direction": "lost", "actor": "ukraine", "place": DONETSK}
    (one,) = settled(reading(), [correction("a30-37", **change)])["claims"]
    assert (one["period"], one["direction"], one["actor"]) == (period, "lost", "ukraine")
    assert one["scope"] == {"text": "Donetsk Oblast", "place_id": "g:3", "region": "Donetsk Oblast"}


def test_a_statement_gets_a_day() -> None:
    (one,) = settled(reading(), [correction("s1-15", period=parsed_period("2025-12-05..2025-12-05"))])["statements"]
    assert (one["on"], one["on_start"], one["dated"]) == ("2025-12-05", None, True)


def test_what_is_rejected_stands_no_more_in_its_list_but_in_the_record() -> None:
    body = settled(reading(), [correction("a30-37", reject=True)])
    assert body["claims"] == [] and body["corrections"][0]["was"] == claim(30, 37)


def test_a_place_that_is_none_leaves_its_statement_without_one() -> None:
    (one,) = settled(reading(), [correction("m10-15", reject=True)])["statements"]
    assert one["place"] is None and one["corrected"]["change"] == {"reject": True}


def test_a_later_correction_goes_over_an_earlier_one() -> None:
    body = settled(reading(), [correction("m10-15", 1, place=SIVERSK), correction("m10-15", 2, place=None)])
    assert body["mentions"][0]["place"] is None
    assert body["mentions"][0]["corrected"]["id"] == "c2"
    assert body["mentions"][0]["corrected"]["was"] == mention(10, 15)


def test_a_new_reading_with_another_span_keeps_the_correction() -> None:
    (one,) = settled(reading(mentions=[mention(10, 22)]), [correction("m10-15", place=SIVERSK)])["mentions"]
    assert one["place"] == SIVERSK and one["end"] == 22


def test_a_new_reading_with_nothing_there_says_so() -> None:
    body = settled(reading(mentions=[mention(40, 45)]), [correction("m10-15", place=SIVERSK)])
    assert body["corrections"][0]["applied"] is False and "corrected" not in body["mentions"][0]


CHANGES = st.sampled_from(
    [
        ("m10-15", {"place": SIVERSK}),
        ("m10-15", {"place": None}),
        ("m10-15", {"reject": True}),
        ("a30-37", {"direction": "lost"}),
        ("a30-37", {"reject": True}),
        ("s1-15", {"actor": "russia"}),
        ("s1-15", {"place": SIVERSK}),
    ]
)


@given(st.lists(CHANGES, max_size=6))
def test_whatever_was_corrected_the_reading_as_read_comes_back(changes: list[tuple[str, dict[str, Any]]]) -> None:
    corrections = [correction(target, number, **change) for number, (target, change) in enumerate(changes)]
    assert as_read(settled(reading(), corrections)) == reading()


@pytest.mark.parametrize("period", ["2025-11-01", "2025-12-01..2025-11-01", "..", "x..y", "2025-02-30..2025-03-01"])
def test_a_period_that_is_none_is_refused(period: str) -> None:
    with pytest.raises(BadInput, match="two days in their order"):
        parsed_period(period)


@pytest.mark.parametrize("target", ["", "x", f"{DOC}-x1-2", f"{DOC}-m1", f"{DOC}-m1-b", f"{DOC}-f1-2"])
def test_what_names_nothing_that_can_be_corrected_is_refused(target: str) -> None:
    with pytest.raises(BadInput, match="no mention, claim or statement"):
        split_target(target)
