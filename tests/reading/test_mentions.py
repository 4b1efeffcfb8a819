"""Which words of a text are places, and of which kind: one sentence, one line a case."""

from __future__ import annotations

import cProfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reading.mentions import find_mentions
from app.reading.records import Mention
from app.reading.sentences import split
from app.reading.vocabulary import PartyWords, Vocabulary
from geodata.definitions import load_parties
from geodata.gazetteer import Gazetteer, build_index, read_gazetteer
from tests.sample_places import write_csv

Read = Callable[..., list[Mention]]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    folder = tmp_path_factory.mktemp("mentions")
    gazetteer = Gazetteer.open([build_index(read_gazetteer(write_csv(folder)), folder)])
    words = {
        key: PartyWords(party.id, party.adversary, party.country, party.forces, party.seats)
        for key, party in load_parties().items()
    }
    vocabulary = Vocabulary(parties=words)

    def find(text: str, lang: str | None = "en") -> list[Mention]:
        return list(find_mentions(text, split(text, lang), gazetteer, vocabulary, lang))

    return find


def shown(mentions: list[Mention]) -> list[str]:
    """Each mention as "text/kind", with * for a metonym, ~ for an adjective, ? for a near name."""
    return [
        f"{m.text}/{m.kind}{'*' if m.metonym else ''}{'~' if m.adjectival else ''}{'?' if m.fuzzy else ''}"
        for m in mentions
    ]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        # spellings
        ("en", "Fighters are in Gulyai Pole and near Kup'yansk.", ["Gulyai Pole/settlement", "Kup'yansk/settlement"]),
        ("en", "The road from Krasny Liman to Seversk is cut.", ["Krasny Liman/settlement", "Seversk/settlement"]),
        ("en", "A drone was seen over Kupiansk's bridge.", ["Kupiansk/settlement"]),
        ("en", "Guns fired along the Kupiansk-Lyman road.", ["Kupiansk/settlement", "Lyman/settlement"]),
        # declined and adjectival forms
        ("uk", "Бої тривають під Мирноградом і в Куп’янську.", ["Мирноградом/settlement", "Куп’янську/settlement"]),
        ("uk", "Над Часовим Яром бачили дрон.", ["Часовим Яром/settlement"]),
        ("ru", "Взрывы слышали в Купянске и у Красного Лимана.", ["Купянске/settlement", "Красного Лимана/settlement"]),
        ("uk", "На Куп'янському напрямку тихо.", ["Куп'янському/settlement~"]),
        ("ru", "На купянском и лиманском направлениях тихо.", ["купянском/settlement~", "лиманском/settlement~"]),
        ("uk", "На Покровському та Сіверському напрямках.", ["Покровському/settlement~", "Сіверському/settlement~"]),
        ("pl", "Walki toczą się koło Pokrowska i w Kupjańsku.", ["Pokrowska/settlement", "Kupjańsku/settlement"]),
        # units, regions, rivers, countries
        ("en", "Shells fell in the Donetsk region.", ["Donetsk region/oblast"]),
        ("en", "It lies in Kharkiv Oblast.", ["Kharkiv Oblast/oblast"]),
        ("en", "Alarms sounded in the Kharkiv and Donetsk regions.", ["Kharkiv/oblast", "Donetsk regions/oblast"]),
        ("de", "In der Region Kursk wird gekämpft.", ["Region Kursk/oblast"]),
        ("uk", "У Донецькій області та на Харківщині дощ.", ["Донецькій області/oblast", "Харківщині/oblast"]),
        ("uk", "У Запорізькій та Донецькій областях дощ.", ["Запорізькій/oblast~", "Донецькій областях/oblast"]),
        ("ru", "Пожар потушен в Запорожской области.", ["Запорожской области/oblast"]),
        ("en", "Votes were held in the DPR and in Crimea.", ["DPR/region", "Crimea/region"]),
        ("en", "They spoke of the Donetsk People's Republic.", ["Donetsk People's Republic/region"]),
        ("en", "A ferry crossed the Dnieper near Kherson.", ["Dnieper/river", "Kherson/settlement"]),
        ("en", "Pontoons lie on the Oskil River.", ["Oskil River/river"]),
        ("ru", "Через реку Оскол навели мост.", ["реку Оскол/river"]),
        ("uk", "В Ізюмському районі горить ліс.", ["Ізюмському районі/raion"]),
        ("en", "The delegation flew to Finland.", ["Finland/country"]),
        ("en", "Water rose behind the Kakhovka hydroelectric dam.", ["Kakhovka hydroelectric dam/other"]),
        ("en", "A village near Dobropillia in Donetsk was shelled.", ["Dobropillia/settlement", "Donetsk/oblast"]),
        ("pl", "W obwodzie donieckim, kierunek pokrowski.", ["obwodzie donieckim/oblast", "pokrowski/settlement~"]),
        ("uk", "На Південно-Слобожанському напрямку тихо.", ["Південно-Слобожанському/region~"]),
        ("uk", "У Харкові є Київський район.", ["Харкові/settlement"]),
        ("en", "Roads lead to the southern part of Zaporozhye.", ["Zaporozhye/oblast"]),
        # governments
        ("en", "Kyiv refuses to answer.", ["Kyiv/settlement*"]),
        ("en", "Moscow said nothing, and Kyiv firmly denied it.", ["Moscow/settlement*", "Kyiv/settlement*"]),
        ("en", "A train left Kyiv for Kharkiv.", ["Kyiv/settlement", "Kharkiv/settlement"]),
        ("ru", "Москва заявила о потерях.", ["Москва/settlement*"]),
        ("en", "Russia captured a hamlet.", ["Russia/country*"]),
        ("en", "He is in Russia.", ["Russia/country"]),
        # what is not a place
        ("en", "Oleksandr Lyman, an editor, resigned.", []),
        ("en", "Colonel Kupyansky had no comment.", []),
        ("en", "The Siversk Brigade held a parade.", []),
        ("en", "Battlegroup Dnepr reported losses.", []),
        ("en", "The Kyiv Independent wrote about it.", []),
        ("uk", "Про це заявив речник Шахов.", []),
        ("ru", "Группировка «Покровск» отошла.", []),
        ("uk", "Донецький університет відкрився.", []),
        ("en", "You may use it. Any log will do. Keep it, and pull.", []),
        ("en", "Fighting continues. Troops rest. Bank notes are short.", []),
        # near names, only where the text says that a place stands
        ("en", "Clashes went on in the Severansk direction.", ["Severansk/settlement?"]),
        ("en", "Shelling hit the village of Robotnye and Bakhmut.", ["Robotnye/settlement?", "Bakhmut/settlement"]),
        ("en", "Severansk is a rare surname.", []),
        # Chinese
        ("zh", "俄军在康斯坦丁诺夫卡方向推进。", ["康斯坦丁诺夫卡/settlement"]),
        ("zh", "莫斯科表示，顿涅茨克州的战斗仍在继续。", ["莫斯科/settlement*", "顿涅茨克州/oblast"]),
    ],
)  # fmt: skip
def test_places_and_their_kinds(read: Read, lang: str, text: str, expected: list[str]) -> None:
    assert shown(read(text, lang)) == expected


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("Novoselivka in the Poltava region burned.", "Novoselivka", "poltava"),
        ("Novoselivka and Rivne, both in Donetsk Oblast, were hit.", "Novoselivka", "donetsk"),
        ("Lyman in the Odesa region and Siversk in the Donetsk region.", "Lyman", "odesa"),
        ("Село Рівне Донецької області обстріляли.", "Рівне", "донецкои"),
    ],
)
def test_the_unit_that_the_text_gives_a_settlement(read: Read, text: str, place: str, hint: str) -> None:
    assert {m.text: m.region_hint for m in read(text, None)}[place] == hint


