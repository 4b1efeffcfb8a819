"""``frontline control fetch`` against a server that answers in the recorded shapes."""

from __future__ import annotations

import hashlib
import json
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.fetch import series
from tests.cli.conftest import Done, Run, run
from tests.fetch.server import Answer, Asked, Maps, busy, collection, serving, square

__all__ = ["run"]

DAYS = ("20260102", "20260103", "20260105")
RAW = "Окуповано /// Occupied /// geoJSON.status.occupied"


@pytest.fixture
def maps() -> Iterator[Maps]:
    with serving() as served:
        for number, day in enumerate(DAYS):
            served.at[f"/data/map_{day}.geojson"] = collection(square(37.0 - number / 10))
        yield served


@pytest.fixture
def fetch(run: Run, maps: Maps, tmp_path: Path) -> Callable[..., Done]:
    def call(path: str, *options: object) -> Done:
        given = ("--source", "mapper", "--rate", 10, "--allow-private", "--into", tmp_path / "got")
        return run("control", "fetch", f"{maps.url}{path}", *given, *options)

    return call


MIRROR = ("/data/map_{YYYYMMDD}.geojson", "--from", "2026-01-02", "--to", "2026-01-05")


def stored(run: Run) -> list[str]:
    return [row["on"] for row in run("control", "show", "mapper", "--json").json["snapshots"]]


def test_a_daily_mirror_with_a_day_missing(run: Run, fetch: Callable[..., Done], maps: Maps) -> None:
    done = fetch(*MIRROR)
    assert done.code == 0
    assert "mapper: 3 fetched, 1 not on the server (2026-01-04), of 4; in " in done.out
    assert "3 added; 2026-01-02 to 2026-01-05" in done.out
    assert stored(run) == ["2026-01-02", "2026-01-03", "2026-01-05"]
    assert all("frontline/" in asked.headers["user-agent"] for asked in maps.asked)


def test_again_asks_only_for_what_is_not_there(fetch: Callable[..., Done], maps: Maps) -> None:
    fetch(*MIRROR)
    maps.asked.clear()
    assert "3 there already, 1 not on the server" in fetch(*MIRROR).out
    assert maps.paths == ["/data/map_20260104.geojson"]


def test_refresh_asks_with_conditions_and_a_corrected_day_is_a_new_version(
    fetch: Callable[..., Done], maps: Maps
) -> None:
    fetch(*MIRROR)
    maps.at["/data/map_20260103.geojson"] = collection(square(36.8))
    told = fetch(*MIRROR, "--refresh", "--json").json
    assert told["fetched"]["changed"] == ["2026-01-03"]
    assert told["fetched"]["same"] == ["2026-01-02", "2026-01-05"]
    assert [item["on"] for item in told["stored"] if item["outcome"] == "corrected"] == ["2026-01-03"]
    assert sum("if-none-match" in asked.headers for asked in maps.asked) == 3


def test_the_next_day_goes_on_after_the_last_one_stored(fetch: Callable[..., Done], maps: Maps) -> None:
    fetch(*MIRROR)
    maps.at["/data/map_20260106.geojson"] = collection(square(36.7))
    maps.asked.clear()
    assert fetch(MIRROR[0], "--to", "2026-01-06").code == 0
    assert maps.paths == ["/data/map_20260106.geojson"]


def test_a_series_that_is_cut_off_keeps_what_came_and_goes_on(run: Run, fetch: Callable[..., Done], maps: Maps) -> None:
    maps.first = [lambda _: None, busy("9999")]  # type: ignore[list-item]
    done = fetch(*MIRROR)
    assert done.code == 1
    assert "stopped: http://127.0.0.1" in done.err
    assert "the server asks to wait 9,999 s: run the same command then" in done.err
    assert stored(run) == ["2026-01-02"]
    assert fetch(*MIRROR).code == 0
    assert stored(run) == ["2026-01-02", "2026-01-03", "2026-01-05"]


