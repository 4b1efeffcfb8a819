"""A series into a folder: what is there is not asked for again, what was cut off goes on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from app.errors import CouldNotFetch
from app.fetch.arcgis import COUNT, Refusal, is_query, part_of, part_url, read_query
from app.fetch.client import Absent, Client
from app.fetch.template import Wanted
from geodata.errors import printable

STATE = ".frontline-fetch.json"
_ENDINGS = (".geojson.gz", ".json.gz", ".geojson", ".json", ".kml", ".kmz", ".gpkg", ".fgb", ".parquet", ".zip")
_MAGIC = (
    (b"PK\x03\x04", ".zip"),
    (b"\x1f\x8b", ".geojson.gz"),
    (b"SQLite", ".gpkg"),
    (b"fgb", ".fgb"),
    (b"PAR1", ".parquet"),
)
_WEB_PAGE = (b"<!doctype html", b"<html")
_ABSENT_AT_FIRST = 14
_BUSY_WAITS_S = (10.0, 30.0, 60.0)


@dataclass(slots=True)
class Fetched:
    """What a fetch did: files in the order of their days, and days by what became of them."""

    files: list[Path] = field(default_factory=list)
    new: list[date] = field(default_factory=list)
    changed: list[date] = field(default_factory=list)
    same: list[date] = field(default_factory=list)
    there: list[date] = field(default_factory=list)
    absent: list[date] = field(default_factory=list)
    stopped: str | None = None

    def json(self) -> dict[str, Any]:
        """Return the shape of the report."""
        told: dict[str, Any] = {
            name: [day.isoformat() for day in getattr(self, name)]
            for name in ("new", "changed", "same", "there", "absent")
        }
        return {**told, "stopped": self.stopped}


class Fetch:
    """Gets maps one after another into a folder, where it also keeps what it needs to ask again.

    Parameters
    ----------
    refresh : bool
        Ask again for what is there, with the conditions of the last reply.
    """

    def __init__(
        self,
        client: Client,
        folder: Path,
        *,
        most_bytes: int,
        refresh: bool = False,
        sleep: Callable[[float], None],
    ) -> None:
        self._client = client
        self._folder = folder
        self._most = most_bytes
        self._refresh = refresh
        self._sleep = sleep
        self._state = self._read_state()
        self.done = Fetched()

    def run(self, wanted: Iterable[Wanted], progress: Callable[[], None]) -> Fetched:
        """Get each map that is not there; what fails stops the series, and what came stays.

        A day that the server does not have is noted; where it has none of the first days, the template is wrong.
        """
        for each in wanted:
            try:
                self._one(each)
            except Absent as error:
                self.done.absent.append(each.on)
                if len(self.done.absent) >= _ABSENT_AT_FIRST and not self.done.files:
                    self.done.stopped = f"none of the first {len(self.done.absent)} is there; {error}"
                    break
            except CouldNotFetch as error:
                self.done.stopped = printable(" ".join(str(error).split()))
                break
            progress()
        return self.done

    def _one(self, wanted: Wanted) -> None:
        key = hashlib.sha256(wanted.url.encode()).hexdigest()  # the URL itself may hold a key of the user's
        known = self._state.get(key, {})
        path = self._folder / known.get("file", "")
        digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
        if digest is None or digest != known.get("sha256"):
            known = {}  # gone, or changed by other hands
        there = bool(known) and path.stem.startswith(wanted.stem)
        if there and not self._refresh:
            self.done.there.append(wanted.on)
            self.done.files.append(path)
            return
        data, conditions = self._get(wanted.url, known)
        if data is None:
            data = path.read_bytes()  # still so, today too
        if data[:64].lstrip().lower().startswith(_WEB_PAGE):
            raise CouldNotFetch(f"{wanted.on}: expected polygons, got a web page: is the URL right?")
        digest = hashlib.sha256(data).hexdigest()
        done = self.done
        kind = done.new if not there else done.same if digest == known.get("sha256") else done.changed
        path = self._folder / self._name(wanted, key, data)
        if kind is not done.same or not path.is_file():
            _write(path, data)
        self._state[key] = {"file": path.name, "sha256": digest, **conditions}
        self._write_state()
        kind.append(wanted.on)
        self.done.files.append(path)

    def _name(self, wanted: Wanted, key: str, data: bytes) -> str:
        """Return the name of a map's file: another one where it is taken by another URL, such as another layer's."""
        ending = _ending(wanted.url, data)
        name = f"{wanted.stem}{ending}"
        taken = any(entry["file"] == name and other != key for other, entry in self._state.items())
        return f"{wanted.stem}_{key[:7]}{ending}" if taken else name

    def _get(self, url: str, known: dict[str, Any]) -> tuple[bytes | None, dict[str, Any]]:
        """Return the bytes, None where they are still so, and the conditions with which to ask again."""
        if is_query(url):
            return self._get_query(url, known.get("parts") or [])
        asked = {key: known[key] for key in ("etag", "last_modified") if known.get(key)}
        reply = self._client.get(url, etag=asked.get("etag"), last_modified=asked.get("last_modified"))
        if reply.data is None:
            if not asked:
                raise CouldNotFetch(f"{urlsplit(url).hostname}: answered 304 to a question without conditions")
            return None, asked
        return reply.data, reply.conditions

    def _get_query(self, url: str, known: list[dict[str, str]]) -> tuple[bytes | None, dict[str, Any]]:
        """Do the same for the pages of a query, of which each has conditions of its own."""
        for wait_s in (*_BUSY_WAITS_S, None):
            try:
                if self._all_same(url, known):
                    return None, {"parts": known}
                return self._whole_query(url)
            except Refusal as error:
                if not error.busy or wait_s is None:
                    raise
                self._sleep(wait_s)
        raise CouldNotFetch(f"{urlsplit(url).hostname}: no answer")

    def _whole_query(self, url: str) -> tuple[bytes, dict[str, Any]]:
        parts: list[dict[str, str]] = []

        def get(asked: str) -> bytes:
            reply = self._client.get(asked)
            if reply.data is None:
                raise CouldNotFetch(f"{urlsplit(url).hostname}: answered 304 to a question without conditions")
            digest = hashlib.sha256(reply.data).hexdigest()
            parts.append({"part": part_of(asked), "sha256": digest, **reply.conditions})
            return reply.data

        return read_query(url, get, self._most), {"parts": parts}

    def _all_same(self, url: str, known: list[dict[str, str]]) -> bool:
        """Say whether the server says of every part of a query that it is still so."""
        if not known or not all(each.keys() & {"etag", "last_modified"} for each in known if each["part"] != COUNT):
            return False
        for each in known:
            asked = part_url(url, each["part"])
            reply = self._client.get(asked, etag=each.get("etag"), last_modified=each.get("last_modified"))
            if reply.data is not None and hashlib.sha256(reply.data).hexdigest() != each["sha256"]:
                return False
        return True

    def _read_state(self) -> dict[str, dict[str, Any]]:
        try:
            state = json.loads((self._folder / STATE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(state, dict):
            return {}
        return {
            url: entry
            for url, entry in state.items()
            if isinstance(entry, dict) and PurePosixPath(str(entry.get("file"))).name == entry.get("file")
        }

    def _write_state(self) -> None:
        _write(self._folder / STATE, json.dumps(self._state, indent=1).encode())


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        raise CouldNotFetch(f"{path}: cannot be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)


def _ending(url: str, data: bytes) -> str:
    """Return the ending of the file: by what it is where that shows, else as the URL has it."""
    path = urlsplit(url).path.lower()
    told = next((ending for ending in _ENDINGS if path.endswith(ending)), None)
    shows = next((ending for magic, ending in _MAGIC if data.startswith(magic)), None)
    if shows is None and data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        shows = ".kml"
    if told is not None and (shows is None or told == shows or (told, shows) == (".kmz", ".zip")):
        return told
    return shows or ".geojson"
