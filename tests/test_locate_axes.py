"""Axes, lists along the front and shared units: which of many namesakes they decide for, one line a case."""

from __future__ import annotations

import pytest

from geodata.gazetteer import Gazetteer, build_index, read_gazetteer
from tests.test_locate import located

CSV = """id,name,kind,lat,lon,country,admin1,population,alternates
t:1,Lyman,settlement,48.99,37.81,UA,Donetsk Oblast,20066,Лиман|Красный Лиман
t:2,Pokrovsk,settlement,48.28,37.18,UA,Donetsk Oblast,60127,Покровськ|Покровск
t:3,Melitopol,settlement,46.85,35.37,UA,Zaporizhzhia Oblast,148851,Мелітополь|Мелитополь
t:4,Ivanivka,settlement,49.11,37.95,UA,Donetsk Oblast,94,Іванівка|Ивановка
t:5,Ivanivka,settlement,48.26,37.45,UA,Donetsk Oblast,94,Іванівка|Ивановка
t:6,Ivanivka,settlement,47.42,35.75,UA,Zaporizhzhia Oblast,94,Іванівка|Ивановка
t:7,Ivanivka,settlement,46.80,32.60,UA,Kherson Oblast,94,Іванівка|Ивановка
t:8,Ivanivka,settlement,50.30,28.20,UA,Zhytomyr Oblast,94,Іванівка|Ивановка
t:9,Vesele,settlement,49.15,37.99,UA,Donetsk Oblast,10,Веселе|Весёлое
t:10,Vesele,settlement,46.83,32.66,UA,Kherson Oblast,10,Веселе|Весёлое
t:11,Torske,settlement,49.02,37.96,UA,Donetsk Oblast,1250,Торське|Торское
t:12,Huliaipole,settlement,47.66,36.26,UA,Zaporizhzhia Oblast,12994,Гуляйполе
t:13,Huliaipole,settlement,48.12,34.15,UA,Dnipropetrovsk Oblast,1177,Гуляйполе
t:14,Pokrovske,settlement,47.98,36.23,UA,Dnipropetrovsk Oblast,9868,Покровське|Покровское
t:15,Zarichna,settlement,48.00,37.80,UA,Donetsk Oblast,900,Зарічна|Заречная
"""


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    folder = tmp_path_factory.mktemp("axes")
    path = folder / "axes.csv"
    path.write_text(CSV, encoding="utf-8")
    return Gazetteer.open([build_index(read_gazetteer(path), folder)])


@pytest.mark.parametrize(
    ("text", "name", "place_id"),
    [
        # the axis that the sentence names
        ("На Лиманському напрямку відбито штурм у районі Іванівки.", "Іванівки", "t:4"),
        ("На Покровському напрямку відбито штурм у районі Іванівки.", "Іванівки", "t:5"),
        ("На покровском направлении обстреляна Ивановка.", "Ивановка", "t:5"),
        ("On the Lyman axis, assaults on Ivanivka were repelled.", "Ivanivka", "t:4"),
        # an axis called after a town or a land far behind it is where it meets the line
        ("На Мелітопольському напрямку звільнено Іванівку.", "Іванівку", "t:6"),
        ("На Придніпровському напрямку обстріляно Іванівку.", "Іванівку", "t:7"),
        # lists along the front
        ("Shells fell on Torske, Ivanivka and Vesele.", "Vesele", "t:9"),
        ("Обстріляно Торське, Іванівку та Веселе.", "Іванівку", "t:4"),
        # a unit behind a pair may belong to the last of it alone
        ("They hold villages between Huliaipole and Pokrovske in Dnipropetrovsk Oblast.", "Huliaipole", "t:12"),
        ("Shells fell on Huliaipole in Dnipropetrovsk Oblast.", "Huliaipole", "t:13"),
    ],
)
def test_what_the_text_names_beside_it_decides(gazetteer: Gazetteer, text: str, name: str, place_id: str) -> None:
    found = located(gazetteer, text)[name]
    assert found.match is not None, found.why
    assert found.match.place.id == place_id, found.why


def test_an_axis_may_be_called_after_the_place_itself(gazetteer: Gazetteer) -> None:
    found = located(gazetteer, "Pokrovsk is the heart of the Pokrovsk axis, where Ivanivka fell.")
    assert found["Ivanivka"].why.startswith("Ivanivka in Donetsk Oblast")
    assert found["Pokrovsk"].match is not None


def test_why_names_the_axis(gazetteer: Gazetteer) -> None:
    why = located(gazetteer, "On the Lyman axis, assaults on Ivanivka were repelled.")["Ivanivka"].why
    assert "km from Lyman" in why
