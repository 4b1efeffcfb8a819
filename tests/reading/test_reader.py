"""The reader: language, id, warnings, and other statements with the places they speak of."""

from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reading.reader import Reader
from app.reading.records import Document, Mention, MentionKind, Statement
from app.reading.sentences import split
from app.reading.statements import read_statements
from app.reading.vocabulary import PartyWords, Vocabulary
from tests.reading.claim_cases import VOCABULARY

SUNDAY = date(2025, 12, 7)


@dataclass(frozen=True)
class NoNames:
    """A table that knows no name."""

    id: str = "empty"

    def fold(self, text: str) -> str:
        return text.lower()

    def entry(self, key: str) -> None:
        return None

    def near(self, key: str) -> tuple[str, ...]:
        return ()

    def longest_prefix(self, text: str) -> int:
        return 0

    def longest_sound(self, text: str) -> int:
        return 0

    def simplified(self, text: str) -> str:
        return text


READER = Reader(NoNames(), VOCABULARY)


def test_the_language_is_detected_where_the_document_states_none() -> None:
    reading = READER.read(Document("У листопаді Росія окупувала 505 км².", SUNDAY))
    assert reading.document.lang == "uk"
    assert [claim.area_km2 for claim in reading.claims] == [505]


def test_a_stated_language_is_taken() -> None:
    assert READER.read(Document("505 km²", SUNDAY, lang="de-AT")).document.lang == "de"


@pytest.mark.parametrize(
    "document", [Document("ロシア軍は505平方キロを占領"), Document("505 km²", lang="es"), Document("")]
)
def test_what_is_not_read_gives_an_empty_reading_and_one_warning(document: Document) -> None:
    reading = READER.read(document)
    assert (reading.sentences, reading.mentions, reading.claims, reading.statements) == ((), (), (), ())
    assert len(reading.warnings) == 1 and "expected one of en, uk, ru, de, fr, pl, zh" in reading.warnings[0]


def test_an_area_without_a_publication_date_is_read_with_a_warning_and_an_open_period() -> None:
    reading = READER.read(Document("Russian forces captured 505 km² last month."))
    assert reading.claims[0].period is None
    assert reading.warnings and "--published" in reading.warnings[0]


def test_the_id_follows_the_configuration() -> None:
    other_words = replace(VOCABULARY.parties["russia"], forces={"en": ("Red army",)})
    others = [
        Reader(NoNames("another"), VOCABULARY),
        Reader(NoNames(), Vocabulary()),
        Reader(NoNames(), Vocabulary({**VOCABULARY.parties, "russia": other_words}, VOCABULARY.sources)),
    ]
    assert READER.id == Reader(NoNames(), VOCABULARY).id
    assert len({READER.id, *(other.id for other in others)}) == 4


def test_another_war_is_another_vocabulary() -> None:
    reds = PartyWords("reds", "blues", forces={"en": ("Reds",)}, country={"en": ("Redland",)})
    blues = PartyWords("blues", "reds", forces={"en": ("Blues",)}, country={"en": ("Blueland",)})
    reader = Reader(NoNames(), Vocabulary({"reds": reds, "blues": blues}, {"map": ("Front Map",)}))
    (claim,) = reader.read(Document("Front Map says the Reds took 5 km² from the Blues in May.", SUNDAY)).claims
    assert (claim.actor, claim.attributed_to) == ("reds", "map")


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_no_text_makes_it_raise(text: str) -> None:
    READER.read(Document(text, SUNDAY))


# ---- statements: the places are handed in


def statements(text: str, *places: str, lang: str = "en", kind: MentionKind = "settlement") -> tuple[Statement, ...]:
    sentences = split(text, lang)
    mentions = [
        Mention(0, text.index(place), text.index(place) + len(place), place, kind, place.lower()) for place in places
    ]
    return read_statements(Document(text, SUNDAY, lang=lang), sentences, mentions, VOCABULARY)


@pytest.mark.parametrize(
    ("lang", "text", "place", "event", "actor", "on"),
    [
        ("en", "Russian forces captured Siversk.", "Siversk", "captured", "russia", "2025-12-07"),
        ("en", "On December 3 Russian troops took Siversk.", "Siversk", "captured", "russia", "2025-12-03"),
        ("en", "Ukrainian forces liberated the village of Kupiansk.", "Kupiansk", "liberated", "ukraine", "2025-12-07"),
        ("en", "Russian troops have entered Huliaipole.", "Huliaipole", "entered", "russia", "2025-12-07"),
        ("en", "Russian troops surrounded the nearby Myrnohrad.", "Myrnohrad", "encircled", "russia", "2025-12-07"),
        ("uk", "Росіяни захопили Сіверськ.", "Сіверськ", "captured", "russia", "2025-12-07"),
        ("ru", "ВС РФ вошли в Гуляйполе.", "Гуляйполе", "entered", "russia", "2025-12-07"),
    ],
)  # fmt: skip
def test_a_control_statement(lang: str, text: str, place: str, event: str, actor: str, on: str) -> None:
    (statement,) = statements(text, place, lang=lang)
    start = text.index(place)
    assert (statement.kind, statement.event, statement.actor) == ("control", event, actor)
    assert (statement.place, statement.on) == ((start, start + len(place)), date.fromisoformat(on))
    assert text[statement.start : statement.end] == statement.text


@pytest.mark.parametrize(
    ("lang", "text", "place", "percent"),
    [
        ("en", "Russia controls 19 % of Ukraine.", "Ukraine", 19),
        ("en", "Russian troops took 77.5% of Siversk.", "Siversk", 77.5),
        ("uk", "Росія контролює 99,6 % Луганщини.", "Луганщини", 99.6),
    ],
)
def test_a_share(lang: str, text: str, place: str, percent: float) -> None:
    (statement,) = statements(text, place, lang=lang, kind="region")
    assert (statement.kind, statement.percent, statement.actor) == ("share", percent, "russia")


@pytest.mark.parametrize(
    ("lang", "text", "place", "distance_km"),
    [
        ("en", "The village lies 20 km from Pokrovsk.", "Pokrovsk", 20),
        ("en", "They fought 7 kilometers north of Kurakhove.", "Kurakhove", 7),
        ("en", "It is 10 miles west of Pokrovsk.", "Pokrovsk", 16.09344),
        ("uk", "Село за 12,5 км від Покровська.", "Покровська", 12.5),
    ],
)
def test_a_distance(lang: str, text: str, place: str, distance_km: float) -> None:
    (statement,) = statements(text, place, lang=lang)
    assert statement.kind == "distance" and statement.distance_km == pytest.approx(distance_km)


@pytest.mark.parametrize(
    "text", ["Fighting goes on in Siversk.", "Siversk has 20 km of trenches.", "They took aim at Siversk."]
)
def test_no_statement(text: str) -> None:
    assert statements(text, "Siversk") == ()
