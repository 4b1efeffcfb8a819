"""Sentences: exact offsets, abbreviations that go on, paragraphs; nothing raises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reading.sentences import split


def parts(text: str, lang: str | None = "en") -> list[str]:
    return [text[s.start : s.end] for s in split(text, lang)]


@pytest.mark.parametrize(
    ("lang", "text", "wanted"),
    [
        ("en", "Troops advanced. Kyiv denied it.", ["Troops advanced.", "Kyiv denied it."]),
        ("en", "They took 5 sq. km. Then it rained.", ["They took 5 sq. km.", "Then it rained."]),
        ("en", "Gen. Smith spoke on Feb. 24, 2022. He left.", ["Gen. Smith spoke on Feb. 24, 2022.", "He left."]),
        ("uk", "Під окупацією 116 тис. 165 кв. км. Це багато.", ["Під окупацією 116 тис. 165 кв. км.", "Це багато."]),
        ("uk", "Ген. Петренко доповів. Крапка.", ["Ген. Петренко доповів.", "Крапка."]),
        ("uk", 'Зросла на 9 кв. км. "Сіра зона" менша.', ["Зросла на 9 кв. км.", '"Сіра зона" менша.']),
        ("ru", "Взято 4 тыс. кв. км территории. Всё.", ["Взято 4 тыс. кв. км территории.", "Всё."]),
        (
            "de",
            "Am 7. November fielen ca. 500 km². Das ist viel.",
            ["Am 7. November fielen ca. 500 km².", "Das ist viel."],
        ),
        ("pl", "Zajęto ok. 500 km kw. terenu. Koniec.", ["Zajęto ok. 500 km kw. terenu.", "Koniec."]),
        ("pl", "W 2025 r. Rosja zajęła 5 km kw. Koniec.", ["W 2025 r. Rosja zajęła 5 km kw.", "Koniec."]),
        ("pl", "Rosja zajęła miasto w 2025 r. Koniec wojny.", ["Rosja zajęła miasto w 2025 r.", "Koniec wojny."]),
        ("uk", "У 2025 р. Росія захопила місто.", ["У 2025 р. Росія захопила місто."]),
        ("zh", "俄军占领505平方公里。乌军撤退！", ["俄军占领505平方公里。", "乌军撤退！"]),
        (None, "No language. Two parts.", ["No language.", "Two parts."]),
        ("xx", "Unknown code. Two parts.", ["Unknown code.", "Two parts."]),
    ],
)
def test_sentences_of_a_text(lang: str | None, text: str, wanted: list[str]) -> None:
    assert parts(text, lang) == wanted


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\n\n", "\u2028", "\r"])
def test_a_line_break_ends_a_paragraph(line_break: str) -> None:
    sentences = split(f"One. Two{line_break}three.", "en")
    assert [s.paragraph for s in sentences] == [0, 0, 1]
    assert [s.index for s in sentences] == [0, 1, 2]


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\x00", "\ud800 lone. \udfff end.", "e\u0301 a. 😀😀. B", "." * 5000]
)
def test_odd_texts_do_not_raise(text: str) -> None:
    split(text, "en")


@given(st.text(st.characters(codec=None, exclude_categories=())), st.sampled_from(["en", "uk", "de", "zh", None]))
def test_offsets_are_ordered_trimmed_and_leave_out_nothing_but_space(text: str, lang: str | None) -> None:
    sentences = split(text, lang)
    position = 0
    for index, sentence in enumerate(sentences):
        piece = text[sentence.start : sentence.end]
        assert sentence.index == index
        assert piece and piece == piece.strip()
        assert not text[position : sentence.start].strip()
        position = sentence.end
    assert not text[position:].strip()