def test_a_template_that_is_wrong_is_not_asked_for_two_years(fetch: Callable[..., Done], maps: Maps) -> None:
    done = fetch("/dat/map_{YYYYMMDD}.geojson", "--from", "2024-01-01", "--to", "2026-01-05")
    assert done.code == 1
    assert "stopped: none of the first 14 is there; http://127.0.0.1" in done.err
    assert len(maps.asked) == 14


def test_the_raw_interface_with_its_index(run: Run, fetch: Callable[..., Done], maps: Maps) -> None:
    times = {1767571200: 37.0, 1767600000: 36.9, 1767700000: 36.8}
    maps.at["/api/history/public"] = json.dumps(
        [{"id": when, "descriptionEn": "", "datetime": "", "status": True} for when in times]
    ).encode()
    for when, west in times.items():
        maps.at[f"/api/history/{when}/geojson"] = collection(square(west, name=RAW), square(100.0, name="Kuril"))
    done = fetch("/api/history/{id}/geojson", "--index", f"{maps.url}/api/history/public", "--json")
    assert done.code == 0
    assert [(item["on"], item["format"], item["dropped"][0]["features"]) for item in done.json["stored"]] == [
        ("2026-01-05", "deepstate-raw", 1),
        ("2026-01-06", "deepstate-raw", 1),
    ]
    assert "/api/history/1767571200/geojson" not in maps.paths  # a later one of the same day stands for it


def test_the_map_as_it_is_now(run: Run, fetch: Callable[..., Done], maps: Maps) -> None:
    maps.at["/api/history/last"] = json.dumps(
        {"id": 1767571200, "map": json.loads(collection(square(37.0, name=RAW))), "datetime": "2026-01-05T00:00:00Z"}
    ).encode()
    assert fetch("/api/history/last").code == 0
    assert len(stored(run)) == 1
    assert "1 unchanged on the server" in fetch("/api/history/last").out  # asked again, with its ETag
    assert "if-none-match" in maps.asked[-1].headers
    maps.at["/api/history/last"] = collection(square(36.9, name=RAW))
    assert "1 fetched anew, changed" in fetch("/api/history/last").out


def test_a_key_in_the_url_is_not_kept(fetch: Callable[..., Done], maps: Maps, tmp_path: Path) -> None:
    maps.at["/now.geojson"] = collection(square(37.0))
    done = fetch("/now.geojson?token=secret")
    assert done.code == 0
    kept = b"".join(path.read_bytes() for path in (tmp_path / "got").iterdir())
    assert b"secret" not in kept + (done.out + done.err).encode()


def layer(rows_there: int, *, form: str = "geojson", most: int = 2, **faults: Any) -> Callable[[Asked], Answer]:
    """An ArcGIS layer of so many squares that gives `most` of them on a page."""

    def answer(asked: Asked) -> Answer:
        assert asked.query["where"]
        if asked.query.get("returnCountOnly") == "true":
            return 200, {}, json.dumps({"count": faults.get("count", rows_there)}).encode()
        if "error" in faults:
            return 200, {}, json.dumps({"error": {"code": faults["error"], "message": "no"}}).encode()
        assert asked.query["f"] == form
        start = 0 if faults.get("no_offset") else int(asked.query["resultOffset"])
        rows = [{**square(30.0 + number), "id": number} for number in range(start, min(start + most, rows_there))]
        more = start + most < rows_there
        if form == "geojson":
            return 200, {}, collection(*rows, **({"properties": {"exceededTransferLimit": True}} if more else {}))
        features = [
            {"attributes": {"OBJECTID": row["id"]}, "geometry": {"rings": [row["geometry"]["coordinates"][0][::-1]]}}
            for row in rows
        ]
        page: dict[str, Any] = {
            "objectIdFieldName": "OBJECTID",
            "geometryType": "esriGeometryPolygon",
            "spatialReference": {"wkid": 4326},
            "fields": [{"name": "OBJECTID", "type": "esriFieldTypeOID"}],
            "features": features,
        }
        return 200, {}, json.dumps({**page, "exceededTransferLimit": True} if more else page).encode()

    return answer


LAYER = "/arcgis/rest/services/control/FeatureServer/0/query"


