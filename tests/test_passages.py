"""The project's own labelled passages are sound: spans, periods, units, and no text stands on both sides."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.reading.records import KM2_PER_UNIT

FOLDER = Path(__file__).parent.parent / "benchmarks/passages"
LANGUAGES = ("en", "uk", "ru", "de", "fr", "pl", "zh")
FILES = sorted(FOLDER.glob("*/*.jsonl"))


def items(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_both_sides_have_every_language() -> None:
    names = {side: {path.stem for path in FOLDER.glob(f"{side}/*.jsonl")} for side in ("dev", "held")}
    assert (
        names["dev"]
        == names["held"]
        == {
            "news_statements",
            *(f"{kind}{lang}" for kind in ("", "claims_", "news_claims_") for lang in LANGUAGES),
        }
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_labels_stand_where_they_say(path: Path) -> None:
    for item in items(path):
        for statement in item.get("statements", []):
            assert item["text"][statement["start"] : statement["end"]] == statement["text"], item["id"]
        for mention in item.get("mentions", []):
            assert item["text"][mention["start"] : mention["end"]] == mention["surface"], item["id"]
        for claim in item.get("claims", []):
            assert item["text"][claim["start"] : claim["end"]] == claim["text"], item["id"]
            assert claim["km2"] == pytest.approx(claim["value"] * KM2_PER_UNIT[claim["unit"]], rel=0.01), item["id"]
            ends = [date.fromisoformat(claim[key]) for key in ("period_start", "period_end") if claim[key]]
            assert ends == sorted(ends), item["id"]


def test_no_text_and_no_id_stands_twice() -> None:
    every = [item for path in FILES for item in items(path)]
    assert len({item["id"] for item in every}) == len({item["text"] for item in every}) == len(every)
