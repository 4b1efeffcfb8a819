"""What each command prints and stores, on a small war of two snapshots."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shapely import box, to_geojson

from tests.cli.conftest import Run

BEFORE, AFTER = box(37.0, 48.0, 38.0, 49.0), box(36.9, 48.0, 38.0, 49.0)
GAINED_KM2 = 821.8  # a tenth of a degree by one, between 48 and 49 north
TEXT = (
    "Russian forces captured 820 square kilometres in November, after a quiet October. Fighting went on near Siversk."
)


def geojson(shape: object, **properties: str) -> str:
    feature = {"type": "Feature", "properties": properties, "geometry": json.loads(to_geojson(shape))}
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


@pytest.fixture
def loaded(run: Run, tmp_path: Path) -> Run:
    folder = tmp_path / "maps"
    folder.mkdir()
    (folder / "mapper_2025-11-01.geojson").write_text(geojson(BEFORE))
    (folder / "mapper_2025-12-01.geojson").write_text(geojson(AFTER))
    assert run("control", "add", folder, "--source", "mapper").code == 0
    return run


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(TEXT)
    return path


def test_control_add_says_what_it_did_and_twice_changes_nothing(loaded: Run, tmp_path: Path) -> None:
    again = loaded("control", "add", tmp_path / "maps", "--source", "mapper")
    assert "2 unchanged; 2025-11-01 to 2025-12-01" in again.out


def test_the_bytes_of_an_older_day_under_a_new_date_are_a_new_day(loaded: Run, tmp_path: Path) -> None:
    again = tmp_path / "mapper_2025-12-02.geojson"
    again.write_bytes((tmp_path / "maps" / "mapper_2025-12-01.geojson").read_bytes())
    assert loaded("control", "add", again, "--source", "mapper").code == 0
    assert loaded("status", "--json").json["control"][0]["last"] == "2025-12-02"


def test_polygons_far_from_the_countrys_outline_are_refused(loaded: Run, tmp_path: Path) -> None:
    outline = tmp_path / "country.geojson"
    outline.write_text(geojson(box(30, 46, 40, 50), name="Land"))
    assert loaded("regions", "add", outline, "--name-column", "name", "--country").code == 0
    swapped = tmp_path / "mapper_2025-12-05.geojson"
    swapped.write_text(geojson(box(48, 37, 49, 38)))
    done = loaded("control", "add", swapped, "--source", "mapper")
    assert done.code == 1
    assert "only with latitude and longitude exchanged (--swap-axes reads it so)" in done.err
    assert loaded("status", "--json").json["control"][0]["last"] == "2025-12-01"


def test_a_folder_without_polygons_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run("control", "add", tmp_path / "empty", "--source", "mapper")
    assert done.code == 2
    assert "no files of polygons" in done.error_line


def test_a_region_is_found_by_the_name_that_tables_print(loaded: Run, tmp_path: Path) -> None:
    path = tmp_path / "r.geojson"
    path.write_text(geojson(box(30, 44, 40, 52), name="Donetsk"))
    loaded("regions", "add", path, "--name-column", "name")
    assert loaded("deltas", "--region", "Donetsk Oblast", "--json").json["deltas"][0]["region"] == "Donetsk"


def test_a_texts_headline_is_its_title(loaded: Run, tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text("Quiet on the river\n\nNothing moved on Sunday.")
    assert loaded("read", path, "--json").json["document"]["title"] == "Quiet on the river"


@pytest.mark.parametrize(
    ("days", "missing"),
    [
        (["2025-11-08", "2025-11-09", "2025-11-13"], [3]),
        (["2025-11-01", "2025-11-02", "2025-11-03", "2025-11-06"], [2]),
        (["2025-09-01", "2025-10-01", "2025-11-01"], []),
        (["2025-11-01", "2025-12-01"], []),
    ],
)
def test_status_says_which_days_are_missing(run: Run, tmp_path: Path, days: list[str], missing: list[int]) -> None:
    for day in days:
        (tmp_path / f"mapper_{day}.geojson").write_text(geojson(BEFORE))
        run("control", "add", tmp_path / f"mapper_{day}.geojson", "--source", "mapper")
    gaps = run("status", "--json").json["control"][0]["gaps"]
    assert [gap["days"] for gap in gaps] == missing


def test_a_feed_of_one_entry_is_still_a_feed(loaded: Run, tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    item = "<item><title>One</title><description>Russian troops took 505 sq km.</description></item>"
    feed.write_text(f"<rss version='2.0'><channel><title>Daily</title>{item}</channel></rss>")
    assert len(loaded("read", feed, "--json").json["readings"]) == 1


def test_the_input_is_never_the_output(loaded: Run, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": "a", "text": "Quiet."}')
    done = loaded("read", "--jsonl", source, "--out", source)
    assert (done.code, source.read_text()) == (2, '{"id": "a", "text": "Quiet."}')
    assert "the input itself" in done.error_line


def test_half_a_surrogate_pair_loses_no_line(loaded: Run, tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": "a", "text": "Near Siversk.", "title": "\\ud800"}\n{"id": "b", "text": "Quiet."}')
    assert loaded("read", "--jsonl", source, "--out", out).code == 0
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == ["a", "b"]


def test_a_dry_run_stores_nothing(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mapper_2025-11-01.geojson"
    path.write_text(geojson(BEFORE))
    done = run("control", "add", path, "--source", "mapper", "--dry-run", "--json")
    assert [item["outcome"] for item in done.json["stored"]] == ["would be added"]
    assert run("control", "list", "--json").json == {"control": []}


def test_control_list_show_and_remove(loaded: Run) -> None:
    (row,) = loaded("control", "list", "--json").json["control"]
    assert (row["id"], row["snapshots"], row["first"], row["last"]) == ("mapper", 2, "2025-11-01", "2025-12-01")
    assert [s["on"] for s in loaded("control", "show", "mapper", "--json").json["snapshots"]] == [
        "2025-11-01",
        "2025-12-01",
    ]
    assert loaded("control", "remove", "mapper", "--on", "2025-11-01").code == 0
    assert loaded("status", "--json").json["control"][0]["snapshots"] == 1
    assert loaded("control", "remove", "mapper").code == 0
    assert loaded("status", "--json").json["control"] == []


def test_deltas_in_the_shape_of_the_interface(loaded: Run) -> None:
    (row,) = loaded("deltas", "--json").json["deltas"]
    assert list(row) == [
        "source", "region", "start", "end", "snapshot_start", "snapshot_end", "gained_km2", "lost_km2", "net_km2",
    ]  # fmt: skip
    assert row["gained_km2"] == pytest.approx(GAINED_KM2, abs=0.1)
    assert (row["lost_km2"], row["region"]) == (0, None)


def test_the_deltas_table_shows_the_same(loaded: Run) -> None:
    assert "+821.8" in loaded("deltas", "--every", "month").out


def test_deltas_inside_a_region_add_up_to_the_whole(loaded: Run, tmp_path: Path) -> None:
    for name, shape in (("North", box(30, 48.5, 40, 52)), ("South", box(30, 44, 40, 48.5))):
        path = tmp_path / f"{name}.geojson"
        path.write_text(geojson(shape, name=name))
        assert loaded("regions", "add", path, "--name-column", "name").code == 0
    parts = [loaded("deltas", "--region", n, "--json").json["deltas"][0]["gained_km2"] for n in ("north", "South")]
    whole = loaded("deltas", "--json").json["deltas"][0]["gained_km2"]
    assert sum(parts) == pytest.approx(whole, abs=0.01)
    assert [r["name"] for r in loaded("regions", "list", "--json").json["regions"]] == ["North", "South"]
    assert loaded("regions", "remove", "North").code == 0
    assert loaded("regions", "remove", "--all").code == 0
    assert loaded("regions", "list", "--json").json["regions"] == []


def test_a_text_is_read_stored_once_and_printed(loaded: Run, article: Path) -> None:
    first = loaded("read", article, "--published", "2025-12-05", "--json").json
    assert loaded("read", article, "--published", "2025-12-05", "--json").json == first
    (row,) = loaded("documents", "list", "--json").json["documents"]
    assert (row["id"], row["claims"]) == (first["id"], 1)
    table = loaded("read", article, "--published", "2025-12-05").out
    assert "Siversk" in table
    assert "820" in table


def test_the_reading_has_the_keys_of_the_interface(loaded: Run, article: Path) -> None:
    reading = loaded("read", article, "--published", "2025-12-05", "--json").json
    assert {"id", "document", "sentences", "mentions", "claims", "statements"} <= set(reading)
    (claim,) = reading["claims"]
    assert set(claim) == {
        "id", "sentence", "start", "end", "text", "value", "value_high", "unit", "area_km2", "area_km2_high",
        "qualifier", "direction", "actor", "period", "rate", "scope", "attributed_to", "flags",
    }  # fmt: skip
    (mention,) = reading["mentions"]
    assert set(mention) == {
        "id", "sentence", "start", "end", "text", "kind", "metonym", "adjectival", "place", "score", "why",
        "candidates", "control",
    }  # fmt: skip
    assert set(mention["place"]) == {"id", "name", "kind", "lat", "lon", "country", "admin1", "gazetteer"}
    assert set(mention["control"][0]) == {
        "source", "on", "snapshot_on", "gap_days", "status", "status_since", "since_first_snapshot",
        "distance_to_line_km",
    }  # fmt: skip


def test_check_a_file_without_storing_it(loaded: Run, article: Path) -> None:
    (finding,) = loaded("check", article, "--published", "2025-12-05", "--json").json["findings"]
    assert (finding["verdict"], finding["best"]["measure"]) == ("match", "net")
    assert finding["sentence_text"] == TEXT.split(". ", maxsplit=1)[0] + "."
    assert set(finding) == {
        "id", "claim_id", "document_id", "sentence", "start", "end", "text", "sentence_text", "attributed_to",
        "stated_km2", "stated_km2_high", "rate", "verdict", "reason", "best", "measured", "tried", "span_km2",
        "band_km2", "chance", "flags", "provenance",
    }  # fmt: skip
    assert loaded("documents", "list", "--json").json["documents"] == []


def test_check_a_file_that_is_stored_is_the_stored_document(loaded: Run, article: Path) -> None:
    stored = loaded("read", article, "--published", "2025-12-05", "--json").json["id"]
    (finding,) = loaded("check", article, "--json").json["findings"]
    assert (finding["document_id"], finding["verdict"]) == (stored, "match")


def test_findings_follow_what_is_imported_later(loaded: Run, article: Path) -> None:
    loaded("read", article, "--published", "2025-12-05")
    assert loaded("check", "--json").json["findings"][0]["verdict"] == "match"
    loaded("control", "remove", "mapper", "--on", "2025-12-01")
    assert loaded("check", "--json").json["findings"][0]["verdict"] == "not_checkable"


def test_check_prints_stated_computed_verdict_and_how_many_were_tried(loaded: Run, article: Path) -> None:
    table = loaded("check", article, "--published", "2025-12-05").out
    for expected in ("820.0", "match", "821.8", "net of occupied", "definitions tried"):
        assert expected in table


def test_a_document_is_shown_and_removed(loaded: Run, article: Path) -> None:
    reading = loaded("read", article, "--published", "2025-12-05", "--json").json
    shown = loaded("documents", "show", reading["id"], "--json").json
    assert shown["mentions"] == reading["mentions"]
    assert loaded("documents", "remove", reading["id"]).code == 0
    assert loaded("documents", "list", "--json").json["documents"] == []


def test_lines_in_are_lines_out_and_a_line_that_fails_says_so(loaded: Run, tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [json.dumps({"id": "a", "text": TEXT, "published": "2025-12-05"}), "{", json.dumps({"id": "c", "text": 5})]
    source.write_text("\n".join(lines))
    assert loaded("read", "--jsonl", source, "--out", out).code == 1
    first, second, third = (json.loads(line) for line in out.read_text().splitlines())
    assert (first["id"], len(first["claims"])) == ("a", 1)
    assert second["error"]["code"] == third["error"]["code"] == "bad_line"
    assert loaded("documents", "list", "--json").json["documents"] == []


def test_a_gazetteer_of_ones_own_places_what_no_other_knows(loaded: Run, tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("name,lat,lon\nZubrivka-na-Hori,48.5,37.5\n")
    assert loaded("gazetteer", "add", names).code == 0
    text = tmp_path / "text.txt"
    text.write_text("Shelling was reported near Zubrivka-na-Hori on Sunday.")
    (mention,) = loaded("read", text, "--published", "2025-12-05", "--json").json["mentions"]
    assert (mention["place"]["lat"], mention["control"][0]["status"]) == (48.5, "occupied")
    assert loaded("gazetteer", "list", "--json").json["gazetteers"][0]["places"] == 1
    assert loaded("gazetteer", "remove", loaded("gazetteer", "list", "--json").json["gazetteers"][0]["name"]).code == 0


def test_a_map_is_one_file_that_asks_no_host(loaded: Run, article: Path, tmp_path: Path) -> None:
    loaded("read", article, "--published", "2025-12-05")
    out = tmp_path / "map.html"
    assert loaded("map", out).code == 0
    page = out.read_text()
    assert "Siversk" in page
    assert 'src="http' not in page


@pytest.mark.parametrize(("name", "begins"), [("map.png", b"\x89PNG"), ("map.svg", b"<?xml")])
def test_a_map_is_a_picture_too(loaded: Run, article: Path, tmp_path: Path, name: str, begins: bytes) -> None:
    loaded("read", article, "--published", "2025-12-05")
    assert loaded("map", tmp_path / name).code == 0
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_a_chart_of_months_is_a_picture(loaded: Run, tmp_path: Path) -> None:
    out = tmp_path / "months.svg"
    assert loaded("chart", out).code == 0
    assert "Areas are geodesic" in out.read_text()


@pytest.mark.parametrize("command", ["map", "chart"])
def test_a_picture_in_a_form_that_is_not_drawn_is_refused(loaded: Run, tmp_path: Path, command: str) -> None:
    done = loaded(command, tmp_path / "map.pdf")
    assert done.code == 2
    assert "expected a file that ends in" in done.error_line
    assert not list(tmp_path.glob("*.pdf*"))


def test_the_demo_matches_overstates_and_says_what_it_cannot_check(run: Run, tmp_path: Path) -> None:
    done = run("demo", "--no-serve", "--store", tmp_path / "demo.db")
    assert done.code == 0
    for expected in ("overstated", "match", "not checkable", "illustrative", "Myrnohrad", "Huliaipole"):
        assert expected in done.out + done.err


def test_nothing_stored_is_a_line_that_says_what_to_do_and_no_empty_table(run: Run, tmp_path: Path) -> None:
    assert "'frontline regions add FILE" in run("regions", "list").err
    done = run("map", tmp_path / "out.png")
    assert (done.code, done.err.count("\n")) == (1, 1)
    assert "nothing to map" in done.err and not (tmp_path / "out.png").exists()


def test_one_snapshot_has_no_deltas_and_says_so(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mapper_20251101.geojson"
    path.write_text(geojson(box(37, 47, 37.5, 49.5)))
    run("control", "add", path, "--source", "mapper")
    done = run("deltas", "--every", "day")
    assert (done.code, done.out) == (1, "")
    assert "each takes two snapshots" in done.err
