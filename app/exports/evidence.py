"""One finding as a zip that stands alone: the statement, the polygons, the change, hashes, a page, how to repeat it."""

from __future__ import annotations

import json
import zipfile
from base64 import b64encode
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from app import __version__
from app.errors import BadInput, NotFound
from app.exports.about import about
from app.exports.files import write_table

if TYPE_CHECKING:
    import geopandas as gpd

    from app.workspace import Workspace

_WHEN = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the zip: the same finding gives the same zip but for the day that it names."""


def write_evidence(space: Workspace, finding_id: str, out: Path) -> list[str]:
    """Write everything that one needs to repeat a finding; return the names of the files in the zip.

    Parameters
    ----------
    finding_id : str
        As ``check --json`` and the pages give it.
    out : Path
        Ends in ``.zip``; written whole or not at all.

    Raises
    ------
    BadInput
        Another ending, or a place that cannot be written.
    NotFound
        No such finding.
    """
    if out.suffix.lower() != ".zip":
        raise BadInput(f"expected a file that ends in .zip, got {out.name}")
    finding = next((each for each in space.findings() if each["id"] == finding_id), None)
    if finding is None:
        raise NotFound(f"no finding {finding_id[:60]!r}; 'frontline check --json' lists them")
    files = _files(space, finding)
    sums = "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    files["SHA256SUMS"] = sums.encode()
    beside = out.with_name(f".{out.name}.part")
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as pack:
            for name, content in sorted(files.items()):
                entry = zipfile.ZipInfo(name, _WHEN)
                entry.compress_type = zipfile.ZIP_DEFLATED
                pack.writestr(entry, content)
        beside.replace(out)
    except OSError as error:
        raise BadInput(f"{out}: {error.strerror}") from error
    finally:
        beside.unlink(missing_ok=True)
    return sorted(files)


def _files(space: Workspace, finding: Mapping[str, Any]) -> dict[str, bytes]:
    text, reading = space.document(finding["document_id"])
    files = {
        "finding.json": json.dumps(finding, ensure_ascii=False, indent=1).encode(),
        "text.txt": text.encode("utf-8", "replace"),
        "reading.json": json.dumps(reading, ensure_ascii=False, indent=1).encode(),
    }
    frames = _frames(space, finding)
    for name, frame in frames.items():
        if not frame.empty:
            files[f"{name}.geojson"] = _geojson(space, frame, "changes" if name == "change" else "control")
    picture = _picture(space, finding, frames)
    if picture is not None:
        files["map.svg"] = picture
    files["index.html"] = _page(space, finding, reading, sorted(files)).encode()
    return files


def _frames(space: Workspace, finding: Mapping[str, Any]) -> dict[str, gpd.GeoDataFrame]:
    """Return the polygons that the verdict rests on: before and after, and the change between them."""
    best = finding["best"]
    if best is None:
        return {}
    source, end = best["source"], date.fromisoformat(best["snapshot_end"])
    if source not in {row["id"] for row in space.loaded_sources()}:
        return {}  # measured on another source's map, which the finding's hashes name
    frames = {"after": space.control_frame(source, end)}
    if best["snapshot_start"]:
        start = date.fromisoformat(best["snapshot_start"])
        frames["before"] = space.control_frame(source, start)
        frames["change"] = space.change_frame(source, start, end)
    return frames


def _geojson(space: Workspace, frame: gpd.GeoDataFrame, kind: str) -> bytes:
    days = [column for column in ("on", "start", "end") if column in frame.columns]
    plain = frame.assign(**{day: [str(value)[:10] for value in frame[day]] for day in days})
    ordered = plain[[*(column for column in plain.columns if column != "geometry"), "geometry"]]
    with TemporaryDirectory() as folder:
        out = Path(folder) / "out.geojson"
        write_table(ordered, out, {**about(space, kind, ordered), "made": "see index.html"})
        return out.read_bytes()


def _picture(space: Workspace, finding: Mapping[str, Any], frames: Mapping[str, gpd.GeoDataFrame]) -> bytes | None:
    from app.mapping import chosen_source, map_view
    from maps import draw_map

    best = finding["best"]
    if "before" not in frames:
        return None
    source = chosen_source(space, best["source"])
    span = (date.fromisoformat(best["snapshot_start"]), date.fromisoformat(best["snapshot_end"]))
    return draw_map(map_view(space, source, span, [], title=f"{finding['text']}: {_words(finding)}"), format="svg")


def _words(finding: Mapping[str, Any]) -> str:
    return str(finding["verdict"]).replace("_", " ")


def _page(space: Workspace, finding: Mapping[str, Any], reading: Mapping[str, Any], names: list[str]) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from app.workspace import today

    folder = Path(__file__).parent.parent / "templates"
    templates = Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    sentence = finding["sentence_text"]
    at = finding["start"] - reading["sentences"][finding["sentence"]]["start"]
    before, after = sentence[:at], sentence[at + len(finding["text"]) :]
    style = (folder / "evidence.css").read_text(encoding="utf-8")
    used = {name.partition("/")[0] for name in finding["provenance"].get("snapshots", {})}
    return templates.get_template("evidence.html").render(
        style=style, style_hash=b64encode(sha256(style.encode()).digest()).decode(),
        finding=finding, verdict=_words(finding), before=before, after=after, document=reading["document"],
        files=[*names, "SHA256SUMS"], version=__version__, made=today().isoformat(),
        licences=[row["licence"] for row in space.loaded_sources() if row["id"] in used and row["licence"]],
        illustrative=any(row["illustrative"] for row in space.loaded_sources() if row["id"] in used),
    )  # fmt: skip
