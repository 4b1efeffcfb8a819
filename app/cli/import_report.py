"""What an import did, as a person reads it: each snapshot of a few, the sum of many, and what needs a look."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from app.cli.shared import km2, out, print_table, remark

_EACH_UP_TO = 12
_LINES = 20
_FAINT_KM2 = 0.05

Item = dict[str, Any]


def totals(source: str, stored: Sequence[Item], refused: Sequence[dict[str, str]], *, dry_run: bool) -> dict[str, Any]:
    """Return the report as one JSON document: each snapshot, each refused file, and their sums."""
    days = sorted({item["on"] for item in stored})
    return {
        "source": source,
        "dry_run": dry_run,
        "stored": list(stored),
        "refused": list(refused),
        "totals": {
            "snapshots": len(days),
            "first": days[0] if days else None,
            "last": days[-1] if days else None,
            "kept": sum(item.get("kept", 0) for item in stored),
            "dropped": sum(each["features"] for item in stored for each in item.get("dropped", ())),
            "identical": sum(_identical(item) for item in stored),
            "warnings": sum(len(item.get("warnings", ())) for item in stored),
            "refused": len(refused),
        },
    }


def print_report(source: str, stored: Sequence[Item], refused: Sequence[dict[str, str]]) -> None:
    """Print the report; where nothing was stored, only the reasons."""
    if stored:
        _line(_headline(source, stored, refused))
        new = [item for item in stored if "layers" in item]
        if new:
            _print_areas(new)
            _print_dropped(new)
            _print_warnings(new)
            _print_notes(new)
    for item in refused:
        remark(f"refused {item['file']}: {item['reason']}")


def _headline(source: str, stored: Sequence[Item], refused: Sequence[dict[str, str]]) -> str:
    outcomes = [item["outcome"] for item in stored]
    told = ", ".join(f"{outcomes.count(name)} {name}" for name in dict.fromkeys(outcomes))
    told += f", {len(refused)} refused" if refused else ""
    days = sorted(item["on"] for item in stored)
    told += f"; {days[0]} to {days[-1]}" if days[0] != days[-1] else f"; {days[0]}"
    absent = (date.fromisoformat(days[-1]) - date.fromisoformat(days[0])).days + 1 - len(set(days))
    if 0 < absent < len(days):  # a daily series with gaps; of a weekly one most days are absent
        told += f", {absent} day{'s' if absent > 1 else ''} absent"
    if same := sum(_identical(item) for item in stored):
        told += f"; {same} identical to the snapshot before"
    return f"{source}: {told}"


def _print_areas(new: Sequence[Item]) -> None:
    by_day = sorted(new, key=lambda item: (item["on"], item["file"]))
    layers = [(item, layer) for item in by_day for layer in item["layers"]]
    if len(new) > _EACH_UP_TO:
        _print_spans(layers)
        return
    rows: list[Sequence[object]] = [
        (
            item["on"], item["file"], item["format"], layer["status"], f"{layer['features']:,}",
            km2(layer["area_before_mending_km2"]), km2(layer["area_km2"]), _moved(item, layer["status"]),
        )
        for item, layer in layers
    ]  # fmt: skip
    if len(layers) > 1 and len(new) == 1:
        (item,) = new
        kept, before, after = f"{item['kept']:,}", km2(item["area_before_mending_km2"]), km2(item["area_km2"])
        rows.append(("", "", "", "total", kept, before, after, ""))
    print_table(
        "Kept",
        ["on", "file", "format", "status", "features", "km² as drawn", "km²", "since the snapshot before"],
        rows,
        right=["features", "km² as drawn", "km²"],
    )


def _print_spans(layers: Sequence[tuple[Item, Item]]) -> None:
    by_status: dict[str, list[tuple[Item, Item]]] = defaultdict(list)
    for item, layer in sorted(layers, key=lambda pair: str(pair[0]["on"])):
        by_status[layer["status"]].append((item, layer))
    rows: list[Sequence[object]] = []
    for status, pairs in sorted(by_status.items()):
        (first, first_layer), (last, last_layer) = pairs[0], pairs[-1]
        mended = max(pairs, key=lambda pair: _mended(pair[1]))
        most = _mended(mended[1])
        where = f"{most:,.1f} on {mended[0]['on']}" if most > _FAINT_KM2 else f"{most:,.1f}"
        rows.append(
            (
                status, f"{len(pairs):,}", f"{sum(layer['features'] for _, layer in pairs):,}",
                f"{km2(first_layer['area_km2'])} on {first['on']}", f"{km2(last_layer['area_km2'])} on {last['on']}",
                where,
            )
        )  # fmt: skip
    columns = ["status", "snapshots", "features", "km² at first", "km² at last", "km² by mending, at most"]
    print_table("Kept", columns, rows, right=columns[1:])


def _print_dropped(new: Sequence[Item]) -> None:
    """Print one line a reason; of many snapshots the ground is that of the one where it was largest."""
    reasons: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for item in new:
        for each in item["dropped"]:
            reasons[each["reason"]].append((each["features"], each["area_km2"]))
    if not reasons:
        return
    found = [
        (reason, sum(features for features, _ in times), len(times), max(area for _, area in times))
        for reason, times in reasons.items()
    ]
    found.sort(key=lambda row: (-row[3], -row[1], row[0]))
    features = f"{sum(row[1] for row in found):,}"
    if len(new) > 1:
        columns = ["reason", "features", "snapshots", "km² as drawn, at most"]
        rows = [(reason, f"{count:,}", f"{times:,}", _area(area)) for reason, count, times, area in found]
        rows += [("total", features, "", "")] if len(rows) > 1 else []
        print_table("Dropped", columns, rows, right=columns[1:])
    else:
        columns = ["reason", "features", "km² as drawn"]
        one = [(reason, f"{count:,}", _area(area)) for reason, count, _, area in found]
        one += [("total", features, _area(sum(row[3] for row in found)))] if len(one) > 1 else []
        print_table("Dropped", columns, one, right=columns[1:])


def _print_warnings(new: Sequence[Item]) -> None:
    rows = [(item["on"], item["file"], line) for item in new for line in item["warnings"]]
    if not rows:
        return
    rows.sort()
    print_table("Needs a look", ["on", "file", "what"], rows[:_LINES])
    if len(rows) > _LINES:
        _line(f"and {len(rows) - _LINES:,} more; --json has all of them")


def _print_notes(new: Sequence[Item]) -> None:
    files: dict[str, set[str]] = defaultdict(set)
    for item in new:
        for note in item["notes"]:
            files[note].add(item["file"])
    for note, named in list(files.items())[:_LINES]:
        _line(f"note: {note}" + (f" ({len(named)} files)" if len(named) > 1 else ""))


def _moved(item: Item, status: str) -> str:
    since = item["since"]
    if since is None:
        return ""
    moved = since["moved"].get(status)
    if moved is None:
        return ""
    if not moved["gained_km2"] and not moved["lost_km2"]:
        return f"as on {since['on']}"
    return f"+{moved['gained_km2']:,.1f} −{moved['lost_km2']:,.1f} since {since['on']}"


def _mended(layer: Item) -> float:
    return abs(float(layer["area_before_mending_km2"] - layer["area_km2"]))


def _identical(item: Item) -> bool:
    return bool(item.get("since") and item["since"]["moved"] and item["since"]["identical"])


def _area(value: float) -> str:
    return km2(value) if value else ""


def _line(text: str) -> None:
    out().print(text, soft_wrap=True)
