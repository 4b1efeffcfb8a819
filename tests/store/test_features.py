"""Features a page at a time: whatever is asked, the pages together are what a plain look at every row gives."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.settings import Settings
from app.store import features
from app.store.features import FeatureStore, Wanted
from app.workspace import Workspace
from tests.api.ogc.seeds import put_document

DAYS = [None, *(date(2025, 10, 1) + timedelta(days=number) for number in range(6))]


@pytest.fixture(scope="module", params=["file", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FeatureStore]:
    folder = tmp_path_factory.mktemp("features")
    url = str(folder / "store.db") if request.param == "file" else request.getfixturevalue("postgres").new_store()
    space = Workspace(Settings(data_dir=folder, store=url))
    rng = random.Random(7)  # noqa: S311
    points: dict[str, tuple[float, float] | None] = {}
    for number in range(40):
        places = []
        for each in range(rng.randrange(8)):
            name = f"P{number % 9}q{each}"
            points.setdefault(name, (rng.uniform(-180, 180), rng.uniform(-90, 90)))
            places.append((name, points[name] if rng.random() < 0.8 else None))
        put_document(space, f"Document {number}", rng.choice(DAYS), *places, lang=rng.choice(["en", "uk"]))
    yield space.store.features
    space.store.close()


BOXES = st.none() | st.tuples(st.floats(-180, 180), st.floats(-90, 0), st.floats(-180, 180), st.floats(0, 90))
WANTED = st.builds(
    lambda bbox, first, last, equal, placed: Wanted(bbox, *_ordered(first, last), equal, placed),
    BOXES,
    st.sampled_from(DAYS),
    st.sampled_from(DAYS),
    st.dictionaries(
        st.sampled_from(["document_lang", "kind", "text"]),
        st.sampled_from(["en", "uk", "settlement", "P1q0"]),
        max_size=1,
    ),
    st.sampled_from([None, True, False]),
)  # fmt: skip


def _ordered(first: date | None, last: date | None) -> tuple[date | None, date | None]:
    return (last, first) if first and last and first > last else (first, last)


def fits(row: dict, wanted: Wanted) -> bool:  # type: ignore[type-arg]
    place, published = row["place"], row["published"] and date.fromisoformat(row["published"])
    if wanted.bbox and place:
        west, south, east, north = wanted.bbox
        lon = place["lon"]
        across = west <= lon <= east if west <= east else lon >= west or lon <= east
        if not (across and south <= place["lat"] <= north):
            return False
    if published and ((wanted.start and published < wanted.start) or (wanted.end and published > wanted.end)):
        return False
    if wanted.placed is not None and (place is not None) != wanted.placed:
        return False
    return all(row[key] == value for key, value in wanted.equal.items())


def pages(store: FeatureStore, wanted: Wanted, limit: int) -> list[str]:
    found: list[str] = []
    while page := store.mentions(wanted, after=found[-1] if found else None, limit=limit):
        assert len(page) <= limit
        found += [row["id"] for row in page]
    return found


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=WANTED, limit=st.integers(1, 30), probe=st.sampled_from([1, 5, 1000]))
def test_pages_together_are_every_row_that_fits(
    store: FeatureStore, monkeypatch: pytest.MonkeyPatch, wanted: Wanted, limit: int, probe: int
) -> None:
    monkeypatch.setattr(features, "PROBE", probe)
    everything = store.mentions(Wanted(), limit=10_000)
    assert pages(store, wanted, limit) == sorted(row["id"] for row in everything if fits(row, wanted))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bbox=BOXES, limit=st.integers(1, 20))
def test_places_are_those_that_mentions_in_the_box_mean(store: FeatureStore, bbox: object, limit: int) -> None:
    wanted = Wanted(bbox)  # type: ignore[arg-type]
    rows = [row for row in store.mentions(Wanted(placed=True), limit=10_000) if fits(row, wanted)]
    found: list[dict] = []  # type: ignore[type-arg]
    while page := store.places(wanted, after=found[-1]["id"] if found else None, limit=limit):
        found += page
    assert [place["id"] for place in found] == sorted({row["place"]["id"] for row in rows})


def test_no_page_asks_the_store_once_a_row(store: FeatureStore) -> None:
    from sqlalchemy import event

    asked: list[str] = []
    engine = store._engine
    listen = lambda *args: asked.append(args[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", listen)
    try:
        for limit in (1, 100):
            asked.clear()
            assert len(store.mentions(Wanted(bbox=(-180, -90, 180, 90)), limit=limit)) == limit
            assert len(asked) <= 5
            asked.clear()
            store.places(Wanted(bbox=(-180, -90, 180, 90)), limit=limit)
            assert len(asked) <= 5
    finally:
        event.remove(engine, "before_cursor_execute", listen)


def test_a_small_box_is_looked_up_by_its_index(store: FeatureStore) -> None:
    from sqlalchemy import text

    query = "SELECT id FROM mention WHERE lon BETWEEN 1 AND 2 AND lat BETWEEN 1 AND 2 ORDER BY coalesce(id, '')"
    if store._engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL chooses by its own statistics")
    with store._engine.begin() as connection:
        plan = connection.execute(text(f"EXPLAIN QUERY PLAN {query}")).all()
    assert "mention_point" in str(plan)


@pytest.mark.parametrize("collection", features.FILTERS)
def test_every_filter_is_understood(store: FeatureStore, collection: str) -> None:
    for name in features.FILTERS[collection]:
        wanted = Wanted(start=DAYS[2], equal={name: "none such"})
        assert getattr(store, collection)(wanted) == []
    assert store.places(Wanted(equal={"country": "UA"}), limit=3)
