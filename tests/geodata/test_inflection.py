"""Spellings made when an index is built: Russian names of Ukrainian ones, case forms, letters; one line a case."""

from __future__ import annotations

import pytest

from geodata.gazetteer.front import added_records, axis_front, load_front
from geodata.gazetteer.inflect import declined
from geodata.gazetteer.romanise import russian_of
from geodata.names import fold


@pytest.mark.parametrize(
    ("ukrainian", "russian"),
    [
        ("Костянтинівка", "Константиновка"),
        ("Яблунівка", "Яблоновка"),
        ("Підвисоке", "Подвысокое"),
        ("Вільне Поле", "Вольное Поле"),
        ("Кам'яне", "Каменное"),
        ("Кам'янка", "Каменка"),
        ("Олексіївка", "Алексеевка"),
        ("Сергіївка", "Сергеевка"),
        ("Кіндратівка", "Кондратовка"),
        ("Золотий Колодязь", "Золотой Колодезь"),
        ("Верхньокам'янське", "Верхнекаменское"),
        ("Дніпровське", "Днепровское"),
        ("Вовчанські Хутори", "Волчанские Хутора"),
        ("Козачі Лагері", "Казачьи Лагери"),
        ("Тернувате", "Терноватое"),
        ("Комишуваха", "Камышеваха"),
        ("Північне", "Северное"),
        ("Червоний Лиман", "Красный Лиман"),
        ("Мала Токмачка", "Малая Токмачка"),
        ("Щасливе", "Счастливое"),
        ("Катеринівка", "Екатериновка"),
    ],
)
def test_the_russian_name_of_a_ukrainian_one(ukrainian: str, russian: str) -> None:
    assert fold(russian) in {fold(name) for name in russian_of(ukrainian)}


@pytest.mark.parametrize(
    ("name", "language", "form"),
    [
        ("Курахове", "uk", "Кураховом"),
        ("Курахове", "uk", "Кураховим"),
        ("Русин Яр", "uk", "Русиного Яру"),
        ("Вільне Поле", "uk", "Вільного Поля"),
        ("Мала Локня", "uk", "Малою Локнею"),
        ("Малая Локня", "ru", "Малой Локне"),
        ("Липцы", "ru", "Липцев"),
        ("Суджа", "ru", "Суджей"),
        ("Алёшки", "ru", "Алёшек"),
        ("Русин Яр", "ru", "Русином Яре"),
        ("Волчанские Хутора", "ru", "Волчанских Хуторов"),
        ("Каменка-Днепровская", "ru", "Каменке-Днепровской"),
        ("Орехово-Васильевка", "ru", "Орехово-Васильевке"),
        ("Новое Шахово", "ru", "Нового Шахово"),
    ],
)
def test_case_forms(name: str, language: str, form: str) -> None:
    assert form.lower() in declined(name, language)


@pytest.mark.parametrize(
    ("spelling", "same"),
    [("Зелëное", "Зелёное"), ("Старицi", "Стариці"), ("Крим\u00adського", "Кримського"), ("Кoпани", "Копани")],
    ids=["Latin e with dots", "Latin i", "soft hyphen", "Latin o"],
)
def test_letters_of_another_alphabet_within_a_word_are_folded(spelling: str, same: str) -> None:
    assert fold(spelling) == fold(same)


def test_the_settlements_of_the_front() -> None:
    front = load_front()
    assert front.nearness(48.28, 37.18) > 0.8  # Pokrovsk
    assert front.nearness(49.84, 24.03) == 0  # Lviv
    assert all(record.id in front.listed and record.admin1 for record in added_records())


@pytest.mark.parametrize(
    ("key", "lat", "lon"),
    [("Melitopol", 47.45, 35.8), ("Північно-Слобожанському", 51.1, 34.98), ("Южно-Слободском", 50.25, 36.8)],
)
def test_where_an_axis_meets_the_line_that_is_called_after_something_behind_it(
    key: str, lat: float, lon: float
) -> None:
    front = axis_front(fold(key))
    assert front is not None
    assert (front.lat, front.lon) == (lat, lon)
    assert axis_front(fold("Lviv")) is None
