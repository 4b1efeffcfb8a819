"""The gazetteer behind geopy's interface; online geocoders are polite and off unless named."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderUnavailable
from geopy.geocoders.base import Geocoder

from geodata.errors import GazetteerError
from geodata.gazetteer import Gazetteer, build_index, read_gazetteer
from geodata.gazetteer.geocoder import ChainGeocoder, GazetteerGeocoder, PoliteGeocoder, as_place, online_geocoder
from tests.sample_places import write_csv

ANSWER = [{"lat": "48.5", "lon": "37.5", "display_name": "Height 200, Ukraine", "osm_type": "node", "osm_id": 5}]


@pytest.fixture(scope="module")
def geocoder(tmp_path_factory: pytest.TempPathFactory) -> GazetteerGeocoder:
    folder = tmp_path_factory.mktemp("geocoder")
    return GazetteerGeocoder(Gazetteer.open([build_index(read_gazetteer(write_csv(folder)), folder)]))


class Service(BaseSyncAdapter):
    """A web service in the process: counts what it is asked, and with which user agent."""

    asked: ClassVar[list[tuple[str, Any]]] = []
    answer: ClassVar[Any] = ANSWER

    def __init__(self, *, proxies: Any, ssl_context: Any) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)

    def get_json(self, url: str, *, timeout: Any, headers: Any) -> Any:
        Service.asked.append((url, headers))
        if isinstance(Service.answer, Exception):
            raise Service.answer
        return json.loads(json.dumps(Service.answer))

    def get_text(self, url: str, *, timeout: Any, headers: Any) -> str:
        return json.dumps(self.get_json(url, timeout=timeout, headers=headers))


@pytest.fixture
def service() -> Iterator[type[Service]]:
    Service.asked, Service.answer = [], ANSWER
    yield Service


def nominatim(cache_folder: Path) -> PoliteGeocoder:
    return online_geocoder(
        "nominatim", user_agent="frontline/0.1 (desk@example.org)", cache_folder=cache_folder, adapter_factory=Service,
        rate_per_second=1000,
    )  # fmt: skip


def test_geocode_gives_a_location_with_what_is_known(geocoder: GazetteerGeocoder) -> None:
    location = geocoder.geocode("Gulyai Pole")
    assert isinstance(geocoder, Geocoder)
    assert (location.latitude, location.longitude) == (47.66, 36.26)
    assert location.address == "Huliaipole, Zaporizhzhia Oblast, UA"
    assert location.raw["id"] == "t:1"
    assert location.raw["kind"] == "settlement"
    assert location.raw["why"] == "'Gulyai Pole' is a spelling of Huliaipole"


def test_geocode_gives_a_list_up_to_the_limit(geocoder: GazetteerGeocoder) -> None:
    assert len(geocoder.geocode("Novoselivka", exactly_one=False)) == 4
    assert len(geocoder.geocode("Novoselivka", exactly_one=False, limit=2)) == 2
    assert geocoder.geocode("Lyman, Kharkiv").raw["id"] == "t:6"


def test_what_nobody_bears_is_none(geocoder: GazetteerGeocoder) -> None:
    assert geocoder.geocode("Xyzzyxyzzy") is None
    assert geocoder.geocode("Xyzzyxyzzy", exactly_one=False) is None


def test_reverse_gives_the_nearest_settlement(geocoder: GazetteerGeocoder) -> None:
    location = geocoder.reverse((48.60, 38.02))
    assert location.raw["name"] == "Bakhmut"
    assert location.raw["distance_km"] == pytest.approx(1.9, abs=0.3)
    assert [one.raw["name"] for one in geocoder.reverse("48.6, 38.02", exactly_one=False, limit=2)] == [
        "Bakhmut",
        "Novoselivka",
    ]


def test_an_answer_is_asked_for_once_and_kept_on_disk(service: type[Service], tmp_path: Path) -> None:
    first = nominatim(tmp_path).geocode("Height 200")
    again = nominatim(tmp_path).geocode("Height 200")
    assert (first.latitude, first.address) == (again.latitude, again.address) == (48.5, "Height 200, Ukraine")
    assert len(service.asked) == 1
    assert service.asked[0][1]["User-Agent"] == "frontline/0.1 (desk@example.org)"


def test_no_answer_is_kept_too(service: type[Service], tmp_path: Path) -> None:
    service.answer = []
    assert nominatim(tmp_path).geocode("Nowhere") is None
    assert nominatim(tmp_path).geocode("Nowhere") is None
    assert len(service.asked) == 1


def test_a_service_that_fails_is_one_clear_line(service: type[Service], tmp_path: Path) -> None:
    service.answer = GeocoderUnavailable("no route")
    with pytest.raises(GazetteerError, match="Nominatim did not answer 'Kupiansk': no route"):
        nominatim(tmp_path).geocode("Kupiansk")


def test_questions_are_spaced_in_time(service: type[Service], tmp_path: Path) -> None:
    now, slept = [0.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    online = nominatim(tmp_path).online
    polite = PoliteGeocoder(online, 0.5, tmp_path / "kept.sqlite", clock=lambda: now[0], sleep=sleep)
    for name in ("A", "B", "A", "C"):
        polite.geocode(name)
    assert slept == [2.0, 2.0]


def test_the_chain_asks_the_next_only_where_the_first_has_nothing(
    service: type[Service], geocoder: GazetteerGeocoder, tmp_path: Path
) -> None:
    behind = ChainGeocoder([geocoder, nominatim(tmp_path)])
    assert behind.geocode("Kupiansk").raw["id"] == "t:2"
    assert service.asked == []
    assert behind.geocode("Qwertyqwerty 200").address == "Height 200, Ukraine"
    instead = ChainGeocoder([nominatim(tmp_path), geocoder])
    assert instead.geocode("Kupiansk").address == "Height 200, Ukraine"


@pytest.mark.parametrize(
    ("name", "options", "expected"),
    [
        ("bing", {}, "one of nominatim, photon, pelias"),
        ("pelias", {}, "set its domain"),
        ("nominatim", {"user_agent": " "}, "user_agent"),
        ("nominatim", {"rate_per_second": 0}, "above 0"),
    ],
)
def test_wrong_settings_are_refused(tmp_path: Path, name: Any, options: dict[str, Any], expected: str) -> None:
    with pytest.raises(GazetteerError, match=expected):
        online_geocoder(name, **{"user_agent": "frontline", "cache_folder": tmp_path, **options})


def test_an_empty_chain_is_refused() -> None:
    with pytest.raises(GazetteerError, match="at least one"):
        ChainGeocoder([])


@pytest.mark.parametrize("name", ["photon", "pelias"])
def test_the_other_services_take_a_host(name: Any, tmp_path: Path) -> None:
    made = online_geocoder(name, domain="http://geo.example.org", user_agent="frontline", cache_folder=tmp_path)
    assert made.online.domain == "geo.example.org"
    assert made.online.scheme == "http"


def test_a_location_becomes_a_place(geocoder: GazetteerGeocoder, service: type[Service], tmp_path: Path) -> None:
    assert as_place(geocoder.geocode("Kupiansk"), "x").id == "t:2"
    place = as_place(nominatim(tmp_path).geocode("Height 200"), "nominatim")
    assert (place.id, place.name, place.gazetteer) == ("node:5", "Height 200", "nominatim")
    assert as_place(None, "x") is None
