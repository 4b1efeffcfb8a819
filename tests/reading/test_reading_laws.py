"""What holds of a whole reading, whatever the text: true spans, no exception, the same twice and in a longer text."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.locate import locate
from app.pipeline import vocabulary
from app.reading.reader import Reader
from app.reading.records import Document, Reading
from geodata.definitions import load_parties, load_sources
from geodata.gazetteer import Gazetteer, build_index, read_gazetteer
from tests.sample_places import write_csv

SUNDAY = date(2025, 12, 7)
WORDS = [
    "Pokrovsk", "Mykolaivka", "near Pokrovsk", "Покровськ", "під Мирноградом", "Куп'янський напрямок", "505 km²",
    "267 sq. miles", "12–14 кв. км", "captured", "захопили", "Russian forces", "in October", "у листопаді", "about",
    "78 %", "3 km from Siversk", "in the Donetsk region", "and", ",", ".", ".\n", "(", "«", "said", "km", "31.11.2025",
    "e\u0301", "👩‍👩‍👧", "\u202eעברית", "\x00", "\ud800", "İ", "ﬁ", "基辅", "\u00a0", "’s", "-", "ſ",
]  # fmt: skip
texts = st.lists(st.sampled_from(WORDS) | st.text(max_size=12), max_size=25).map(" ".join)
langs = st.sampled_from([None, "en", "uk", "ru", "de", "fr", "pl", "zh"])


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    folder = tmp_path_factory.mktemp("index")
    return Gazetteer.open([build_index(read_gazetteer(write_csv(folder)), folder)])


@pytest.fixture(scope="module")
def reader(gazetteer: Gazetteer) -> Reader:
    return Reader(gazetteer, vocabulary(load_parties(), load_sources()))


def spans(reading: Reading) -> list[tuple[int, int, str]]:
    scopes = [claim.scope for claim in reading.claims if claim.scope is not None]
    return [(x.start, x.end, x.text) for x in (*reading.mentions, *reading.claims, *reading.statements, *scopes)]


@given(text=texts, lang=langs)
@settings(max_examples=150, deadline=None)
@example(text="İİİ Pokrovsk 505 km² İ", lang="en")
@example(text="505 km²\x00Pokrovsk\ud800, e\u0301 near Myrnohrad", lang="en")
def test_every_span_gives_its_surface_form_back(
    reader: Reader, gazetteer: Gazetteer, text: str, lang: str | None
) -> None:
    reading = reader.read(Document(text, SUNDAY, lang=lang))
    assert all(text[start:end] == surface for start, end, surface in spans(reading))
    assert all(0 <= s.start < s.end <= len(text) for s in reading.sentences)
    assert all(text[m.mention.start : m.mention.end] == m.mention.text for m in locate_all(reading, gazetteer))


def locate_all(reading: Reading, gazetteer: Gazetteer) -> tuple:  # type: ignore[type-arg]
    return locate(reading.document.text, reading.sentences, reading.mentions, gazetteer)


@given(text=texts, lang=langs)
@settings(max_examples=60, deadline=None)
def test_a_text_is_read_and_placed_the_same_twice_and_whatever_was_read_between(
    reader: Reader, gazetteer: Gazetteer, text: str, lang: str | None
) -> None:
    first = reader.read(Document(text, SUNDAY, lang=lang))
    placed = locate_all(first, gazetteer)
    reader.read(Document("Pokrovsk, Покровськ and 12 km² of it were captured near Siversk.", SUNDAY))
    again = reader.read(Document(text, SUNDAY, lang=lang))
    assert first == again and placed == locate_all(again, gazetteer)


PARAGRAPH = "Russian forces captured 505 km² near Pokrovsk in November, up from 267 in October. They hold Myrnohrad."


@pytest.mark.parametrize(
    "before", ["", "Nothing new.\n", "İstanbul waited.\n", "基辅。\n", "\x00\n\n", "Ще речення.\n" * 40]
)
@pytest.mark.parametrize("passage", [PARAGRAPH, "Fighting went on near Siversk and Lyman.", "About 12 km² were lost."])
def test_a_passage_within_a_longer_text_is_read_as_alone_with_its_offsets_shifted(
    reader: Reader, before: str, passage: str
) -> None:
    alone = reader.read(Document(passage, SUNDAY, lang="en"))
    within = reader.read(Document(f"{before}{passage}\nThe end.", SUNDAY, lang="en"))
    by = len(before)
    first = next(s.index for s in within.sentences if s.start >= by)
    end = by + len(passage)

    def shifted(items: tuple) -> list:  # type: ignore[type-arg]
        moved = []
        for item in items:
            place = getattr(item, "place", None)
            scope = getattr(item, "scope", None)
            change = {"start": item.start + by, "end": item.end + by, "sentence": item.sentence + first}
            if place is not None:
                change["place"] = (place[0] + by, place[1] + by)
            if scope is not None:
                change["scope"] = replace(scope, start=scope.start + by, end=scope.end + by)
            moved.append(replace(item, **change))
        return moved

    for kind in ("mentions", "claims", "statements"):
        inside = [item for item in getattr(within, kind) if by <= item.start < end]
        assert inside == shifted(getattr(alone, kind))
