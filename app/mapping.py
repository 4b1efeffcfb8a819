"""The map of a store between two days, as the pages show it and the command line writes it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from app.errors import BadInput, NotFound
from app.store.documents import in_sentence

if TYPE_CHECKING:
    from app.deltas import Every
    from app.workspace import Workspace
    from maps.view import MapView

Interval = tuple[date | None, date | None]
SHOWN_DAYS = 30
"""Without a start, the map compares the last snapshot with the one about this much before it."""
MAX_MENTIONS = 5_000
MAX_BARS = 400


def chosen_source(space: Workspace, name: str | None) -> dict[str, Any] | None:
    """Return the source to show: the one asked for, else the one with most snapshots, None where none is loaded."""
    loaded = space.loaded_sources()
    if name:
        found = next((row for row in loaded if row["id"] == name), None)
        if found is None:
            raise NotFound(f"no source {name[:60]!r} is loaded; loaded: {', '.join(r['id'] for r in loaded) or 'none'}")
        return found
    return max(loaded, key=lambda row: int(row["snapshots"]), default=None)


def chosen_days(space: Workspace, source: dict[str, Any] | None, asked: Interval) -> Interval:
    """Return the two days to show: as asked, else the last snapshot and the one about a month before it."""
    if source is None:
        return asked
    days = [date.fromisoformat(str(row["on"])) for row in space.snapshots(source["id"])]
    end = max((day for day in days if asked[1] is None or day <= asked[1]), default=days[0])
    start = max((day for day in days if day <= end - timedelta(days=SHOWN_DAYS)), default=days[0])
    return asked[0] or min(start, end), asked[1] or end


def map_view(
    space: Workspace,
    source: dict[str, Any] | None,
    span: Interval,
    mentions: list[dict[str, Any]],
    **more: Any,
) -> MapView:
    """Collect what a map shows of a source between two days; `more` goes to :class:`maps.MapView`."""
    from maps.view import MapView

    shared = {
        "regions": space.region_frame(),
        "mentions": mentions,
        "tiles_url": space.settings.tiles_url,
        "tiles_attribution": space.settings.tiles_attribution,
        "illustrative": any(row["illustrative"] for row in space.loaded_sources()),
        **more,
    }
    start, end = span
    if source is None or start is None or end is None:
        return MapView(**shared)
    name = source["id"]
    before, after = space.control_frame(name, start), space.control_frame(name, end)
    areas = {row["on"]: row["area_km2"] for row in space.snapshots(name)}
    shown_start, shown_end = _on(before), _on(after)
    return MapView(
        **shared,
        before=before,
        after=after,
        change=space.change_frame(name, start, end) if start < end else None,
        start=shown_start,
        end=shown_end,
        before_km2=areas.get(str(shown_start)),
        after_km2=areas.get(str(shown_end)),
        source_title=source["title"],
        attributions=[source["licence"]] if source["licence"] else [],
    )


def delta_picture(
    space: Workspace,
    *,
    source: str | None,
    start: date | None,
    end: date | None,
    every: Every,
    region: str | None,
    format: str,
) -> bytes:
    """Return the area deltas of one source as bars, "png" or "svg"."""
    from maps import draw_deltas
    from maps.words import count

    chosen = chosen_source(space, source)
    if chosen is None:
        raise NotFound("no snapshots are loaded; 'frontline control add PATH... --source NAME' adds them")
    if region == "all":
        raise BadInput("a chart is of one region: expected a boundary's name, got 'all'")
    rows = space.deltas(source=chosen["id"], start=start, end=end, every=every, region=region)
    if not rows:
        raise NotFound(f"no {every} of {chosen['id']} has snapshots for both its ends between those days")
    if len(rows) > MAX_BARS:
        raise BadInput(
            f"expected at most {MAX_BARS} bars, got {count(len(rows), every)}; --every month, --from and --to"
        )
    where = f" in {rows[0]['region']}" if rows[0]["region"] else ""
    return draw_deltas(
        rows,
        title=f"Ground gained, lost and net by {every}{where}: {chosen['title']}",
        attributions=[chosen["licence"]],
        illustrative=chosen["illustrative"],
        format=format,
    )


def asked_view(
    space: Workspace, *, document: str | None, source: str | None, start: date | None, end: date | None
) -> MapView:
    """Collect the map that the command line writes: of one document, or of every mention."""
    title = "Ground gained and lost"
    if document is None:
        mentions = space.mentions(limit=MAX_MENTIONS)
    else:
        text, reading = space.document(document)
        mentions = with_sentences(text, reading)
        title = reading["document"]["title"] or document
    chosen = chosen_source(space, source)
    if chosen is None and not mentions:
        raise NotFound(
            "nothing to map: no snapshots and no places read; 'frontline control add PATH... --source NAME' and "
            "'frontline read FILE' add them"
        )
    span = chosen_days(space, chosen, (start, end))
    return map_view(space, chosen, span, mentions, title=title, document_url=None)


def with_sentences(text: str, reading: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a reading's mentions with their sentence and document, as :meth:`Workspace.mentions` gives them."""
    document = {
        "document_id": reading["id"],
        "document_title": reading["document"]["title"],
        "published": reading["document"]["published"],
    }
    return [
        {**mention, **document, **in_sentence(text, reading["sentences"], mention["sentence"])}
        for mention in reading["mentions"]
    ]


def _on(frame: Any) -> date | None:
    """Return the day of the snapshot in a control frame."""
    return None if frame.empty else date.fromisoformat(str(frame["on"].iloc[0])[:10])
