"""The article that the project is measured by, where the shared data is at hand."""

from datetime import date
from pathlib import Path

import pytest

from tests.reading.claim_cases import claims, line

ARTICLE = Path(__file__).parents[3] / "shared/data/articles/000_c8569e20bc95ffa5.txt"


@pytest.mark.realdata
def test_the_article_states_two_areas_and_no_third() -> None:
    if not ARTICLE.exists():
        pytest.skip("../shared is absent")
    found = claims(ARTICLE.read_text(encoding="utf-8"), "en", date(2025, 12, 7))
    assert [line(claim) for claim in found] == ["505 captured russia 2025-11", "267 captured russia 2025-10"]
    assert all(claim.attributed_to is None and claim.scope is None and not claim.flags for claim in found)
