# ruff: noqa: E501
"""Stated areas in Polish, one line a case; published on Sunday 7 December 2025."""

import pytest

from tests.reading.claim_cases import said

CASES = [
    ("Rosja zajęła w listopadzie 505 km kw.", "505 captured russia 2025-11"),
    ("Rosja zdobyła w listopadzie 505 km².", "505 captured russia 2025-11"),
    ("W listopadzie wojska rosyjskie opanowały 505 kilometrów kwadratowych.", "505 captured russia 2025-11"),
    ("Od początku roku Rosja zajęła 4 336 km kw.", "4336 captured russia 2025-01-01..2025-12-07"),
    ("Od początku roku Rosja zajęła 4,3 tys. km kw. terytorium Ukrainy.", "4300 captured russia 2025-01-01..2025-12-07"),
    ("Ukraina wyzwoliła w sierpniu pięćset kilometrów kwadratowych.", "500 captured ukraine 2025-08"),
    ("Rosja zajęła około 500 km kw. w listopadzie.", "500 captured russia 2025-11 ~"),
    ("Rosja zajęła prawie 500 km kw. w listopadzie.", "500 captured russia 2025-11 ~"),
    ("Rosja zajęła ponad 500 km kw. w listopadzie.", "500 captured russia 2025-11 >"),
    ("Rosja zajęła co najmniej 500 km kw. w listopadzie.", "500 captured russia 2025-11 >"),
    ("Rosja zajęła do 500 km kw. w listopadzie.", "500 captured russia 2025-11 <"),
    ("Rosja zajęła mniej niż 500 km kw. w listopadzie.", "500 captured russia 2025-11 <"),
    ("Rosja zajęła od 500 do 550 km kw. w listopadzie.", "500-550 captured russia 2025-11"),
    ("Rosja zajęła 500-550 km kw. w listopadzie.", "500-550 captured russia 2025-11"),
    ("Rosja zajęła w listopadzie 505 km kw. wobec 267 w październiku.", "505 captured russia 2025-11; 267 captured russia 2025-10"),
    ("Rosja zajęła w listopadzie 505 km kw., a w październiku 267.", "505 captured russia 2025-11; 267 captured russia 2025-10"),
    ("Wojska rosyjskie zajmowały w listopadzie 14 km kw. dziennie.", "14 captured russia 2025-11 /day"),
    ("Ukraina straciła w sierpniu 464 km kw.", "464 lost ukraine 2025-08"),
    ("Siły rosyjskie utraciły kontrolę nad 37 km kw. w lutym.", "37 lost russia 2025-02"),
    ("Okupowany obszar powiększył się w listopadzie o 505 km kw.", "505 captured russia 2025-11"),
    ("Siły ukraińskie odzyskały kontrolę nad 20 km kw. w zeszłym tygodniu.", "20 captured ukraine 2025-11-24..2025-11-30"),
    ("Rosja kontroluje 116 165 km kw. terytorium Ukrainy.", "116165 held russia ..2025-12-07"),
    ("Na dzień 1 grudnia Rosja okupowała 116 165 km kw.", "116165 held russia ..2025-12-01"),
    ("Do zajęcia pozostaje 6,5 tys. km kw. obwodu donieckiego.", "6500 remaining - ..2025-12-07"),
    ("Szara strefa powiększyła się w listopadzie o 25 km kw.", "25 other - 2025-11"),
    ("W ciągu ostatniego tygodnia Rosja zajęła 64 km kw.", "64 captured russia 2025-11-30..2025-12-07"),
    ("W zeszłym miesiącu Rosja zajęła 505 km kw.", "505 captured russia 2025-11"),
    ("W 2024 roku Rosja zajęła 3 600 km kw.", "3600 captured russia 2024-01-01..2024-12-31"),
    ("Od 3 do 9 listopada Rosja zajęła 60 km kw.", "60 captured russia 2025-11-03..2025-11-09"),
    ("Od 15 sierpnia Rosja zajęła 908 km kw.", "908 captured russia 2025-08-15..2025-12-07"),
    ("W ciągu pierwszych 27 dni października Rosja zajęła 478 km kw.", "478 captured russia 2025-10-01..2025-10-27"),
    ("Tej jesieni Rosja zajęła 1 400 km kw.", "1400 captured russia 2025-09-01..2025-11-30"),
    ("Od początku kontrofensywy Ukraina wyzwoliła 1 150 km kw.", "1150 captured ukraine ..2025-12-07"),
    ("Według DeepState Rosja zajęła w listopadzie 505 km kw.", "505 captured russia 2025-11 @deepstate"),
    ("Rosja zajęła w listopadzie 505 km kw., podał Instytut Studiów nad Wojną.", "505 captured russia 2025-11 @isw"),
    ("Zbiornik miał 2155 km kw., zanim Rosja wysadziła tamę.", "none"),
    ("Pożary strawiły 2400 hektarów lasu.", "none"),
    ("Saperzy rozminowali 300 km kw. wyzwolonych terenów.", "none"),
    ("Rosja zajęła o 20 km kw. więcej niż w październiku.", "none"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_polish(text: str, wanted: str) -> None:
    assert said(text, "pl") == wanted
