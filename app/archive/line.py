"""One line of an archive to its reading, or to what is wrong with it."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.errors import BadInput, FrontlineError
from app.reading.dates import parse_day
from app.reading.records import Document
from app.workspace import today
from geodata.errors import GeodataError

if TYPE_CHECKING:
    from app.workspace import Workspace

ESCAPED = 6
"""Bytes that JSON may take for a byte of text: a letter of two bytes as six (a backslash, u and four digits)."""


@dataclass(frozen=True, slots=True)
class Readings:
    """Lines of JSON, how many they are, and how many of them are errors."""

    lines: bytes = b""
    count: int = 0
    failed: int = 0

    def __add__(self, other: Readings) -> Readings:
        return Readings(self.lines + other.lines, self.count + other.count, self.failed + other.failed)


def longest_line(max_text_bytes: int) -> int:
    """Return how many bytes a line may have: a text of the largest size, escaped, and what stands beside it."""
    return max_text_bytes * ESCAPED + 1_000_000


def read_lines(space: Workspace, lines: Sequence[bytes], first: int) -> Readings:
    """Read lines, of which the first has the number `first`; blank ones give nothing."""
    results = [read_line(space, line, first + at) for at, line in enumerate(lines) if line.strip()]
    return Readings(b"".join(map(encoded, results)), len(results), sum("error" in result for result in results))


def read_line(space: Workspace, line: bytes, number: int) -> dict[str, Any]:
    """Return the reading of one line under the line's own id, or what is wrong with it."""
    key = None
    try:
        item = _item(line, longest_line(space.settings.max_text_bytes))
        key = item.get("id")
        if "id" not in item or item.get("text") is None:
            raise BadInput('expected an object with "id" and "text"')
        document = Document(
            text=_text(item, "text") or "",
            published=_published(item),
            title=_text(item, "title"),
            url=_text(item, "url"),
            lang=_text(item, "lang"),
        )
        return {**space.read(document, keep=False), "id": key}
    except (FrontlineError, GeodataError) as error:
        return failure(key, "bad_line", str(error), number)
    except Exception as error:  # a fault of ours in one line of a million must not lose the others
        return failure(key, "internal", f"{type(error).__name__}: {error}", number)


def failure(key: object, code: str, message: str, number: int) -> dict[str, Any]:
    """Return what stands in the output for a line that has no reading; without an id it is found by its number."""
    where = f"line {number}: " if key is None else ""
    return {"id": key, "error": {"code": code, "message": where + message}}


def encoded(result: dict[str, Any]) -> bytes:
    """Return a line of JSON; half a surrogate pair, which UTF-8 cannot hold, stands escaped as it came."""
    try:
        return (json.dumps(result, ensure_ascii=False) + "\n").encode()
    except UnicodeEncodeError:
        return (json.dumps(result) + "\n").encode()


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Let the collector of reference cycles look seldom: reading makes many small records, and no cycles."""
    before = gc.get_threshold()
    collect_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def collect_seldom() -> None:
    """Let the collector look seldom from now on."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _item(line: bytes, longest: int) -> dict[str, Any]:
    if len(line) > longest:
        raise BadInput(f"a line of more than {longest / 1e6:,.0f} MB; FRONTLINE_MAX_TEXT_MB allows longer texts")
    try:
        item = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadInput(f"not a line of JSON in UTF-8: {error}") from error
    if not isinstance(item, dict):
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
