"""Names along the front in the sentences of reports: how many are found, and placed at the right one of many.

    python benchmarks/front_names.py [--dump ../shared/data/gazetteer/UA.zip] [--seed 7] [--sentences 900]

Settlements within some 10 km of where the front has been since 2022 are drawn with a fixed seed and written into the
sentences of the Ukrainian General Staff, the Russian ministry and English newsrooms. A name that stands alone among
dozens of namesakes should stay open; one in a list, on an axis or in an oblast should be placed.
"""

from __future__ import annotations

import argparse
import math
import random
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from app.locate import locate
from app.pipeline import vocabulary
from app.reading.reader import Reader
from app.reading.records import Document
from geodata.definitions import load_parties, load_sources
from geodata.gazetteer import Gazetteer, build_index, embedded_gazetteer, read_gazetteer
from geodata.gazetteer.front import load_front
from geodata.gazetteer.records import GazetteerRecord
from geodata.gazetteer.romanise import romanise, russian_of
from geodata.gazetteer.spellings import display_name
from geodata.names import fold

NEAR_FRONT, NEIGHBOURS_KM, RIGHT_KM, AXIS_KM = 0.33, 18.0, 10.0, 35.0
OBLASTS = {
    "Donetsk Oblast": ("Донецкой Народной Республике", "Donetsk People's Republic"),
    "Luhansk Oblast": ("Луганской Народной Республике", "Lugansk People's Republic"),
    "Kharkiv Oblast": ("Харьковской области", "Kharkov Region"),
    "Zaporizhzhia Oblast": ("Запорожской области", "Zaporozhye Region"),
    "Kherson Oblast": ("Херсонской области", "Kherson Region"),
    "Sumy Oblast": ("Сумской области", "Sumy Region"),
    "Dnipropetrovsk Oblast": ("Днепропетровской области", "Dnepropetrovsk Region"),
}
AXES = {
    "Лиманському": (48.99, 37.81), "Куп'янському": (49.71, 37.62), "Покровському": (48.28, 37.18),
    "Краматорському": (48.6, 37.85), "Костянтинівському": (48.53, 37.71), "Гуляйпільському": (47.66, 36.26),
    "Оріхівському": (47.57, 35.78), "Придніпровському": (46.65, 32.7),
}  # fmt: skip


@dataclass(frozen=True)
class Name:
    """A settlement and how reports spell it."""

    record: GazetteerRecord
    uk: str
    ru: str

    @property
    def english(self) -> str:
        """As newsrooms write it: the official romanisation."""
        return display_name(self.record)

    @property
    def tass(self) -> str:
        """As Russian agencies write it in English."""
        return " ".join(word.capitalize() for word in romanise(self.ru, "ru", "bgn").split(" "))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--dump", type=Path, default=Path("../shared/data/gazetteer/UA.zip"))
    parser.add_argument("--index", type=Path, default=Path("local/eval"), help="folder of the gazetteers' indexes")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--sentences", type=int, default=900)
    options = parser.parse_args()
    if not options.dump.is_file():
        raise SystemExit(f"{options.dump}: no GeoNames dump of Ukraine there; name it with --dump")
    file = read_gazetteer(options.dump)
    indexes = [build_index(file, options.index), build_index(embedded_gazetteer(), options.index)]
    gazetteer = Gazetteer.open(indexes)
    names = list(front_names(file.records))
    reader = Reader(gazetteer, vocabulary(load_parties(), load_sources()))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    draw = random.Random(options.seed)  # noqa: S311 drawn anew with the same seed, nothing is secret
    for kind, lang, text, wanted in sentences(names, draw, options.sentences):
        reading = reader.read(Document(text, lang=lang))
        placed = locate(text, reading.sentences, reading.mentions, gazetteer)
        for surface, record in wanted:
            at = text.find(surface)
            found = next((p for p in placed if p.mention.start <= at < p.mention.end), None)
            match = found.match if found else None
            right = match is not None and km(match.place.lat, match.place.lon, record) <= RIGHT_KM
            counts[kind]["missed" if found is None else "open" if match is None else "right" if right else "wrong"] += 1
    print(f"{len(names):,} settlements near the front")
    print(f"{'sentence':28} {'names':>6} {'right':>6} {'open':>6} {'missed':>6} {'wrong, of placed':>17}")
    for kind, count in counts.items():
        every, on = count.total(), max(1, count["right"] + count["wrong"])
        shares = " ".join(f"{count[key] / every:6.3f}" for key in ("right", "open", "missed"))
        print(f"{kind:28} {every:6} {shares} {count['wrong'] / on:17.3f}")


