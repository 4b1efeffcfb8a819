"""The walk of a checker through a real series: what the map says is what the deltas say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from app.imports import ControlImport
from app.settings import Settings
from app.workspace import Workspace, today
from tests.browser.watching import Watched, serving

pytestmark = [pytest.mark.browser, pytest.mark.realdata]
Watch = Callable[..., Watched]


@pytest.fixture(scope="module")
def real(shared: Path, data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A service over the last months of the shared series and its article: (address, workspace, document)."""
    space = Workspace(Settings(data_dir=data_dir, store=str(tmp_path_factory.mktemp("real") / "store.db")))
    imported = ControlImport(space.store, "deepstate", today=today())
    for path in sorted((shared / "data/control/deepstate").glob("*.geojson")):
        if "20250930" <= path.stem[-8:] <= "20251210":
            imported.add(path)
    text = next((shared / "data/articles").glob("*.txt")).read_text(encoding="utf-8")
    document = space.add_document(text, published=date(2025, 12, 5), title="The article")["id"]
    with serving(space) as base:
        yield base, space, document
    space.store.close()


def test_totals_of_the_map_are_the_deltas_and_a_step_is_the_next_file(real: Any, watch: Watch) -> None:
    base, space, _ = real
    (row,) = space.deltas(source="deepstate", start=date(2025, 11, 2), end=date(2025, 12, 2))
    seen = watch(base)
    page = seen.open("/?source=deepstate&from=2025-11-02&to=2025-12-02")
    expect(page.locator('[data-total="net"]')).to_have_text(f"+{row['net_km2']:,.1f} km²")
    expect(page.locator('[data-total="gained"]')).to_have_text(f"{row['gained_km2']:,.1f} km²")
    expect(page.locator('[data-figure="gained"]')).to_have_text(f"{row['gained_km2']:,.1f} km²")
    until = page.get_by_role("slider", name="Compare to")
    until.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".real")).to_have_text("Snapshots of 2 Nov 2025 and 3 Dec 2025")
    page.locator('#list-findings [data-from="2025-10-02"]').click()
    expect(page.locator(".real")).to_have_text("Snapshots of 2 Oct 2025 and 2 Nov 2025")
    expect(page.locator('[data-total="net"]')).to_have_text("+267.2 km²")
    assert seen.foreign == []
    assert seen.complaints == []


def test_from_the_figure_in_the_text_to_its_proof(real: Any, watch: Watch) -> None:
    base, _, document = real
    seen = watch(base)
    page = seen.open(f"/documents/{document}")
    page.locator(".text .area", has_text=re.compile("505 square")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("505 km²")
    expect(page.locator(".against-each")).to_contain_text("505.8 km²")
    expect(page.locator('.keys [data-total="gained"]')).to_have_text("523.2 km²")
    expect(page.locator('[data-map="change"] path.fl-gained')).to_have_count(1)
    expect(page.locator(".repeat").first).to_contain_text(f"frontline check {document} --store ")
    assert seen.foreign == []
    assert seen.complaints == []


def test_a_place_of_the_text_is_found_in_its_own_spelling(real: Any, watch: Watch) -> None:
    base, _, _ = real
    page = watch(base).open("/")
    page.get_by_role("searchbox", name="Find a place, in any spelling").fill("Gulyai Pole")
    page.keyboard.press("Enter")
    expect(page.locator(".results button[aria-current] b")).to_have_text("Huliaipole")
    expect(page.locator(".results .runs li").first).to_contain_text("outside its polygons")
