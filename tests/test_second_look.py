"""Names that fit nowhere: a near name among the places of the text is meant, one line a case."""

from __future__ import annotations

import pytest

from geodata.gazetteer import Gazetteer, build_index, read_gazetteer
from tests.test_locate import located

CSV = """id,name,kind,lat,lon,country,admin1,population,alternates
t:1,Sumy,settlement,50.92,34.80,UA,Sumy Oblast,259660,Суми|Сумы
t:2,Khotin,settlement,51.08,34.77,UA,Sumy Oblast,2400,Хотінь
t:3,Krasnopillia,settlement,50.77,35.26,UA,Sumy Oblast,8200,Краснопілля
t:4,Krasnopil,settlement,49.83,28.05,UA,Zhytomyr Oblast,90,Краснопіль
t:5,Krasnopil,settlement,47.99,24.84,UA,Ivano-Frankivsk Oblast,90,Краснопіль
t:6,Pushkine,settlement,51.00,34.95,UA,Sumy Oblast,300,Пушкіне
t:7,Pushkin,settlement,59.71,30.40,RU,Saint Petersburg,92889,Пушкин
t:8,Basivka,settlement,51.19,35.09,UA,Sumy Oblast,300,Басівка
"""


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    folder = tmp_path_factory.mktemp("second_look")
    path = folder / "places.csv"
    path.write_text(CSV, encoding="utf-8")
    return Gazetteer.open([build_index(read_gazetteer(path), folder)])


@pytest.mark.parametrize(
    ("text", "name", "place_id"),
    [
        ("Shells fell on Khotin and Basivka near Sumy and on Krasnopil.", "Krasnopil", "t:3"),
        ("Shells fell near Sumy and Khotin. In Krasnopil a school burned.", "Krasnopil", "t:3"),
        ("Shells fell on Khotin and Basivka near Sumy and on Pushkin.", "Pushkin", "t:6"),
        ("Shells fell on Pushkin.", "Pushkin", "t:7"),
        # too little is said of where the news is: it stays as it is
        ("Shells fell on Krasnopil.", "Krasnopil", None),
        ("Shells fell near Sumy and on Krasnopil.", "Krasnopil", None),
    ],
)
def test_a_near_name_among_the_places_of_the_text(
    gazetteer: Gazetteer, text: str, name: str, place_id: str | None
) -> None:
    found = located(gazetteer, text)[name]
    assert (found.match.place.id if found.match else None) == place_id, found.why


def test_it_says_that_the_name_is_a_near_one_and_is_less_sure(gazetteer: Gazetteer) -> None:
    found = located(gazetteer, "Shells fell on Khotin and Basivka near Sumy and on Krasnopil.")
    assert found["Krasnopil"].why == (
        "no place called 'Krasnopil' lies near the others of the text; Krasnopillia is a near name, 36 km from Sumy"
    )
    assert found["Krasnopil"].score < found["Basivka"].score
