"""A gazetteer of a few places for the tests: true coordinates, rounded; namesakes as they are."""

from __future__ import annotations

from pathlib import Path

CSV = """id,name,kind,lat,lon,country,admin1,population,alternates
t:1,Huliaipole,settlement,47.66,36.26,UA,Zaporizhzhia Oblast,12994,Гуляйполе|Gulyaypole
t:2,Kupiansk,settlement,49.71,37.62,UA,Kharkiv Oblast,26627,Куп'янськ|Купянск|Kupyansk
t:3,Siversk,settlement,48.87,38.10,UA,Donetsk Oblast,10875,Сіверськ|Северск|Seversk
t:4,Bakhmut,settlement,48.59,38.00,UA,Donetsk Oblast,71094,Бахмут|Artemivsk|Артемівськ|Артёмовск
t:5,Lyman,settlement,48.99,37.81,UA,Donetsk Oblast,20066,Лиман|Krasnyi Lyman|Красный Лиман|Красний Лиман
t:6,Lyman,settlement,49.59,36.47,UA,Kharkiv Oblast,4008,Лиман
t:7,Lyman,settlement,45.67,29.74,UA,Odesa Oblast,1641,Лиман
t:8,Pokrovsk,settlement,48.28,37.18,UA,Donetsk Oblast,60127,Покровськ|Покровск|Krasnoarmeysk|Красноармейск
t:9,Pokrovske,settlement,47.98,36.23,UA,Dnipropetrovsk Oblast,9868,Покровське|Покровское
t:10,Myrnohrad,settlement,48.31,37.27,UA,Donetsk Oblast,46098,Мирноград|Dymytrov|Димитров|Dimitrov
t:11,Novoselivka,settlement,48.66,37.88,UA,Donetsk Oblast,0,Новоселівка|Новосёловка
t:12,Novoselivka,settlement,47.98,37.49,UA,Donetsk Oblast,0,Новоселівка|Новосёловка
t:13,Novoselivka,settlement,47.55,36.10,UA,Zaporizhzhia Oblast,0,Новоселівка|Новосёловка
t:14,Novoselivka,settlement,49.50,34.60,UA,Poltava Oblast,1500,Новоселівка|Новосёловка
t:15,Kherson,settlement,46.64,32.62,UA,Kherson Oblast,283649,Херсон
t:16,Kharkiv,settlement,49.98,36.25,UA,Kharkiv Oblast,1430885,Харків|Харьков|Kharkov
t:17,Donetsk,settlement,48.00,37.80,UA,Donetsk Oblast,901645,Донецьк|Донецк
t:18,Kyiv,settlement,50.45,30.52,UA,Kyiv City,2952301,Київ|Киев|Kiev|基辅
t:19,Chasiv Yar,settlement,48.59,37.83,UA,Donetsk Oblast,12250,Часів Яр|Часов Яр
t:20,Mala Tokmachka,settlement,47.53,35.90,UA,Zaporizhzhia Oblast,3125,Мала Токмачка|Малая Токмачка
t:21,Moscow,settlement,55.75,37.62,RU,,10381222,Москва|莫斯科
t:22,London,settlement,51.51,-0.13,GB,,8961989,Лондон
t:23,Zaporizhzhia,settlement,47.85,35.12,UA,Zaporizhzhia Oblast,710052,Запоріжжя|Запорожье|Zaporozhye
t:24,Rivne,settlement,50.62,26.24,UA,Rivne Oblast,243873,Рівне|Ровно
t:25,Rivne,settlement,48.30,37.22,UA,Donetsk Oblast,200,Рівне|Ровное
t:26,Robotyne,settlement,47.45,35.84,UA,Zaporizhzhia Oblast,480,Роботине|Работино|Rabotino
t:27,Dobropillia,settlement,48.46,37.08,UA,Donetsk Oblast,28170,Добропілля|Доброполье
t:28,Izium,settlement,49.21,37.25,UA,Kharkiv Oblast,45884,Ізюм|Изюм|Izyum
t:29,Shakhove,settlement,48.47,37.25,UA,Donetsk Oblast,300,Шахове|Шахово
t:30,Vilkhovatka,settlement,49.60,37.50,UA,Kharkiv Oblast,20,Вільховатка
t:31,Sudzha,settlement,51.19,35.27,RU,Kursk Oblast,6940,Суджа
t:32,Warsaw,settlement,52.23,21.01,PL,,1702139,Варшава|Warszawa|Warschau|Varsovie
t:33,Kostiantynivka,settlement,48.53,37.71,UA,Donetsk Oblast,67350,Костянтинівка|Константиновка|康斯坦丁诺夫卡
t:34,Krasyliv,settlement,49.65,26.97,UA,Khmelnytskyi Oblast,400,Красилів
"""


def write_csv(folder: Path) -> Path:
    """Write the sample as a CSV and return its path."""
    path = folder / "places.csv"
    path.write_text(CSV, encoding="utf-8")
    return path
