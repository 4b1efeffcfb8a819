# ruff: noqa: E501
"""Control statements in Ukrainian, Russian and Polish, one line a case; published on Sunday 7 December 2025."""

import pytest

from tests.reading.statement_cases import said

CASES = [
    # Ukrainian
    ("uk", "Російські війська захопили Сіверськ.", "captured Сіверськ russia ~"),
    ("uk", "ЗСУ звільнили Куп'янськ.", "liberated Куп'янськ ukraine ~"),
    ("uk", "Наші воїни звільнили село Родинське 5 грудня.", "liberated Родинське ukraine 12-05"),
    ("uk", "Окупанти зайшли в Гуляйполе.", "entered Гуляйполе russia ~"),
    ("uk", "Ворог увійшов до Гуляйполя у п'ятницю.", "entered Гуляйполя russia 12-05"),
    ("uk", "Росіяни оточили Мирноград.", "encircled Мирноград russia ~"),
    ("uk", "Мирноград перебуває в оточенні.", "encircled Мирноград - ~"),
    ("uk", "Куп'янськ звільнено.", "liberated Куп'янськ ukraine ~"),
    ("uk", "Звільнено Куп'янськ.", "liberated Куп'янськ ukraine ~"),
    ("uk", "Куп'янськ був звільнений ЗСУ.", "liberated Куп'янськ ukraine ~"),
    ("uk", "Сіверськ захопили росіяни.", "captured Сіверськ russia ~"),
    ("uk", "Росіяни взяли під контроль Сіверськ.", "captured Сіверськ russia ~"),
    ("uk", "Росіяни захопили Сіверськ, Лиман і Вовчанськ.", "captured Сіверськ russia ~; captured Лиман russia ~; captured Вовчанськ russia ~"),
    ("uk", "Ворог окупував Сіверськ, повідомив DeepState.", "captured Сіверськ russia ~ by deepstate"),
    ("uk", "Росія заявила про захоплення Сіверська.", "captured Сіверська russia ~ by russia"),
    ("uk", "Росія стверджує, що її війська взяли Сіверськ.", "captured Сіверськ russia ~ claimed by russia"),
    ("uk", "Росіяни нібито захопили Сіверськ.", "captured Сіверськ russia ~ claimed"),
    ("uk", "Сили оборони відійшли із Сіверська.", "lost Сіверська ukraine ~"),
    ("uk", "Лиман залишається під українським контролем.", "held Лиман ukraine ~"),
    ("uk", "Росіяни не захопили Сіверськ.", "none"),
    ("uk", "Генштаб спростував, що росіяни захопили Сіверськ.", "none"),
    ("uk", "Росіяни намагаються захопити Сіверськ.", "none"),
    ("uk", "Якби росіяни захопили Сіверськ, Лиман був би під загрозою.", "none"),
    ("uk", "Росіяни можуть зайти в Гуляйполе.", "none"),
    ("uk", "Росіяни захопили частину Сіверська.", "none"),
    ("uk", "Росіяни захопили позиції біля Сіверська.", "none"),
    ("uk", "Чи захопили росіяни Сіверськ?", "none"),
    ("uk", "Росіяни майже оточили Мирноград.", "none"),
    ("uk", "Росіяни захопили б Сіверськ за тиждень.", "none"),
    ("uk", "В окупованому Сіверську немає світла.", "none"),
    ("uk", "Мера Сіверська захопили росіяни.", "none"),
    # Russian
    ("ru", "Российские войска захватили Северск.", "captured Северск russia ~"),
    ("ru", "ВСУ освободили Купянск.", "liberated Купянск ukraine ~"),
    ("ru", "Северск взят под контроль.", "captured Северск russia ~"),
    ("ru", "Взят под контроль Северск.", "captured Северск russia ~"),
    ("ru", "Северск освобождён.", "liberated Северск russia ~"),
    ("ru", "Минобороны РФ заявило об освобождении Северска.", "liberated Северска russia ~ by ru_mod"),
    ("ru", "Российские войска вошли в Гуляйполе 3 декабря.", "entered Гуляйполе russia 12-03"),
    ("ru", "ВС РФ окружили Мирноград.", "encircled Мирноград russia ~"),
    ("ru", "Мирноград окружён.", "encircled Мирноград - ~"),
    ("ru", "Армия РФ взяла Северск и Лиман.", "captured Северск russia ~; captured Лиман russia ~"),
    ("ru", "Герасимов доложил, что взяты Северск и Купянск.", "captured Северск - ~ by ru_mod; captured Купянск - ~ by ru_mod"),
    ("ru", "Россия утверждает, что взяла Купянск.", "captured Купянск russia ~ claimed by russia"),
    ("ru", "Российские войска якобы взяли Северск.", "captured Северск russia ~ claimed"),
    ("ru", "ВСУ оставили Северск.", "lost Северск ukraine ~"),
    ("ru", "Российские войска не взяли Северск.", "none"),
    ("ru", "Украина опровергла, что российские войска взяли Купянск.", "none"),
    ("ru", "Российские войска пытаются взять Северск.", "none"),
    ("ru", "Если российские войска взяли Северск, Лиман следующий.", "none"),
    ("ru", "Жителей Северска захватили боевики.", "none"),
    ("ru", "Российские войска взяли в плен жителей Северска.", "none"),
    # Polish
    ("pl", "Rosjanie zajęli Siewiersk.", "captured Siewiersk russia ~"),
    ("pl", "Siły rosyjskie zdobyły Siewiersk 5 grudnia.", "captured Siewiersk russia 12-05"),
    ("pl", "Ukraińcy wyzwolili Kupiańsk.", "liberated Kupiańsk ukraine ~"),
    ("pl", "Siewiersk został zajęty przez Rosjan.", "captured Siewiersk russia ~"),
    ("pl", "Rosjanie weszli do Hulajpola.", "entered Hulajpola russia ~"),
    ("pl", "Rosjanie okrążyli Myrnohrad.", "encircled Myrnohrad russia ~"),
    ("pl", "Rosja twierdzi, że zajęła Kupiańsk.", "captured Kupiańsk russia ~ claimed by russia"),
    ("pl", "Rosjanie zajęli Siewiersk, Pokrowsk i Kupiańsk.", "captured Siewiersk russia ~; captured Pokrowsk russia ~; captured Kupiańsk russia ~"),
    ("pl", "Rosjanie nie zajęli Siewierska.", "none"),
    ("pl", "Rosjanie próbują zająć Siewiersk.", "none"),
    ("pl", "Ukraina zaprzecza, że Rosjanie zajęli Siewiersk.", "none"),
    ("pl", "Rosjanie zajęli część Siewierska.", "none"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "expected"), CASES)
def test_slavic(lang: str, text: str, expected: str) -> None:
    assert said(text, lang) == expected
