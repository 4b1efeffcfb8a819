"""A second country's dump beside the first: units along the border are read and placed by the same rules."""

from __future__ import annotations

import pytest

from app.locate import PlacedMention
from geodata.gazetteer import Gazetteer, build_index, read_gazetteer
from tests.sample_places import write_csv
from tests.test_locate import located

# id, name, ASCII name, alternates, lat, lon, class, code, unit, people; GeoNames' other columns are empty.
ROWS = [
    ("9001", "Vetrovka", "Vetrovka", "Ветровка", "51.20", "35.30", "P", "PPL", "41", "420"),
    ("9002", "Staraya Pristan’", "Staraya Pristan'", "Старая Пристань", "51.25", "35.20", "P", "PPL", "41", "90"),
    ("9003", "Vetrovka", "Vetrovka", "Ветровка", "56.30", "90.50", "P", "PPL", "39", "800"),
    ("9004", "Krutoy Log", "Krutoy Log", "Крутой Лог", "50.45", "36.60", "P", "PPL", "09", "2100"),
    ("9005", "Bol’shiye Dvory", "Bol'shiye Dvory", "Большие Дворы", "51.22", "35.33", "P", "PPL", "41", "60"),
]


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    folder = tmp_path_factory.mktemp("abroad")
    lines = []
    for number, name, plain, other, lat, lon, kind, code, unit, people in ROWS:
        cells = [number, name, plain, other, lat, lon, kind, code, "RU", "", unit, "", "", "", people, "", "", "", ""]
        lines.append("\t".join(cells))
    dump = folder / "RU.txt"
    dump.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Gazetteer.open([build_index(read_gazetteer(path), folder) for path in (write_csv(folder), dump)])


def place_id(found: PlacedMention) -> str:
    assert found.match is not None, found.why
    return found.match.place.id


@pytest.mark.parametrize(
    ("text", "name", "number"),
    [
        ("Drones were seen over Krutoy Log in the Belgorod Region.", "Krutoy Log", "9004"),
        ("Бои идут в Крутом Логе.", "Крутом Логе", "9004"),
        ("ВСУ отошли из Старой Пристани к Судже.", "Старой Пристани", "9002"),
        ("Под Большими Дворами и у Суджи взяты пленные.", "Большими Дворами", "9005"),
        ("Vetrovka in the Kursk Region was shelled.", "Vetrovka", "9001"),
        ("В Ветровке Курской области сгорел дом.", "Ветровке", "9001"),
    ],
)
def test_villages_beyond_the_border(gazetteer: Gazetteer, text: str, name: str, number: str) -> None:
    assert place_id(located(gazetteer, text)[name]) == f"geonames:{number}"


@pytest.mark.parametrize(
    ("text", "name", "unit"),
    [
        ("Malaya Loknya and Snagost in the Kursk Region were shelled.", "Malaya Loknya", "Kursk Oblast"),
        ("Бои идут у Горнали и Гуево.", "Горнали", "Kursk Oblast"),
        ("Дрон упал в Демидовке Белгородской области.", "Демидовке", "Belgorod Oblast"),
        ("Фронт проходив під Малою Локнею.", "Малою Локнею", "Kursk Oblast"),
    ],
)
def test_those_that_the_fighting_reached_are_known_without_a_dump(
    gazetteer: Gazetteer, text: str, name: str, unit: str
) -> None:
    found = located(gazetteer, text)[name]
    assert found.match is not None, found.why
    assert found.match.place.admin1 == unit


def test_the_first_gazetteers_country_stays_home(gazetteer: Gazetteer) -> None:
    assert gazetteer.home == "UA"
