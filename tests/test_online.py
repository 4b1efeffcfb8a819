"""An online geocoder by setting, against a server on the loopback that answers as Nominatim does."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest

from app.reading.records import Document
from app.settings import Settings
from app.workspace import Workspace

AGENT = "frontline-test (operator@example.org)"
KNOWN = {"Zubrivka-na-Hori": ("48.5", "37.5"), "Siversk": ("10.0", "20.0")}


class Nominatim(BaseHTTPRequestHandler):
    """Answers /search with one place or none, and notes who asked what."""

    asked: list[tuple[str, str]] = []  # noqa: RUF012 - one list for the class, emptied by the fixture

    def do_GET(self) -> None:
        query = parse_qs(urlparse(self.path).query)["q"][0]
        self.asked.append((query, self.headers["User-Agent"]))
        point = KNOWN.get(query)
        found = (
            [{"osm_type": "node", "osm_id": 7, "display_name": f"{query}, Land", "lat": point[0], "lon": point[1]}]
            if point
            else []
        )
        body = json.dumps(found).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def nominatim() -> Iterator[str]:
    Nominatim.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Nominatim)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def places(nominatim: str, data_dir: Path, tmp_path: Path, order: str) -> dict[str, tuple[float, float] | None]:
    settings = Settings(
        data_dir=tmp_path,
        store=str(tmp_path / "store.db"),
        geocoder="nominatim",
        geocoder_order=order,  # type: ignore[arg-type]
        geocoder_domain=nominatim,
        geocoder_user_agent=AGENT,
        geocoder_rate_per_second=1000,
    )
    (tmp_path / "gazetteers").symlink_to(data_dir / "gazetteers")
    Workspace(Settings(data_dir=data_dir, store=str(tmp_path / "warm.db"))).gazetteer  # noqa: B018 - indexed once
    text = "The village of Zubrivka-na-Hori was shelled, north of Siversk. Near Zubrivka-na-Hori it was quiet later."
    mentions = Workspace(settings).read(Document(text))["mentions"]
    return {m["text"]: m["place"] and (m["place"]["lat"], m["place"]["lon"]) for m in mentions}


def test_behind_the_gazetteer_it_is_asked_only_for_unknown_names(
    nominatim: str, data_dir: Path, tmp_path: Path
) -> None:
    found = places(nominatim, data_dir, tmp_path, "behind")
    assert found["Siversk"] == pytest.approx((48.865, 38.097), abs=0.01)
    assert {query for query, _ in Nominatim.asked} <= {"Zubrivka-na-Hori"}
    if "Zubrivka-na-Hori" in found:  # whether an unknown name is a place is the reader's to say
        assert found["Zubrivka-na-Hori"] == (48.5, 37.5)


def test_in_place_of_the_gazetteer_it_places_every_town_and_says_who_asks(
    nominatim: str, data_dir: Path, tmp_path: Path
) -> None:
    assert places(nominatim, data_dir, tmp_path, "instead")["Siversk"] == (10.0, 20.0)
    assert {agent for _, agent in Nominatim.asked} == {AGENT}


def test_a_name_is_asked_once(nominatim: str, data_dir: Path, tmp_path: Path) -> None:
    places(nominatim, data_dir, tmp_path, "instead")
    queries = [query for query, _ in Nominatim.asked]
    assert len(queries) == len(set(queries))


def test_without_the_setting_nothing_is_asked(nominatim: str, space: Workspace) -> None:
    space.read(Document("Shelling near Siversk and Zubrivka-na-Hori."))
    assert Nominatim.asked == []
