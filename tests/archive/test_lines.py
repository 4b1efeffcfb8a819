"""Lines of an archive: every form comes in the same and goes out the same, and what is wrong with one is said there."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

import app.demo
from app.archive import source
from app.archive.parquet import SCHEMA
from app.archive.run import read_archive
from app.archive.source import Chunk, chunks
from app.errors import BadInput
from app.workspace import Workspace

ARTICLE = (Path(app.demo.__file__).parent / "article.txt").read_text(encoding="utf-8")
TEXT = "Russian forces captured 505 square kilometres in November, near Siversk."


def item(key: object, text: object = TEXT, **more: object) -> dict[str, object]:
    return {"id": key, "text": text, **more}


def jsonl(items: Iterable[object]) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in items)


def parquet(items: list[dict[str, object]], path: Path) -> None:
    pq.write_table(pa.Table.from_pylist(items), path, row_group_size=3)


def lines_of(path: Path) -> list[bytes]:
    raw = path.read_bytes()
    if path.suffix == ".gz":
        raw = gzip.decompress(raw)
    if path.suffix == ".zst":
        raw = zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True).read()
    return raw.splitlines()


WRITERS: dict[str, Callable[[list[dict[str, object]], Path], object]] = {
    "in.jsonl": lambda items, path: path.write_bytes(jsonl(items)),
    "in.jsonl.gz": lambda items, path: path.write_bytes(b"".join(gzip.compress(jsonl([each])) for each in items)),
    "in.jsonl.zst": lambda items, path: path.write_bytes(zstandard.compress(jsonl(items))),
    "in.parquet": parquet,
}  # fmt: skip


@pytest.mark.parametrize("name", WRITERS)
def test_every_form_of_input_gives_the_same(name: str, space: Workspace, tmp_path: Path) -> None:
    items = [item(f"n{at}", published="2025-12-05", title=f"№ {at}") for at in range(8)]
    WRITERS[name](items, tmp_path / name)
    (tmp_path / "plain.jsonl").write_bytes(jsonl(items))
    read_archive(space, tmp_path / name, tmp_path / "a.jsonl")
    read_archive(space, tmp_path / "plain.jsonl", tmp_path / "b.jsonl")
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()
    assert [json.loads(line)["id"] for line in lines_of(tmp_path / "a.jsonl")] == [each["id"] for each in items]


@pytest.mark.parametrize("suffix", [".jsonl.gz", ".jsonl.zst"])
def test_a_packed_output_holds_the_lines_of_a_plain_one(suffix: str, space: Workspace, tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(jsonl(item(at) for at in range(4)))
    read_archive(space, tmp_path / "in", tmp_path / f"out{suffix}")
    read_archive(space, tmp_path / "in", tmp_path / "out.jsonl")
    assert lines_of(tmp_path / f"out{suffix}") == lines_of(tmp_path / "out.jsonl")


def test_parquet_out_has_every_key_of_a_reading_as_a_column(demo_workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(jsonl([item("a", ARTICLE, published="2025-12-05"), item(7, 5)]))
    read_archive(demo_workspace, tmp_path / "in", tmp_path / "out.parquet")
    read_archive(demo_workspace, tmp_path / "in", tmp_path / "out.jsonl")
    first, second = pq.read_table(tmp_path / "out.parquet").to_pylist()
    plain, error = map(json.loads, lines_of(tmp_path / "out.jsonl"))
    plain["statements"] = [json.dumps(each, ensure_ascii=False) for each in plain["statements"]]
    assert {key: value for key, value in first.items() if key != "error"} == plain
    assert (second["id"], second["error"]["code"]) == ("7", error["error"]["code"])
    assert second["mentions"] is None
    assert {each for mention in plain["mentions"] for each in mention} == set(keys(SCHEMA.field("mentions")))
    assert plain["claims"]


def keys(field: pa.Field) -> list[str]:
    struct = field.type.value_type
    return [struct.field(at).name for at in range(struct.num_fields)]


def test_dates_of_parquet_are_days(space: Workspace, tmp_path: Path) -> None:
    day = pa.scalar("2025-12-05").cast(pa.date32()).as_py()
    parquet([item("a", published=day)], tmp_path / "in.parquet")
    read_archive(space, tmp_path / "in.parquet", tmp_path / "out.jsonl")
    assert json.loads(lines_of(tmp_path / "out.jsonl")[0])["document"]["published"] == "2025-12-05"


@pytest.mark.parametrize(
    ("line", "key", "says"),
    [
        (b"{", None, "line 2: not a line of JSON"),
        (b'{"id": "x", "text": "\xff"}', None, "line 2: not a line of JSON in UTF-8"),
        (b"[" * 100_000, None, "line 2: not a line of JSON"),
        (b"5", None, 'line 2: expected an object with "id" and "text"'),
        (b'{"text": "no id"}', None, 'line 2: expected an object with "id" and "text"'),
        (jsonl([item("x", published="yesterday")]).strip(), "x", "yesterday"),
        (jsonl([item("x", lang=5)]).strip(), "x", '"lang": expected a text, got int'),
        (jsonl([item({"a": 1}, None)]).strip(), {"a": 1}, "text"),
        (jsonl([item(7, 5)]).strip(), 7, '"text": expected a text, got int'),
    ],
)
def test_a_line_that_fails_says_so_and_the_rest_goes_on(
    line: bytes, key: object, says: str, space: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "in").write_bytes(jsonl([item("a")]) + line + b"\n\n" + jsonl([item("b")]))
    done = read_archive(space, tmp_path / "in", tmp_path / "out")
    first, failed, last = map(json.loads, lines_of(tmp_path / "out"))
    assert (done.count, done.failed) == (3, 1)
    assert (first["id"], failed["id"], last["id"]) == ("a", key, "b")
    assert (set(failed), failed["error"]["code"]) == ({"id", "error"}, "bad_line")
    assert says in failed["error"]["message"]


def test_a_fault_of_ours_in_one_line_loses_no_other(
    space: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Workspace.read

    def faulty(self: Workspace, document: Any, **how: Any) -> dict[str, Any]:
        return 1 // 0 if document.title == "poison" else read(self, document, **how)  # type: ignore[return-value]

    monkeypatch.setattr(Workspace, "read", faulty)
    (tmp_path / "in").write_bytes(jsonl([item("a"), item("b", title="poison"), item("c")]))
    assert read_archive(space, tmp_path / "in", tmp_path / "out").failed == 1
    assert json.loads(lines_of(tmp_path / "out")[1])["error"] == {
        "code": "internal", "message": "ZeroDivisionError: integer division or modulo by zero",
    }  # fmt: skip


def test_a_line_longer_than_any_text_is_not_held_in_memory(space: Workspace, tmp_path: Path) -> None:
    long = b'{"id": "long", "text": "' + b"a" * 3_000_000 + b'"}\n'
    (tmp_path / "in").write_bytes(jsonl([item("a")]) + long + jsonl([item("b")]))
    found = [line for chunk in chunks(tmp_path / "in", 10_000) for line in chunk.lines]
    assert [len(line) for line in found] == [len(jsonl([item("a")])), 10_001, len(jsonl([item("b")]))]
    small = space.settings.model_copy(update={"max_text_mb": 0.1})
    space.settings = small
    read_archive(space, tmp_path / "in", tmp_path / "out")
    failed = json.loads(lines_of(tmp_path / "out")[1])
    assert (failed["id"], failed["error"]["message"]) == (
        None, "line 2: a line of more than 2 MB; FRONTLINE_MAX_TEXT_MB allows longer texts",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["in.jsonl.gz", "in.jsonl.zst", "in.parquet"])
def test_a_damaged_archive_is_one_line(name: str, space: Workspace, tmp_path: Path) -> None:
    WRITERS[name]([item(at, f"{at} " * 5_000) for at in range(8)], tmp_path / name)
    whole = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(whole[: len(whole) - 20])
    with pytest.raises(BadInput, match=name):
        read_archive(space, tmp_path / name, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_parquet_without_texts_says_which_columns_there_are(space: Workspace, tmp_path: Path) -> None:
    pq.write_table(pa.table({"id": ["a"], "body": [TEXT]}), tmp_path / "in.parquet")
    with pytest.raises(BadInput, match="expected columns id and text, got id, body"):
        read_archive(space, tmp_path / "in.parquet", tmp_path / "out")


def test_an_empty_archive_is_an_empty_output(space: Workspace, tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(b"\n\n")
    assert read_archive(space, tmp_path / "in", tmp_path / "out").count == 0
    assert (tmp_path / "out").read_bytes() == b""


LINES = st.lists(st.binary(max_size=40).map(lambda line: line.replace(b"\n", b"")), max_size=30)


@given(lines=LINES, cut=st.integers(0, 40), packed=st.sampled_from(["plain", "gzip", "zstd"]), end=st.booleans())
def test_chunks_behind_any_place_are_the_rest_of_the_chunks(
    lines: list[bytes], cut: int, packed: str, end: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    raw = b"\n".join(lines) + (b"\n" if end and lines else b"")
    if packed == "plain" and not source._is_plain(raw[:4]):
        return
    path = tmp_path_factory.mktemp("chunks") / "in"
    path.write_bytes({"plain": bytes, "gzip": gzip.compress, "zstd": zstandard.compress}[packed](raw))  # type: ignore[operator]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source, "CHUNK_LINES", 4)
        patch.setattr(source, "CHUNK_BYTES", 60)
        every = list(chunks(path, 30))
        done = every[: cut % (len(every) + 1)]
        rest = list(chunks(path, 30, done[-1].end)) if done else every
    assert every[len(done) :] == [same(chunk, other) for chunk, other in zip(rest, every[len(done) :], strict=True)]
    kept = [line[:31] if line.strip() else b"" for line in raw.split(b"\n")]
    told = [line.removesuffix(b"\n") for chunk in every for line in chunk.lines]
    assert told == kept[: len(told)]
    assert not any(kept[len(told) :])


def same(chunk: Chunk, other: Chunk) -> Chunk:
    """Return the chunk with the other's reach into the file, which buffers may round up."""
    return Chunk(chunk.first, chunk.lines, chunk.end, other.done)
