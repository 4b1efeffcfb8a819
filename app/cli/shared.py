"""What the commands share: options, days, output."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from app.settings import Settings
    from app.workspace import Workspace

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        help="The store: a file, sqlite:///file or postgresql+psycopg://user@host/database.",
        metavar="URL",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of tables.")]
SourceOption = Annotated[str | None, typer.Option("--source", "-s", help="A source's name; every source by default.")]
JobsOption = Annotated[
    int | None, typer.Option("--jobs", min=1, help="In so many processes of this machine; one by default.")
]
SchedulerOption = Annotated[
    str | None, typer.Option("--scheduler", help="On the workers of a Dask scheduler.", metavar="tcp://HOST:PORT")
]

PIPED_WIDTH = 160


@lru_cache(maxsize=1)
def out() -> Console:
    """Standard output, wide where it is not a terminal, so that nothing is cut off in a file."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else PIPED_WIDTH, highlight=False, markup=False, emoji=False)


@lru_cache(maxsize=1)
def err() -> Console:
    """Standard error, for progress and remarks."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)


def settings_for(store: str | None) -> Settings:
    """Return the settings, with the store that the command names."""
    from app.settings import load_settings

    return load_settings(store=store)


@contextmanager
def workspace(store: str | None) -> Iterator[Workspace]:
    """Open a workspace whose one-off work shows a progress bar."""
    from app.workspace import Workspace

    with progress("indexing") as step:
        opened = Workspace(settings_for(store), say=remark, progress=step)
        try:
            yield opened
        finally:
            opened.store.close()


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function (done, of how many) that draws a bar on a terminal's standard error.

    Nothing is drawn for a single thing, in a pipe, or until the function is called; the bar goes when all is done.
    """
    bar: Any = None
    task: Any = None

    def step(done: int, total: int) -> None:
        nonlocal bar, task
        if total <= 1 or not err().is_terminal:
            return
        if bar is None:
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            bar = Progress(*columns, console=err(), transient=True)
            bar.start()
            task = bar.add_task(what, total=total)
        bar.update(task, completed=done, total=total)

    try:
        yield step
    finally:
        if bar is not None:
            bar.stop()


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Turn a polite request to end (SIGTERM) into what Ctrl-C raises, so that the command says how far it came."""
    import signal

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def day(text: str | None) -> date | None:
    """Return the day that an option names: YYYY-MM-DD, not in the future."""
    if text is None:
        return None
    from app.reading.dates import parse_day
    from app.workspace import today

    return parse_day(text, today=today())


def remark(line: str) -> None:
    """Print a remark on standard error."""
    err().print(line)


def print_json(value: object) -> None:
    """Print one JSON document."""
    import orjson

    try:
        text = orjson.dumps(value, default=str, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS).decode()
    except TypeError:  # integers over 64 bits, halves of surrogate pairs
        text = json.dumps(value, indent=1, default=str)
    sys.stdout.write(text + "\n")


def print_table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, right: Iterable[str] = ()
) -> None:
    """Print a table; the columns named in `right` hold numbers."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(title=title, box=SIMPLE_HEAD, title_justify="left", title_style="bold", pad_edge=False)
    numbers = set(right)
    for column in columns:
        table.add_column(column, justify="right" if column in numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    out().print(table)


def km2(value: float | None) -> str:
    """Return an area for a table: one decimal, thousands apart."""
    return "" if value is None else f"{value:,.1f}"
