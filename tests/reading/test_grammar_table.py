"""Every example of the grammar table reads as it says, in every language, and docs/claims.md is that table."""

import pytest

from app.reading.language import LANGUAGES as READ
from tests.reading.claim_cases import said
from tests.reading.grammar_cases import GRAMMAR
from tests.reading.grammar_table import LANGUAGES, PAGE, cases, page


@pytest.mark.parametrize(("lang", "text", "wanted"), list(cases()))
def test_an_example_of_the_table(lang: str, text: str, wanted: str) -> None:
    assert said(text, lang) == wanted


def test_every_topic_has_an_example_in_every_language() -> None:
    assert set(LANGUAGES) == set(READ)
    lacking = [
        (topic, lang)
        for topic, rows in GRAMMAR.items()
        for lang in LANGUAGES
        if not any(lang in sentences for sentences in rows.values())
    ]
    assert not lacking


def test_the_page_is_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.reading.grammar_table"
