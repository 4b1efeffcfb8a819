"""The language of a text, told offline; None for a script that is not read."""

import pytest

from app.reading.language import LANGUAGES, detect


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Russian forces captured 505 square kilometers in November.", "en"),
        ("У листопаді Росія окупувала 505 кв. км, повідомили аналітики.", "uk"),
        ("В ноябре под контроль перешло 505 кв. км, сообщили аналитики, и это был рекорд.", "ru"),
        ("Im November eroberte Russland 505 Quadratkilometer, teilte die Gruppe mit.", "de"),
        ("En novembre, la Russie a pris 505 kilomètres carrés dans le Donbass.", "fr"),
        ("W listopadzie Rosja zajęła 505 km kw. na wschodzie kraju, podała grupa.", "pl"),
        ("俄军11月占领了505平方公里，DeepState 说。", "zh"),
        ("DeepState: 505 km²", "en"),
        ("Last month Russian forces gained 267 sq km, according to DeepState.", "en"),
        ("Russia captured 505 sq km.", "en"),
        ("Les forces russes ont pris 505 km²", "fr"),
        ("Захоплено 505 кв. км", "uk"),
        ("Захвачено 505 кв. км", "ru"),
        ("ロシア軍は505平方キロを占領した", None),
        ("러시아군이 505제곱킬로미터를 점령했다", None),
        ("استولت القوات الروسية على 505 كيلومتر مربع", None),
        ("Οι ρωσικές δυνάμεις κατέλαβαν 505", None),
        ("", None),
        ("12345 !!! 😀", None),
    ],
)
def test_language(text: str, lang: str | None) -> None:
    assert detect(text) == lang
    assert lang is None or lang in LANGUAGES


def test_a_long_text_is_told_from_its_beginning() -> None:
    assert detect("The army of the country is on the river. " * 100_000) == "en"
