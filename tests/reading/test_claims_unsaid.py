# ruff: noqa: E501
"""Areas whose verb is not understood, or that have none: read by weaker signs; what is no ground taken stays out."""

import pytest

from tests.reading.claim_cases import said

CASES = [
    # no verb that is known
    (
        "en",
        "The invaders have nosed into 410 square kilometers of new ground in November.",
        "410 captured russia 2025-11",
    ),
    ("en", "They paid dearly for 192 sq km in February.", "192 captured russia 2025-02"),
    ("en", "Some 6,500 sq km of Donetsk is still Ukrainian.", "6500 held ukraine ..2025-12-07 ~"),
    ("en", "Two dozen square kilometres went red on the map on Friday.", "24 captured russia 2025-12-05"),
    ("uk", "Сили оборони відновили 11,2 кв. км за тиждень.", "11.2 captured ukraine 2025-11-30..2025-12-07"),
    ("ru", "Февраль 2025-го: 192 кв. км.", "192 captured russia 2025-02"),
    ("ru", "Итог лета: 1500 квадратов.", "1500 captured russia 2025-06-01..2025-08-31"),
    ("pl", "Trzeci kwartał zamknął się dla Rosji wynikiem 1287 km kw.", "1287 captured russia 2025-07-01..2025-09-30"),
    ("zh", "过去24小时内，俄军新占8.4平方公里。", "8.4 captured russia 2025-12-06..2025-12-07"),
    # lists, tables and rows
    (
        "en",
        "Weekly summary:\n- Lyman: +12 km²\n- Kupiansk: -3 km²",
        "12 captured russia 2025-11-30..2025-12-07; 3 lost russia 2025-11-30..2025-12-07",
    ),
    (
        "en",
        "Russian gains by month (km²)\nJune 556\nJuly 564",
        "556 captured russia 2025-06; 564 captured russia 2025-07",
    ),
    (
        "en",
        "Monthly Russian gains in sq km: July 564, August 464, September 259.",
        "564 captured russia 2025-07; 464 captured russia 2025-08; 259 captured russia 2025-09",
    ),
    (
        "en",
        "The pace has slowed since June: 556 sq km, then 564, 464 and, in September, 259.",
        "556 captured russia 2025-06; 564 captured russia 2025-07; 464 captured russia 2025-08; 259 captured russia 2025-09",
    ),
    (
        "en",
        "In June, July and August the Russians took 556, 564 and 464 square kilometres respectively.",
        "556 captured russia 2025-06; 564 captured russia 2025-07; 464 captured russia 2025-08",
    ),
    (
        "en",
        "November: 505 sq km. October: 267. September: 259.",
        "505 captured russia 2025-11; 267 captured russia 2025-10; 259 captured russia 2025-09",
    ),
    (
        "uk",
        "За травень втрачено 161 км² Донеччини та 178 Харківщини.",
        "161 lost ukraine 2025-05; 178 lost ukraine 2025-05",
    ),
    (
        "en",
        "May: 449 km²\nJune: 556\nJuly: 564",
        "449 captured russia 2025-05; 556 captured russia 2025-06; 564 captured russia 2025-07",
    ),
    (
        "en",
        "From August to November the figures were 464, 259, 267 and 505 square kilometres.",
        "464 captured russia 2025-08; 259 captured russia 2025-09; 267 captured russia 2025-10; 505 captured russia 2025-11",
    ),
    (
        "en",
        "The pocket at Dobropillia has been cut from 110 sq km to 62.",
        "110 held - ..2025-12-07; 62 held - ..2025-12-07",
    ),
    (
        "en",
        "In Sumy Oblast the Russian-held patch is down to 190 sq km from 212 a month ago.",
        "190 held russia ..2025-12-07; 212 held russia ..2025-11-07",
    ),
    (
        "en",
        "Of the 505 sq km taken in November, 211 fell in the Huliaipole sector.",
        "505 captured russia 2025-11; 211 captured russia 2025-11",
    ),
    # what another one counts
    (
        "en",
        "ISW put the October haul at 461 km2; by DeepState's more cautious count the Russians managed 267.",
        "461 captured russia 2025-10 @isw; 267 captured russia 2025-10 @deepstate",
    ),
    (
        "en",
        "Moscow claimed 6,640 sq km for the year (DeepState: 4,336; ISW: 4,831).",
        "6640 captured russia 2025-01-01..2025-12-07; 4336 captured russia 2025-01-01..2025-12-07 @deepstate; 4831 captured russia 2025-01-01..2025-12-07 @isw",
    ),
    (
        "ru",
        "Путин: с начала года наши освободили почти 5000 кв. км. Сырский говорил о 3434.",
        "5000 captured russia 2025-01-01..2025-12-07 ~ @ru_mod; 3434 captured russia 2025-01-01..2025-12-07",
    ),
    (
        "pl",
        "Rosja zajęła w tym roku ponad 6 tys. km kw. Ukraiński sztab mówi o 4,3 tys.",
        "6000 captured russia 2025-01-01..2025-12-07 >; 4300 captured russia 2025-01-01..2025-12-07",
    ),
    (
        "fr",
        "Plus de 6 000 kilomètres carrés ont été libérés cette année, a dit le ministre russe. Kiev parle de 4 300.",
        "6000 captured russia 2025-01-01..2025-12-07 >; 4300 captured russia 2025-01-01..2025-12-07",
    ),
    # what is left, and to whom
    ("uk", "Герасимов заявив, що у ЗСУ залишилося 3 кв. км біля кордону.", "3 held ukraine ..2025-12-07 @ru_mod"),
    (
        "en",
        "Kyiv would hand over the roughly 5,000 square kilometers of Donetsk that Russia has not been able to conquer.",
        "5000 remaining russia ..2025-12-07 ~",
    ),
    (
        "fr",
        "Le bond de novembre (701 km2) reste inférieur au record de novembre 2024 (725 km2).",
        "701 captured russia 2025-11; 725 captured russia 2024-11",
    ),
    # periods
    (
        "en",
        "In the third quarter Russian troops captured 1,290 km², compared with 1,180 in the second and 650 in the first.",
        "1290 captured russia 2025-07-01..2025-09-30; 1180 captured russia 2025-04-01..2025-06-30; 650 captured russia 2025-01-01..2025-03-31",
    ),
    ("en", "Russia added 8 square kilometres on Sunday.", "8 captured russia 2025-12-07"),
    (
        "en",
        "Since the start of the month Russia took 201 sq km; in the same span of October, 178.",
        "201 captured russia 2025-12-01..2025-12-07; 178 captured russia 2025-10-01..2025-10-07",
    ),
    ("uk", "Україна втратила 505 кв. км у листопаді, у жовтні вдвічі менше.", "505 lost ukraine 2025-11"),
    (
        "uk",
        "До 5 грудня росіяни взяли 56 кв. км, у листопаді за той самий час 102.",
        "56 captured russia 2025-12-01..2025-12-05; 102 captured russia 2025-11-01..2025-11-05",
    ),
    # no ground that changed hands
    ("en", "Russian sappers have 240 sq km of minefields to cross in the south.", "none"),
    ("en", "An area larger than 600 sq km was under smoke from the fires near Lyman on Friday.", "none"),
    ("ru", "Чтобы создать зону, российской армии пришлось бы захватить не менее 1800 кв. км.", "none"),
    (
        "ru",
        "За август ВС РФ заняли 464 кв. км, за сентябрь — только 259: минус 205.",
        "464 captured russia 2025-08; 259 captured russia 2025-09",
    ),
    ("uk", "Окупанти мали взяти 2000 кв. км до кінця осені.", "none"),
]


@pytest.mark.parametrize(("lang", "text", "wanted"), CASES)
def test_by_weaker_signs(lang: str, text: str, wanted: str) -> None:
    assert said(text, lang) == wanted
