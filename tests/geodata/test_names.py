"""Spellings of one name fold to one key; different names stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.gazetteer.inflect import adjectives, declined
from geodata.gazetteer.romanise import romanise, russian_of
from geodata.names import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Huliaipole", "Gulyai Pole"),
        ("Huliaipole", "Hulyai-Polye"),
        ("Huliaipole", "Guliaipole"),
        ("Huliaipole", "Hulyaypole"),
        ("Zaporizhzhia", "Zaporizhia"),
        ("Zaporizhzhia", "Zaporizhzhya"),
        ("Kup'yansk", "Kupyansk"),
        ("Kupiansk", "Kupjansk"),
        ("Balakliia", "Balakliya"),
        ("Krasnyi Lyman", "KRASNY LYMAN"),
        ("Chasiv Yar", "Časiv Jar".replace("Č", "Ch")),
        ("Куп'янськ", "Куп’янськ"),
        ("Куп'янськ", "Купʼянськ"),
        ("Куп'янськ", "КУП`ЯНСЬК"),
        ("Гуляй-Поле", "Гуляйполе"),
        ("Артёмовск", "Артемовск"),
        ("Ма́ріуполь", "Маріуполь"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Pokrovsk", "Pokrovske"), ("Lyman", "Lymany"), ("Toretsk", "Torske"), ("Мирне", "Мирноград"), ("Sumy", "Суми")],
)
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_takes_any_text(text: str) -> None:
    assert fold(text).isalnum() or fold(text) == ""


@given(st.text(alphabet="абвгґдеєжзиіїйклмнопрстуфхцчшщьюяыэёъ'", min_size=1))
def test_apostrophes_and_case_do_not_count(text: str) -> None:
    assert fold(text.upper()) == fold(text.replace("'", "’"))


@pytest.mark.parametrize(
    ("name", "language", "form"),
    [
        ("Мирноград", "uk", "мирноградом"),
        ("Куп'янськ", "uk", "куп'янську"),
        ("Гуляйполе", "uk", "гуляйполя"),
        ("Часів Яр", "uk", "часовим яром"),
        ("Мала Токмачка", "uk", "малій токмачці"),
        ("Рівне", "uk", "рівного"),
        ("Чугуїв", "uk", "чугуєва"),
        ("Суми", "uk", "сумах"),
        ("Затишшя", "uk", "затишшям"),
        ("Купянск", "ru", "купянске"),
        ("Красный Лиман", "ru", "красного лимана"),
        ("Авдеевка", "ru", "авдеевке"),
        ("Доброполье", "ru", "доброполья"),
        ("Закотное", "ru", "закотного"),
        ("Купянск-Узловой", "ru", "купянске-узловом"),
        ("Pokrowsk", "pl", "pokrowska"),
        ("Kostiantyniwka", "pl", "kostiantyniwką"),
    ],
)
def test_declined_forms(name: str, language: str, form: str) -> None:
    assert form in declined(name, language)


@pytest.mark.parametrize(
    ("name", "language", "form"),
    [
        ("Куп'янськ", "uk", "куп'янському"),
        ("Лиман", "uk", "лиманського"),
        ("Новопавлівка", "uk", "новопавлівський"),
        ("Гуляйполе", "uk", "гуляйпільському"),
        ("Оріхів", "uk", "оріхівський"),
        ("Северск", "ru", "северском"),
        ("Красный Лиман", "ru", "краснолиманского"),
        ("Запорожье", "ru", "запорожском"),
    ],
)
def test_adjectives(name: str, language: str, form: str) -> None:
    assert form in adjectives(name, language)


@pytest.mark.parametrize(
    ("system", "latin"),
    [("kmu", "vovchansk"), ("de", "wowtschansk"), ("fr", "vovtchansk"), ("pl", "wowczansk"), ("iso", "vovcansk")],
)
def test_romanisations(system: str, latin: str) -> None:
    assert romanise("Вовчанськ", "uk", system) == latin


@pytest.mark.parametrize(
    ("ukrainian", "russian"),
    [
        ("Білогорівка", "белогоровка"),
        ("Закітне", "закотное"),
        ("Торецьк", "торецк"),
        ("Рівне", "ровное"),
        ("Добропілля", "доброполье"),
    ],
)
def test_russian_spelling_of_a_ukrainian_name(ukrainian: str, russian: str) -> None:
    assert russian in russian_of(ukrainian)


@given(st.text(max_size=40), st.sampled_from(["uk", "ru"]))
def test_inflection_takes_any_text(name: str, language: str) -> None:
    assert name.lower() not in declined(name, language)
    assert all(isinstance(form, str) for form in adjectives(name, language))
