"""Places in German, French and Polish texts: case forms, adjectives, elisions. One sentence, one line a case."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.reading.mentions import find_mentions
from app.reading.sentences import split
from app.reading.vocabulary import PartyWords, Vocabulary
from geodata.definitions import load_parties
from geodata.gazetteer import Gazetteer, build_index, read_gazetteer
from tests.sample_places import write_csv

Read = Callable[[str, str], list[str]]
MORE = """w:1,Avdiivka,settlement,48.14,37.75,UA,Donetsk Oblast,31392,Авдіївка|Авдеевка
w:2,Rusyn Yar,settlement,48.38,37.60,UA,Donetsk Oblast,180,Русин Яр
w:3,Kyiv,settlement,50.45,30.52,UA,Kyiv City,2952301,Kijów|Київ
w:4,Valky,settlement,49.84,35.62,UA,Kharkiv Oblast,9000,Валки|Valki|Walky|Walki|Valkî|Вальки
w:5,Fraha,settlement,49.20,24.60,UA,Ivano-Frankivsk Oblast,900,Фрага
w:6,Sumy,settlement,50.92,34.80,UA,Sumy Oblast,268874,Суми|Сумы
"""


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    folder = tmp_path_factory.mktemp("languages")
    path = write_csv(folder)
    path.write_text(path.read_text(encoding="utf-8") + MORE, encoding="utf-8")
    gazetteer = Gazetteer.open([build_index(read_gazetteer(path), folder)])
    words = {
        key: PartyWords(party.id, party.adversary, party.country, party.forces, party.seats)
        for key, party in load_parties().items()
    }

    def find(lang: str, text: str) -> list[str]:
        found = find_mentions(text, split(text, lang), gazetteer, Vocabulary(parties=words), lang)
        return [f"{m.text}/{m.kind}{'*' if m.metonym else ''}{'~' if m.adjectival else ''}" for m in found]

    return find


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # case forms, of the first word too
        ("Drony spadły pod Pokrowskiem i koło Hulajpola.", ["Pokrowskiem/settlement", "Hulajpola/settlement"]),
        ("Mosty w Kupiańsku i w Łymanie.", ["Kupiańsku/settlement", "Łymanie/settlement"]),
        ("Droga do Czasiw Jaru jest zaminowana.", ["Czasiw Jaru/settlement"]),
        ("Wieś leży koło Małej Tokmaczki.", ["Małej Tokmaczki/settlement"]),
        ("Koło Rusynego Jaru pada śnieg.", ["Rusynego Jaru/settlement"]),
        ("Pociąg jedzie z Kijowa.", ["Kijowa/settlement"]),
        # who spoke comes behind the comma
        ("Cywile wyjechali z Awdijiwki, poinformował rzecznik.", ["Awdijiwki/settlement"]),
        ("Na północ od Charkowa Rosjanie okopują się.", ["Charkowa/settlement"]),
        # adjectives, alone and in lists, on either side of their noun
        ("Na kierunku bachmuckim cisza.", ["bachmuckim/settlement~"]),
        ("Na kierunkach pokrowskim i kupiańskim cisza.", ["pokrowskim/settlement~", "kupiańskim/settlement~"]),
        ("Na pokrowskim odcinku cisza.", ["pokrowskim/settlement~"]),
        ("Alarm w obwodzie charkowskim.", ["obwodzie charkowskim/oblast"]),
        ("Alarm w obwodach charkowskim i donieckim.", ["obwodach charkowskim/oblast", "donieckim/oblast"]),
        ("Las w rejonie kupiańskim płonie.", ["rejonie kupiańskim/raion"]),
        # facilities, regions, governments
        ("Zburzono most Antonowski.", ["most Antonowski/other"]),
        ("Bronili zakładów Azowstal.", ["Azowstal/other"]),
        ("Szef DRL milczy.", ["DRL/region"]),
        ("Na lewym brzegu Dniepru i nad Oskołem pada.", ["Dniepru/river", "Oskołem/river"]),
        ("Kijów odmówił.", ["Kijów/settlement*"]),
        # words
        ("Walki trwają.", []),
        ("Cały dzień padało.", []),
    ],
)  # fmt: skip
def test_polish(read: Read, text: str, expected: list[str]) -> None:
    assert read("pl", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Im Raum Pokrowsk und bei Huljajpole blieb es ruhig.", ["Pokrowsk/settlement", "Huljajpole/settlement"]),
        ("Die Pokrowsk-Front hält.", ["Pokrowsk/settlement"]),
        ("Die Bewohner Tschassiw Jars warten.", ["Tschassiw Jars/settlement"]),
        ("Im Charkiwer Gebiet regnet es.", ["Charkiwer Gebiet/oblast"]),
        ("Im Charkiwer und Donezker Gebiet regnet es.", ["Charkiwer/oblast~", "Donezker Gebiet/oblast"]),
        ("Die Regionen Charkiw und Cherson melden Frost.", ["Regionen Charkiw/oblast", "Cherson/oblast"]),
        ("Am Ufer des Kachowka-Stausees steht Schilf.", ["Kachowka-Stausees/other"]),
        ("Das AKW Saporischschja ist vom Netz.", ["AKW Saporischschja/other"]),
        ("Das Stahlwerk Asowstal ist zerstört.", ["Asowstal/other"]),
        # every noun has a capital
        ("In der Frage der Daten gibt es Verluste, nach Süden und Osten nicht.", []),
        ("Schachtar Donezk gewann.", []),
    ],
)
def test_german(read: Read, text: str, expected: list[str]) -> None:
    assert read("de", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("D'Avdiïvka à Koupiansk, il neige.", ["Avdiïvka/settlement", "Koupiansk/settlement"]),
        ("Près d'Avdiïvka et d'Izioum, il neige.", ["Avdiïvka/settlement", "Izioum/settlement"]),
        ("Des tirs sont entendus à Roussyne Iar.", ["Roussyne Iar/settlement"]),
        ("L'axe de Houliaïpole reste calme.", ["Houliaïpole/settlement"]),
        ("Le barrage de Kakhovka a cédé.", ["barrage de Kakhovka/other"]),
        ("La centrale de Tchernobyl est gardée.", ["centrale de Tchernobyl/other"]),
        ("Les régions de Kharkiv et de Donetsk sont visées.", ["Kharkiv/oblast", "Donetsk/oblast"]),
        ("Le Dniepr déborde.", ["Dniepr/river"]),
        ("Les accords de Kiev sont signés.", []),
        ("L'oblast de Kharkiv est visé.", ["Kharkiv/oblast"]),
        ("Kiev accuse.", ["Kiev/settlement*"]),
        ("Le croiseur Moskva a coulé.", []),
        ("La brigade Anne de Kiev s'entraîne.", []),
        ("Seule une perte est confirmée. Bonne nouvelle.", []),
    ],
)
def test_french(read: Read, text: str, expected: list[str]) -> None:
    assert read("fr", text) == expected
