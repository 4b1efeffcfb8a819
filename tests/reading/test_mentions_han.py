"""Names in Chinese texts: heard by their sound, told from persons, units and words. One sentence, one line a case."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.reading.mentions import find_mentions
from app.reading.records import Mention
from app.reading.sentences import split
from app.reading.vocabulary import PartyWords, Vocabulary
from geodata.definitions import load_parties
from geodata.gazetteer import Gazetteer, build_index, read_gazetteer
from tests.sample_places import write_csv

MORE = """v:1,Ocheretuvate,settlement,47.50,35.90,UA,Zaporizhzhia Oblast,0,Очеретувате|Очеретоватое
v:2,Radkivka,settlement,49.76,37.60,UA,Kharkiv Oblast,0,Радьківка|Радьковка
v:3,Lyptsi,settlement,50.20,36.42,UA,Kharkiv Oblast,4165,Липці|Липцы
v:4,Novodanylivka,settlement,47.48,35.83,UA,Zaporizhzhia Oblast,600,Новоданилівка|Новоданиловка
v:5,Velyka Novosilka,settlement,47.84,36.84,UA,Donetsk Oblast,5231,Велика Новосілка|Великая Новосёлка
v:6,Rodynske,settlement,48.35,37.20,UA,Donetsk Oblast,9763,Родинське|Родинское
v:7,Zaluzhne,settlement,48.20,37.50,UA,Donetsk Oblast,0,Залужне|Залужное
"""


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    folder = tmp_path_factory.mktemp("han")
    path = write_csv(folder)
    path.write_text(path.read_text(encoding="utf-8") + MORE, encoding="utf-8")
    return Gazetteer.open([build_index(read_gazetteer(path), folder)])


@pytest.fixture(scope="module")
def read(gazetteer: Gazetteer) -> Callable[[str], list[Mention]]:
    words = {
        key: PartyWords(party.id, party.adversary, party.country, party.forces, party.seats)
        for key, party in load_parties().items()
    }

    def find(text: str) -> list[Mention]:
        return list(find_mentions(text, split(text, "zh"), gazetteer, Vocabulary(parties=words), "zh"))

    return find


def shown(mentions: list[Mention]) -> list[str]:
    """Each mention as "text/kind", with * for a metonym and ? for a near name."""
    return [f"{m.text}/{m.kind}{'*' if m.metonym else ''}{'?' if m.fuzzy else ''}" for m in mentions]


@pytest.mark.parametrize(
    ("han", "name"),
    [
        # the habits of outlets: after the Russian name, after the Ukrainian one, in between
        ("古利亚伊波列 胡利亚伊波列 胡里艾波列 古莱波莱", "Huliaipole"),
        ("库皮扬斯克 库普扬斯克", "Kupiansk"),
        ("谢韦尔斯克 西韦尔斯克 锡韦尔斯克", "Siversk"),
        ("恰索夫亚尔 恰西夫亚尔", "Chasiv Yar"),
        ("扎波里日亚 扎波罗热", "Zaporizhzhia"),
        ("米尔诺格勒 米尔诺赫拉德 季米特洛夫", "Myrnohrad"),
        ("多布罗波利耶 多布罗皮利亚", "Dobropillia"),
        ("罗博季涅 拉博季诺", "Robotyne"),
        ("罗金斯科耶 罗金斯克", "Rodynske"),
        ("阿尔乔莫夫斯克", "Bakhmut"),
        ("利普齐", "Lyptsi"),
        ("拉德科夫卡", "Radkivka"),
        # traditional characters
        ("庫皮揚斯克", "Kupiansk"),
        ("波克羅夫斯克", "Pokrovsk"),
        # parts that are translated: 新 Ново-, 大 Велика, 小 Мала, 红 Красный
        ("新丹尼洛夫卡 诺沃丹尼利夫卡", "Novodanylivka"),
        ("大诺沃西尔卡 大新锡尔卡", "Velyka Novosilka"),
        ("小托克马奇卡", "Mala Tokmachka"),
        ("红利曼", "Lyman"),
    ],
)
def test_a_name_is_known_by_its_sound(gazetteer: Gazetteer, han: str, name: str) -> None:
    for spelling in han.split():
        assert name in {candidate.place.name for candidate in gazetteer.candidates(gazetteer.fold(spelling))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a name of four characters needs no word beside it, one of three does
        ("沃罗别夫斯克没有消息。", []),
        ("库皮扬斯克爆发巷战。", ["库皮扬斯克/settlement"]),
        ("利普齐村的桥被炸毁。", ["利普齐/settlement"]),
        ("多布罗波利耶以东有雾。", ["多布罗波利耶/settlement"]),
        ("守军退到利普齐。", ["利普齐/settlement"]),
        # what stands before a name may be written like the beginning of one
        ("20日拉德科夫卡失守。", ["拉德科夫卡/settlement"]),
        ("官方宣布拉德科夫卡失守。", ["拉德科夫卡/settlement"]),
        ("当日利普齐村停电。", ["利普齐/settlement"]),
        ("车队驶过利普齐、罗金斯科耶。", ["利普齐/settlement", "罗金斯科耶/settlement"]),
        ("部队攻克托列茨克。", ["托列茨克/settlement?"]),
        ("据点设在后勤枢纽波克罗夫斯克。", ["波克罗夫斯克/settlement"]),
        ("烏軍在頓涅茨克地區的波克羅夫斯克鎮。", ["頓涅茨克地區/oblast", "波克羅夫斯克/settlement"]),
        # units, rivers, raions, facilities, regions
        ("顿涅茨克和哈尔科夫州传来爆炸声。", ["顿涅茨克/oblast", "哈尔科夫州/oblast"]),
        ("顿涅茨克、哈尔科夫两州停电。", ["顿涅茨克/oblast", "哈尔科夫/oblast"]),
        ("浮桥架在奥斯基尔河上。", ["奥斯基尔河/river"]),
        ("库皮扬斯克区的道路被毁。", ["库皮扬斯克区/raion"]),
        ("库皮扬斯克市区的道路被毁。", ["库皮扬斯克/settlement"]),
        ("安东诺夫斯基大桥只剩桥墩。", ["安东诺夫斯基大桥/other"]),
        ("扎波罗热核电站恢复供电。", ["扎波罗热核电站/other"]),
        ("整个顿巴斯下雪。", ["顿巴斯/region"]),
        # governments
        ("莫斯科否认了这一消息。", ["莫斯科/settlement*"]),
        ("一列火车从莫斯科开出。", ["莫斯科/settlement"]),
        ("基辅方面没有回应。", ["基辅/settlement*"]),
        # persons, ships, units, clubs, words
        ("扎卢日内说，道路已经打通。", []),
        ("扎卢日内村的道路已经打通。", ["扎卢日内/settlement"]),
        ("发言人拉德科夫表示情况平静。", []),
        ("弗拉基米尔·库皮扬斯克到场。", []),
        ("巡洋舰“莫斯科”号沉没。", []),
        ("“基辅的春天”旅完成训练。", []),
        ("足球队顿涅茨克矿工取胜。", []),
        ("北斯洛博扎方向平静。", ["北斯洛博扎/region"]),
        # a name that no table has, where a word beside it says that a place stands there
        ("守军撤出沃罗别尔斯克村。", ["沃罗别尔斯克/settlement?"]),
        ("里程达到八百公里，价格大幅增加。", []),
    ],
)  # fmt: skip
def test_a_chinese_sentence_gives_its_places(
    read: Callable[[str], list[Mention]], text: str, expected: list[str]
) -> None:
    assert shown(read(text)) == expected


def test_a_unit_before_settlements_holds_them(read: Callable[[str], list[Mention]]) -> None:
    found = read("战斗发生在扎波罗热州的奥切列图瓦托耶、罗博季涅和新丹尼洛夫卡。")
    assert [m.region_hint for m in found] == [None, "扎波罗热", "扎波罗热", "扎波罗热"]
