"""Shares of an area and distances, one line a case: ``share 19 Ukraine held russia``; ``20 km Pokrovsk Rodynske``."""

import pytest

from tests.reading.statement_cases import said, statements

CASES = [
    # shares
    ("en", "Russia controls 19 % of Ukraine.", "share 19 Ukraine held russia"),
    ("en", "Russian forces hold about 19.2 percent of Ukraine's territory.", "share ~19.2 Ukraine held russia"),
    ("en", "Russian forces took 77 % of Siversk.", "share 77 Siversk captured russia"),
    ("en", "Russia occupies more than 80 per cent of the Donetsk region.", "share >80 Donetsk region held russia"),
    ("en", "Russia holds 18–20 % of the territory of Ukraine.", "share 18-20 Ukraine held russia"),
    ("en", "Ukraine still controls 23 % of the Donetsk region.", "share 23 Donetsk region held ukraine"),
    ("uk", "Росія окупувала 19% території України.", "share 19 України captured russia"),
    ("uk", "Росія контролює близько 19 відсотків території України.", "share ~19 України held russia"),
    ("ru", "Россия контролирует 19% территории Украины.", "share 19 Украины held russia"),
    ("de", "Russland kontrolliert 19 Prozent der Ukraine.", "share 19 Ukraine held russia"),
    ("fr", "La Russie contrôle 19 % du territoire de l'Ukraine.", "share 19 Ukraine held russia"),
    ("pl", "Rosja kontroluje 19 procent terytorium Ukrainy.", "share 19 Ukrainy held russia"),
    ("zh", "俄罗斯控制乌克兰19%的领土。", "share 19 乌克兰 held russia"),
    ("ru", "В ДНР под контролем ВС РФ находится 79 % территории.", "share 79 ДНР held russia"),
    ("uk", "Сили оборони відновили контроль над Вовчанськом на 60%.", "share 60 Вовчанськом liberated ukraine"),
    ("en", "Ukraine says 60 percent of Vovchansk is in Ukrainian hands.", "share 60 Vovchansk held ukraine"),
    ("en", "In Kharkiv 40 % of the homes lost their power.", "none"),
    ("en", "Russia holds 19 % of Ukraine's grain stores.", "none"),
    ("en", "Support in Ukraine fell by 19 %.", "none"),
    ("en", "Russia does not control 30 % of the Donetsk region.", "none"),
    ("en", "A survey of Ukraine found 57 % in favour.", "none"),
    # distances
    ("en", "Rodynske lies 20 km from Pokrovsk.", "20 km Pokrovsk Rodynske"),
    ("en", "Rodynske, a town about 8 kilometres north of Pokrovsk, was shelled.", "8 km Pokrovsk Rodynske"),
    ("en", "Russian forces are 10 miles from Pokrovsk.", "16.09 km Pokrovsk russia"),
    ("en", "The front runs eight kilometres from Pokrovsk.", "8 km Pokrovsk -"),
    ("en", "A depot 20 km from Pokrovsk burned.", "20 km Pokrovsk -"),
    ("en", "Fighting goes on in Pokrovsk and the nearby Myrnohrad.", "near Myrnohrad Pokrovsk"),
    ("en", "Shells fell on Rodynske near Pokrovsk.", "near Pokrovsk Rodynske"),
    ("uk", "Родинське розташоване за 8 км від Покровська.", "8 km Покровська Родинське"),
    ("uk", "Бої тривають у Покровську та сусідньому Мирнограді.", "near Мирнограді Покровську"),
    ("ru", "Родинское находится в 8 км от Покровска.", "8 km Покровска Родинское"),
    ("de", "Rodynske liegt 8 Kilometer von Pokrowsk entfernt.", "8 km Pokrowsk Rodynske"),
    ("fr", "Rodynske est située à 8 kilomètres de Pokrovsk.", "8 km Pokrovsk Rodynske"),
    ("en", "The road from Lyman is 20 km long.", "none"),
    ("en", "They captured 20 km² near Pokrovsk.", "none"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "expected"), CASES)
def test_shares_and_distances(lang: str, text: str, expected: str) -> None:
    assert said(text, lang) == expected


def test_a_share_says_whose_figure_it_is() -> None:
    (share,) = statements("Russia controls 19 % of Ukraine, according to DeepState.", "en")
    assert (share.attributed_to, share.claimed) == ("deepstate", False)
