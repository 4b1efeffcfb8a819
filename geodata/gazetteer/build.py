"""Build the index of a gazetteer file: once for each content, beside its place, then renamed into it."""

from __future__ import annotations

import json
import shutil
import struct
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from geodata.errors import GazetteerError
from geodata.gazetteer.front import added_records
from geodata.gazetteer.index import ID_ENTRY, KINDS, LEMMA_PLACE, META, PLACE, SPELLING, index_folder, near_bucket
from geodata.gazetteer.records import FORMAT_VERSION, GazetteerFile, GazetteerRecord
from geodata.gazetteer.regions import load_exonyms, load_regions, load_renamed
from geodata.gazetteer.sounds import HEARD_IN
from geodata.gazetteer.spellings import (
    BASE,
    OWN,
    Lemma,
    display_name,
    forms,
    lemmas,
    listed_forms,
    river_forms,
    sounds,
    unit_forms,
    unit_sounds,
)
from geodata.gazetteer.ukrainian import ukrainian_names
from geodata.places import PlaceKind

_MAX_ALTERNATES = 255
Keys = dict[str, int]


def build_index(file: GazetteerFile, folder: Path, progress: Callable[[int, int], None] | None = None) -> Path:
    """Build the index of `file` under `folder` and return its path; one that stands there is left as it is.

    Parameters
    ----------
    progress : callable, optional
        Called with (steps done, steps in all).

    Raises
    ------
    GazetteerError
        Where the index cannot be written; nothing half-built stays.
    """
    target = index_folder(file.sha256, folder)
    if (target / META).is_file():
        return target
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".building-", dir=folder))
    except OSError as error:
        raise GazetteerError(f"{folder}: the gazetteer's index cannot be written there: {error}") from error
    try:
        _write(file, beside, progress)
        if target.exists():
            shutil.rmtree(target)
        beside.rename(target)
    except OSError as error:
        if (target / META).is_file():  # Another process was faster, with the same content.
            return target
        raise GazetteerError(f"{target}: the gazetteer's index cannot be written: {error}") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return target


