"""Where bars and dots stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.api.charts import HEIGHT, delta_chart
from app.api.views import excerpt, gauge, newest_first

AREAS = st.floats(0, 1e6)


def row(gained: float, lost: float) -> dict[str, object]:
    return {"start": "2025-11-01", "gained_km2": gained, "lost_km2": lost, "net_km2": gained - lost}


def test_without_rows_there_is_no_chart() -> None:
    assert delta_chart([]) is None


@given(st.lists(st.tuples(AREAS, AREAS), min_size=1, max_size=40))
def test_everything_stands_inside_and_heights_are_in_proportion(areas: list[tuple[float, float]]) -> None:
    chart = delta_chart([row(*pair) for pair in areas])
    assert chart is not None
    assert 8 <= chart["zero"] <= HEIGHT - 22
    for (gained, lost), bar in zip(areas, chart["bars"], strict=True):
        assert 0 <= bar["gained"]["y"] <= bar["net"] + 0.11
        assert bar["net"] <= bar["lost"]["y"] + bar["lost"]["height"] + 0.11 <= HEIGHT
        assert (bar["gained"]["height"] >= bar["lost"]["height"] - 0.21) or gained < lost


def found(stated: float, computed: float, band: list[float] | None, span: list[float] | None) -> dict[str, object]:
    best = {"computed_km2": computed, "difference_km2": computed - stated}
    return {"stated_km2": stated, "best": best, "band_km2": band, "span_km2": span}


@given(
    AREAS,
    st.floats(-1e6, 1e6),
    st.none() | st.tuples(AREAS, AREAS).map(sorted),
    st.none() | st.tuples(AREAS, AREAS).map(sorted),
)
def test_gauge_stays_on_its_axis(
    stated: float, computed: float, band: list[float] | None, span: list[float] | None
) -> None:
    drawn = gauge(found(stated, computed, band, span))
    assert drawn is not None
    assert 2 <= drawn["stated"] <= 98
    assert 2 <= drawn["computed"] <= 98


def test_no_gauge_where_nothing_was_measured() -> None:
    assert gauge({"best": None}) is None


@given(st.text(max_size=300), st.text(min_size=1, max_size=20), st.text(max_size=300))
def test_an_excerpt_keeps_the_figure(before: str, figure: str, after: str) -> None:
    cut = excerpt({"sentence_text": before + figure + after, "text": figure})
    assert cut[1] == figure
    assert len("".join(cut)) <= 150 + len(figure) + 2


@pytest.mark.parametrize(("rows", "order"), [(["a1", "a2", "b1"], ["b1", "a1", "a2"]), ([], [])])
def test_newest_document_first_each_in_its_own_order(rows: list[str], order: list[str]) -> None:
    assert [each["id"] for each in newest_first([{"document_id": row[0], "id": row} for row in rows])] == order
