"""The text of GeoJSON files into objects: as much of it at once as memory bears, and nothing twice.

A large collection is cut into the texts of its features, each parsed when it is asked for: lists of numbers take ten
times the room of their text. A map that has not changed since the day before is known by its text.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from typing import Any, overload

import orjson

from geodata.control.geojson_splice import Drawn, Known, known, spliced
from geodata.errors import ImportRefused

LARGE_BYTES = 8 * 1024**2
_KEPT_BYTES = 4 * 1024**2
_FEWEST_LINES = 2
_FEATURES = b'"features"'
_OPENED = re.compile(rb'"features"\s*:\s*\[')
_BEHIND = re.compile(rb"\s*([,\]])")
_LINE = re.compile(rb"[^\r\n]+")
_NOWHERE = 1 << 62


class Slices(Sequence[Any]):
    """Features of a collection by their texts, each parsed whenever it is asked for."""

    def __init__(self, data: bytes, spans: Sequence[tuple[int, int]]) -> None:
        self._data = memoryview(data)
        self._spans = spans
        self._last: tuple[int, Any] | None = None

    def __len__(self) -> int:
        return len(self._spans)

    @overload
    def __getitem__(self, index: int) -> Any: ...
    @overload
    def __getitem__(self, index: slice) -> Slices: ...
    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, slice):
            return Slices(self._data.obj, self._spans[index])  # type: ignore[arg-type]
        if self._last is None or self._last[0] != index:
            self._last = None  # two at once would take the room of two
            self._last = index, self._parsed(index)
        return self._last[1]

    def _parsed(self, index: int) -> Any:
        start, end = self._spans[index]
        try:
            return orjson.loads(self._data[start:end])
        except orjson.JSONDecodeError as error:
            raise ImportRefused(f"expected JSON, got in feature {index}: {error.msg}") from error

    def __iter__(self) -> Iterator[Any]:
        return (self[number] for number in range(len(self._spans)))


def parse(data: bytes) -> dict[str, Any]:
    """Return the JSON object in a file's bytes.

    Raises
    ------
    ImportRefused
        Not JSON, nested too deeply, or not an object.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode()
    data = data.removeprefix(codecs.BOM_UTF8)
    if len(data) > LARGE_BYTES:
        return _collection_in_slices(data) or _feature_lines(data) or _parsed(data)
    found = _latest.again(data)
    if found is None:
        found = _parsed(data)
        _latest.keep(data, found)
    return found


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        document = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        if (lines := _feature_lines(data)) is not None:
            return lines
        if any(word in data for word in (b"NaN", b"Infinity")):
            return _with_nan(data)
        raise ImportRefused(f"expected JSON, got {_shown(data)} ({error.msg} in line {error.lineno})") from error
    if not isinstance(document, dict):
        kind = {list: "list", str: "text", type(None): "null"}.get(type(document), type(document).__name__)
        raise ImportRefused(f"expected a GeoJSON object with a type, got a {kind}")
    return document


def _with_nan(data: bytes) -> dict[str, Any]:
    """Return the object in JSON with NaN, which some programs write: no harm in a property, refused in a coordinate."""
    import json

    try:
        document = json.loads(data, parse_constant=float)
    except (ValueError, RecursionError) as error:
        raise ImportRefused("expected JSON, got NaN or Infinity and what is no JSON besides") from error
    return document if isinstance(document, dict) else {}


def _feature_lines(data: bytes) -> dict[str, Any] | None:
    """Return the features of newline-delimited GeoJSON as a collection, None where it is none."""
    data = data.replace(b"\x1e", b"")
    lines = [match.span() for match in _LINE.finditer(data) if not match.group().isspace()]
    if len(lines) < _FEWEST_LINES or not all(data[start:end].lstrip().startswith(b"{") for start, end in lines):
        return None
    features = Slices(data, lines)
    try:
        whole = all(isinstance(feature, dict) and feature.get("type") == "Feature" for feature in features)
    except ImportRefused:
        return None
    return {"type": "FeatureCollection", "features": features} if whole else None


def _collection_in_slices(data: bytes) -> dict[str, Any] | None:
    """Return a collection whose features are cut from the text, None where it is none or is not known to be one."""
    opened = _OPENED.search(data)
    cut = None if opened is None else _objects(data, opened.end())
    if opened is None or cut is None:
        return None
    spans, end = cut
    try:
        document = orjson.loads(data[: opened.end()] + data[end:])
    except orjson.JSONDecodeError:
        return None  # it was no key, or the rest is no JSON: parsed as a whole, it is said what is wrong
    if not isinstance(document, dict):
        return None
    holders = (document, *(document[key] for key in ("map", "value") if isinstance(document.get(key), dict)))
    holder = next((each for each in holders if each.get("features") == []), None)
    if holder is None:
        return None
    holder["features"] = Slices(data, spans)
    return document


