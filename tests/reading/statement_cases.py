# ruff: noqa: E501
"""Builders that make a statement's case one line: the text, and what it says.

``captured Siversk russia 12-05`` reads: Siversk was captured by Russia on 5 December. In that order: the event, the
place as the text has it, the actor or ``-``, the day (month and day of 2025, the year too where it is another; ``~``
where the text does not say it and the day of publication stands for it; two days with ``..`` between for a longer span);
then ``claimed`` where the text leaves it to somebody, and ``by`` with the side or the source that says it. ``;`` parts
statements; ``none`` is no statement. Published on Sunday 7 December 2025.
"""

import atexit
import shutil
import tempfile
from datetime import date
from functools import lru_cache
from pathlib import Path

from app.reading.mentions import find_mentions
from app.reading.records import Document, Statement
from app.reading.sentences import split
from app.reading.statements import read_statements
from geodata.gazetteer import Gazetteer, build_index, read_gazetteer
from tests.reading.claim_cases import VOCABULARY

SUNDAY = date(2025, 12, 7)

PLACES = """id,name,kind,lat,lon,country,admin1,population,alternates
s:1,Siversk,settlement,48.87,38.10,UA,Donetsk Oblast,10875,Сіверськ|Северск|Siwersk|Siewiersk|谢韦尔斯克
s:2,Kupiansk,settlement,49.71,37.62,UA,Kharkiv Oblast,26627,Куп'янськ|Купянск|Kupjansk|Koupiansk|Kupiańsk|库皮扬斯克
s:3,Huliaipole,settlement,47.66,36.26,UA,Zaporizhzhia Oblast,12994,Гуляйполе|Huljajpole|Houliaïpole|Hulajpole|古利艾波列
s:4,Myrnohrad,settlement,48.31,37.27,UA,Donetsk Oblast,46098,Мирноград|Myrnohrad|Mirnograd|米尔诺格拉德
s:5,Pokrovsk,settlement,48.28,37.18,UA,Donetsk Oblast,60127,Покровськ|Покровск|Pokrowsk|Pokrowsk|波克罗夫斯克
s:6,Lyman,settlement,48.99,37.81,UA,Donetsk Oblast,20066,Лиман|Łyman|利曼
s:7,Rodynske,settlement,48.35,37.21,UA,Donetsk Oblast,9000,Родинське|Родинское|Rodynśke|罗金斯克
s:8,Vovchansk,settlement,50.29,36.94,UA,Kharkiv Oblast,17000,Вовчанськ|Волчанск|Wowtschansk|Vovtchansk|Wowczańsk
s:9,Kyiv,settlement,50.45,30.52,UA,Kyiv City,2952301,Київ|Киев|Kiev|Kiew|Kijów|基辅
s:11,Donetsk Oblast,oblast,48.0,37.8,UA,Donetsk Oblast,,Донецька область|Донецкая область|Oblast Donezk|obwód doniecki|顿涅茨克州
s:12,Kharkiv Oblast,oblast,49.6,36.6,UA,Kharkiv Oblast,,Харківська область|Харьковская область|Oblast Charkiw
s:13,Donetsk,settlement,48.00,37.80,UA,Donetsk Oblast,901645,Донецьк|Донецк|Donezk|Donieck
s:14,Ukraine,country,49.0,32.0,UA,,,Україна|Украина|Ukraina|乌克兰
s:10,Moscow,settlement,55.75,37.62,RU,,10381222,Москва|Moskau|Moscou|Moskwa|莫斯科
"""


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "places.csv").write_text(PLACES, encoding="utf-8")
    return Gazetteer.open([build_index(read_gazetteer(folder / "places.csv"), folder)])


def statements(text: str, lang: str, published: date | None = SUNDAY) -> tuple[Statement, ...]:
    sentences = split(text, lang)
    mentions = find_mentions(text, sentences, gazetteer(), VOCABULARY, lang)
    return read_statements(Document(text, published, lang=lang), sentences, mentions, VOCABULARY)


def said(text: str, lang: str, published: date | None = SUNDAY) -> str:
    """The statements of a text in the notation of the cases."""
    return "; ".join(line(text, statement) for statement in statements(text, lang, published)) or "none"


def line(text: str, statement: Statement) -> str:
    place = text[slice(*statement.place)] if statement.place else "?"
    if statement.kind == "share":
        return " ".join(["share", shown_percent(statement), place, statement.event or "-", statement.actor or "-"])
    if statement.kind == "distance":
        other = text[slice(*statement.other)] if statement.other else statement.actor or "-"
        return f"{'near' if statement.distance_km is None else f'{statement.distance_km:.4g} km'} {place} {other}"
    parts = [statement.event or "?", place, statement.actor or "-", shown_day(statement)]
    parts += ["claimed"] if statement.claimed else []
    parts += [f"by {who}"] if (who := statement.attributed_to or statement.claimed_by) else []
    return " ".join(parts)


def shown_percent(statement: Statement) -> str:
    sign = {"approx": "~", "at_least": ">", "at_most": "<", None: ""}[statement.qualifier]
    return f"{sign}{statement.percent:g}" + (f"-{statement.percent_high:g}" if statement.percent_high else "")


def shown_day(statement: Statement) -> str:
    if statement.on is None:
        return "-"
    if not statement.dated:
        return "~"
    return "..".join(f"{day}".removeprefix("2025-") for day in (statement.on_start, statement.on) if day)
