"""The ledger: sorted, filtered, exported as seen; a ClaimReview only when all its conditions hold."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest

from app.api.claim_review import claim_review
from app.api.ledger import Asked, choices, chosen, rows_of, written_csv
from app.errors import BadInput
from app.settings import Settings
from tests.api.fake_workspace import finding

DOCUMENTS = {"d1": {"title": "First", "published": "2025-11-05"}, "d2": {"title": "Second", "published": "2025-12-05"}}


def row(number: int, document: str, stated: float, computed: float | None, *, verdict: str = "match") -> dict[str, Any]:
    made = finding() | {"id": f"f{number}", "claim_id": f"c{number}", "document_id": document, "stated_km2": stated}
    best = None if computed is None else {**made["best"], "computed_km2": computed, "difference_km2": computed - stated}
    return made | {"best": best, "verdict": verdict}


FINDINGS = [
    row(1, "d1", 100.0, 99.0),
    row(2, "d1", 50.0, None, verdict="not_checkable"),
    row(3, "d2", 300.0, 350.0, verdict="understated"),
]
CLAIMS = [
    {"id": "c1", "period": {"start": "2025-10-01"}, "scope": {"region": "Donetsk", "text": "the Donetsk region"}},
    {"id": "c2", "period": {"start": "2025-09-01"}, "scope": None},
]
ROWS = rows_of(FINDINGS, CLAIMS, DOCUMENTS)


def ids(**asked: Any) -> list[str]:
    return [each["finding"]["id"] for each in chosen(ROWS, Asked(**asked))]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["f3", "f1", "f2"]),
        ({"sort": "stated"}, ["f3", "f1", "f2"]),
        ({"sort": "stated", "descending": False}, ["f2", "f1", "f3"]),
        ({"sort": "difference"}, ["f3", "f1", "f2"]),
        ({"sort": "difference", "descending": False}, ["f1", "f3", "f2"]),
        ({"verdict": "understated"}, ["f3"]),
        ({"region": "Donetsk"}, ["f1"]),
        ({"month": "2025-09"}, ["f2"]),
        ({"source": "demo"}, ["f3", "f1"]),
        ({"document": "d1"}, ["f1", "f2"]),
        ({"q": "SECOND"}, ["f3"]),
        ({"q": "no such words"}, []),
    ],
)
def test_what_is_asked_for_in_the_order_that_is_asked_for(asked: dict[str, Any], found: list[str]) -> None:
    assert ids(**asked) == found


def test_an_order_that_there_is_not_is_refused() -> None:
    with pytest.raises(BadInput, match="sort: expected published, stated"):
        ids(sort="colour")


def test_filters_offer_what_there_is() -> None:
    assert choices(ROWS) == {
        "source": ["demo"],
        "month": ["2025-11", "2025-09"],
        "region": ["Donetsk"],
        "verdict": ["match", "not_checkable", "understated"],
    }


def test_a_finding_that_states_no_area_is_no_row() -> None:
    assert rows_of([{"id": "s", "document_id": "d1", "verdict": "holds"}], [], DOCUMENTS) == []


def test_csv_has_a_line_each_and_runs_no_formula() -> None:
    hostile = FINDINGS[0] | {"sentence_text": '=cmd|"/C calc"!A0\nsecond line'}
    (read,) = csv.DictReader(io.StringIO(written_csv(rows_of([hostile], CLAIMS, DOCUMENTS))))
    assert read["sentence_text"] == '\'=cmd|"/C calc"!A0\nsecond line'
    assert (read["stated_km2"], read["computed_km2"], read["region"]) == ("100.0", "99.0", "Donetsk")


PUBLISHER = Settings(publisher_name="A desk of facts", publisher_url="https://example.org/facts")
DOCUMENT = {"title": "</script><script>", "url": "https://example.org/a", "published": "2025-12-05"}


def review(found: dict[str, Any], settings: Settings = PUBLISHER, confirmed_on: date | None = date(2026, 1, 5)) -> Any:
    return claim_review(
        found, document=DOCUMENT, settings=settings, confirmed_on=confirmed_on, link="https://here.example/findings/f1"
    )


def test_a_confirmed_finding_is_a_claim_review_that_is_inert_in_a_page() -> None:
    text = review(FINDINGS[0])
    assert "<" not in text
    told = json.loads(text)
    assert told["reviewRating"] == {"@type": "Rating", "alternateName": FINDINGS[0]["reason"]}
    assert told["datePublished"] == "2026-01-05"
    assert told["author"]["name"] == "A desk of facts"
    assert told["itemReviewed"]["appearance"]["url"] == "https://example.org/a"


@pytest.mark.parametrize("verdict", ["not_checkable", "within_band"])
def test_what_says_nothing_of_the_claim_is_never_reviewed(verdict: str) -> None:
    assert review(FINDINGS[0] | {"verdict": verdict}) is None


def test_without_a_publisher_or_a_person_there_is_none() -> None:
    assert review(FINDINGS[0], settings=Settings()) is None
    assert review(FINDINGS[0], confirmed_on=None) is None
