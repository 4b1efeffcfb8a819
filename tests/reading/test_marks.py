"""Every sentence in which something is said bears its mark; what a head finds is what the expression finds."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reading.automaton import Automaton
from app.reading.folded import folded
from app.reading.grammar import load
from app.reading.heads import heads
from app.reading.marks import LENGTH, NEAR, PERCENT, RECORDS, TIMES, UNIT, VERB, Marker
from app.reading.records import Sentence
from app.reading.sentences import split
from app.reading.statement_words import load_statement_words

EXPRESSIONS = {
    "figure": r"(?<!\d)\d",
    "took": r"(?<!\w)(?:took|taken)(?!\w)",
    "control": r"(?<!\w)(?:took\s+control\s+of|control)(?!\w)",
    "km": r"(?<!\w)\d+\s*(?:km|км)(?!\w)",
    "spaced": r"(?<!\w)(?:(?:in)?\s*(?:winter|summer))(?!\w)",
    "mark": r"%|[’']s",
    "zh": "公里|占领",
    "kyrillisch": "(?<!\\w)(?:захопили|освободил\\w*)(?!\\w)",
}
PIECES = [
    "took control  of", "Took", "12 km", "1\u00a0км", "in  winter", "SUMMER", "%", "’s", "İ", "ſ", "公里", "他占领了",
    "в захопили", "ОСВОБОДИЛИ", "\ud800", "\n", ". ", "e\u0301", "😀", "٣", "K", "\t", "-", "_", "took.Took",
]  # fmt: skip


def texts() -> st.SearchStrategy[str]:
    pieces = st.sampled_from(PIECES) | st.characters() | st.text(max_size=4)
    return st.lists(pieces, max_size=20).map(" ".join) | st.lists(pieces, max_size=20).map("".join)


@given(texts())
@settings(max_examples=300, deadline=None)
def test_no_match_is_lost_to_an_automaton(text: str) -> None:
    owners: dict[str, list[str]] = {}
    for label, expression in EXPRESSIONS.items():
        for head in heads(expression) or ():
            owners.setdefault(head, []).append(label)
    hits = {(at, label) for at, labels in Automaton(owners).hits(folded(text)) for label in labels}
    for label, expression in EXPRESSIONS.items():
        assert {(m.start(), label) for m in re.compile(expression, re.IGNORECASE).finditer(text)} <= hits


@given(st.text() | texts())
@settings(max_examples=300, deadline=None)
def test_a_folded_text_is_as_long_as_the_text(text: str) -> None:
    assert len(folded(text)) == len(text)
    folded(text).encode()


MARKED = [
    ("en", "The town is quiet.", 0),
    ("en", "They hold 12 km² there.", UNIT | VERB),
    ("en", "It lies 12 km off.", LENGTH),
    ("en", "He was in a militia and has a house.", 0),
    ("en", "They took control of the town.", VERB),
    ("en", "That is 19 % of Ukraine, the most since May, twice the area.", PERCENT | RECORDS | TIMES),
    ("en", "Rodynske near Pokrovsk.", NEAR),
    ("uk", "Росіяни захопили 12 кв. км біля Сіверська.", UNIT | VERB | LENGTH | NEAR),
    ("zh", "俄军占领了12平方公里。", UNIT | VERB | LENGTH),
]


@pytest.mark.parametrize(("lang", "text", "marks"), MARKED)
def test_the_marks_of_a_sentence(lang: str, text: str, marks: int) -> None:
    assert marker(lang).marks(text, [Sentence(0, 0, len(text), 0)]) == [marks]


def test_a_mark_is_of_its_own_sentence_only() -> None:
    text = "All is quiet. They captured it. Nothing else. It is 9 km off."
    assert marker("en").marks(text, split(text, "en")) == [0, VERB, 0, LENGTH]


def test_marks_do_not_end_with_a_window_of_the_text() -> None:
    text = "x " * 99_995 + "took control of it. " * 2
    assert marker("en").marks(text, [Sentence(0, 0, len(text), 0)]) == [VERB]


@pytest.mark.parametrize("lang", ["en", "uk", "ru", "de", "fr", "pl", "zh"])
def test_every_verb_of_a_language_can_be_marked(lang: str) -> None:
    words = load_statement_words(lang)
    assert words is not None
    assert [expression for expression in words.verbs.expressions if heads(expression, 14) is None] == []


def marker(lang: str) -> Marker:
    grammar = load(lang)
    assert grammar is not None
    return Marker(grammar, load_statement_words(lang))
