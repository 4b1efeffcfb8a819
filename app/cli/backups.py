"""``frontline backup`` and ``restore``: a whole store in one file, whichever kind it is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.shared import StoreOption, progress, remark, workspace


def backup(
    out: Annotated[str, typer.Argument(metavar="OUT.db", help="The new file; it is itself a store.")],
    store: StoreOption = None,
) -> None:
    """Write the whole store into a new file.

    As it is at this moment; others may go on writing.
    """
    with workspace(store) as space, progress("copying") as step:
        space.store.back_up(Path(out), step)
    remark(f"wrote {out}; gazetteers' files stand in the data folder, below gazetteers/files")


def restore(
    file: Annotated[str, typer.Argument(metavar="FILE.db", help="A backup, or any store in a file.")],
    store: StoreOption = None,
) -> None:
    """Fill an empty store from a backup.

    So a store moves from a file to PostgreSQL, and back.
    """
    with workspace(store) as space, progress("copying") as step:
        space.store.restore(Path(file), step)
        remark(f"{space.store.path} holds what {file} held")
