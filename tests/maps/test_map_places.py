"""Mentions become one row a place, with each sentence and its link."""

from __future__ import annotations

import pytest

from maps.places import SENTENCES_SHOWN, place_rows
from tests.maps.map_builders import mention


def only(*mentions: dict[str, object], **options: object) -> dict[str, object]:
    (row,) = place_rows(mentions, **({"wide": False} | options))  # type: ignore[arg-type]
    return row[2]


def test_two_mentions_of_a_place_share_a_marker() -> None:
    place = only(mention(id="m1"), mention(id="m2"))
    assert [place["count"], [item["id"] for item in place["sentences"]]] == [2, ["m1", "m2"]]


def test_a_mention_without_a_place_has_no_marker() -> None:
    assert place_rows([mention(place=None)], wide=False) == []


def test_a_government_has_no_marker() -> None:
    assert place_rows([mention(metonym=True)], wide=False) == []


def test_a_country_is_no_point() -> None:
    land = mention("Land")
    land["place"]["kind"] = "country"  # type: ignore[index]
    assert place_rows([land], wide=False) == []
    assert len(place_rows([land], wide=True)) == 1


def test_the_link_opens_the_sentence() -> None:
    assert only(mention())["sentences"][0]["href"] == "/documents/00d1#s3"


def test_no_link_where_the_map_stands_alone() -> None:
    assert only(mention(), document_url=None)["sentences"][0]["href"] is None


def test_the_name_is_marked_in_its_sentence() -> None:
    item = only(mention(sentence_text="Near Zelene, too."))["sentences"][0]
    assert (item["before"], item["surface"], item["after"]) == ("Near ", "Zelene", ", too.")


def test_many_sentences_are_cut_but_counted_and_the_focus_stays() -> None:
    mentions = [mention(id=f"m{i}") for i in range(100)]
    place = only(*mentions, focus="m99")
    assert place["count"] == 100
    assert len(place["sentences"]) == SENTENCES_SHOWN + 1
    assert place["sentences"][-1]["id"] == "m99"


@pytest.mark.parametrize(
    ("status", "held"),
    [
        ("occupied", True),
        ("pre_2022", True),
        ("outside", False),
        ("liberated", False),
        ("unknown", False),
        (None, False),
    ],
)
def test_inside_the_controlled_ground_on_the_day(status: str | None, held: bool) -> None:
    control = {"source": "demo", "on": "2025-12-07", "snapshot_on": "2025-12-07", "gap_days": 0, "status": status}
    assert only(mention(control=[control]))["held"] is held


def test_the_very_mention_is_marked_where_its_name_stands_twice() -> None:
    sentence = "From Lyman to Lyman Druhyi."
    place = only(mention(text="Lyman", sentence_text=sentence, sentence_start=100, start=114, end=119))
    (shown,) = place["sentences"]  # type: ignore[misc]
    assert (shown["before"], shown["surface"]) == ("From Lyman to ", "Lyman")
