"""Days that were imported again with another content: which deltas and findings that moved, and by how much.

The version before is kept in the store. What used it is measured twice, with the one version and with the other in the
series as it is now, so that the difference is that of the correction alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from app.deltas import Delta, Every, measure, spans
from app.errors import NotFound

if TYPE_CHECKING:
    from app.polygons import Polygons
    from app.store.records import Correction, StoredSnapshot
    from app.workspace import Workspace
    from geodata.definitions import Source

# A band moves each end by a day, and a day that is absent is stood for by one at most three days older.
_NEAR_DAYS = 4


def corrections(space: Workspace, source: str | None = None) -> list[dict[str, Any]]:
    """Return what each correction changed, the oldest first.

    Parameters
    ----------
    source : str, optional
        Only that source's; refused where it has no snapshots.

    Returns
    -------
    list of dict
        ``source``, ``on``, ``version``, ``imported_at``, the hashes and areas (km²) of both versions by status, the
        ground ``gained_km2`` and ``lost_km2`` from the one version to the other, and the ``deltas`` and ``findings``
        that used the day, each before and after.
    """
    loaded = space.polygons().sources()
    if source is not None and source not in loaded:
        raise NotFound(f"no snapshots of {source!r}; loaded: {', '.join(loaded) or 'none'}")
    return [_moved_by(space, each) for each in space.store.control.corrections(source)]


def _moved_by(space: Workspace, corrected: Correction) -> dict[str, Any]:
    before, after = corrected.before, corrected.after
    now = space.polygons()
    was, became = now.as_if(before), now.as_if(after)
    source = space.sources.of(after.source)
    statuses = tuple(sorted({*before.layers, *after.layers}))
    ground = became.moved(before, after, statuses)
    return {
        "source": after.source,
        "on": after.on.isoformat(),
        "version": corrected.version,
        "imported_at": corrected.imported_at,
        "sha256_before": before.sha256,
        "sha256_after": after.sha256,
        "statuses": {
            status: {"before_km2": _area_km2(before, status), "after_km2": _area_km2(after, status)}
            for status in statuses
        },
        "gained_km2": round(ground.gained_km2, 4),
        "lost_km2": round(ground.lost_km2, 4),
        "deltas": [_delta(every, *pair) for every, *pair in _deltas(was, became, source, after.on)],
        "findings": list(_findings(space, was, became, after)),
    }


def _area_km2(day: StoredSnapshot, status: str) -> float | None:
    return round(day.layers[status].area_km2, 4) if status in day.layers else None


def _deltas(was: Polygons, became: Polygons, source: Source, on: date) -> Iterator[tuple[Every, Delta, Delta]]:
    """Yield each daily and monthly delta that begins or ends with the day, with the one version and the other."""
    days = [snapshot.on for snapshot in became.series(source.id)]
    at = bisect_left(days, on)
    wanted: list[tuple[Every, date, date]] = [
        ("day", start, end) for start, end in pairwise(days[max(at - 1, 0) : at + 2]) if on in (start, end)
    ]
    for span in spans(source, days, start=None, end=None, every="month"):
        ends = (became.on_or_before(source.id, day) for day in (span.file_start, span.file_end))
        if any(end is not None and end.on == on for end in ends):
            wanted.append(("month", span.start, span.end))
    for every, start, end in wanted:
        rows = [measure(each, source, start=start, end=end, every=every)[0] for each in (was, became)]
        yield from ((every, old, new) for old, new in zip(*rows, strict=True))


def _delta(every: Every, old: Delta, new: Delta) -> dict[str, Any]:
    return {
        "every": every,
        "start": new.start.isoformat(),
        "end": new.end.isoformat(),
        **{
            f"{name}_km2": {
                "before": round(getattr(old, f"{name}_km2"), 4),
                "after": round(getattr(new, f"{name}_km2"), 4),
                "difference": round(getattr(new, f"{name}_km2") - getattr(old, f"{name}_km2"), 4),
            }
            for name in ("gained", "lost", "net")
        },
    }


def _findings(space: Workspace, was: Polygons, became: Polygons, day: StoredSnapshot) -> Iterator[dict[str, Any]]:
    """Yield each finding that rests on the day, or whose band does, with the one version and the other."""
    used = f"{day.source}/{day.on}"
    before = was.on_or_before(day.source, day.on)
    same_statuses = before is not None and {*before.layers} == {*day.layers}
    near = {f"{day.source}/{day.on + timedelta(days=step)}" for step in range(-_NEAR_DAYS, _NEAR_DAYS + 1)}
    documents = dict.fromkeys(
        finding["document_id"]
        for finding in space.findings()
        if not same_statuses or near & finding["provenance"]["snapshots"].keys()
    )
    for document_id in documents:
        old, new = ({_claim(each): each for each in space.findings_by(document_id, by)} for by in (was, became))
        for claim, now in new.items():
            then = old.get(claim, now)
            uses = any(used in each["provenance"]["snapshots"] for each in (then, now))
            if uses or _said(then) != _said(now):
                yield _finding(then, now)


def _said(finding: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in finding.items() if key != "provenance"}


def _claim(finding: dict[str, Any]) -> str:
    return str(finding.get("claim_id") or finding.get("statement_id") or finding["id"])


def _finding(then: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    computed = [each["best"] and each["best"]["computed_km2"] for each in (then, now)]
    difference = None if None in computed else round(computed[1] - computed[0], 4)
    return {
        "id": now["id"],
        "document_id": now["document_id"],
        "text": now["text"],
        "stated_km2": now.get("stated_km2"),
        "verdict": {"before": then["verdict"], "after": now["verdict"]},
        "computed_km2": {"before": computed[0], "after": computed[1], "difference": difference},
        "changed": _said(then) != _said(now),
    }
