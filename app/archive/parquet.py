"""Archives as Parquet: rows in as lines of JSON, lines of JSON out as rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from app.errors import BadInput

IN = ("id", "text", "published", "lang", "title", "url")
BATCH_ROWS = 500
GROUP_ROWS = 5_000


def _list(**fields: pa.DataType) -> pa.DataType:
    return pa.list_(pa.struct(list(fields.items())))


_TEXT, _INT, _FLOAT, _BOOL = pa.string(), pa.int64(), pa.float64(), pa.bool_()
_SPAN = {"id": _TEXT, "sentence": _INT, "start": _INT, "end": _INT, "text": _TEXT}
_PERIOD = pa.struct([("start", _TEXT), ("end", _TEXT), ("approximate", _BOOL)])
_PLACE = pa.struct(
    [
        *((name, _TEXT) for name in ("id", "name", "kind")),
        *((name, _FLOAT) for name in ("lat", "lon")),
        *((name, _TEXT) for name in ("country", "admin1", "gazetteer")),
    ]
)
SCHEMA = pa.schema(
    [
        ("id", _TEXT),
        ("error", pa.struct([("code", _TEXT), ("message", _TEXT)])),
        ("document", pa.struct([(name, _TEXT) for name in ("title", "url", "published", "lang")])),
        ("sentences", _list(index=_INT, start=_INT, end=_INT)),
        (
            "mentions",
            _list(
                **_SPAN,
                kind=_TEXT,
                metonym=_BOOL,
                adjectival=_BOOL,
                place=_PLACE,
                score=_FLOAT,
                why=_TEXT,
                candidates=_list(id=_TEXT, name=_TEXT, lat=_FLOAT, lon=_FLOAT, score=_FLOAT),
                control=_list(
                    source=_TEXT,
                    on=_TEXT,
                    snapshot_on=_TEXT,
                    gap_days=_INT,
                    status=_TEXT,
                    status_since=_TEXT,
                    since_first_snapshot=_BOOL,
                    distance_to_line_km=_FLOAT,
                ),
            ),
        ),
        (
            "claims",
            _list(
                **_SPAN,
                value=_FLOAT,
                value_high=_FLOAT,
                unit=_TEXT,
                area_km2=_FLOAT,
                area_km2_high=_FLOAT,
                qualifier=_TEXT,
                direction=_TEXT,
                actor=_TEXT,
                period=_PERIOD,
                rate=_TEXT,
                scope=pa.struct([(name, _TEXT) for name in ("text", "place_id", "region")]),
                attributed_to=_TEXT,
                flags=pa.list_(_TEXT),
            ),
        ),
        ("statements", pa.list_(_TEXT)),
        ("warnings", pa.list_(_TEXT)),
    ]
)
"""The JSON of one reading as columns. A statement's keys differ by its kind, so each is kept as JSON; so is an id that
is no text."""


def rows(raw: BinaryIO, skip: int) -> Iterator[bytes]:
    """Yield each row behind the first `skip` as a line of JSON; row groups before it are not read."""
    try:
        file = pq.ParquetFile(raw)
        missing = {"id", "text"} - set(file.schema_arrow.names)
        if missing:
            has = ", ".join(file.schema_arrow.names)
            raise BadInput(f"{raw.name}: expected columns id and text, got {has}")
        columns = [name for name in IN if name in file.schema_arrow.names]
        for group in range(file.num_row_groups):
            count = file.metadata.row_group(group).num_rows
            if skip >= count:
                skip -= count
                continue
            for batch in file.iter_batches(BATCH_ROWS, row_groups=[group], columns=columns):
                if skip >= batch.num_rows:
                    skip -= batch.num_rows
                    continue
                for row in batch.slice(skip).to_pylist():
                    yield _line(row)
                skip = 0
    except (pa.ArrowException, OSError) as error:
        raise BadInput(f"{raw.name} is no Parquet file that can be read: {error}") from error


def _line(row: dict[str, Any]) -> bytes:
    published = row.get("published")
    if isinstance(published, datetime):
        row["published"] = published.date().isoformat()
    elif isinstance(published, date):
        row["published"] = published.isoformat()
    return orjson.dumps({key: value for key, value in row.items() if value is not None or key == "id"}, default=str)


def write(lines: Iterable[bytes], out: Path) -> None:
    """Write lines of readings as a Parquet file, some thousand rows at a time."""
    with pq.ParquetWriter(out, SCHEMA, compression="zstd") as writer:
        held: list[dict[str, Any]] = []
        for line in lines:
            held.append(_row(json.loads(line)))
            if len(held) == GROUP_ROWS:
                writer.write_table(pa.Table.from_pylist(held, schema=SCHEMA))
                held = []
        writer.write_table(pa.Table.from_pylist(held, schema=SCHEMA))


def _row(reading: dict[str, Any]) -> dict[str, Any]:
    """Return a reading as a row; half a surrogate pair, which no column can hold, becomes a question mark."""
    key = reading["id"]
    if key is not None and not isinstance(key, str):
        reading["id"] = json.dumps(key, ensure_ascii=False)
    if "statements" in reading:
        reading["statements"] = [json.dumps(each, ensure_ascii=False) for each in reading["statements"]]
    found = _storable(reading)
    assert isinstance(found, dict)  # noqa: S101 - for the type checker
    return found


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {key: _storable(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_storable(each) for each in value]
    return value
