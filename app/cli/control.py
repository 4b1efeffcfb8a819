"""``frontline control``: snapshots of who controls what on which day."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

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

commands = typer.Typer(help="Snapshots of who controls what on which day.", no_args_is_help=True)


@commands.command("add")
def add(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders of files.", show_default=False)],
    source: Annotated[str, typer.Option("--source", "-s", help="Whose map it is: a name such as deepstate.")],
    on: Annotated[str | None, typer.Option("--on", help="The day, where the file's name has none.")] = None,
    status: Annotated[str | None, typer.Option("--status", help="The status, where the file has none.")] = None,
    format: Annotated[str | None, typer.Option("--format", help="The format, where it is not told rightly.")] = None,
    crs: Annotated[str | None, typer.Option("--crs", help="Such as EPSG:3857, where the file does not say it.")] = None,
    date_column: Annotated[
        str | None, typer.Option("--date-column", help="The column of dates, where its name does not say it.")
    ] = None,
    status_column: Annotated[
        str | None, typer.Option("--status-column", help="The column of statuses, where its name does not say it.")
    ] = None,
    swap_axes: Annotated[
        bool, typer.Option("--swap-axes", help="The file has latitude before longitude, against its format.")
    ] = False,
    within: Annotated[
        str | None, typer.Option("--within", help="Clip to this stored boundary ('frontline regions list').")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report what would be stored, and store nothing.")] = False,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Import snapshots, a file a day.

    Each file is stored whole or refused with its reason; the rest goes in.
    """
    from app.cli.importing import import_files
    from app.errors import BadInput
    from geodata.control import Stated, find_control_files

    stated = Stated(day(on), status, format, crs, date_column, status_column, swap_axes)
    files = find_control_files(paths)
    if not files:
        raise BadInput(f"no files of polygons in {', '.join(map(str, paths))}")
    with workspace(store) as space:
        import_files(space, files, source, stated=stated, within=within, dry_run=dry_run, json=json)


@commands.command("list")
def list_(store: StoreOption = None, json: JsonOption = False) -> None:
    """List the sources, with their days."""
    with workspace(store) as space:
        rows = space.status()["control"]
    if json:
        print_json({"control": rows})
        return
    if not rows:
        remark("no snapshots; 'frontline control add PATH... --source NAME' adds them")
        return
    print_table(
        "Control",
        ["source", "title", "snapshots", "first", "last", "days missing", "licence"],
        [
            (
                row["id"], row["title"], row["snapshots"], row["first"], row["last"],
                sum(gap["days"] for gap in row["gaps"]), row["licence"],
            )
            for row in rows
        ],
        right=["snapshots", "days missing"],
    )  # fmt: skip


@commands.command("show")
def show(source: str, store: StoreOption = None, json: JsonOption = False) -> None:
    """List the snapshots of a source, with their areas and hashes."""
    with workspace(store) as space:
        rows = space.snapshots(source)
        notes = {(report["on"], report["status"]): report for report in space.store.control.reports(source)}
    if json:
        reports = [{**report, "on": str(report["on"])} for report in notes.values()]
        print_json({"source": source, "snapshots": rows, "reports": reports})
        return
    print_table(
        f"Snapshots of {source}",
        ["on", "km²", "statuses", "sha-256 of the file"],
        [
            (
                row["on"],
                km2(row["area_km2"]),
                ", ".join(f"{s} {km2(a)}" for s, a in row["statuses"].items()),
                row["sha256"],
            )
            for row in rows
        ],
        right=["km²"],
    )


@commands.command("remove")
def remove(
    source: str,
    on: Annotated[str | None, typer.Option("--on", help="Only the snapshot of this day.")] = None,
    store: StoreOption = None,
) -> None:
    """Remove a source's snapshots."""
    from app.errors import NotFound

    with workspace(store) as space:
        gone = space.store.control.remove(source, day(on))
    if not gone:
        raise NotFound(f"no snapshot of {source!r}{f' on {on}' if on else ''}; 'frontline control list' shows them")
    remark(f"removed {gone} snapshot{'s' if gone > 1 else ''} of {source}")


@commands.command("changes")
def changes(source: SourceOption = None, store: StoreOption = None, json: JsonOption = False) -> None:
    """List the days imported again, and what that moved.

    Days whose content is another than before, and the deltas and findings that rest on them.
    """
    from app.cli.corrections_report import print_corrections

    with workspace(store) as space:
        found = space.corrections(source)
    if json:
        print_json({"changes": found})
    elif found:
        print_corrections(found)
    else:
        remark("no day was imported again with another content")
