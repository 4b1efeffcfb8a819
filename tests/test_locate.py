"""Which of many: what the text says decides, and where nothing does the answer is "ambiguous"."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.locate import PlacedMention, locate
from app.reading.mentions import find_mentions
from app.reading.sentences import split
from app.reading.vocabulary import PartyWords, Vocabulary
from geodata.definitions import load_parties
from geodata.gazetteer import Gazetteer, build_index, embedded_gazetteer, read_gazetteer
from geodata.places import Place
from tests.sample_places import write_csv

Locate = Callable[..., dict[str, PlacedMention]]


def vocabulary() -> Vocabulary:
    return Vocabulary(
        parties={
            key: PartyWords(party.id, party.adversary, party.country, party.forces, party.seats)
            for key, party in load_parties().items()
        }
    )


def located(gazetteer: Gazetteer, text: str, **options: object) -> dict[str, PlacedMention]:
    """Return the placed mentions of a text by surface form, the last of each."""
    sentences = split(text, None)
    mentions = find_mentions(text, sentences, gazetteer, vocabulary(), None)
    placed = locate(text, sentences, mentions, gazetteer, **options)  # type: ignore[arg-type]
    assert [one.mention for one in placed] == list(mentions)
    return {one.mention.text: one for one in placed}


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    folder = tmp_path_factory.mktemp("locate")
    return Gazetteer.open([build_index(read_gazetteer(write_csv(folder)), folder)])


@pytest.mark.parametrize(
    ("text", "name", "place_id"),
    [
        ("A depot burned in Huliaipole.", "Huliaipole", "t:1"),
        ("Novoselivka in the Poltava region burned.", "Novoselivka", "t:14"),
        ("Novoselivka, south of Huliaipole and Robotyne, was shelled.", "Novoselivka", "t:13"),
        ("Shells fell on Bakhmut, Siversk and Novoselivka.", "Novoselivka", "t:11"),
        ("Lyman in the Kharkiv region was hit.", "Lyman", "t:6"),
        ("Clashes went on near Siversk and Lyman.", "Lyman", "t:5"),
        ("Tanks moved between Myrnohrad and Pokrovsk towards Rivne.", "Rivne", "t:25"),
        ("A theatre opened in Rivne.", "Rivne", "t:24"),
        ("На Покровському напрямку тихо.", "Покровському", "t:8"),
        ("Обстріляно селище Покровське на Дніпропетровщині.", "Покровське", "t:9"),
        ("Clashes went on in the Severansk direction near Bakhmut.", "Severansk", "t:3"),
        ("Zelensky flew to London.", "London", "t:22"),
    ],
)
def test_the_right_one_of_many(gazetteer: Gazetteer, text: str, name: str, place_id: str) -> None:
    found = located(gazetteer, text)[name]
    assert found.match is not None, found.why
    assert found.match.place.id == place_id, found.why


@pytest.mark.parametrize(
    ("text", "name", "why"),
    [
        (
            "A depot burned in Huliaipole.",
            "Huliaipole",
            "Huliaipole in Zaporizhzhia Oblast is the only place of that name",
        ),
        ("Novoselivka in the Poltava region burned.", "Novoselivka", "the text says that it lies in Poltava Oblast"),
        (
            "Shells fell on Bakhmut, Siversk and Novoselivka.",
            "Novoselivka",
            "km from Bakhmut, named in the same sentence",
        ),
        ("Clashes in the Severansk direction near Bakhmut.", "Severansk", "no place is called 'Severansk'; Siversk"),
        ("It is quiet in the Kherson direction.", "Kherson", "leaves open whether the town or its oblast"),
    ],
)
def test_why_is_a_sentence_that_a_person_can_check(gazetteer: Gazetteer, text: str, name: str, why: str) -> None:
    assert why in located(gazetteer, text)[name].why


def test_where_nothing_decides_it_is_ambiguous_with_the_candidates(gazetteer: Gazetteer) -> None:
    found = located(gazetteer, "A calf was born in the village of Novoselivka.")["Novoselivka"]
    assert found.match is None
    assert found.score == 0
    assert found.why.startswith("ambiguous: 4 places may be meant (")
    assert {match.place.id for match in found.candidates} == {"t:11", "t:12", "t:13", "t:14"}


def test_a_place_that_the_text_puts_where_the_gazetteer_has_none_is_not_placed(gazetteer: Gazetteer) -> None:
    found = located(gazetteer, "Shells fell on Shakhove in the Kharkiv region.")["Shakhove"]
    assert found.match is None
    assert found.why == "the text puts it in Kharkiv Oblast, where the gazetteer has no place called 'Shakhove'"


def test_a_lone_namesake_far_from_all_else_that_the_text_names_is_not_placed(gazetteer: Gazetteer) -> None:
    among_others = located(gazetteer, "Shells fell on Bakhmut, Siversk and Krasyliv.")["Krasyliv"]
    assert among_others.match is None
    assert among_others.why.startswith("ambiguous: the only place of that name in the gazetteer lies far")
    alone = located(gazetteer, "A mill burned in the village of Krasyliv.")["Krasyliv"]
    assert alone.match is not None


def test_the_line_decides_where_control_is_loaded(gazetteer: Gazetteer) -> None:
    def line(lat: float, lon: float) -> float:
        return 111.2 * math.hypot(lat - 47.98, (lon - 37.49) * math.cos(math.radians(48)))

    found = located(gazetteer, "Troops entered the village of Novoselivka.", line_distance_km=line)["Novoselivka"]
    assert found.match is not None
    assert found.match.place.id == "t:12"
    assert "the line" in found.why


def test_one_name_is_one_place_through_a_text(gazetteer: Gazetteer) -> None:
    text = "Novoselivka in the Poltava region burned.\nThe fire in Novoselivka is out."
    found = located(gazetteer, text)["Novoselivka"]
    assert found.match is not None
    assert found.match.place.id == "t:14"


def test_a_near_name_is_less_sure_than_a_name(gazetteer: Gazetteer) -> None:
    found = located(gazetteer, "Clashes near Siversk and in the Severansk direction.")
    assert found["Severansk"].score < found["Siversk"].score


def test_units_and_countries_are_placed_by_kind(gazetteer: Gazetteer) -> None:
    found = located(gazetteer, "In the Donetsk region and the DPR, across the Dnieper, far from Finland.")
    kinds = {text: one.match.place.kind for text, one in found.items() if one.match is not None}
    assert kinds == {"Donetsk region": "oblast", "DPR": "region", "Dnieper": "river", "Finland": "country"}


def test_a_name_that_the_gazetteer_lacks_goes_to_the_fallback(gazetteer: Gazetteer) -> None:
    asked: list[str] = []

    def online(name: str) -> Place | None:
        asked.append(name)
        return Place("osm:1", name, "settlement", 51.06, 35.21)

    text = "Shells fell on the village of Gornalovka."
    assert located(gazetteer, text)["Gornalovka"].match is None
    found = located(gazetteer, text, fallback=online)["Gornalovka"]
    assert asked == ["Gornalovka"]
    assert found.match is not None
    assert found.why == "not in the gazetteer; found online as Gornalovka"


def work(gazetteer: Gazetteer, text: str) -> int:
    """Return how many functions are called to place a text's mentions, with all that is kept warm."""
    sentences = split(text, None)
    mentions = find_mentions(text, sentences, gazetteer, vocabulary(), None)
    locate(text, sentences, mentions, gazetteer)
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        locate(text, sentences, mentions, gazetteer)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize(
    "names",
    [
        "Siversk, Bakhmut and Novoselivka, ",
        "Novoselivka in the Poltava region, Lyman in the Kharkiv region, ",
        "Siversk, Bakhmut and Novoselivka.\n",
    ],
    ids=["one sentence", "regions in one sentence", "many sentences"],
)
def test_the_work_grows_with_the_text_and_no_faster(gazetteer: Gazetteer, names: str) -> None:
    assert work(gazetteer, names * 160) < 2.2 * work(gazetteer, names * 80)


