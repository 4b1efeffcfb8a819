"""Files into the store with their report, for ``control add`` and ``control fetch``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from app.cli.import_report import print_report, totals
from app.cli.shared import print_json, progress, remark, stopped_by_signals

if TYPE_CHECKING:
    from app.workspace import Workspace
    from geodata.control import Stated

STOPPED = 130


def import_files(
    space: Workspace,
    files: Sequence[Path],
    source: str,
    *,
    stated: Stated,
    within: str | None,
    dry_run: bool,
    json: bool,
    fetched: dict[str, Any] | None = None,
) -> None:
    """Import files one after another, print the report, and end with 1 where some were refused.

    Parameters
    ----------
    within : str, optional
        The name of a stored boundary to which all is clipped.
    fetched : dict, optional
        What a fetch before it did, for the JSON report.

    Raises
    ------
    typer.Exit
        1 where files were refused, 130 where it was stopped; then it says how far it came.
    """
    from app.errors import FrontlineError
    from app.imports import ControlImport
    from app.workspace import today
    from geodata.control import Boundary

    boundary = Boundary(*space.boundary(within)) if within else None
    imported = ControlImport(space.store, source, today=today(), stated=stated, within=boundary, dry_run=dry_run)
    done, stopped = 0, False
    with stopped_by_signals():
        try:
            with progress(f"importing {source}") as step:
                for done, path in enumerate(files, start=1):
                    imported.add(path)
                    step(done, len(files))
            with progress("computing changes") as step:
                imported.finish(step)
        except KeyboardInterrupt:
            stopped = True
        except FrontlineError:  # the store can take no more: the command ends with the reason, and says how far it came
            if not dry_run and imported.stored:
                _say_stopped(done, files, imported.stored)
            raise
    if json:
        report = totals(source, imported.stored, imported.refused, dry_run=dry_run)
        print_json(report if fetched is None else {"fetched": fetched, **report})
    else:
        print_report(source, imported.stored, imported.refused)
        if any(item["outcome"] == "corrected" for item in imported.stored):
            remark("'frontline control changes' shows which deltas and findings the corrected days move")
        if not imported.axes_checked:
            remark("the order of the axes was not checked: 'frontline regions add FILE --country' adds the outline")
    if stopped:
        _say_stopped(done, files, imported.stored)
        raise typer.Exit(STOPPED)
    if imported.refused:
        raise typer.Exit(1)


def _say_stopped(done: int, files: Sequence[Path], stored: Sequence[dict[str, Any]]) -> None:
    days = sorted(item["on"] for item in stored)
    last = f", the last of {days[-1]}" if days else ""
    where = f"at {files[done - 1].name}" if done < len(files) else "while changes were computed"
    remark(f"stopped {where}: {len(days)} snapshots of {len(files)} files{last}; the same command goes on from there")
