"""Many texts, one JSON object a line, to as many readings, one a line. Nothing is stored."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import BadInput, FrontlineError
from app.reading.dates import parse_day
from app.reading.records import Document
from app.workspace import today
from geodata.errors import GeodataError

if TYPE_CHECKING:
    from app.workspace import Workspace


def read_lines(
    space: Workspace, source: Path, out: Path, progress: Callable[[int, int], None] | None = None
) -> tuple[int, int]:
    """Read every line of `source` into a line of `out`; return how many lines, and how many of them failed.

    A line that fails becomes ``{"id", "error": {"code", "message"}}`` and the rest goes on.
    """
    space.open_reader()  # what is wrong with the gazetteer is one error, not one for each line
    with seldom_collected():
        return _read_lines(space, source, out, progress)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Let the collector of reference cycles look seldom: reading makes many small records, and no cycles."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _read_lines(
    space: Workspace, source: Path, out: Path, progress: Callable[[int, int], None] | None
) -> tuple[int, int]:
    beside = out.with_name(f".{out.name}.part")
    try:
        if out.exists() and out.samefile(source):
            raise BadInput(f"--out {out} is the input itself; name another file")
        size = source.stat().st_size
        with source.open("rb") as lines, beside.open("wb") as results:
            count = failed = read = 0
            for line in lines:
                read += len(line)
                if line.strip():
                    result = read_line(space, line)
                    count += 1
                    failed += "error" in result
                    results.write(_encoded(result))
                if progress:
                    progress(read, size)
        beside.replace(out)
    except OSError as error:
        raise BadInput(f"{error.filename}: {error.strerror}") from error
    return count, failed


def _encoded(result: dict[str, Any]) -> bytes:
    """Return a line of JSON; half a surrogate pair, which UTF-8 cannot hold, stands escaped as it came."""
    try:
        return (json.dumps(result, ensure_ascii=False) + "\n").encode()
    except UnicodeEncodeError:
        return (json.dumps(result) + "\n").encode()


def read_line(space: Workspace, line: bytes) -> dict[str, Any]:
    """Return the reading of one line under the line's own id, or what is wrong with it."""
    key = None
    try:
        item = _item(line)
        key = item["id"]
        document = Document(
            text=_text(item, "text") or "",
            published=_published(item),
            title=_text(item, "title"),
            url=_text(item, "url"),
            lang=_text(item, "lang"),
        )
        return {**space.read(document, keep=False), "id": key}
    except (FrontlineError, GeodataError) as error:
        return {"id": key, "error": {"code": "bad_line", "message": str(error)}}
    except Exception as error:  # a fault of ours in one line of a million must not lose the others
        return {"id": key, "error": {"code": "internal", "message": f"{type(error).__name__}: {error}"}}


def _item(line: bytes) -> dict[str, Any]:
    try:
        item = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadInput(f"not a line of JSON in UTF-8: {error}") from error
    if not isinstance(item, dict) or not isinstance(item.get("text"), str) or "id" not in item:
        raise BadInput('expected an object with "id" and "text"')
    return item


def _text(item: dict[str, Any], key: str) -> str | None:
    value = item.get(key)
    if value is not None and not isinstance(value, str):
        raise BadInput(f'"{key}": expected a text, got {type(value).__name__}')
    return value


def _published(item: dict[str, Any]) -> Any:
    text = _text(item, "published")
    return None if text is None else parse_day(text, today=today())
