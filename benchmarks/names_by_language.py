"""Names as newsrooms spell them: which are found, and which are placed right where the text names their unit.

    python benchmarks/names_by_language.py GAZETTEER

The spellings of ``newsroom_names.csv`` go into sentences of a language, chosen with a fixed seed; the plain way beside
it in the same run is the exact match of a spelling with the names that the gazetteer's own file has. GAZETTEER is a
GeoNames dump of Ukraine (UA.zip).
"""

from __future__ import annotations

import csv
import random
import sys
import tempfile
import zipfile
from pathlib import Path

from app.locate import locate
from app.reading.mentions import find_mentions
from app.reading.sentences import split
from app.reading.vocabulary import Vocabulary
from geodata.gazetteer import Gazetteer, build_index, embedded_gazetteer, read_gazetteer

SEED = 20260105
NEAR_KM = 10.0
# A sentence for each way that a language puts a name: {n} the name, {u} the unit that it lies in.
BEFORE = {
    "de": ("Bei {n} dauern die Gefechte an.", "Die Lage um {n} bleibt angespannt.", "Drohnen trafen {n} am Abend."),
    "fr": ("Les combats se poursuivent près de {n}.", "Des drones ont visé {n}.", "La route vers {n} est coupée."),
    "pl": ("Atak nastąpił koło {n}, podał sztab.", "Drony nadleciały nad {n} wieczorem."),
    "zh": ("{n}附近爆发激战。", "无人机袭击了{n}。", "俄军称已控制{n}。"),
}  # fmt: skip
UNIT = {
    "de": "Gemeldet wurde dies aus dem Gebiet {u}.",
    "fr": "La région de {u} est touchée.",
    "pl": "Tak wygląda {u}.",
    "zh": "消息来自{u}。",
}
UNITS = {
    "Donetsk Oblast": ("Donezk", "Donetsk", "obwód doniecki", "顿涅茨克州"),
    "Luhansk Oblast": ("Luhansk", "Louhansk", "obwód ługański", "卢甘斯克州"),
    "Kharkiv Oblast": ("Charkiw", "Kharkiv", "obwód charkowski", "哈尔科夫州"),
    "Zaporizhzhia Oblast": ("Saporischschja", "Zaporijjia", "obwód zaporoski", "扎波罗热州"),
    "Dnipropetrovsk Oblast": ("Dnipropetrowsk", "Dnipropetrovsk", "obwód dniepropetrowski", "第聂伯罗彼得罗夫斯克州"),
    "Kherson Oblast": ("Cherson", "Kherson", "obwód chersoński", "赫尔松州"),
    "Sumy Oblast": ("Sumy", "Soumy", "obwód sumski", "苏梅州"),
}
LANGUAGES = ("de", "fr", "pl", "zh")


def main() -> int:
    """Print a line a language and the names that were missed."""
    dump = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/gazetteer/UA.zip")
    with tempfile.TemporaryDirectory() as folder:
        built = [build_index(read_gazetteer(dump), Path(folder)), build_index(embedded_gazetteer(), Path(folder))]
        gazetteer = Gazetteer.open(built)
        own = _own_names(dump)
        places = list(csv.DictReader(Path(__file__).with_name("newsroom_names.csv").open(encoding="utf-8")))
        for column, language in enumerate(LANGUAGES):
            _measure(language, column, places, gazetteer, own)
    return 0


def _measure(language: str, column: int, places: list[dict[str, str]], gazetteer: Gazetteer, own: set[str]) -> None:
    chance = random.Random(SEED)  # noqa: S311 the choice of sentences, nothing secret
    found = placed = exact = total = 0
    missed: list[str] = []
    for row in places:
        true = gazetteer.place(f"geonames:{row['id']}")
        if true is None:
            raise SystemExit(f"{row['name']}: no place geonames:{row['id']} in the gazetteer")
        unit = UNITS.get(true.admin1 or "")
        for name in row[language].split("|"):
            total += 1
            exact += name in own
            text = chance.choice(BEFORE[language]).format(n=name)
            if unit:
                text += ("" if language == "zh" else " ") + UNIT[language].format(u=unit[column])
            sentences = split(text, language)
            mentions = find_mentions(text, sentences, gazetteer, Vocabulary(), language)
            spelt = (name, name.removesuffix("市"))
            hit = [m for m in locate(text, sentences, mentions, gazetteer) if m.mention.text in spelt]
            found += bool(hit)
            right = bool(hit and hit[0].match) and _near(hit[0].match.place, true)
            placed += right
            if not right:
                missed.append(f"{name} ({row['name']}: {hit[0].why if hit else 'not found'})")
    shares = f"found {found / total:.1%}, placed {placed / total:.1%}, plain exact match {exact / total:.1%}"
    print(f"{language}: {total} spellings, {shares}")
    for line in missed:
        print(f"   {line}")


def _near(place: object, true: object) -> bool:
    from app.placing.distances import distance_km

    return distance_km(place, true) <= NEAR_KM  # type: ignore[arg-type]


def _own_names(dump: Path) -> set[str]:
    with zipfile.ZipFile(dump) as archive:
        lines = archive.read("UA.txt").decode("utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    return {name for row in rows if row[6] == "P" for name in (row[1], *row[3].split(","))}


if __name__ == "__main__":
    raise SystemExit(main())
