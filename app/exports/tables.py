"""Stored mentions, claims, findings, control and changes as frames, one row each, with plain columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
from shapely import Point

from app.errors import BadInput, NotFound
from geodata.areas import area_km2
from geodata.crs import CRS

if TYPE_CHECKING:
    from app.deltas import Every
    from app.workspace import Workspace

KINDS = ("mentions", "claims", "findings", "control", "changes")
MOST = 10_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What to export.

    Parameters
    ----------
    document : str, optional
        Only of this document: mentions, claims, findings.
    source : str, optional
        Only of this source: control, changes; of findings those that were checked on its map.
    start, end : date, optional
        Of texts the days of publication; of control the days of snapshots; of changes the span.
    """

    document: str | None = None
    source: str | None = None
    start: date | None = None
    end: date | None = None
    every: Every | None = None


def table(space: Workspace, kind: str, asked: Asked) -> gpd.GeoDataFrame:
    """Return a kind of record as a frame, EPSG:4326; its geometry is null where a record has no place of its own.

    Raises
    ------
    BadInput
        For a kind that there is none of.
    NotFound
        Where nothing fits what was asked: a file without a row would look like an answer.
    """
    if kind not in BUILDERS:
        raise BadInput(f"expected one of {', '.join(KINDS)}, got {kind!r}")
    frame = BUILDERS[kind](space, asked)
    if frame.empty:
        raise NotFound(f"no {kind} to export for what was asked")
    return frame[[*(column for column in frame.columns if column != "geometry"), "geometry"]]


def framed(kind: str, rows: Iterable[Mapping[str, Any]]) -> gpd.GeoDataFrame:
    """Return records that were found already as a frame, EPSG:4326, with the columns of :func:`table`.

    Parameters
    ----------
    kind : str
        Mentions, claims, places, control or changes.
    rows : iterable of mapping
        Of mentions and claims as the store gives them; of the others with their columns and a ``geometry``.

    Raises
    ------
    NotFound
        Without any.
    """
    plain = {"mentions": _mention, "claims": _claim}.get(kind, dict)
    frame = _frame([plain(row) for row in rows])
    if frame.empty:
        raise NotFound(f"no {kind} to export for what was asked")
    return frame[[*(column for column in frame.columns if column != "geometry"), "geometry"]]


def _mentions(space: Workspace, asked: Asked) -> gpd.GeoDataFrame:
    rows = (
        row
        for row in space.mentions(start=asked.start, end=asked.end, limit=MOST)
        if asked.document in (None, row["document_id"])
    )
    return _frame([_mention(row) for row in rows])


def _mention(row: Mapping[str, Any]) -> dict[str, Any]:
    place = row["place"] or {}
    told = {
        "id": row["id"],
        "text": row["text"],
        "kind": row["kind"],
        "metonym": row["metonym"],
        "adjectival": row["adjectival"],
        "place_id": place.get("id"),
        "place": place.get("name"),
        "admin1": place.get("admin1"),
        "country": place.get("country"),
        "score": row["score"],
        "why": row["why"],
        **_where(row),
    }
    for control in row.get("control") or ():
        source = control["source"]
        told[f"{source}_status"] = control["status"]
        told[f"{source}_since"] = control["status_since"]
        told[f"{source}_snapshot_on"] = control["snapshot_on"]
        told[f"{source}_distance_to_line_km"] = control["distance_to_line_km"]
    return {**told, "geometry": Point(place["lon"], place["lat"]) if place else None}


def _where(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "document_id": row["document_id"],
        "document_title": row.get("document_title"),
        "published": row.get("published"),
        "sentence": row["sentence"],
        "start": row["start"],
        "end": row["end"],
        "sentence_text": row.get("sentence_text"),
    }


def _claims(space: Workspace, asked: Asked) -> gpd.GeoDataFrame:
    rows = space.claims(start=asked.start, end=asked.end, limit=MOST)
    return _frame([_claim(row) for row in rows if asked.document in (None, row["document_id"])])


def _claim(row: Mapping[str, Any]) -> dict[str, Any]:
    period = row["period"] or {}
    scope = row["scope"] or {}
    return {
        "id": row["id"],
        "text": row["text"],
        "area_km2": row["area_km2"],
        "area_km2_high": row["area_km2_high"],
        "value": row["value"],
        "unit": row["unit"],
        "qualifier": row["qualifier"],
        "direction": row["direction"],
        "actor": row["actor"],
        "period_start": period.get("start"),
        "period_end": period.get("end"),
        "rate": row["rate"],
        "scope": scope.get("region") or scope.get("text"),
        "attributed_to": row["attributed_to"],
        "flags": "; ".join(row["flags"]),
        **_where(row),
        "geometry": None,
    }


