"""``frontline place`` and ``frontline line``: how a place stood over time, and how the line moved between two days."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from app.cli.shared import (
    JsonOption,
    SourceOption,
    StoreOption,
    day,
    km2,
    print_json,
    print_table,
    remark,
    workspace,
)

SHOWN = 4  # others of the same name


def place(
    name: Annotated[str, typer.Argument(help='A name in any spelling ("Lyman, Donetsk"), or an id.')],
    source: SourceOption = None,
    start: Annotated[str | None, typer.Option("--from", help="First day, YYYY-MM-DD.")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last day.")] = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Show how a place stood, and how far from the line.

    Since when it has its status, every change before, its distance to the line at the turn of each month.
    """
    with workspace(store) as space:
        told = space.place_history(name, source=source, start=day(start), end=day(end))
        outline = space.polygons().outline() is not None
    if json:
        print_json(told)
        return
    where = told["place"]
    remark(f"{where['name']}, {where['admin1'] or where['country']}  ({where['lat']:.4f}, {where['lon']:.4f})")
    if told["why"].startswith("no place is called"):
        remark(f"{told['why']}: check the name")
    elif told["others"]:
        others = ", ".join(f"{each['name']} ({each['admin1'] or each['country']})" for each in told["others"][:SHOWN])
        more = f" and {len(told['others']) - SHOWN} more" if len(told["others"]) > SHOWN else ""
        remark(f"others of that name: {others}{more}; 'NAME, UNIT' or an id picks one")
    for history in told["history"]:
        print_table(
            f"Status by {history['source']}",
            ["status", "from", "until"],
            [
                (
                    run["status"], f"{'≤ ' if run['since_first_snapshot'] else ''}{run['since']}",
                    run["until"] or "still so on the last map",
                )
                for run in history["statuses"]
            ],
        )  # fmt: skip
        if outline:
            print_table(
                f"Distance to the line by {history['source']}, km",
                ["on", "status", "km to line", "moved"],
                list(_moved(history["distances"])),
                right=["km to line", "moved"],
            )
    if not outline:
        remark("no distance to the line without the country's outline: 'frontline regions add FILE --country'")


def _moved(days: list[dict[str, Any]]) -> list[tuple[object, ...]]:
    """Return the rows of distances; the step counts as distance into held ground and out of it."""
    rows: list[tuple[object, ...]] = []
    before: float | None = None
    for each in days:
        km = each["distance_to_line_km"]
        signed = None if km is None else -km if each["status"] == "occupied" else km
        step = "" if signed is None or before is None else f"{signed - before:+.2f}"
        rows.append((each["on"], each["status"], "" if km is None else f"{km:.2f}", step))
        before = signed
    return rows


def line(
    source: SourceOption = None,
    start: Annotated[str | None, typer.Option("--from", help="A day; 30 days before the last by default.")] = None,
    end: Annotated[str | None, typer.Option("--to", help="A day; that of the last snapshot by default.")] = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Show the line on two days: length, movement, deepest advance.

    By region where boundaries are stored.
    """
    with workspace(store) as space:
        told = space.line_report(source=source, start=day(start), end=day(end))
    if json:
        print_json({"lines": told})
        return
    for report in told:
        print_table(
            f"The line by {report['source']}, {report['snapshot_start']} → {report['snapshot_end']}",
            ["region", "km before", "km after", "gained km²", "lost km²", "net km²", "deepest km", "where"],
            [
                (
                    move["region"] or "all", f"{move['length_before_km']:,.1f}", f"{move['length_after_km']:,.1f}",
                    km2(move["gained_km2"]), km2(move["lost_km2"]), f"{move['net_km2']:+,.1f}",
                    "" if move["farthest_km"] is None else f"{move['farthest_km']:.1f}",
                    move["farthest_at"] and move["farthest_at"]["near"],
                )
                for move in report["moves"]
            ],
            right=["km before", "km after", "gained km²", "lost km²", "net km²", "deepest km"],
        )  # fmt: skip
