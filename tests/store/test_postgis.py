"""A store in PostgreSQL to other eyes: QGIS and GeoPandas open its tables; a role that may only read reads."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pytest
from sqlalchemy import create_engine

from app.errors import ReadOnlyStore
from app.settings import Settings
from app.store import Store
from app.workspace import Workspace
from tests.postgres_server import Server

SHAPED = {
    "ground": "geom", "change": "gained", "line": "geom", "region": "geom", "mention": "geom",
    "map_control": "geom", "map_changes": "geom", "map_mentions": "geom",
}  # fmt: skip
QGIS_PYTHON = Path("/usr/bin/python3")
QGIS = """
import json, sys
from qgis.core import QgsApplication, QgsVectorLayer
app = QgsApplication([], False)
app.initQgis()
told = {}
for name, source in json.load(sys.stdin).items():
    layer = QgsVectorLayer(source, name, "postgres")
    told[name] = [layer.isValid(), layer.featureCount(), layer.crs().authid(), sum(1 for _ in layer.getFeatures())]
print(json.dumps(told))
app.exitQgis()
"""


@pytest.fixture
def url(postgres: Server, data_dir: Path) -> Iterator[str]:
    """A store that holds the demo."""
    from app.demo import load_demo

    found = postgres.new_store()
    space = Workspace(Settings(data_dir=data_dir, store=found))
    load_demo(space)
    yield found
    space.store.close()


def schema_of(url: str) -> str:
    return url.partition("search_path%3D")[2].partition(",")[0]


def test_every_geometry_column_has_its_type_and_a_spatial_index(postgres: Server, url: str) -> None:
    schema = schema_of(url)
    columns = postgres.sql(
        f"SELECT f_table_name, f_geometry_column, srid FROM geometry_columns WHERE f_table_schema = '{schema}'"  # noqa: S608
    )
    assert {(name, srid) for name, _, srid in columns} == {(name, 4326) for name in SHAPED}
    indexed = postgres.sql(f"SELECT indexdef FROM pg_indexes WHERE schemaname = '{schema}'")  # noqa: S608
    for name, column, _ in columns:
        if not str(name).startswith("map_"):
            assert any(f"ON {schema}.{name} USING gist ({column})" in str(line) for (line,) in indexed), name


def test_geopandas_reads_the_views(url: str) -> None:
    engine = create_engine(url)
    store = Store(url)
    with engine.connect() as connection:
        frames = {
            name: gpd.read_postgis(f"SELECT * FROM {name}", connection)  # noqa: S608
            for name in ("map_control", "map_changes", "map_mentions")
        }
    series = store.control.series("demo")
    control = frames["map_control"]
    assert control.crs.to_epsg() == 4326
    assert sorted(control["area_km2"]) == sorted(layer.area_km2 for day in series for layer in day.layers.values())
    moved = sum(sum(areas) for areas in store.control.change_areas().values())
    assert frames["map_changes"]["area_km2"].sum() == pytest.approx(moved)
    assert frames["map_mentions"]["id"].is_unique
    assert len(frames["map_mentions"])
    store.close()
    engine.dispose()


def test_qgis_opens_the_tables(postgres: Server, url: str) -> None:
    probe = [str(QGIS_PYTHON), "-c", "import qgis.core"]
    if not QGIS_PYTHON.exists() or subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip("no QGIS here: apt-get install python3-qgis")
    key = {"region": "id", "ground": "key", "change": "id", "mention": "id"}
    server = f"dbname='postgres' host=127.0.0.1 port={postgres.port} user='{postgres.user}' sslmode=disable"
    sources = {
        name: f'{server} key=\'{key.get(name, "id")}\' srid=4326 table="{schema_of(url)}"."{name}" ({column})'
        for name, column in SHAPED.items()
        if name not in {"line", "region"}  # empty in the demo
    }
    done = subprocess.run(
        [str(QGIS_PYTHON), "-c", QGIS], input=json.dumps(sources), capture_output=True, text=True, check=False,
        env={"QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin:/bin", "HOME": str(postgres.folder)},
    )  # fmt: skip
    told = json.loads(done.stdout.splitlines()[-1])
    for name, (valid, _, crs, read) in told.items():
        assert (name, valid, crs) == (name, True, "EPSG:4326")
        assert read > 0, name


def test_a_role_that_may_only_read_reads(postgres: Server, url: str) -> None:
    schema = schema_of(url)
    role = f"reader_{schema}"
    postgres.sql(
        f"CREATE ROLE {role} LOGIN",
        f"GRANT USAGE ON SCHEMA {schema} TO {role}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}",
    )
    store = Store(url.replace(f"//{postgres.user}@", f"//{role}@"))
    assert store.read_only
    assert store.control.sources() == ["demo"]
    with pytest.raises(ReadOnlyStore, match="can only be read"):
        store.control.remove("demo")
    store.close()