def _findings(space: Workspace, asked: Asked) -> gpd.GeoDataFrame:
    published = {row["id"]: row["published"] for row in space.documents()}
    rows = []
    for finding in space.findings(asked.document):
        on = published.get(finding["document_id"])
        best = finding["best"] or {}
        within = (asked.start is None or (on or "") >= asked.start.isoformat()) and (
            asked.end is None or (on or "9999") <= asked.end.isoformat()
        )
        if within and asked.source in (None, best.get("source")):
            rows.append(_finding(finding, on))
    return _frame(rows)


def _finding(finding: Mapping[str, Any], published: str | None) -> dict[str, Any]:
    best = finding["best"] or {}
    band, span = finding["band_km2"] or (None, None), finding["span_km2"] or (None, None)
    snapshots = finding["provenance"].get("snapshots", {})
    said = finding.get("statement") or {}
    return {
        "id": finding["id"],
        "kind": said.get("kind", "area"),
        "verdict": finding["verdict"],
        "stated_km2": finding["stated_km2"],
        "stated_km2_high": finding["stated_km2_high"],
        "rate": finding["rate"],
        "computed_km2": best.get("computed_km2"),
        "difference_km2": best.get("difference_km2"),
        "definition": best.get("definition"),
        "source": best.get("source"),
        "snapshot_start": best.get("snapshot_start"),
        "snapshot_end": best.get("snapshot_end"),
        "tried": finding["tried"],
        "span_low_km2": span[0],
        "span_high_km2": span[1],
        "band_low_km2": band[0],
        "band_high_km2": band[1],
        "chance": finding["chance"],
        "event": said.get("event"),
        "place": said.get("place"),
        "actor": said.get("actor"),
        "on": said.get("on"),
        "lag_days": finding.get("lag_days"),
        "stated_percent": said.get("percent"),
        "computed_percent": finding.get("computed_percent"),
        "stated_km": said.get("distance_km"),
        "computed_km": finding.get("computed_km"),
        "reason": finding["reason"],
        "attributed_to": finding["attributed_to"],
        "flags": "; ".join(finding["flags"]),
        "text": finding["text"],
        "sentence_text": finding["sentence_text"],
        "document_id": finding["document_id"],
        "published": published,
        "snapshots": "; ".join(f"{name} sha-256 {digest}" for name, digest in sorted(snapshots.items())),
        "geometry": None,
    }


def _control(space: Workspace, asked: Asked) -> gpd.GeoDataFrame:
    """The last snapshot of each source, or every one between the days."""
    frames = []
    for source in _sources(space, asked.source):
        days = [date.fromisoformat(row["on"]) for row in space.snapshots(source)]
        if asked.start is None and asked.end is None:
            days = days[-1:]
        wanted = (day for day in days if _within(day, asked))
        frames += [space.control_frame(source, day) for day in wanted]
    if not frames:
        return _frame([])
    frame = gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), crs=CRS)
    frame.insert(3, "area_km2", [round(area_km2(shape), 4) for shape in frame.geometry])
    return _dated(frame, ("on",))


def _changes(space: Workspace, asked: Asked) -> gpd.GeoDataFrame:
    """What was gained and lost over the span, by default the last thirty days; or for each step of it."""
    from app.mapping import chosen_days, chosen_source

    frames = []
    for source in _sources(space, asked.source):
        spans: Iterable[tuple[date, date]]
        if asked.every:
            rows = space.deltas(source=source, start=asked.start, end=asked.end, every=asked.every)
            spans = [(date.fromisoformat(r["snapshot_start"]), date.fromisoformat(r["snapshot_end"])) for r in rows]
        else:
            start, end = chosen_days(space, chosen_source(space, source), (asked.start, asked.end))
            spans = [] if start is None or end is None else pairwise((start, end))
        frames += [space.change_frame(source, start, end) for start, end in spans if start < end]
    frames = [frame for frame in frames if not frame.empty]
    if not frames:
        return _frame([])
    frame = gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), crs=CRS)
    frame["area_km2"] = frame["area_km2"].astype(float).round(6)
    return _dated(frame, ("start", "end"))


def _within(day: date, asked: Asked) -> bool:
    return (asked.start is None or asked.start <= day) and (asked.end is None or day <= asked.end)


def _sources(space: Workspace, source: str | None) -> list[str]:
    loaded = [row["id"] for row in space.loaded_sources()]
    if source is not None and source not in loaded:
        raise NotFound(f"no source {source[:60]!r} is loaded; loaded: {', '.join(loaded) or 'none'}")
    return [source] if source else loaded


def _dated(frame: gpd.GeoDataFrame, columns: tuple[str, ...]) -> gpd.GeoDataFrame:
    """Return the frame with its days as ISO text, which every format has."""
    return frame.assign(**{column: [str(value)[:10] for value in frame[column]] for column in columns})


def _frame(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    columns = list(dict.fromkeys(key for row in rows for key in row)) or ["geometry"]
    return gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs=CRS)


BUILDERS: dict[str, Callable[[Workspace, Asked], gpd.GeoDataFrame]] = {
    "mentions": _mentions,
    "claims": _claims,
    "findings": _findings,
    "control": _control,
    "changes": _changes,
}
