"""The whole job on an archive: lines in, chunk after chunk read, readings out in the same order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.archive.line import Readings, encoded, failure, longest_line, read_lines, seldom_collected
from app.archive.sink import Sink
from app.archive.source import Chunk, chunks
from app.archive.worker import Opening, basis_of, deltas, read_chunk
from app.errors import BadInput, FrontlineError

if TYPE_CHECKING:
    from distributed import Client

    from app.workspace import Asked, Workspace

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Done:
    """How many lines an output has, how many of them are errors, and how many an earlier run had read."""

    count: int
    failed: int
    before: int


def read_archive(
    space: Workspace,
    source: Path,
    out: Path,
    *,
    jobs: int | None = None,
    scheduler: str | None = None,
    restart: bool = False,
    progress: Progress | None = None,
    say: Callable[[str], None] | None = None,
) -> Done:
    """Read every line of `source` into a line of `out`, in the same order.

    A line that fails becomes ``{"id", "error": {"code", "message"}}`` and the rest goes on. A run that is interrupted,
    however it ends, is gone on with by calling this again.

    Parameters
    ----------
    jobs : int, optional
        Read in so many processes of a cluster on this machine.
    scheduler : str, optional
        Read on the workers of the Dask scheduler at this address. They open the store and the gazetteers that their
        own environment names; one whose content differs is an error.

    Raises
    ------
    BadInput, FrontlineError
        The input cannot be read, the output cannot be written, there is no cluster.
    """
    if not source.is_file():
        raise BadInput(f"{source}: {'a folder, expected a file' if source.is_dir() else 'no such file'}")
    if out.exists() and out.samefile(source):
        raise BadInput(f"--out {out} is the input itself; name another file")
    basis = basis_of(space)  # what is wrong with the gazetteer is one error, not one for each line
    sink = Sink(out, basis, restart=restart)
    before = sink.count
    if before and say:
        say(f"going on behind {before:,} lines that are read already")
    size = source.stat().st_size
    try:
        todo = chunks(source, longest_line(space.settings.max_text_bytes), sink.after)
        for chunk, readings in _read(space, Opening(None, basis), todo, jobs, scheduler):
            sink.write(readings, chunk.end)
            if progress:
                progress(chunk.done, size)
        sink.finish()
    finally:
        sink.close()
    return Done(sink.count, sink.failed, before)


def _read(
    space: Workspace, opening: Opening, todo: Iterable[Chunk], jobs: int | None, scheduler: str | None
) -> Iterator[tuple[Chunk, Readings]]:
    if scheduler is None and (jobs is None or jobs == 1):
        with seldom_collected():
            for chunk in todo:
                yield chunk, read_lines(space, chunk.lines, chunk.first)
        return
    from app.archive.cluster import Lost, cluster, in_order

    if scheduler is None:
        opening = replace(opening, settings=space.settings.model_copy(update={"write_token": None}))
    with cluster(jobs, scheduler) as client:
        for chunk, readings in in_order(client, read_chunk, opening, todo):
            yield chunk, _apart(client, opening, chunk) if isinstance(readings, Lost) else readings


def deltas_of_all(
    space: Workspace, asked: Asked, *, jobs: int | None = None, scheduler: str | None = None
) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the area deltas of every source, a source a task; see :meth:`Workspace.deltas_and_notes`.

    `jobs` and `scheduler` are those of :func:`read_archive`. What the workers compute is kept in the store that they
    open, as always.
    """
    names = [asked["source"]] if asked.get("source") else space.polygons().sources()
    if not names or (scheduler is None and (jobs is None or jobs == 1)):
        return space.deltas_and_notes(**asked)
    from app.archive.cluster import Lost, cluster, in_order

    settings = space.settings.model_copy(update={"write_token": None}) if scheduler is None else None
    rows: list[dict[str, Any]] = []
    notes: list[str] = []
    with cluster(min(jobs or 1, len(names)), scheduler) as client:
        for name, found in in_order(client, deltas, (settings, space.store.control.revision(), asked), names):
            if isinstance(found, Lost):
                raise FrontlineError(f"{name}: each worker that measured it ended, killed or out of memory")
            rows += found[0]
            notes += found[1]
    return rows, notes


def _apart(client: Client, opening: Opening, chunk: Chunk) -> Readings:
    """Return the readings of a chunk that ended its workers: halved until the line that does it stands alone."""
    from app.archive.cluster import Lost, in_order

    if len(chunk.lines) == 1:
        message = "each worker that read this line ended, killed or out of memory"
        return Readings(encoded(failure(_id_of(chunk.lines[0]), "worker_lost", message, chunk.first)), 1, 1)
    half = len(chunk.lines) // 2
    halves = (
        replace(chunk, lines=chunk.lines[:half]),
        replace(chunk, lines=chunk.lines[half:], first=chunk.first + half),
    )
    together = Readings()
    for part, readings in in_order(client, read_chunk, opening, halves):
        together += _apart(client, opening, part) if isinstance(readings, Lost) else readings
    return together


def _id_of(line: bytes) -> object:
    import orjson

    try:
        return orjson.loads(line).get("id")
    except (ValueError, AttributeError):
        return None
