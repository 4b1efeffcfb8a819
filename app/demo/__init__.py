"""Illustrative data: outlines for three dates and a short article, drawn and written for this demo."""

from __future__ import annotations

from datetime import date
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.workspace import Workspace

SOURCE = "demo"
PUBLISHED = date(2025, 12, 5)
TITLE = "Where the line moved in November"


def load_demo(space: Workspace) -> str:
    """Load the outlines and the article into a store; doing it twice changes nothing. Return the article's id."""
    from app.workspace import today
    from geodata.areas import area_km2
    from geodata.control import read_control
    from geodata.regions import read_regions

    with resources.as_file(resources.files("app.demo")) as folder:
        for path in sorted(Path(folder, "control").glob("*.geojson")):
            for snapshot in read_control(path, source=SOURCE, today=today()):
                space.store.control.add(snapshot)
        outline = read_regions(folder / "outline.geojson", name_column="name")
        areas_km2 = [area_km2(region.geometry) for region in outline]
        space.store.places.add_regions(outline, areas_km2, file="outline.geojson", country=True)
        text = (folder / "article.txt").read_text(encoding="utf-8")
    space.polygons().compute_changes(SOURCE)
    return str(space.add_document(text, published=PUBLISHED, title=TITLE)["id"])
