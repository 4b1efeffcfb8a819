# ruff: noqa: E501
"""Stated areas told in clauses: "when they took 725", "in all 449 in the month", "another four near Bakhmut"; published on 7 December 2025."""

import pytest

from tests.reading.claim_cases import said

CASES = [
    # A record's month is the period of the clause that tells of it.
    ("en", "Russia took 505 square kilometres in November, the most since November 2024, when it took 725.", "505 captured russia 2025-11; 725 captured russia 2024-11"),
    ("fr", "Les forces russes ont conquis 701 km² en novembre, leur plus forte avancée depuis novembre 2024, lorsqu'elles en avaient pris 725.", "701 captured russia 2025-11; 725 captured russia 2024-11"),
    ("de", "Noch nie seit September 2022, als die Ukraine 8000 Quadratkilometer befreite, war die Front so in Bewegung.", "8000 captured ukraine 2022-09"),
    ("zh", "俄军11月占领701平方公里，为2024年11月以来最大推进，当时占领725平方公里。", "701 captured russia 2025-11; 725 captured russia 2024-11"),
    # The last months of a year, and the whole of one.
    ("en", "In the last three months of 2024 Russia captured 1,700 square kilometres.", "1700 captured russia 2024-10-01..2024-12-31"),
    ("uk", "За останні два місяці 2024 року росіяни захопили 950 кв. км.", "950 captured russia 2024-11-01..2024-12-31"),
    ("ru", "За последние два месяца 2024 года армия РФ захватила 950 кв. км.", "950 captured russia 2024-11-01..2024-12-31"),
    ("de", "In den letzten drei Monaten des Jahres 2024 eroberte Moskau rund 1670 Quadratkilometer.", "1670 captured russia 2024-10-01..2024-12-31 ~"),
    ("fr", "Durant les trois derniers mois de 2024, Moscou a conquis 1 670 km².", "1670 captured russia 2024-10-01..2024-12-31"),
    ("pl", "W ostatnich trzech miesiącach 2024 roku Rosja zajęła 1670 km kw.", "1670 captured russia 2024-10-01..2024-12-31"),
    ("zh", "去年最后三个月，俄军共夺取1670平方公里。", "1670 captured russia 2024-10-01..2024-12-31"),
    # "In the month" is the month that the sentence speaks of; a total beside a rate is the sum of the rate.
    ("ru", "В июне скорость продвижения составила 15 кв. км в день; всего за месяц захвачено 449.", "15 captured russia 2025-06 /day; 449 captured russia 2025-06"),
    ("uk", "У липні темп окупації сягнув 18 км² на добу, разом 564 км² за місяць.", "18 captured russia 2025-07 /day; 564 captured russia 2025-07"),
    ("pl", "Rosjanie zdobywali w czerwcu średnio 15 km² dziennie, łącznie 449 km².", "15 captured russia 2025-06 /day; 449 captured russia 2025-06"),
    ("uk", "Минулого тижня росіяни просувалися по 11 кв. км на добу, а за весь жовтень узяли 267.", "11 captured russia 2025-11-24..2025-11-30 /day; 267 captured russia 2025-10"),
    # What is compared is of the kind of what it is compared with.
    ("en", "Russian forces are occupying 14 square kilometres a day this month, against 18 in May.", "14 captured russia 2025-12-01..2025-12-07 /day; 18 captured russia 2025-05 /day"),
    ("en", "Moscow's forces seized 725 square kilometres in November 2024, beating the previous record of 610 set in October 2024.", "725 captured russia 2024-11; 610 captured russia 2024-10"),
    ("en", "January saw the invaders take 325 square kilometres, half of the November 2024 total of 725.", "325 captured russia 2025-01; 725 captured russia 2024-11"),
    # A percentage is no area.
    ("en", "Of the 464 square kilometres lost in August, 57 per cent fell in two sectors.", "464 lost ukraine 2025-08"),
    ("de", "Im August gingen 464 Quadratkilometer verloren, 57 Prozent davon in zwei Abschnitten.", "464 lost ukraine 2025-08"),
    # Bare numbers behind "another", and a verb's own object.
    ("ru", "За август украинским военным удалось вернуть 10,2 квадратного километра на юге и ещё четыре — под Бахмутом.", "10.2 captured ukraine 2025-08; 4 captured ukraine 2025-08"),
    ("en", "In July Russian troops gained 713 sq km and lost 79 to Ukrainian counter-attacks.", "713 captured russia 2025-07; 79 lost russia 2025-07"),
    ("uk", "Упродовж листопада ворог просунувся на 71 км², з яких 38 припадає на Гуляйпільський напрямок.", "71 captured russia 2025-11; 38 captured russia 2025-11"),
    # "Managed to" tells of what was done.
    ("uk", "Українським військам вдалося за серпень звільнити 160 кв. км і зачистити ще 48 біля Добропілля.", "160 captured ukraine 2025-08; 48 other ukraine 2025-08"),
    ("ru", "Украинским войскам удалось в августе отбить 160 кв. км.", "160 captured ukraine 2025-08"),
    ("pl", "Ukraińcom udało się w sierpniu odbić 160 km kw.", "160 captured ukraine 2025-08"),
    ("fr", "L'armée ukrainienne est parvenue à reprendre 160 km² en août.", "160 captured ukraine 2025-08"),
    # In whose hands it is, and at what time.
    ("en", "Some 6,600 square kilometres of Donetsk region remain in Ukrainian hands.", "6600 held ukraine ..2025-12-07 ~"),
    ("en", "Of the 1,376 square kilometres that Ukraine controlled at the height of its incursion, only about 110 remain in its hands.", "1376 held ukraine -; 110 held ukraine ..2025-12-07 ~"),
    ("en", "A total of 116,165 square kilometres, or 19.2 percent of Ukraine, was under Russian occupation as of December 1.", "116165 held russia ..2025-12-01"),
    ("fr", "Les Ukrainiens disent contrôler 1.294 kilomètres carrés de la région de Koursk.", "1294 held ukraine ..2025-12-07"),
    ("fr", "Il resterait à Moscou à conquérir environ 6 600 km² dans la région de Donetsk.", "6600 remaining russia ..2025-12-07 ~"),
    # A row of months says what was gained in each.
    ("ru", "Апрель: +175 км² (март: +133 км²).", "175 captured russia 2025-04; 133 captured russia 2025-03"),
    # The pace of a side's advance is that side's.
    ("en", "The pace of Russia's advance almost halved in September, with its forces taking 447 square kilometres.", "447 captured russia 2025-09"),
    # Who stands behind "taken back from" is the loser, whom ground "fell to" the one who took it.
    ("fr", "160 km² ont été repris à l'armée russe en août.", "160 captured ukraine 2025-08"),
    ("pl", "W sierpniu odbito wojskom rosyjskim 160 km kw.", "160 captured ukraine 2025-08"),
    ("en", "In October 33 square kilometres fell to the Russians.", "33 captured russia 2025-10"),
    # A part of the area behind it, a day of a month, a peak, a start without "from".
    ("en", "Some 40 of the 71 square kilometres lost last week lie in Zaporizhzhia region.", "40 lost ukraine 2025-11-24..2025-11-30 ~; 71 lost ukraine 2025-11-24..2025-11-30"),
    ("en", "Between Independence Day and October 28 the Russians took 33 square kilometres.", "33 captured russia 2025-10"),
    ("uk", "На піку операції ЗСУ утримували 1300 квадратних кілометрів, тепер — близько 110.", "1300 held ukraine -; 110 held ukraine ..2025-12-07 ~"),
    ("zh", "9月初以来乌军已收复6000多平方公里领土。", "6000 captured ukraine 2025-09-01..2025-12-07 >"),
    ("de", "Die Ukraine hat im November 505 Quadratkilometer eingebüßt, im Oktober waren es 267 gewesen.", "505 lost ukraine 2025-11; 267 lost ukraine 2025-10"),
    ("en", "Zaporizhzhia region saw the largest losses in November, 272 square kilometres, followed by Donetsk with 140.", "272 lost ukraine 2025-11; 140 lost ukraine 2025-11"),
    ("ru", "В ноябре оккупированы 505 кв. км, что на 89% больше октябрьского показателя (267 кв. км).", "505 captured russia 2025-11; 267 captured russia 2025-10"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "wanted"), CASES)
def test_told_in_clauses(lang: str, text: str, wanted: str) -> None:
    assert said(text, lang) == wanted
