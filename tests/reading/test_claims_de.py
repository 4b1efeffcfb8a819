# ruff: noqa: E501
"""Stated areas in German, one line a case; published on Sunday 7 December 2025."""

import pytest

from tests.reading.claim_cases import said

CASES = [
    ("Russland hat im November 505 Quadratkilometer erobert.", "505 captured russia 2025-11"),
    ("Russland eroberte im November 505 km².", "505 captured russia 2025-11"),
    ("Im November eroberten russische Truppen 505 qkm.", "505 captured russia 2025-11"),
    ("Die russische Armee nahm im November 195 Quadratmeilen ein.", "195mi2 captured russia 2025-11"),
    ("Russland eroberte im laufenden Jahr 4.336 Quadratkilometer.", "4336 captured russia 2025-01-01..2025-12-07"),
    ("Russland eroberte 2024 rund 3.600,5 Quadratkilometer.", "3600.5 captured russia 2024-01-01..2024-12-31 ~"),
    ("Die Ukraine befreite im August fünfhundert Quadratkilometer.", "500 captured ukraine 2025-08"),
    ("Seit Jahresbeginn eroberte Russland 4,7 Tausend Quadratkilometer.", "4700 captured russia 2025-01-01..2025-12-07"),
    ("Russland eroberte mehr als 500 km² im November.", "500 captured russia 2025-11 >"),
    ("Russland eroberte mindestens 500 km² im November.", "500 captured russia 2025-11 >"),
    ("Russland eroberte knapp 500 km² im November.", "500 captured russia 2025-11 ~"),
    ("Russland eroberte bis zu 500 km² im November.", "500 captured russia 2025-11 <"),
    ("Russland eroberte höchstens 500 km² im November.", "500 captured russia 2025-11 <"),
    ("Russland eroberte 500 bis 550 Quadratkilometer im November.", "500-550 captured russia 2025-11"),
    ("Russland eroberte zwischen 500 und 550 Quadratkilometer im November.", "500-550 captured russia 2025-11"),
    ("Russland eroberte 505 km² (195 Quadratmeilen) im November.", "505 captured russia 2025-11"),
    ("Russland eroberte im November 505 km² nach 267 im Oktober.", "505 captured russia 2025-11; 267 captured russia 2025-10"),
    ("Russland eroberte im November 505 km² nach 267 im Vormonat.", "505 captured russia 2025-11; 267 captured russia 2025-10"),
    ("Russland eroberte im November 505 km², im Oktober waren es 267.", "505 captured russia 2025-11; 267 captured russia 2025-10"),
    ("Russische Truppen eroberten im November täglich 14 km².", "14 captured russia 2025-11 /day"),
    ("Russland erobert derzeit 14 Quadratkilometer pro Tag.", "14 captured russia ..2025-12-07 /day"),
    ("Die Ukraine verlor im August 464 Quadratkilometer.", "464 lost ukraine 2025-08"),
    ("Russische Truppen verloren im Februar 37 Quadratkilometer.", "37 lost russia 2025-02"),
    ("Die besetzte Fläche wuchs im November um 505 km².", "505 captured russia 2025-11"),
    ("Die ukrainische Armee hat 20 Quadratkilometer zurückerobert.", "20 captured ukraine -"),
    ("505 Quadratkilometer wurden im November von Russland erobert.", "505 captured russia 2025-11"),
    ("Russland kontrolliert 116.165 Quadratkilometer der Ukraine.", "116165 held russia ..2025-12-07"),
    ("Russland hält rund 116.000 Quadratkilometer besetzt.", "116000 held russia ..2025-12-07 ~"),
    ("Noch 6.500 Quadratkilometer der Region Donezk bleiben unter ukrainischer Kontrolle.", "6500 held ukraine ..2025-12-07"),
    ("Die Grauzone wuchs im November um 25 Quadratkilometer.", "25 other - 2025-11"),
    ("In der letzten Woche eroberte Russland 64 km².", "64 captured russia 2025-11-24..2025-11-30"),
    ("In den letzten zwei Wochen eroberte Russland 120 km².", "120 captured russia 2025-11-23..2025-12-07"),
    ("Vom 3. bis 9. November eroberte Russland 60 km².", "60 captured russia 2025-11-03..2025-11-09"),
    ("In den ersten 27 Tagen des Oktobers eroberte Russland 478 km².", "478 captured russia 2025-10-01..2025-10-27"),
    ("Seit dem 15. August eroberte Russland 908 km².", "908 captured russia 2025-08-15..2025-12-07"),
    ("Im Herbst eroberte Russland 1.400 km².", "1400 captured russia 2025-09-01..2025-11-30"),
    ("Seit Beginn der Gegenoffensive befreite die Ukraine 1.150 km².", "1150 captured ukraine ..2025-12-07"),
    ("Laut DeepState eroberte Russland im November 505 km².", "505 captured russia 2025-11 @deepstate"),
    ("Russland eroberte im November 505 km², teilte das Institut für Kriegsstudien mit.", "505 captured russia 2025-11 @isw"),
    ("Der Stausee war 2.155 Quadratkilometer groß, bevor Russland den Damm sprengte.", "none"),
    ("Bei Waldbränden verbrannten 2.400 Hektar.", "none"),
    ("Minenräumer suchten 300 Quadratkilometer befreites Ackerland ab.", "none"),
    ("Russland eroberte 20 Quadratkilometer mehr als im Oktober.", "none"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_german(text: str, wanted: str) -> None:
    assert said(text, "de") == wanted