@pytest.mark.parametrize("form", ["geojson", "json"])
def test_the_pages_of_an_arcgis_layer_are_one_map(fetch: Callable[..., Done], maps: Maps, form: str) -> None:
    maps.at[LAYER] = layer(5, form=form)
    (item,) = fetch(f"{LAYER}?f={form}", "--json").json["stored"]
    assert (item["kept"], item["format"]) == (5, "geojson" if form == "geojson" else "esrijson")
    assert [asked.query.get("resultOffset") for asked in maps.asked] == [None, "0", "2", "4"]


def conditional(answer: Callable[[Asked], Answer]) -> Callable[[Asked], Answer]:
    """The same answers, each with an ETag and 304 where it is known."""

    def with_etag(asked: Asked) -> Answer:
        status, headers, body = answer(asked)
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if asked.headers.get("if-none-match") == etag:
            return 304, {"ETag": etag}, b""
        return status, {**headers, "ETag": etag}, body

    return with_etag


def test_an_arcgis_layer_that_is_still_so_sends_no_page_again(fetch: Callable[..., Done], maps: Maps) -> None:
    answers: list[int] = []

    def noting(asked: Asked) -> Answer:
        answer = conditional(layer(5))(asked)
        answers.append(answer[0])
        return answer

    maps.at[LAYER] = noting
    fetch(LAYER)
    answers.clear()
    told = fetch(LAYER, "--refresh", "--json").json
    assert (len(told["fetched"]["same"]), len(told["fetched"]["changed"])) == (1, 0)
    assert answers == [304, 304, 304, 304]


def test_an_arcgis_layer_of_which_one_page_is_another_is_read_anew(fetch: Callable[..., Done], maps: Maps) -> None:
    maps.at[LAYER] = conditional(layer(5))
    fetch(LAYER)
    maps.at[LAYER] = conditional(layer(6))
    told = fetch(LAYER, "--refresh", "--json").json
    assert len(told["fetched"]["changed"]) == 1
    assert told["stored"][0]["kept"] == 6


def test_an_arcgis_layer_without_etags_is_read_anew_once(fetch: Callable[..., Done], maps: Maps) -> None:
    maps.at[LAYER] = layer(5)
    fetch(LAYER)
    before = len(maps.asked)
    assert len(fetch(LAYER, "--refresh", "--json").json["fetched"]["same"]) == 1
    assert len(maps.asked) - before == before


def test_two_layers_of_a_day_are_two_files_and_two_statuses(
    run: Run, fetch: Callable[..., Done], maps: Maps, tmp_path: Path
) -> None:
    for name, west in (("RussianAssessedCoT", 37.0), ("RussianAssessedAdvance2025", 36.0)):
        maps.at[f"/rest/services/{name}/FeatureServer/0/query"] = lambda asked, west=west: (
            (200, {}, b'{"count": 1}') if "returnCountOnly" in asked.query else (200, {}, collection(square(west)))
        )
        assert fetch(f"/rest/services/{name}/FeatureServer/0/query").code == 0
    for status, west in (("claimed", 35.0), ("liberated", 34.0)):
        maps.at[f"/{status}.geojson"] = collection(square(west))
        assert fetch(f"/{status}.geojson", "--status", status).code == 0
    (snapshot,) = run("control", "show", "mapper", "--json").json["snapshots"]
    assert list(snapshot["statuses"]) == ["advance", "claimed", "liberated", "occupied"]
    assert len(list(tmp_path.glob("got/*.geojson"))) == 4


def test_a_file_that_other_hands_changed_is_got_again(fetch: Callable[..., Done], maps: Maps, tmp_path: Path) -> None:
    fetch(*MIRROR)
    (tmp_path / "got/mapper_20260103.geojson").write_bytes(b"{")
    done = fetch(*MIRROR)
    assert "1 fetched, 2 there already" in done.out
    assert done.code == 0