def test_city_or_oblast_is_left_open_where_an_axis_is_named(read: Read) -> None:
    assert [m.level_open for m in read("It is quiet in the Kherson direction and in Kherson.")] == [True, False]


@given(st.text(max_size=300))
@settings(max_examples=150)
def test_offsets_give_back_the_surface_form_whatever_the_text(read: Read, text: str) -> None:
    mentions = read(text, None)
    assert all(text[m.start : m.end] == m.text for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))


PIECES = [
    "Kupiansk",
    "Куп’янську",
    " ",
    "-",
    ", ",
    "’s ",
    "👩‍🚀",
    "е́",
    "\x00",
    "\ud800",
    "אבג",
    "Oblast",
    "област",
    "顿涅茨克",
    "the ",
    ".",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(max_examples=150)
def test_names_among_odd_characters_keep_their_offsets(read: Read, text: str) -> None:
    mentions = read(text, None)
    assert all(text[m.start : m.end] == m.text for m in mentions)
    assert mentions == read(text, None)


SENTENCES = [
    "Clashes went on near Kupiansk and Siversk.", "На Куп'янському напрямку тихо.", "Kyiv refuses.",
    "Shells fell in the Kharkiv and Donetsk regions.",
]  # fmt: skip


@given(st.lists(st.sampled_from(SENTENCES), max_size=4), st.sampled_from(SENTENCES))
@settings(max_examples=40)
def test_a_passage_inside_a_longer_text_keeps_its_mentions(read: Read, before: list[str], passage: str) -> None:
    lead = "".join(sentence + "\n" for sentence in before)
    alone = [(m.start + len(lead), m.text, m.kind) for m in read(passage, None)]
    assert [(m.start, m.text, m.kind) for m in read(lead + passage, None) if m.start >= len(lead)] == alone


@pytest.mark.parametrize(
    "text",
    [
        "A" * 60_000,
        "Kupiansk-" * 6_000,
        "Kupiansk, " * 6_000,
        "Новоселівка та " * 4_000,
        "顿涅茨克" * 15_000,
        "K'" * 30_000,
    ],
    ids=["one word", "hyphens", "list", "cyrillic list", "chinese", "apostrophes"],
)
def test_no_text_makes_reading_slow(read: Read, text: str) -> None:
    """Twice the text takes twice the calls; that patterns keep step is what the benchmark's doubling shows."""

    def calls(part: str) -> int:
        profile = cProfile.Profile()
        profile.enable()
        read(part, "en")
        profile.disable()
        return sum(entry.callcount for entry in profile.getstats())

    assert calls(text) <= 2.2 * calls(text[: len(text) // 2]) + 2_000


@pytest.mark.realdata
def test_the_dump_reads_a_front_line_sentence(shared: Path, data_dir: Path) -> None:
    folder = data_dir / "gazetteers"
    gazetteer = Gazetteer.open([build_index(read_gazetteer(shared / "data" / "gazetteer" / "UA.zip"), folder)])
    text = "Обстріляно Серебрянку, Дронівку та Званівку біля Сіверська."
    found = find_mentions(text, split(text, "uk"), gazetteer, Vocabulary(), "uk")
    assert [m.text for m in found] == ["Серебрянку", "Дронівку", "Званівку", "Сіверська"]