def _objects(data: bytes, start: int) -> tuple[list[tuple[int, int]], int] | None:
    """Return where each object of a list begins and ends, and where the list ends; None where it is not all objects.

    Only quotes and braces are looked at, of which coordinates have none.
    """
    spans: list[tuple[int, int]] = []
    position, depth, opened = start, 0, start
    quote = brace = closing = -1
    while True:
        if quote < position:
            quote = _find(data, b'"', position)
        if brace < position:
            brace = _find(data, b"{", position)
        if closing < position:
            closing = _find(data, b"}", position)
        nearest = min(quote, brace, closing)
        if nearest == _NOWHERE or (not depth and (nearest != brace or data[position:brace].strip())):
            return None
        position = nearest + 1
        if nearest == quote:
            position = _behind_string(data, quote)
        elif nearest == brace:
            opened = opened if depth else brace
            depth += 1
        else:
            depth -= 1
            if depth:
                continue
            spans.append((opened, position))
            behind = _BEHIND.match(data, position)
            if behind is None:
                return None
            if behind[1] == b"]":
                return spans, behind.start(1)
            position = behind.end()


def _find(data: bytes, what: bytes, start: int) -> int:
    found = data.find(what, start)
    return _NOWHERE if found < 0 else found


def _behind_string(data: bytes, quote: int) -> int:
    """Return the position behind the string that a quote opens."""
    end = quote
    while True:
        end = _find(data, b'"', end + 1)
        if end == _NOWHERE:
            return len(data)
        before = end
        while data[before - 1 : before] == b"\\":
            before -= 1
        if (end - before) % 2 == 0:
            return end + 1


class _Latest:
    """The last small text and its object: where all from its features on is the same again, so are the features."""

    _kept: tuple[bytes, dict[str, Any], dict[str, Any]] | None = None
    _coordinates: Known | None = None

    def keep(self, data: bytes, document: dict[str, Any]) -> None:
        at = data.find(_FEATURES) if len(data) <= _KEPT_BYTES else -1
        head = None if at < 0 else _head(data, at)
        self._kept = None if head is None else (data[at:], head, document)
        self._coordinates = None

    def again(self, data: bytes) -> dict[str, Any] | None:
        """Return the object of a text that differs from the last in its head, and at most in coordinates besides."""
        kept, coordinates = self._kept, self._coordinates
        at = data.find(_FEATURES) if kept is not None else -1
        if kept is None or at < 0:
            return None
        tail, before, document = kept
        if data.endswith(tail) and at == len(data) - len(tail):
            return self._same(before, document, _head(data, at))
        if coordinates is None or len(data) > _KEPT_BYTES:
            return None
        head, now = _head(data, at), data[at:]
        found = spliced(coordinates, now)
        whole = None if found is None else self._same(before, document, head)
        if found is None or whole is None or head is None:
            return None
        (feature,) = document["features"]
        whole["features"] = [{**feature, "geometry": {**feature["geometry"], "coordinates": found.drawn}}]
        self._kept, self._coordinates = (now, head, whole), found
        return whole

    @staticmethod
    def _same(before: dict[str, Any], document: dict[str, Any], head: dict[str, Any] | None) -> dict[str, Any] | None:
        if head is None or head.keys() != before.keys():
            return None
        # A member that stands behind the features again has the last word.
        return {**document, **{key: value for key, value in head.items() if document.get(key) == before[key]}}

    def has(self, features: object) -> bool:
        return self._kept is not None and self._kept[2].get("features") is features

    def draw(self, features: Sequence[Any], drawn: Drawn) -> None:
        kept = self._kept
        if kept is not None and self._coordinates is None and len(features) == 1 and self.has(features):
            self._coordinates = known(kept[0], drawn)


_latest = _Latest()


def is_kept(features: object) -> bool:
    """Say whether the very same list may come with the next text."""
    return _latest.has(features)


def draw(features: Sequence[Any], drawn: Drawn) -> None:
    """Keep the coordinates of the one feature of a kept list: of the next text only what is other is read."""
    _latest.draw(features, drawn)


def _head(data: bytes, features_at: int) -> dict[str, Any] | None:
    """Return the members before the features, None where these stand deeper or it is no key."""
    try:
        head = orjson.loads(data[:features_at] + b'"features":[]}')
    except orjson.JSONDecodeError:
        return None
    return head if isinstance(head, dict) else None


def _shown(data: bytes) -> str:
    """The first characters of a file for a message."""
    return repr(data[:24].decode("utf-8", "replace"))
