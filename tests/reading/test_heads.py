"""Patterns tried only where they can begin find what each finds by itself."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reading.finder import Finder
from app.reading.grammar import load
from app.reading.heads import heads


@pytest.mark.parametrize(
    ("expression", "known"),
    [
        (r"(?<!\w)(?:took|taken)(?!\w)", {"took", "taken"}),
        (r"(?<!\w)to?ok", {"tok", "took"}),
        (r"[ab]c", {"ac", "bc"}),
        (r"\d+ km", {"0"}),
        (r"(?:the )?end", {"the en", "end"}),
        (r"\s*x", {" x", "x"}),
        (r"(?!)", set()),
        (r"in\s+may", {"in may"}),
        (r"К(?:м|М)", {"км"}),
    ],
)
def test_the_heads_of_an_expression(expression: str, known: set[str]) -> None:
    assert heads(expression) == known


@pytest.mark.parametrize("expression", [r"\w+ly", r".x", r"[^a]b", r"", r"a?"])
def test_what_may_begin_with_anything_has_no_heads(expression: str) -> None:
    assert heads(expression) is None


WORDS = {
    "took": r"(?<!\w)(?:took|to+k)(?!\w)",
    "control": r"(?<!\w)(?:took\s+control\s+of|control)(?!\w)",
    "number": r"(?<![\d.,])(?:\d{1,3}(?:[.,]\d+)?|(?<!\w)(?:two|three))",
    "any": r"(?<!\w)\w+ly(?!\w)",
    "spaced": r"(?<!\w)(?:(?:in)?\s*(?:winter|summer))(?!\w)",
    "mark": r"(?<!\w)(?:~|%|['’]s)(?!\w)",
}
PIECES = [
    "took",
    "control of",
    "Took",
    "two",
    "1.5",
    "12",
    "early",
    "in  winter",
    "summer",
    ",",
    "~",
    "’s",
    "İ",
    "在",
    "_",
]


def everything(texts: dict[str, str], text: str) -> set[tuple[str, int, int]]:
    return {(k, *m.span()) for k, v in texts.items() for m in re.compile(v, re.IGNORECASE).finditer(text)}


def learnt(finder: Finder[str]) -> Finder[str]:
    """Return a finder that has read enough to look words up."""
    for _ in range(20):
        list(finder.find("nothing", 0, 7))
    return finder


@given(st.lists(st.sampled_from(PIECES) | st.characters(exclude_characters="ſ"), max_size=12).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_a_finder_finds_what_the_expressions_find(text: str) -> None:
    found = {(label, *match.span()) for label, match in learnt(Finder(WORDS)).find(text, 0, len(text))}
    assert found == everything(WORDS, text)


SENTENCES = {
    "en": "In the first half of November 2025, Russian forces took control of about 505 km², up from 267 in October.",
    "uk": "Протягом минулого тижня, влітку 2025 року, російські війська захопили близько 12,5 км² під Сіверськом.",
    "ru": "С начала года, за последние две недели, войска РФ заняли более 30 кв. км севернее Купянска.",
    "de": "In der letzten Woche im Oktober haben russische Truppen rund 267 Quadratkilometer erobert.",
    "fr": "Au cours du mois de novembre, les forces russes ont conquis près de 505 km², contre 267 en octobre.",
    "pl": "W ciągu ostatniego tygodnia, w listopadzie 2025 r., wojska rosyjskie zajęły około 505 km².",
}


@pytest.mark.parametrize("lang", SENTENCES)
def test_a_language_s_words_are_found_together_as_alone(lang: str) -> None:
    grammar = load(lang)
    assert grammar is not None
    text = SENTENCES[lang]
    cues = grammar.cues
    found = {(label, *match.span()) for label, match in learnt(cues.finder).find(text, 0, len(text))}
    assert found == {(label, *match.span()) for label in cues.names() for match in cues[label].finditer(text)}
    periods = {(index, *match.span()) for index, match in grammar.period_finder.find(text, 0, len(text))}
    alone = {(i, *m.span()) for i, entry in enumerate(grammar.periods) for m in entry.pattern.finditer(text)}
    assert periods == alone and periods


def test_every_word_list_of_a_language_can_be_looked_up() -> None:
    for lang in SENTENCES:
        grammar = load(lang)
        assert grammar is not None
        assert [label for label in grammar.cues.names() if heads(grammar.cues.expression(label)) is None] == []
