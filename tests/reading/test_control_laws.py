"""Laws of control statements: whoever takes whatever when reads back; a denial, a hope and a question give nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reading.statement_words import load_statement_words
from tests.reading.statement_cases import SUNDAY, said, statements

TOWNS = ("Siversk", "Kupiansk", "Huliaipole", "Lyman", "Vovchansk", "Rodynske")
SIDES = {"Russian forces": "russia", "Ukrainian troops": "ukraine", "Russia": "russia", "The Ukrainian army": "ukraine"}
VERBS = {
    "captured": "captured", "seized": "captured", "have taken": "captured", "took control of": "captured",
    "liberated": "liberated", "have recaptured": "liberated", "entered": "entered", "broke into": "entered",
    "encircled": "encircled", "have surrounded": "encircled", "withdrew from": "lost", "now control": "held",
}  # fmt: skip
UNDONE = (
    "{who} has not {verb} {place}.",
    "{who} failed to capture {place}.",
    "{who} wants to take {place}.",
    "{who} may soon capture {place}.",
    "Officials denied that {who} captured {place}.",
    "If {who} captured {place}, the road would be open.",
    "Has {who} captured {place}?",
    "It is unclear whether {who} entered {place}.",
)


@given(
    who=st.sampled_from(sorted(SIDES)),
    verb=st.sampled_from(sorted(VERBS)),
    places=st.lists(st.sampled_from(TOWNS), min_size=1, max_size=4, unique=True),
    back=st.integers(0, 300),
)
def test_whoever_takes_whatever_when_reads_back(who: str, verb: str, places: list[str], back: int) -> None:
    day = SUNDAY - timedelta(days=back)
    listed = " and ".join([", ".join(places[:-1]), places[-1]]) if len(places) > 1 else places[0]
    text = f"{who} {verb} {listed} on {day.day} {day:%B} {day.year}."
    found = statements(text, "en")
    assert [(s.event, s.actor, s.on, s.dated, text[slice(*(s.place or ()))]) for s in found] == [
        (VERBS[verb], SIDES[who], day, True, place) for place in places
    ]
    assert all(text[s.start : s.end] == s.text for s in found)


@given(st.sampled_from(UNDONE), st.sampled_from(sorted(SIDES)), st.sampled_from(TOWNS))
def test_what_did_not_happen_gives_nothing(form: str, who: str, place: str) -> None:
    assert said(form.format(who=who, verb="captured", place=place), "en") == "none"


@settings(max_examples=60)
@given(st.text(alphabet=st.sampled_from("Siversk captured, не захопили% 20 km (от)«»\n控制了。'’-"), max_size=200))
def test_no_text_makes_it_raise(text: str) -> None:
    for lang in ("en", "uk", "ru", "de", "fr", "pl", "zh"):
        for statement in statements(text, lang, date(2025, 12, 7)):
            assert text[statement.start : statement.end] == statement.text


@pytest.mark.parametrize("lang", ["en", "uk", "ru", "de", "fr", "pl", "zh"])
def test_every_language_has_its_words(lang: str) -> None:
    words = load_statement_words(lang)
    assert words is not None and len(words.weekdays.labels) == 7
    assert {form.event for form in words.forms.values()} == {
        "captured", "liberated", "entered", "encircled", "lost", "held",
    }  # fmt: skip