def _write(file: GazetteerFile, folder: Path, progress: Callable[[int, int], None] | None) -> None:
    import marisa_trie

    packaged = list(_packaged())
    records = [record for record, _ in packaged] + [*added_records(), *file.records]
    lemma_ids: dict[Lemma, int] = {}
    lemma_places: list[list[tuple[int, int]]] = []
    lemma_keys: list[Keys | None] = []
    renamed, exonyms = load_renamed(), load_exonyms()
    total = len(records) * 2

    for row, record in enumerate(records):
        if row < len(packaged):
            lemma_places.append([(row, OWN)])
            lemma_keys.append(packaged[row][1])
            continue
        for lemma, relation in lemmas(record, tuple(renamed.get(record.id, ())), exonyms.get(record.id)):
            number = lemma_ids.setdefault(lemma, len(lemma_places))
            if number == len(lemma_places):
                lemma_places.append([])
                lemma_keys.append(None)
            lemma_places[number].append((row, relation))
        if progress and row % 500 == 0:
            progress(row, total)

    by_number = {number: lemma for lemma, number in lemma_ids.items()}
    near: set[str] = set()

    def spellings() -> Iterator[tuple[str, tuple[int, int]]]:
        for number, keys in enumerate(lemma_keys):
            for key, form in (forms(by_number[number]) if keys is None else keys).items():
                if form & BASE and keys is None and not _only_gone(records, lemma_places[number]):
                    near.add(key)
                yield key, (number, form)
            if keys is None and _is_heard(records, lemma_places[number]):
                for key, form in sounds(by_number[number]).items():
                    near.add(key)
                    yield key, (number, form)
            if progress and number % 500 == 0:
                progress(len(records) + number * len(records) // len(lemma_keys), total)

    marisa_trie.RecordTrie(SPELLING, spellings()).save(str(folder / "spellings.marisa"))
    ids = ((record.id, (row,)) for row, record in enumerate(records))
    marisa_trie.RecordTrie(ID_ENTRY, ids).save(str(folder / "ids.marisa"))
    _write_lemmas(folder, lemma_places)
    _write_places(folder, records)
    _write_near(folder, near)
    names = json.dumps(ukrainian_names(records), ensure_ascii=False)
    (folder / "ukrainian.json").write_text(names, encoding="utf-8")
    meta = {
        "name": file.name, "sha256": file.sha256, "format": FORMAT_VERSION, "licence": file.licence,
        "places": len(records), "names": len(lemma_places),
        "settlements": sum(record.kind == "settlement" for record in file.records),
        "home": _home(file),
        "countries": sorted({record.country for record in file.records if record.country}),
    }  # fmt: skip
    (folder / META).write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
    if progress:
        progress(total, total)


def _home(file: GazetteerFile) -> str | None:
    """The country that most settlements of the file lie in."""
    counts = Counter(record.country for record in file.records if record.kind == "settlement")
    return counts.most_common(1)[0][0] if counts else None


def _is_heard(records: list[GazetteerRecord], places: list[tuple[int, int]]) -> bool:
    """Whether Chinese texts write the name by the sound of its Cyrillic spelling."""
    return any(records[row].country in HEARD_IN and records[row].rank == 0 for row, _ in places)


def _only_gone(records: list[GazetteerRecord], places: list[tuple[int, int]]) -> bool:
    return all(records[row].rank > 0 for row, _ in places)


def _write_near(folder: Path, keys: set[str]) -> None:
    """Names by first letter and length, so that looking for a near one reads a few of them only."""
    buckets: dict[str, tuple[int, int]] = {}
    raw = bytearray()
    for bucket, group in groupby(sorted(keys, key=lambda key: (near_bucket(key), key)), key=near_bucket):
        start = len(raw)
        raw += "\n".join(group).encode()
        buckets[bucket] = start, len(raw)
    (folder / "near.bin").write_bytes(bytes(raw))
    (folder / "near.json").write_text(json.dumps(buckets, ensure_ascii=False), encoding="utf-8")


def _write_lemmas(folder: Path, lemma_places: list[list[tuple[int, int]]]) -> None:
    offsets, entries = [0], bytearray()
    for places in lemma_places:
        for row, relation in dict(reversed(places)).items():
            entries += struct.pack(LEMMA_PLACE, row, relation)
        offsets.append(len(entries) // struct.calcsize(LEMMA_PLACE))
    (folder / "lemma_offsets.bin").write_bytes(struct.pack(f"<{len(offsets)}I", *offsets))
    (folder / "lemma_places.bin").write_bytes(bytes(entries))


def _write_places(folder: Path, records: list[GazetteerRecord]) -> None:
    strings, rows = bytearray(), bytearray()
    known: dict[str, int] = {}

    def text(value: str | None) -> tuple[int, int]:
        raw = (value or "").encode("utf-8", "replace")[:65535]
        if value and value in known:
            return known[value], len(raw)
        offset = len(strings)
        known[value or ""] = offset
        strings.extend(raw)
        return offset, len(raw)

    for record in records:
        rows += struct.pack(
            PLACE,
            record.lat, record.lon, min(record.population, 2**32 - 1), KINDS.index(record.kind), record.rank,
            min(len(record.alternates), _MAX_ALTERNATES),
            *text(record.id), *text(display_name(record)), *text(record.country), *text(record.admin1),
        )  # fmt: skip
    (folder / "places.bin").write_bytes(bytes(rows))
    (folder / "strings.bin").write_bytes(bytes(strings))


def _packaged() -> Iterator[tuple[GazetteerRecord, Keys]]:
    """The units, regions, rivers and countries that every index carries."""
    for table, entries in load_regions().items():
        for entry in entries:
            kind: PlaceKind = table  # type: ignore[assignment]
            keys = unit_forms(entry) if table == "oblast" else listed_forms(entry)
            if kind in ("oblast", "river"):
                keys |= unit_sounds(entry)
            if kind == "river":
                keys = river_forms(entry) | keys
            yield _packaged_record(entry, kind), keys


def _packaged_record(entry: dict[str, Any], kind: PlaceKind) -> GazetteerRecord:
    country = entry["iso"] if kind == "country" else entry.get("country") or entry.get("code", "").split(".")[0]
    return GazetteerRecord(
        id=entry.get("id") or f"country:{entry['iso']}",
        name=entry["name"],
        kind=kind,
        lat=float(entry["lat"]),
        lon=float(entry["lon"]),
        country=country or None,
        admin1=entry["name"] if kind == "oblast" else None,
    )
