# ruff: noqa: E501
"""What holds of every text: spans, numbers that read back, nothing raises, time grows with length and no faster."""

import cProfile
from calendar import month_name, monthrange
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reading.language import LANGUAGES
from app.reading.quantities import Quantity, find_quantities
from app.reading.records import Document, Period
from app.reading.stretches import desk
from app.reading.vocabulary import Vocabulary
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


def quantities_of(text: str, lang: str) -> list[Quantity]:
    shared = desk(Document(text, lang=lang), Vocabulary())
    assert shared is not None
    return find_quantities(shared.stretch(0, len(text)))


@given(
    st.integers(1, 999_999),
    st.sampled_from(
        [("en", ","), ("de", "."), ("uk", " "), ("ru", "\u00a0"), ("fr", "\u202f"), ("pl", " "), ("zh", ",")]
    ),
)
def test_any_number_with_its_languages_thousands_mark_reads_back(number: int, written: tuple[str, str]) -> None:
    lang, mark = written
    text = f"{grouped(number, mark)} km²"
    (quantity,) = quantities_of(text, lang)
    assert (quantity.value, quantity.start, quantity.end) == (number, 0, len(text))


@given(
    st.integers(1, 99_999),
    st.integers(1, 99),
    st.sampled_from([("en", "."), ("de", ","), ("uk", ","), ("ru", ","), ("fr", ","), ("pl", ","), ("zh", ".")]),
)
def test_any_decimal_with_its_languages_mark_reads_back(whole: int, hundredths: int, written: tuple[str, str]) -> None:
    lang, mark = written
    text = f"{whole}{mark}{hundredths:02d} km²"
    (quantity,) = quantities_of(text, lang)
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


UNITS = {
    "en": [("km²", "km2"), ("sq km", "km2"), ("square kilometres", "km2"), ("square miles", "mi2"), ("hectares", "ha")],
    "uk": [("км²", "km2"), ("кв. км", "km2"), ("квадратних кілометрів", "km2"), ("кв. миль", "mi2"), ("гектарів", "ha")],
    "ru": [("км²", "km2"), ("кв. км", "km2"), ("квадратных километров", "km2"), ("кв. миль", "mi2"), ("гектаров", "ha")],
    "de": [("km²", "km2"), ("qkm", "km2"), ("Quadratkilometer", "km2"), ("Quadratmeilen", "mi2"), ("Hektar", "ha")],
    "fr": [("km²", "km2"), ("kilomètres carrés", "km2"), ("miles carrés", "mi2"), ("hectares", "ha")],
    "pl": [("km²", "km2"), ("km kw.", "km2"), ("kilometrów kwadratowych", "km2"), ("mil kwadratowych", "mi2"), ("ha", "ha")],
    "zh": [("平方公里", "km2"), ("平方千米", "km2"), ("平方英里", "mi2"), ("公顷", "ha")],
}  # fmt: skip
WHEN = {
    "en": ["last month", "since the start of the year", "in the past week", "in the first 20 days of November", "last week"],
    "uk": ["минулого місяця", "від початку року", "за останній тиждень", "за перші 20 днів листопада", "минулого тижня"],
    "ru": ["в прошлом месяце", "с начала года", "за последнюю неделю", "за первые 20 дней ноября", "на прошлой неделе"],
    "de": ["im vergangenen Monat", "seit Jahresbeginn", "in den letzten sieben Tagen", "in den ersten 20 Tagen des Novembers", "in der letzten Woche"],
    "fr": ["le mois dernier", "depuis le début de l'année", "ces sept derniers jours", "durant les 20 premiers jours de novembre", "la semaine dernière"],
    "pl": ["w zeszłym miesiącu", "od początku roku", "w ciągu ostatniego tygodnia", "w ciągu pierwszych 20 dni listopada", "w zeszłym tygodniu"],
    "zh": ["上个月", "今年以来", "过去一周", "11月前20天", "上周"],
}  # fmt: skip
MEANT = [
    Period(date(2025, 11, 1), date(2025, 11, 30)), Period(date(2025, 1, 1), date(2025, 12, 7)),
    Period(date(2025, 11, 30), date(2025, 12, 7), True), Period(date(2025, 11, 1), date(2025, 11, 20)),
    Period(date(2025, 11, 24), date(2025, 11, 30), True),
]  # fmt: skip
SENTENCE = {
    "en": "Russia captured {n} {unit} {when}.", "uk": "Росія захопила {n} {unit} {when}.", "ru": "Россия захватила {n} {unit} {when}.",
    "de": "Russland eroberte {when} {n} {unit}.", "fr": "La Russie a conquis {n} {unit} {when}.", "pl": "Rosja zajęła {n} {unit} {when}.",
    "zh": "{when}俄军占领了{n}{unit}。",
}  # fmt: skip


@given(st.sampled_from(LANGUAGES), st.integers(1, 999), st.integers(0, 4), st.data())
@settings(max_examples=250, deadline=None)
def test_any_number_unit_and_period_read_back(lang: str, number: int, when: int, data: st.DataObject) -> None:
    written, unit = data.draw(st.sampled_from(UNITS[lang]))
    (claim,) = claims(SENTENCE[lang].format(n=number, unit=written, when=WHEN[lang][when]), lang)
    assert (claim.value, claim.unit, claim.direction, claim.actor) == (number, unit, "captured", "russia")
    assert claim.period == MEANT[when]


@given(st.sampled_from(LANGUAGES), st.integers(1, 28), st.integers(1, 28), st.integers(1, 10), st.integers(1, 999))
@settings(max_examples=150, deadline=None)
def test_any_two_days_of_a_month_read_back(lang: str, a: int, b: int, month: int, number: int) -> None:
    a, b = sorted((a, b))
    name = MONTH_OF[lang][month - 1].split(" ", 1)[-1]
    when = {
        "en": f"between {a} and {b} {name}", "uk": f"з {a} по {b}.{month:02d}.2025", "ru": f"с {a} по {b}.{month:02d}.2025",
        "de": f"vom {a}. bis {b}. {name}", "fr": f"du {a} au {b} {name}", "pl": f"od {a} do {b} {name}", "zh": f"{month}月{a}日至{b}日",
    }[lang]  # fmt: skip
    if lang in ("uk", "ru"):
        when = f"{'з' if lang == 'uk' else 'с'} {a:02d}.{month:02d}.2025 по {b:02d}.{month:02d}.2025"
    (claim,) = claims(SENTENCE[lang].format(n=number, unit=UNITS[lang][0][0], when=when), lang)
    assert claim.period == Period(date(2025, month, a), date(2025, month, b))


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


@pytest.mark.parametrize(
    "part", ["505 sq km ", "505 km² ", "captured 505 sq km in November, ", "about ", "(", "5 % of ", "7"]
)
def test_no_text_makes_claims_slow(part: str) -> None:
    """Twice the text takes twice the calls, and no character many: what is made of areas alone is read as news is."""

    def calls(size: int) -> int:
        text = "It was said that the army is in the city. " + part * (size // len(part))
        profile = cProfile.Profile()
        profile.runcall(claims, text, "en")
        return sum(entry.callcount for entry in profile.getstats())

    calls(40_000)  # what is looked up the first time
    few, many = calls(20_000), calls(40_000)
    assert many <= 2.2 * few + 2_000
    assert many <= 200 * 40_000
