"""Where readings go: beside the output until all is done, with a journal that says how far it has come.

A chunk's readings are on disk before the journal names them, and the journal is replaced whole. So after a kill the
journal is true, and what stands behind the place that it names is cut off and read again: no line is lost or doubled.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from app.archive.line import Readings
from app.archive.source import Position, zstd_lines
from app.errors import BadInput, FrontlineError

VERSION = 1


class Sink:
    """The output of one archive, gone on with where an earlier run was interrupted.

    Parameters
    ----------
    out : Path
        Its suffix says the form: ``.gz``, ``.zst``, ``.parquet``, else plain lines.
    basis : str
        Hash of all that readings depend on but the text: a run with another would mix two kinds in one file.
    restart : bool
        Throw away what an earlier run left.

    Raises
    ------
    FrontlineError
        Another process writes this output, or what is there was read with something else.
    """

    def __init__(self, out: Path, basis: str, *, restart: bool = False) -> None:
        self.out = out
        self.part = out.with_name(f".{out.name}.part")
        self.journal = out.with_name(f".{out.name}.journal")
        self._basis = basis
        self.after: Position | None = None
        self.count = self.failed = 0
        with _our_errors():
            begun = self.part.exists()
            self._file: BinaryIO = self.part.open("r+b" if begun else "x+b")
            try:
                _lock(self._file, out)
                if restart or not begun:  # a journal without a part: a run that was killed when all was done
                    self.journal.unlink(missing_ok=True)
                self._go_on()
            except BaseException:
                self._file.close()
                raise

    def _go_on(self) -> None:
        size = 0
        told = self._told()
        if told is not None:
            if told["basis"] != self._basis:
                raise BadInput(
                    f"{self.out} was begun with another program, gazetteer or control ({told['count']:,} lines are "
                    "read); --restart begins anew"
                )
            self.after, self.count, self.failed = Position(**told["position"]), told["count"], told["failed"]
            size = told["bytes"]
            if self._file.seek(0, os.SEEK_END) < size:
                raise FrontlineError(f"{self.part} is shorter than its journal says; --restart begins anew")
        self._file.truncate(size)
        self._file.seek(size)

    def _told(self) -> dict[str, Any] | None:
        try:
            told: dict[str, Any] = json.loads(self.journal.read_bytes())
            return told if told["version"] == VERSION else None
        except FileNotFoundError:
            return None
        except (ValueError, LookupError, TypeError) as error:
            raise FrontlineError(f"{self.journal} cannot be read ({error}); --restart begins anew") from error

    def write(self, readings: Readings, position: Position) -> None:
        """Write the readings of a chunk; they are kept from then on, whatever happens."""
        with _our_errors():
            self._file.write(self._packed(readings.lines))
            self._file.flush()
            os.fsync(self._file.fileno())
            self.count += readings.count
            self.failed += readings.failed
            told = {
                "version": VERSION,
                "basis": self._basis,
                "position": asdict(position),
                "bytes": self._file.tell(),
                "count": self.count,
                "failed": self.failed,
            }
            beside = self.journal.with_name(self.journal.name + ".new")
            beside.write_text(json.dumps(told))
            beside.replace(self.journal)

    def finish(self) -> None:
        """Put the output in its place, whole."""
        with _our_errors():
            if self.out.suffix == ".parquet":
                from app.archive import parquet

                beside = self.out.with_name(f".{self.out.name}.whole")
                parquet.write(self._written(), beside)
                beside.replace(self.out)
                self.part.unlink()
            else:
                self.part.replace(self.out)
            self.journal.unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the files; a part without a line goes away."""
        self._file.close()
        if not self.journal.exists():
            with suppress(OSError):
                self.part.unlink(missing_ok=True)

    def _packed(self, lines: bytes) -> bytes:
        """Return a chunk as a member of its own: such files are valid one after the other."""
        if self.out.suffix == ".gz":
            return gzip.compress(lines, 6)
        if self.out.suffix in (".zst", ".parquet"):
            import zstandard

            return zstandard.ZstdCompressor().compress(lines)
        return lines

    def _written(self) -> Iterator[bytes]:
        self._file.seek(0)
        yield from zstd_lines(self._file)


def _lock(file: BinaryIO, out: Path) -> None:
    """Hold the part for this process alone; a process that ends lets go of it, however it ends."""
    try:
        import fcntl
    except ImportError:  # no POSIX system
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise FrontlineError(f"another process is writing {out}") from error


@contextmanager
def _our_errors() -> Iterator[None]:
    """Turn an error of the system, such as a full disk, into ours."""
    try:
        yield
    except OSError as error:
        raise FrontlineError(f"{error.filename or 'the output'}: {error.strerror or error}") from error
