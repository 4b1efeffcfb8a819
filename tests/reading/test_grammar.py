"""Every pattern of every language compiles: what is compiled when first used must not fail then."""

from __future__ import annotations

import pytest

from app.reading.grammar import load
from app.reading.language import LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_pattern_compiles(lang: str) -> None:
    grammar = load(lang)
    assert grammar is not None
    patterns = [period.pattern for period in grammar.periods]
    for table in (grammar.qualifiers, grammar.cues, grammar.words):
        patterns += [table[name] for name in table.names()]
    assert len(patterns) > 100


@pytest.mark.parametrize("lang", LANGUAGES)
def test_languages_have_the_same_tables(lang: str) -> None:
    english, other = load("en"), load(lang)
    assert english is not None
    assert other is not None
    assert set(english.words.names()) == set(other.words.names())
    assert set(english.cues.names()) == set(other.cues.names())


def test_a_language_that_is_not_read_has_no_grammar() -> None:
    assert load("ja") is None