def front_names(records: tuple[GazetteerRecord, ...]) -> list[Name]:
    """The living settlements near the front that have a Ukrainian name, with a Russian one."""
    front = load_front()
    found = []
    for record in records:
        if record.kind != "settlement" or record.rank or record.admin1 not in OBLASTS:
            continue
        own = fold(record.name)
        cyrillic = [name for name in record.alternates if name[:1] >= "\u0400" and name[0].isupper()]
        uk = next((name for name in cyrillic if fold(romanise(name, "uk", "kmu")) == own), None)
        if uk is None or front.nearness(record.lat, record.lon) < NEAR_FRONT:
            continue
        ru = " ".join(word.capitalize() for word in russian_of(uk)[0].replace("ъ", "ь").split(" "))
        found.append(Name(record, uk, ru))
    return found


def sentences(
    names: list[Name], draw: random.Random, number: int
) -> list[tuple[str, str, str, list[tuple[str, GazetteerRecord]]]]:
    """Sentences of several kinds in turn: kind, language, text, and the names with their places."""
    made = []
    listed = [name for name in names if name.record.id in load_front().listed]
    for turn in range(number):
        first = draw.choice(listed if draw.random() < 0.6 else names)
        here = first.record
        around = [n for n in names if n.uk != first.uk and km(n.record.lat, n.record.lon, here) < NEIGHBOURS_KM]
        if len(around) < 2:
            continue
        group = [first, *draw.sample(around, 2)]
        russian, english = OBLASTS[here.admin1 or ""]
        axis = min(AXES, key=lambda key: km(*AXES[key], here))
        if turn % 5 == 0 and km(*AXES[axis], here) < AXIS_KM:
            words = [name.uk for name in group]
            text = f"На {axis} напрямку ворог атакував у районах {words[0]}, {words[1]} та {words[2]}."
            kind, lang = "uk: an axis and a list", "uk"
        elif turn % 5 == 1:
            words = [name.ru for name in group]
            where = russian.replace("ой Народной Республике", "ой Народной Республики")
            text = f"Поражены цели в районах населённых пунктов {words[0]}, {words[1]} и {words[2]} {where}."
            kind, lang = "ru: a list in an oblast", "ru"
        elif turn % 5 == 2:
            words = [name.english for name in group]
            text = f"Russian forces attacked near {words[0]}, {words[1]}, and {words[2]} but did not advance."
            kind, lang = "en: a list", "en"
        elif turn % 5 == 3:
            words = [first.tass]
            text = f"The battlegroup liberated the community of {words[0]} in the {english}, the ministry reported."
            kind, lang = "en: one, in an oblast", "en"
        else:
            words = [first.english]
            text = f"Russia said it had captured the village of {words[0]} on Tuesday."
            kind, lang = "en: one, alone", "en"
        made.append((kind, lang, text, [(word, name.record) for word, name in zip(words, group, strict=False)]))
    return made


def km(lat: float, lon: float, record: GazetteerRecord) -> float:
    """Distance in km of a point from a settlement."""
    return 111.2 * math.hypot(lat - record.lat, (lon - record.lon) * math.cos(math.radians(lat)))


if __name__ == "__main__":
    main()
