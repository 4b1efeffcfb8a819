"""Programs of others read the collections: GDAL's driver, OWSLib, QGIS."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pytest
from owslib.ogcapi.features import Features

from tests.api.ogc.conftest import Items
from tests.api.ogc.seeds import ids

COLLECTIONS = ["mentions", "claims", "control", "changes", "places"]
QGIS_PYTHON = Path("/usr/bin/python3")


def read(address: str, layer: str, **asked: Any) -> gpd.GeoDataFrame:
    return pyogrio.read_dataframe(f"OAPIF:{address}", layer=layer, **asked)


def test_gdal_lists_the_collections(address: str) -> None:
    assert [name for name, _ in pyogrio.list_layers(f"OAPIF:{address}")] == COLLECTIONS


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_gdal_reads_every_feature(address: str, items: Items, collection: str) -> None:
    frame = read(address, collection)
    assert sorted(frame["id"]) == sorted(ids(items.everything(collection)))


@pytest.mark.parametrize("page", [1, 3])
def test_gdal_follows_the_next_links(address: str, items: Items, page: int) -> None:
    frame = read(address, "mentions", PAGE_SIZE=str(page))
    assert sorted(frame["id"]) == sorted(ids(items.everything("mentions")))


def test_gdal_asks_by_box_and_by_property(address: str, items: Items) -> None:
    box = (36.4, 48.4, 36.7, 48.7)
    placed = items.everything("mentions", bbox=",".join(map(str, box)), placed="true")
    assert sorted(read(address, "mentions", bbox=box)["id"]) == sorted(ids(placed))
    assert list(read(address, "mentions", where="text = 'Alpha'")["text"]) == ["Alpha"]


def test_gdal_reads_areas_in_degrees_of_wgs_84(address: str) -> None:
    frame = read(address, "changes")
    assert frame.crs.equals("OGC:CRS84") or frame.crs.equals("EPSG:4326")
    measured = frame.to_crs("EPSG:6933").area.sum() / 1e6
    assert measured == pytest.approx(frame["area_km2"].sum(), rel=0.01)


def test_owslib_walks_from_the_landing_page_to_a_feature(address: str, items: Items) -> None:
    client = Features(address + "/")
    assert client.feature_collections() == COLLECTIONS
    assert any(each.endswith("/conf/core") for each in client.conformance()["conformsTo"])
    assert client.api()["openapi"] == "3.0.3"
    assert client.collection("control")["extent"]["spatial"]
    page = client.collection_items("mentions", bbox=[36.4, 48.4, 36.7, 48.7], datetime_="2025-10-05", limit=5)
    assert [each["properties"]["text"] for each in page["features"] if each["properties"]["published"]] == [
        "Alpha",
        "Nowhere",
    ]
    first = ids(items("mentions"))[0]
    assert client.collection_item("mentions", first)["id"] == first


QGIS = """
import json, os, sys
os.environ.update(QT_QPA_PLATFORM="offscreen", XDG_RUNTIME_DIR=sys.argv[2], HOME=sys.argv[2])
from qgis.core import QgsApplication, QgsFeatureRequest, QgsRectangle, QgsVectorLayer
program = QgsApplication([], False)
program.initQgis()
told = {}
for name in sys.argv[3:]:
    layer = QgsVectorLayer(f"url='{sys.argv[1]}' typename='{name}' pageSize='3'", name, "OAPIF")
    inside = QgsFeatureRequest(QgsRectangle(36.4, 48.4, 36.7, 48.7))
    told[name] = {
        "valid": layer.isValid(),
        "crs": layer.crs().authid(),
        "ids": sorted(feature["id"] for feature in layer.getFeatures()),
        "inside": sorted(feature["id"] for feature in layer.getFeatures(inside)),
    }
print(json.dumps(told), flush=True)
os._exit(0)  # its own end of the program fails where there is no screen
"""


@pytest.fixture(scope="module")
def seen_by_qgis(address: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    probe = [str(QGIS_PYTHON), "-c", "import qgis.core"]
    if not QGIS_PYTHON.exists() or subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip("no QGIS on this machine: install your system's python3-qgis package")
    home = str(tmp_path_factory.mktemp("qgis"))
    done = subprocess.run(
        [str(QGIS_PYTHON), "-c", QGIS, address, home, *COLLECTIONS],
        capture_output=True, text=True, check=True, timeout=120, env={"PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return told


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_qgis_opens_the_collection(seen_by_qgis: dict[str, Any], items: Items, collection: str) -> None:
    told = seen_by_qgis[collection]
    assert told["valid"]
    assert told["ids"] == sorted(ids(items.everything(collection)))
    if collection != "claims":  # it has no geometry
        assert told["crs"] in ("EPSG:4326", "OGC:CRS84")
        inside = items.everything(collection, bbox="36.4,48.4,36.7,48.7")
        assert told["inside"] == sorted(each["id"] for each in inside if each["geometry"])


def test_the_interpreter_of_the_tests_is_not_that_of_qgis() -> None:
    assert Path(sys.executable) != QGIS_PYTHON
