"""The lines of an archive: JSON lines, plain or under gzip or zstd, or the rows of a Parquet file."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Protocol

from app.errors import BadInput

GZIP, ZSTD, PARQUET = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PAR1"
CHUNK_BYTES = 256 * 1024
"""About a third of a second's reading: little to do again after a kill, much beside what a task costs."""
CHUNK_LINES = 1_000
_SKIPPED = 1 << 20


@dataclass(frozen=True, slots=True)
class Position:
    """How far a reading has come: the lines behind it, the byte at which the next begins, and what the last one was."""

    lines: int
    offset: int
    last_bytes: int
    last_sha256: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some lines (blank ones are empty), the number of the first, and where the next chunk begins."""

    first: int
    lines: tuple[bytes, ...]
    end: Position
    done: int
    """How many bytes of the file have been read, for showing progress."""


class _Lines(Protocol):
    def __call__(self, skip: int, offset: int, /) -> Iterator[tuple[bytes, int]]: ...


def chunks(path: Path, longest: int, after: Position | None = None) -> Iterator[Chunk]:
    """Yield a file's lines in chunks, in their order, from behind `after` on.

    Parameters
    ----------
    longest : int
        Bytes of a line; of a longer one only so many and one more are kept, so that it is seen to be too long.

    Raises
    ------
    BadInput
        The file cannot be read, is damaged or cut short, or is not the one that `after` speaks of.
    """
    try:
        with path.open("rb") as raw:
            kind = raw.read(4)
            raw.seek(0)
            yield from _chunked(path, raw, _reader(kind, raw, longest), plain=_is_plain(kind), after=after)
    except OSError as error:  # among them what gzip finds wrong
        raise BadInput(f"{path}: {error.strerror or error}") from error
    except (EOFError, zlib.error) as error:
        raise BadInput(f"{path} is cut short or damaged: {error}") from error


def _is_plain(kind: bytes) -> bool:
    return kind not in (PARQUET, ZSTD) and kind[:2] != GZIP


def _reader(kind: bytes, raw: BinaryIO, longest: int) -> _Lines:
    if kind == PARQUET:
        from app.archive.parquet import rows

        return lambda skip, _: ((line, 0) for line in rows(raw, skip))

    def lines(skip: int, offset: int) -> Iterator[tuple[bytes, int]]:
        raw.seek(offset)
        with _unpacked(kind, raw) as stream:
            for _ in range(skip if not _is_plain(kind) else 0):
                if not _line(stream, longest)[1]:
                    return
            while (found := _line(stream, longest))[1]:
                yield found

    return lines


@contextmanager
def _unpacked(kind: bytes, raw: BinaryIO) -> Iterator[BinaryIO]:
    if kind[:2] == GZIP:
        with gzip.open(raw) as stream:
            yield io.BufferedReader(stream, _SKIPPED)
    elif kind == ZSTD:
        yield zstd_lines(raw)
    else:
        yield raw


def zstd_lines(raw: BinaryIO) -> BinaryIO:
    """Return what is under zstd, one frame or many; unlike to zstandard's own reader, a cut one is an error to it."""
    from pyarrow import CompressedInputStream

    own = os.fdopen(os.dup(raw.fileno()), "rb")  # it is closed when the last line is read
    own.seek(raw.tell())
    return io.BufferedReader(CompressedInputStream(own, "zstd"), _SKIPPED)


def _line(stream: BinaryIO, longest: int) -> tuple[bytes, int]:
    """Return the next line, or as much of it as is kept, and how many bytes it has in all: none at the end."""
    line = stream.readline(longest + 1)
    size = len(line)
    if size > longest:
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = stream.readline(_SKIPPED)
            size += len(rest)
    return line, size


def _chunked(path: Path, raw: BinaryIO, reader: _Lines, *, plain: bool, after: Position | None) -> Iterator[Chunk]:
    number = offset = 0
    if after is not None:  # the last line that was read is looked at once more
        number, offset = after.lines - 1, after.offset - after.last_bytes
    found = reader(number, offset if plain else 0)
    if after is not None:
        line, size = next(found, (b"", 0))
        number, offset = after.lines, after.offset
        if sha256(line).hexdigest() != after.last_sha256 or size != after.last_bytes:
            raise BadInput(f"line {after.lines} of {path} is not what it was when the reading was interrupted")
    lines: list[bytes] = []
    first, held = number + 1, 0
    for line, size in found:
        number, offset = number + 1, offset + size
        lines.append(line if line.strip() else b"")
        held += len(line)
        if held >= CHUNK_BYTES or len(lines) == CHUNK_LINES:
            yield Chunk(first, tuple(lines), _position(number, offset, line, size), raw.tell())
            lines, first, held = [], number + 1, 0
    if lines:
        yield Chunk(first, tuple(lines), _position(number, offset, line, size), raw.tell())


def _position(number: int, offset: int, line: bytes, size: int) -> Position:
    return Position(number, offset, size, sha256(line).hexdigest())