@pytest.mark.parametrize(
    ("faults", "said"),
    [
        ({"no_offset": True}, "the server gives the same features on two pages"),
        ({"count": 6}, "the server counts 6 features and gave 5"),
        ({"error": 400}, "the server answered with an error: 400 no"),
    ],
)
def test_half_a_layer_is_not_a_map(
    run: Run, fetch: Callable[..., Done], maps: Maps, tmp_path: Path, faults: dict[str, Any], said: str
) -> None:
    maps.at[LAYER] = layer(5, **faults)
    done = fetch(LAYER)
    assert done.code == 1
    assert said in done.err
    assert run("status", "--json").json["control"] == []
    assert list(tmp_path.glob("got/*.geojson")) == []


def test_a_layer_that_is_busy_in_a_reply_of_200_is_waited_for(
    fetch: Callable[..., Done], maps: Maps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(series, "_BUSY_WAITS_S", (0.01,))
    maps.at[LAYER] = layer(3)
    maps.first = [lambda _: (200, {}, b'{"error": {"code": 429, "message": "Too many requests"}}')]
    assert fetch(LAYER).code == 0


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<!DOCTYPE html><html>sign in</html>", "got a web page"),
        (b"", "expected polygons, got an empty file"),
        (b"{", "expected JSON"),
    ],
)
def test_a_reply_that_is_no_map_is_not_stored(
    run: Run, fetch: Callable[..., Done], maps: Maps, body: bytes, said: str
) -> None:
    maps.at["/now"] = body
    done = fetch("/now")
    assert done.code == 1
    assert said in done.err
    assert run("status", "--json").json["control"] == []


def test_private_addresses_are_refused_unless_told(run: Run, maps: Maps) -> None:
    done = run("control", "fetch", f"{maps.url}/now", "--source", "mapper")
    assert done.code == 1
    assert "--allow-private" in done.err
    assert maps.asked == []


def test_sent_on_to_a_private_address_is_refused_too(run: Run, maps: Maps, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.fetch import addresses

    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1")
    maps.at["/now"] = lambda _: (302, {"Location": f"http://[::1]:{maps.url.rsplit(':', 1)[1]}/secret"}, b"")
    done = run("control", "fetch", f"{maps.url}/now", "--source", "mapper")
    assert "::1 is the private address ::1" in done.err
    assert maps.paths == ["/now"]


def test_a_dry_run_says_what_it_would_ask_and_asks_nothing(fetch: Callable[..., Done], maps: Maps) -> None:
    done = fetch(*MIRROR, "--dry-run")
    assert done.code == 0
    assert f"2026-01-04  {maps.url}/data/map_20260104.geojson" in done.out
    assert maps.asked == []


def test_files_alone(run: Run, fetch: Callable[..., Done], tmp_path: Path) -> None:
    assert fetch(*MIRROR, "--no-import").code == 0
    assert run("status", "--json").json["control"] == []
    assert sorted(path.name for path in tmp_path.glob("got/*.geojson")) == [f"mapper_{day}.geojson" for day in DAYS]


def test_stopped_it_says_how_far_it_came_and_keeps_it(fetch: Callable[..., Done], maps: Maps) -> None:
    def stop(_: Asked) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    maps.first = [lambda _: None, stop]  # type: ignore[list-item]
    done = fetch(*MIRROR)
    assert done.code == 130
    assert "stopped: " in done.err
    assert "of 4; the same command goes on from there" in done.err
    assert fetch(*MIRROR).code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ftp://example.org/{YYYYMMDD}", "--from", "2026-01-01"], "expected a URL of http or https"),
        (["https://example.org/{YYYYMMDD}.geojson"], "expected --from, for nothing of mapper is stored yet"),
        (["https://example.org/{day}.geojson"], "expected {YYYYMMDD}, {YYYY-MM-DD} or {id}"),
        (["https://example.org/{id}.geojson"], "{id} in the URL and --index together"),
        (["https://example.org/now.geojson", "--from", "2026-01-01"], "a place such as {YYYYMMDD} in the URL"),
        (["https://u:p@example.org/now.geojson"], "without a name and a password"),
    ],
)
def test_wrong_use(run: Run, arguments: list[str], said: str) -> None:
    done = run("control", "fetch", *arguments, "--source", "mapper")
    assert done.code == 2
    assert said in done.error_line
