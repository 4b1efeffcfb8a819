"""The evidence pack of a finding: complete, checkable without this program, the same each time, safe to open."""

from __future__ import annotations

import json
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from lxml import html
from pyproj import Geod

from app.demo import load_demo
from app.errors import BadInput, NotFound
from app.exports.evidence import write_evidence
from app.settings import Settings
from app.workspace import Workspace


@pytest.fixture
def demo(demo_workspace: Workspace) -> Workspace:
    return demo_workspace


def finding(space: Workspace, verdict: str) -> dict[str, Any]:
    return next(each for each in space.findings() if each["verdict"] == verdict)


@pytest.fixture
def packed(demo: Workspace, tmp_path: Path) -> Iterator[zipfile.ZipFile]:
    write_evidence(demo, finding(demo, "match")["id"], tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as pack:
        yield pack


def test_all_that_one_needs_is_in_it(packed: zipfile.ZipFile) -> None:
    assert packed.namelist() == [
        "SHA256SUMS", "after.geojson", "before.geojson", "change.geojson", "finding.json", "index.html", "map.svg",
        "reading.json", "text.txt",
    ]  # fmt: skip


def test_its_sums_are_those_of_its_files(packed: zipfile.ZipFile) -> None:
    sums = dict(reversed(line.split("  ")) for line in packed.read("SHA256SUMS").decode().splitlines())
    assert set(sums) == set(packed.namelist()) - {"SHA256SUMS"}
    assert all(sha256(packed.read(name)).hexdigest() == digest for name, digest in sums.items())


def test_its_polygons_bear_the_figure_out_without_this_program(packed: zipfile.ZipFile, tmp_path: Path) -> None:
    packed.extractall(tmp_path / "open")
    frames = {name: gpd.read_file(tmp_path / "open" / f"{name}.geojson") for name in ("before", "after")}
    km2 = {
        name: sum(abs(Geod(ellps="WGS84").geometry_area_perimeter(shape)[0]) for shape in frame.geometry) / 1e6
        for name, frame in frames.items()
    }
    stated = json.loads(packed.read("finding.json"))
    assert km2["after"] - km2["before"] == pytest.approx(stated["best"]["computed_km2"], abs=0.05)


def test_its_page_has_no_script_and_asks_nothing_from_elsewhere(packed: zipfile.ZipFile) -> None:
    page = html.fromstring(packed.read("index.html"))
    assert not page.xpath("//script | //link | //iframe | //*[starts-with(@href, 'http')]")
    assert page.xpath("//img/@src") == ["map.svg"]
    assert "Illustrative data" in page.text_content()


def test_the_same_finding_gives_the_same_pack(demo: Workspace, tmp_path: Path) -> None:
    one = finding(demo, "match")["id"]
    write_evidence(demo, one, tmp_path / "a.zip")
    write_evidence(demo, one, tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_what_cannot_be_checked_has_a_pack_without_polygons(demo: Workspace, tmp_path: Path) -> None:
    names = write_evidence(demo, finding(demo, "not_checkable")["id"], tmp_path / "out.zip")
    assert {"finding.json", "index.html", "text.txt"} <= set(names)
    assert not [name for name in names if name.endswith(".geojson")]


def test_hostile_text_is_text_in_it(data_dir: Path, tmp_path: Path) -> None:
    space = Workspace(Settings(data_dir=data_dir, store=str(tmp_path / "store.db")))
    load_demo(space)
    text = "<script>alert(1)</script> {{ 7*7 }} Russian forces captured 505 square kilometers in November."
    space.add_document(text, published=None, title="<img src=x onerror=alert(1)>")
    hostile = next(each for each in space.findings() if "<script>" in each["sentence_text"])
    write_evidence(space, hostile["id"], tmp_path / "out.zip")
    space.store.close()
    with zipfile.ZipFile(tmp_path / "out.zip") as pack:
        page = html.fromstring(pack.read("index.html"))
    assert not page.xpath("//script | //img[@onerror]")
    (style,) = page.xpath("//style/text()")
    allowed = b64encode(sha256(style.encode()).digest()).decode()
    assert page.xpath("//meta/@content[contains(., 'default-src')]") == [
        f"default-src 'none'; img-src 'self' file: data:; style-src 'sha256-{allowed}'"
    ]
    assert "{{ 7*7 }}" in page.text_content()


def test_a_figure_that_stands_twice_in_a_sentence_is_marked_where_it_is_meant(data_dir: Path, tmp_path: Path) -> None:
    space = Workspace(Settings(data_dir=data_dir, store=str(tmp_path / "store.db")))
    load_demo(space)
    text = "Russian forces captured 12 km² in October, and Ukrainian forces liberated 12 km² in November."
    document = space.add_document(text, published=None)["id"]
    before = []
    for each in (each for each in space.findings() if each["document_id"] == document):
        write_evidence(space, each["id"], tmp_path / "out.zip")
        with zipfile.ZipFile(tmp_path / "out.zip") as pack:
            (quote,) = html.fromstring(pack.read("index.html")).xpath("//blockquote")
        before.append(quote.text)
        (tmp_path / "out.zip").unlink()
    space.store.close()
    assert sorted(before) == ["Russian forces captured ", text.rpartition("12 km²")[0]]


def test_what_is_not_there_is_refused(demo: Workspace, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no finding 'none'"):
        write_evidence(demo, "none", tmp_path / "out.zip")
    with pytest.raises(BadInput, match=r"ends in \.zip"):
        write_evidence(demo, finding(demo, "match")["id"], tmp_path / "out.tar")
    assert not list(tmp_path.glob("*.zip"))
