"""Mentions as arrays, and places as clusters: none is lost, none stands in two."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.viewing.points import APART_FROM_ZOOM, CLUSTER_PX, MentionPoints, PlaceRow, clustered, spread

PLACES = st.lists(st.tuples(st.floats(44, 53), st.floats(22, 41)), min_size=1, max_size=60)


def points(places: list[tuple[float, float]], times: int = 1, kind: str = "settlement") -> MentionPoints:
    rows = [PlaceRow(f"p{i}", f"Place {i}", kind, lat, lon) for i, (lat, lon) in enumerate(places)]
    mentions = [(row.id, f"d{n}", date(2025, 1, 1 + n)) for row in rows for n in range(times)]
    return MentionPoints.of(rows, mentions)


@given(PLACES, st.integers(3, 16))
def test_each_place_stands_in_one_cluster_and_counts_add_up(places: list[tuple[float, float]], zoom: int) -> None:
    made = points(places, times=2)
    which, counts = made.counts()
    clusters = clustered(made, which, counts, zoom)
    assert sorted(int(member) for one in clusters for member in one.members) == list(range(len(places)))
    assert sum(one.count for one in clusters) == 2 * len(places)


@given(PLACES, st.integers(3, APART_FROM_ZOOM - 1))
def test_middles_of_clusters_lie_apart_on_the_screen(places: list[tuple[float, float]], zoom: int) -> None:
    made = points(places)
    clusters = clustered(made, *made.counts(), zoom)
    lat, lon = (np.array([getattr(one, name) for one in clusters]) for name in ("lat", "lon"))
    size = 256 * 2**zoom
    x, y = (lon + 180) / 360 * size, (1 - np.arcsinh(np.tan(np.radians(lat))) / np.pi) / 2 * size
    distance = np.hypot(x[:, None] - x, y[:, None] - y) + np.eye(len(x)) * 1e9
    assert distance.min() > CLUSTER_PX / 4  # joined middles may come a little nearer, never on top of each other


def test_far_enough_in_each_place_stands_alone() -> None:
    made = points([(48.0, 37.0), (48.0001, 37.0)])
    assert len(clustered(made, *made.counts(), APART_FROM_ZOOM)) == 2


def test_more_than_a_thousand_are_clustered_however_far_in() -> None:
    made = points([(48.0, 37.0 + i * 1e-6) for i in range(1001)])
    assert len(clustered(made, *made.counts(), 16)) < 100


@pytest.mark.parametrize(
    ("chosen", "places", "mentions"),
    [
        ({}, 2, 6),
        ({"bbox": (36, 47, 38, 49)}, 1, 3),
        ({"bbox": (179, -90, -179, 90)}, 0, 0),
        ({"bbox": (30, -90, -170, 90)}, 2, 6),
        ({"start": date(2025, 1, 2)}, 2, 4),
        ({"end": date(2025, 1, 1)}, 2, 2),
        ({"document": "d1"}, 2, 2),
        ({"document": "no such"}, 0, 0),
        ({"wide": True}, 0, 0),
    ],
)
def test_what_is_chosen_is_counted(chosen: dict[str, object], places: int, mentions: int) -> None:
    which, counts = points([(48.0, 37.0), (50.0, 31.0)], times=3).counts(**chosen)  # type: ignore[arg-type]
    assert (len(which), int(counts.sum())) == (places, mentions)


def test_labels_do_not_overlap_and_the_first_come_first() -> None:
    lat, lon = np.array([48.0, 48.0, 50.0]), np.array([37.0, 37.01, 37.0])
    assert spread([(0, 60, 18), (1, 60, 18), (2, 60, 18)], lat, lon, 7, 10) == [0, 2]
