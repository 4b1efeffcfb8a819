"""What an exported file says of itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app import __version__

if TYPE_CHECKING:
    import geopandas as gpd

    from app.workspace import Workspace

GEONAMES = "Place names: GeoNames (geonames.org), CC BY 4.0"
ILLUSTRATIVE = "Illustrative data: drawn for a demo, not anyone's assessment of control"
TITLES = {
    "mentions": "Place names in texts, with their sentences",
    "claims": "Areas that sentences state",
    "findings": "Stated areas against the polygons, by definition",
    "control": "Who controlled what on which day",
    "places": "Places that texts mention",
    "changes": "Ground gained and lost between two snapshots",
}
METHODS = {
    "mentions": "Places by gazetteer; status and distance to the line (km, geodesic) on the day of publication",
    "claims": "Figures as stated, in km²; periods resolved against the day of publication; inclusive days",
    "findings": "Geodesic areas, WGS 84; verdict by the source's own definition and a closed list of others",
    "control": "Polygons as supplied, made valid and united by status; geodesic areas, WGS 84, in km²",
    "places": "Places by gazetteer, each with how many mentions mean it",
    "changes": "Gained = after less before, lost = before less after; geodesic areas, WGS 84, in km²",
}


def about(space: Workspace, kind: str, frame: gpd.GeoDataFrame) -> dict[str, str]:
    """Return title, source, licence, method, program and the time of making of an exported file.

    The licence lines are those of every source whose map the rows rest on, and of the gazetteer where places are in it.
    """
    loaded = space.loaded_sources()
    named = set(frame["source"].dropna()) if "source" in frame.columns else {row["id"] for row in loaded}
    used = [row for row in loaded if row["id"] in named]
    lines = [row["licence"] for row in used if row["licence"] and kind not in ("claims", "places")]
    if kind in ("mentions", "places"):
        lines.append(GEONAMES)
    if any(row["illustrative"] for row in used):
        lines.append(ILLUSTRATIVE)
    return {
        "title": TITLES[kind],
        "layer": kind,
        "source": ", ".join(row["title"] for row in used) or "none loaded",
        "licence": "; ".join(dict.fromkeys(lines)) or "as the texts' own",
        "method": METHODS[kind],
        "program": f"Frontline {__version__}",
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
    }
