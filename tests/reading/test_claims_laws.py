# ruff: noqa: E501
"""What holds of every text: spans, numbers that read back, nothing raises, time grows with length and no faster."""

from calendar import month_name, monthrange
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reading.grammar import load
from app.reading.language import LANGUAGES
from app.reading.quantities import find_quantities
from app.reading.records import Document, Period
from tests.reading.claim_cases import claims

WORDS = [
    "Russia", "Ukraine", "captured", "lost", "controls", "about", "more than", "km²", "sq km", "505", "1,150", "267", "in November",
    "last month", "(", ")", ",", ".", "and", "up from", "against", "per day", "DeepState said", "half", "a dozen", "thousand", "–",
    "Росія", "захопила", "кв. км", "тис.", "у листопаді", "占领", "平方公里", "万", "5", "%", "31 November", "\n", "😀", "e\u0301", "\x00", "\ud800",
]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=40), st.sampled_from(["", " "]), st.sampled_from(LANGUAGES))
@settings(max_examples=150, deadline=None)
def test_a_claim_is_where_it_says_and_nothing_raises(words: list[str], glue: str, lang: str) -> None:
    text = glue.join(words)
    for claim in claims(text, lang):
        assert text[claim.start : claim.end] == claim.text
        assert claim.value >= 0 and (claim.value_high is None or claim.value_high > claim.value)
        if claim.period and claim.period.start and claim.period.end:
            assert claim.period.start <= claim.period.end or claim.flags


@given(st.text(max_size=200), st.sampled_from(LANGUAGES), st.none() | st.dates())
@settings(max_examples=100, deadline=None)
def test_no_text_and_no_date_makes_it_raise(text: str, lang: str, published: date | None) -> None:
    claims(text + " 5 km² captured last month, up from 3 the year before", lang, published)


def grouped(number: int, mark: str) -> str:
    return f"{number:,}".replace(",", mark)


@given(
    st.integers(1, 999_999),
    st.sampled_from(
        [("en", ","), ("de", "."), ("uk", " "), ("ru", "\u00a0"), ("fr", "\u202f"), ("pl", " "), ("zh", ",")]
    ),
)
def test_any_number_with_its_languages_thousands_mark_reads_back(number: int, written: tuple[str, str]) -> None:
    lang, mark = written
    grammar = load(lang)
    assert grammar is not None
    text = f"{grouped(number, mark)} km²"
    (quantity,) = find_quantities(text, 0, len(text), grammar)
    assert (quantity.value, quantity.start, quantity.end) == (number, 0, len(text))


@given(
    st.integers(1, 99_999),
    st.integers(1, 99),
    st.sampled_from([("en", "."), ("de", ","), ("uk", ","), ("ru", ","), ("fr", ","), ("pl", ","), ("zh", ".")]),
)
def test_any_decimal_with_its_languages_mark_reads_back(whole: int, hundredths: int, written: tuple[str, str]) -> None:
    lang, mark = written
    grammar = load(lang)
    assert grammar is not None
    text = f"{whole}{mark}{hundredths:02d} km²"
    (quantity,) = find_quantities(text, 0, len(text), grammar)
    assert quantity.value == pytest.approx(whole + hundredths / 100)


MONTH_OF = {
    "en": [f"in {month_name[m]}" for m in range(1, 13)],
    "uk": [f"у {m}" for m in ["січні", "лютому", "березні", "квітні", "травні", "червні", "липні", "серпні", "вересні", "жовтні", "листопаді", "грудні"]],
    "ru": [f"в {m}" for m in ["январе", "феврале", "марте", "апреле", "мае", "июне", "июле", "августе", "сентябре", "октябре", "ноябре", "декабре"]],
    "de": [f"im {m}" for m in ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"]],
    "fr": [f"en {m}" for m in ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"]],
    "pl": [f"w {m}" for m in ["styczniu", "lutym", "marcu", "kwietniu", "maju", "czerwcu", "lipcu", "sierpniu", "wrześniu", "październiku", "listopadzie", "grudniu"]],
    "zh": [f"在{m}月" for m in range(1, 13)],
}  # fmt: skip
VERB = {
    "en": "Russia captured {n} km² {when}{year}.", "uk": "Росія захопила {n} км² {when}{year}.", "ru": "Россия захватила {n} км² {when}{year}.",
    "de": "Russland eroberte {n} km² {when}{year}.", "fr": "La Russie a conquis {n} km² {when}{year}.", "pl": "Rosja zajęła {n} km² {when}{year}.",
    "zh": "俄军{when}占领了{n}平方公里。",
}  # fmt: skip


@given(st.sampled_from(LANGUAGES), st.integers(1, 12), st.integers(2014, 2024), st.integers(1, 999))
@settings(max_examples=150, deadline=None)
def test_any_month_of_any_year_reads_back(lang: str, month: int, year: int, number: int) -> None:
    when = MONTH_OF[lang][month - 1]
    when = when.replace("在", f"在{year}年") if lang == "zh" else when
    (claim,) = claims(VERB[lang].format(n=number, when=when, year=f" {year}"), lang)
    assert (claim.value, claim.direction, claim.actor) == (number, "captured", "russia")
    assert claim.period == Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


@pytest.mark.parametrize("published", [None, date(1900, 1, 1), date.min, date.max])
@pytest.mark.parametrize(
    "words", ["last month", "over the past 999 years", "in the past 24 hours", "last week", "in 1900", "last year"]
)
def test_the_ends_of_the_calendar(published: date | None, words: str) -> None:
    (claim,) = claims(f"Russia captured 5 km² {words}.", "en", published)
    assert claim.value == 5


LONG = {
    "digits": "1" * 200_000 + " km²",
    "about": "about " * 40_000 + "5 km²",
    "brackets": "(" * 200_000 + "5 km²",
    "thousands": "1,000" * 40_000 + " km²",
    "words": "five hundred " * 15_000 + "km²",
    "since": "since the start of " * 10_000 + "5 km²",
    "months": "November " * 20_000 + "5 km²",
    "names": "DeepState " * 20_000 + "5 km²",
    "dots": "1." * 100_000 + "km²",
    "one line of claims": "Russia took 5 km², " * 700,
}


@pytest.mark.parametrize("kind", LONG)
@pytest.mark.parametrize("lang", ["en", "uk", "zh"])
def test_hostile_texts_are_read_to_their_end(kind: str, lang: str) -> None:
    text = LONG[kind]
    for claim in claims(text, lang):
        assert text[claim.start : claim.end] == claim.text


def test_a_long_sentence_is_read_in_pieces_and_loses_no_claim() -> None:
    found = claims("Russia took 5 km² in May, " * 400, "en")
    assert len(found) == 400
    assert {claim.value for claim in found} == {5}


def test_a_document_without_a_grammar_has_no_claims() -> None:
    from app.reading.claims import read_claims
    from app.reading.sentences import split
    from tests.reading.claim_cases import VOCABULARY

    text = "505 km²"
    assert read_claims(Document(text, lang="xx"), split(text, "xx"), VOCABULARY) == ()