@pytest.mark.parametrize(("home", "of"), [("UA", "t:a"), ("PL", "t:b")])
def test_of_two_units_of_a_name_the_one_of_the_gazetteers_country_is_meant(tmp_path: Path, home: str, of: str) -> None:
    rows = [
        "id,name,kind,lat,lon,country,admin1,population",
        "t:a,Sambir Raion,raion,49.5,23.2,UA,,50000",
        "t:b,Sambir Raion,raion,50.0,20.0,PL,,60000",
        f"t:c,Somewhere,settlement,50.0,22.0,{home},,900",
    ]
    path = tmp_path / "units.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    gazetteer = Gazetteer.open([build_index(read_gazetteer(path), tmp_path)])
    (found,) = located(gazetteer, "Shells fell on the Sambir raion.").values()
    assert found.match is not None
    assert found.match.place.id == of


TRUE = {
    "Myrnohrad": (48.303, 37.264), "Gulyai Pole": (47.664, 36.256), "Kupiansk": (49.710, 37.615),
    "Severansk": (48.867, 38.097), "Bakhmut": (48.594, 37.999), "Balakliya": (49.456, 36.859),
}  # fmt: skip


@pytest.mark.realdata
@pytest.mark.parametrize("with_dump", [True, False], ids=["country dump added", "embedded alone"])
def test_the_first_article(shared: Path, data_dir: Path, with_dump: bool) -> None:
    folders = [build_index(embedded_gazetteer(), data_dir / "gazetteers")]
    if with_dump:
        folders.insert(0, build_index(read_gazetteer(shared / "data/gazetteer/UA.zip"), data_dir / "gazetteers"))
    text = (shared / "data/articles/000_c8569e20bc95ffa5.txt").read_text(encoding="utf-8")
    found = located(Gazetteer.open(folders), text)
    for name, (lat, lon) in TRUE.items():
        match = found[name].match
        assert match is not None, found[name].why
        off_km = 111.2 * math.hypot(match.place.lat - lat, (match.place.lon - lon) * math.cos(math.radians(lat)))
        assert off_km < 5, (name, match)
    assert found["London"].match is not None
    assert found["London"].match.place.country == "GB"
    assert found["Finland"].mention.kind == "country"
    assert found["Kyiv"].mention.metonym
    assert not {"New York", "York", "Axios", "Times", "New York Times", "Syrsky", "Umirov", "Blackbird"} & set(found)
