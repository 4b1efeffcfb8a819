"""``frontline correct``: settle what the reader got wrong or left open."""

from __future__ import annotations

import getpass
from typing import Annotated, Any

import typer

from app.cli.shared import JsonOption, StoreOption, print_json, print_table, remark, workspace


def correct(
    target: Annotated[
        str | None, typer.Argument(help="Id of a mention, a claim or a statement; of a correction with --undo.")
    ] = None,
    place: Annotated[
        str | None, typer.Option("--place", help='The place that is meant: its id, or a name ("Lyman, Donetsk").')
    ] = None,
    none: Annotated[bool, typer.Option("--none", help="No place is meant that can be put on a map.")] = False,
    period: Annotated[str | None, typer.Option("--period", help="A..B, such as 2025-11-01..2025-11-30.")] = None,
    direction: Annotated[
        str | None, typer.Option("--direction", help="captured, lost, held, remaining or other.")
    ] = None,
    actor: Annotated[str | None, typer.Option("--actor", help="A side of parties.toml; 'none' for nobody.")] = None,
    reject: Annotated[bool, typer.Option("--reject", help="It is none: no place, no claim.")] = False,
    note: Annotated[str | None, typer.Option("--note", help="Why; needed.")] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who says so; the user's name by default.")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take the correction of this id back.")] = False,
    list_: Annotated[bool, typer.Option("--list", help="List corrections, of all or of one document.")] = False,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Settle what the reader got wrong or left open.

    A correction is kept beside the reading, also when the text is read anew.
    """
    from app.errors import BadInput

    changes = {
        "place": place, "none": none, "period": period, "direction": direction, "actor": actor, "reject": reject,
    }  # fmt: skip
    given = [name for name, value in changes.items() if value]
    if (undo or list_) and (given or note):
        raise BadInput(f"--{'undo' if undo else 'list'} goes without another change")
    if list_:
        with workspace(store) as space:
            rows = space.reading_corrections(target)
        if json:
            print_json({"corrections": rows})
        else:
            print_corrections(rows)
        return
    if target is None:
        raise BadInput("expected the id of a mention, a claim or a statement ('frontline documents show ID --json')")
    with workspace(store) as space:
        if undo:
            row = space.undo_correction(target)
            done = f"undone {row['id']}: {row['target']} is as it was read"
        else:
            row = space.correct(target, changes, note=note or "", by=by or _user())
            done = f"corrected {row['target']} ({row['text']}); '--undo {row['id']}' takes it back"
    if json:
        print_json(row)
    else:
        remark(done.replace("'--undo ", "'frontline correct --undo "))


def print_corrections(rows: list[dict[str, Any]]) -> None:
    """Print corrections, those that found nothing to correct marked."""
    if not rows:
        remark("no corrections")
        return
    print_table(
        "Corrections",
        ["id", "of", "text", "change", "by", "when", "why"],
        [
            (
                row["id"], row["target"], row["text"],
                change_in_words(row["change"]) + ("" if row.get("applied", True) else " (nothing there to correct)"),
                row["by"], row["at"], row["note"],
            )
            for row in rows
        ],
    )  # fmt: skip


def change_in_words(change: dict[str, Any]) -> str:
    """Return what a correction changes as words."""
    parts = []
    for key, value in change.items():
        if key == "place":
            parts.append("no place" if value is None else f"place {value['name']} ({value['id']})")
        elif key == "period":
            parts.append(f"period {value['start'] or '…'} → {value['end'] or '…'}")
        elif key == "reject":
            parts.append("rejected")
        else:
            parts.append(f"{key} {value or 'nobody'}")
    return ", ".join(parts)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
