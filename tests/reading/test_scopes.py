# ruff: noqa: E501
"""Which place a stated area speaks of, one line a case: the text, and the places of its claims in their order."""

from importlib import resources

import pytest

from tests.reading.claim_cases import claims

CASES = [
    # attached behind the figure
    ("en", "Russian forces captured 12 square kilometres around Pokrovsk in November 2025.", ["Pokrovsk"]),
    ("en", "Russia seized 30 sq km in the Dobropillia area.", ["Dobropillia area"]),
    ("en", "Russia took 10 km² in the Pokrovsk pocket.", ["Pokrovsk pocket"]),
    ("en", "Ukrainian forces liberated 17 square kilometres near Kupiansk.", ["Kupiansk"]),
    ("en", "Russia took 4 km² in the city of Toretsk.", ["Toretsk"]),
    ("en", "Russia took 4 km² on the outskirts of Huliaipole.", ["Huliaipole"]),
    ("en", "Russia took 5 km² south of Pokrovsk.", ["Pokrovsk"]),
    ("en", "Russia took 5 km² along the Oskil River.", ["Oskil River"]),
    ("en", "Ukraine holds 20 km² on the left bank of the Dnipro.", ["left bank of the Dnipro"]),
    ("en", "Russia took 5 km² in Ukraine's Donetsk region.", ["Donetsk region"]),
    ("en", "Russia took 5 km² in the Donetsk People's Republic.", ["Donetsk People's Republic"]),
    # with the ground, a period, a rate, a conversion, the participle between
    ("en", "Ukraine liberated 400 square kilometers (154 square miles) of territory in Kherson Oblast.", ["Kherson Oblast"]),
    ("en", "Russia took 12 km² in November near Siversk.", ["Siversk"]),
    ("en", "Russia took 30 km² a day in Donetsk Oblast in November.", ["Donetsk Oblast"]),
    ("en", "17 km² were liberated by Ukrainian forces near Kupiansk last week.", ["Kupiansk"]),
    # before the figure
    ("en", "Near Kupiansk, Ukrainian forces liberated 17 km².", ["Kupiansk"]),
    ("en", "In November, near Kupiansk, Ukraine liberated 17 km².", ["Kupiansk"]),
    ("en", "In the Donetsk region Russia took 250 km² in November.", ["Donetsk region"]),
    ("en", "Russian forces near Kupiansk captured 12 km².", ["Kupiansk"]),
    ("en", "In Sumy Oblast Russia took four villages and 90 km².", ["Sumy Oblast"]),
    ("en", "Russian forces advanced in the Donetsk region and captured 40 km².", ["Donetsk region"]),
    ("en", "According to the General Staff, near Kupiansk Ukrainian forces liberated 17 km².", ["Kupiansk"]),
    # several places
    ("en", "Ukraine recaptured 17 km² in and around Kupiansk.", ["Kupiansk"]),
    ("en", "Russia took 250 km² in Donetsk Oblast and Zaporizhzhia Oblast.", ["Donetsk Oblast and Zaporizhzhia Oblast"]),
    ("en", "Russia captured 40 km² of Kharkiv and Sumy oblasts.", ["Kharkiv and Sumy oblasts"]),
    ("en", "Russia took 56 km² around Hryshyne, Kotlyne and Udachne.", ["Hryshyne, Kotlyne and Udachne"]),
    # several figures
    ("en", "Russia took 250 km² in Donetsk Oblast and 40 km² in Sumy Oblast.", ["Donetsk Oblast", "Sumy Oblast"]),
    ("en", "In the Donetsk region, Russia took 250 km² in November and 180 km² in October.", ["Donetsk region"] * 2),
    ("en", "Russia took 12 km² near Siversk in November, up from 9 in October.", ["Siversk", "Siversk"]),
    ("en", "Ukraine liberated 7 km² in the Bakhmut direction and 10 km² in the south last week.", ["Bakhmut direction", "south"]),
    # a part of the country has no boundary, but it is not the whole either
    ("en", "In eastern Ukraine Russian troops captured 40 km² last week.", ["eastern Ukraine"]),
    ("uk", "За тиждень на сході звільнено 9 кв. км, а на півдні 28 кв. км.", ["сході", "півдні"]),
    ("ru", "На юге Украины взято 12 кв. км.", ["юге Украины"]),
    ("de", "Im Süden der Ukraine eroberte Russland 12 km².", ["Süden der Ukraine"]),
    ("fr", "Les Russes ont pris 12 km² dans le sud.", ["sud"]),
    ("pl", "Na południu Ukrainy Rosjanie zajęli 12 km kw.", ["południu Ukrainy"]),
    ("zh", "俄军在乌克兰南部占领12平方公里。", ["乌克兰南部"]),
    ("en", "Along the entire front Russia took 12 km².", [None]),
    ("en", "Russia took 4,714 km² in 2025, among them 223 km² in the Sumy region.", [None, "Sumy region"]),
    # a state is a place, too
    ("en", "Ukraine captured 1,000 km² in Russia in August.", ["Russia"]),
    # a place that is only mentioned
    ("en", "Russia took 505 km² in November, while fighting goes on near Siversk.", [None]),
    ("en", "Russia took 505 km² in November. Fighting goes on near Siversk.", [None]),
    ("en", "Fighting goes on near Siversk. Russia took 505 km² in November.", [None]),
    ("en", "Fighting goes on near Siversk and Russia took 505 km² in November.", [None]),
    ("en", "Russia took 505 km² in November, and fighting goes on in the Donetsk region.", [None]),
    ("en", "In the Donetsk region fighting goes on, and Russia took 505 km² in November.", [None]),
    ("en", "In Pokrovsk, where fighting rages, Russia took 505 km² in November.", [None]),
    ("en", "After the fall of Bakhmut Russia took 505 km² in May.", [None]),
    ("en", "Since the meeting in Alaska Russia has taken 505 km².", [None]),
    ("en", "In Kyiv, Syrskyi said Ukrainian forces had liberated 12 km².", [None]),
    ("en", "Russia took 505 km² in November as its troops pushed towards Siversk.", [None]),
    ("en", "Russia has taken 505 km² since the fall of Avdiivka.", [None]),
    ("en", "Clashes near Siversk cost Ukraine 505 km².", [None]),
    ("en", "Russia took 505 km² in November, mostly in Donetsk Oblast.", [None]),
    # capitals that are no places
    ("en", "Russia took 505 km² in Q3.", [None]),
    ("en", "Russia took 505 km² in Phase Two.", [None]),
    ("en", "Ukraine liberated 17 km² near Kupiansk, Syrskyi said.", ["Kupiansk"]),
    ("en", "Russia took 505 km² of Ukrainian territory in November.", [None]),
    ("en", "Russia captured 505 km² of land from Ukraine in November.", [None]),
    ("en", "Russia took 5 km² on Monday.", [None]),
    ("en", "On Aug. 27 Russia took 5 km².", [None]),
    ("en", "In May Russia took 505 km².", [None]),
    ("en", "Russia took 505 km² in November, Syrskyi wrote on Telegram.", [None]),
    ("en", "Russia took 505 km² in November on DeepState's map.", [None]),
    # Ukrainian
    ("uk", "ЗСУ звільнили 12 км² біля Куп'янська.", ["Куп'янська"]),
    ("uk", "ЗСУ звільнили 12 кв. км в районі Покровська.", ["Покровська"]),
    ("uk", "ЗСУ звільнили 12 кв. км території на околицях міста Торецьк.", ["Торецьк"]),
    ("uk", "За листопад ворог окупував 40 км² у Харківській та Сумській областях.", ["Харківській та Сумській областях"]),
    ("uk", "На Покровському напрямку ворог захопив 30 кв. км за тиждень.", ["Покровському напрямку"]),
    ("uk", "Під Покровськом ворог захопив 30 кв. км.", ["Покровськом"]),
    ("uk", "Росія захопила 505 км² у листопаді, а біля Сіверська тривають бої.", [None]),
    ("uk", "Росія захопила 505 км² у листопаді. Біля Сіверська тривають бої.", [None]),
    ("uk", "Ворог окупував 505 км² української території в листопаді.", [None]),
    # Russian
    ("ru", "ВСУ освободили 12 км² под Купянском.", ["Купянском"]),
    ("ru", "В районе Доброполья украинские войска вернули 9 кв. км.", ["Доброполья"]),
    ("ru", "Россия заняла 40 км² в Харьковской и Сумской областях.", ["Харьковской и Сумской областях"]),
    ("ru", "Между Покровском и Константиновкой ВСУ потеряли 6 кв. км.", ["Покровском и Константиновкой"]),
    ("ru", "В ходе боёв за Новопавловку в Днепропетровской области под контроль перешли 14 кв. км.", ["Днепропетровской области"]),
    ("ru", "В Сумской области взято четыре села, под контролем более 90 кв. км.", ["Сумской области"]),
    ("ru", "Сырский заявил в Киеве, что ВСУ освободили 12 км².", [None]),
    ("ru", "Россия захватила 505 км² в ноябре, а под Северском идут бои.", [None]),
    ("ru", "Россия захватила 505 км² в ноябре, бои идут под Северском.", [None]),
    # German
    ("de", "Russland eroberte 12 km² bei Pokrowsk.", ["Pokrowsk"]),
    ("de", "Ukrainische Truppen befreiten im November 17 Quadratkilometer nahe Kupjansk.", ["Kupjansk"]),
    ("de", "In der Region Donezk eroberte Russland im November 250 km².", ["Region Donezk"]),
    ("de", "Russland eroberte 250 km² in den Oblasten Donezk und Saporischschja.", ["Oblasten Donezk und Saporischschja"]),
    ("de", "Russland eroberte 505 km² im November, während bei Siwersk gekämpft wird.", [None]),
    ("de", "Russland eroberte im Donbass 12 km².", ["Donbass"]),
    ("de", "Russland eroberte 505 km² in Kämpfen der Winteroffensive.", [None]),
    ("de", "Russland eroberte im Vergleich zum Vormonat im November 505 km².", [None]),
    # French
    ("fr", "La Russie a pris 12 km² près de Pokrovsk en novembre.", ["Pokrovsk"]),
    ("fr", "Dans la région de Donetsk, la Russie a pris 250 km².", ["région de Donetsk"]),
    ("fr", "La Russie a pris 40 km² dans les régions de Kharkiv et de Soumy.", ["régions de Kharkiv et de Soumy"]),
    ("fr", "La Russie a pris 505 km² en novembre, tandis que les combats continuent près de Siversk.", [None]),
    # Polish
    ("pl", "Rosja zajęła 12 km² pod Pokrowskiem w listopadzie.", ["Pokrowskiem"]),
    ("pl", "Ukraina wyzwoliła 17 km² w okolicach Kupiańska.", ["Kupiańska"]),
    ("pl", "W obwodzie donieckim Rosja zajęła 250 km².", ["obwodzie donieckim"]),
    ("pl", "Rosja zajęła 505 km² w listopadzie, podczas gdy pod Siewierskiem trwają walki.", [None]),
    # Chinese
    ("zh", "俄军11月在顿涅茨克州占领了250平方公里。", ["顿涅茨克州"]),
    ("zh", "乌军在库皮扬斯克附近解放了17平方公里。", ["库皮扬斯克"]),
    ("zh", "俄军11月占领了505平方公里，而谢维尔斯克附近仍在战斗。", [None]),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "places"), CASES, ids=[text for _, text, _ in CASES])
def test_the_place_of_a_claim(lang: str, text: str, places: list[str | None]) -> None:
    found = claims(text, lang)
    assert [claim.scope and claim.scope.text for claim in found] == places
    assert all(text[c.scope.start : c.scope.end] == c.scope.text for c in found if c.scope)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Russia captured 505 km² in November 9999."),
        ("en", "Russia captured 505 km² in November 1024, more than ever."),
        ("de", "Russland eroberte 505 km² im November 9999."),
        ("fr", "La Russie a pris 505 km² en novembre 9999."),
    ],
)
def test_an_impossible_year_is_no_area_and_no_period(lang: str, text: str) -> None:
    (claim,) = claims(text, lang)
    assert (claim.value, claim.period) == (505.0, None)
    assert "date that does not exist" in "; ".join(claim.flags)


def test_a_count_behind_a_month_is_no_year() -> None:
    (claim,) = claims("In November 4000 soldiers of Russia captured 505 km².", "en")
    assert claim.period is not None


def test_the_demo_article_speaks_of_the_whole_front() -> None:
    text = (resources.files("app") / "demo" / "article.txt").read_text(encoding="utf-8")
    assert {claim.scope for claim in claims(text, "en")} == {None}
