"""Score statements (who took or holds a place, shares, distances) on labelled passages, by type.

    python benchmarks/eval_statements.py FILE.jsonl … [--dump ../shared/data/gazetteer/UA.zip] [--errors]

A label holds ``type``, ``kind`` (what became of the place), ``actor``, ``share`` (%), ``km``, ``start``, ``end``.
A statement is found where one of the same type stands on its label's characters and agrees in share or distance to
1 %; it is right in full where kind and actor agree too. An actor or a kind of null accepts any. Labels of kind
``denied`` must not be given out; ``contested`` and ``advanced`` are no events that polygons show, so they count
neither way.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from app.pipeline import vocabulary
from app.reading.reader import Reader
from app.reading.records import Document, Statement
from geodata.definitions import load_parties, load_sources
from geodata.gazetteer import Gazetteer, build_index, embedded_gazetteer, read_gazetteer

TYPES = ("control", "share", "distance")
LEFT_OUT = frozenset({"denied", "contested", "advanced"})
SLACK = 0.01
HEADER = f"{'file':40} {'type':10} {'labels':>6} {'F1':>6} {'full':>6} {'extra':>6}"
Item = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--dump", type=Path, default=Path("../shared/data/gazetteer/UA.zip"))
    parser.add_argument("--index", type=Path, default=Path("local/eval"), help="folder of the gazetteers' indexes")
    parser.add_argument("--errors", action="store_true", help="print what was missed and what was given too much")
    options = parser.parse_args()
    files = [read_gazetteer(options.dump)] if options.dump.is_file() else []
    folders = [build_index(file, options.index) for file in [*files, embedded_gazetteer()]]
    reader = Reader(Gazetteer.open(folders), vocabulary(load_parties(), load_sources()))
    print(HEADER)
    for path in options.files:
        counts, lines = score(path, reader)
        for kind in TYPES:
            print(row(f"{path.parent.name}/{path.stem}", kind, counts))
        if options.errors:
            print("\n".join(lines))


def score(path: Path, reader: Reader) -> tuple[Counter[tuple[str, str]], list[str]]:
    """Return the counts of labels, found, right in full and given too much, by type; and a line for each error."""
    counts: Counter[tuple[str, str]] = Counter()
    lines: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        published = date.fromisoformat(item["published"]) if item.get("published") else None
        given = list(reader.read(Document(item["text"], published, lang=item["lang"])).statements)
        taken: set[int] = set()
        for label in sorted(item["statements"], key=lambda one: one["kind"] in LEFT_OUT):
            index = next((i for i, one in enumerate(given) if i not in taken and is_found(label, one)), None)
            if label["kind"] in LEFT_OUT:
                if label["kind"] != "denied" and index is not None:
                    taken.add(index)
                continue
            counts[label["type"], "labels"] += 1
            if index is None:
                lines.append(f"{item['id']}: missed {label['kind']} {label['text']!r} in {item['text']!r}")
                continue
            taken.add(index)
            counts[label["type"], "found"] += 1
            right = label["kind"] in (None, given[index].event) and label["actor"] in (None, given[index].actor)
            counts[label["type"], "full"] += right
            if not right:
                lines.append(
                    f"{item['id']}: {label['text']!r} is {label['kind']} {label['actor']}, "
                    f"read as {given[index].event} {given[index].actor}"
                )
        for index, one in enumerate(given):
            # Nearness without a figure ("the nearby X") is not labelled.
            if index not in taken and not (one.kind == "distance" and one.distance_km is None):
                counts[one.kind, "extra"] += 1
                lines.append(f"{item['id']}: too much {one.kind} {one.event} {one.text!r} in {item['text']!r}")
    return counts, lines


def is_found(label: Item, given: Statement) -> bool:
    """Tell whether a statement is the labelled one, leaving its side open."""
    if label["type"] != given.kind or given.end <= label["start"] or label["end"] <= given.start:
        return False
    wanted, got = (label["share"], given.percent) if given.kind == "share" else (label["km"], given.distance_km)
    return given.kind == "control" or wanted is None or (got is not None and abs(wanted - got) <= SLACK * wanted)


def row(name: str, kind: str, counts: Counter[tuple[str, str]]) -> str:
    labels, extra = counts[kind, "labels"], counts[kind, "extra"]

    def f1(right: int) -> str:
        given = counts[kind, "found"] + extra
        return f"{2 * right / (labels + given):.3f}" if labels + given else "–"

    return f"{name:40} {kind:10} {labels:>6} {f1(counts[kind, 'found']):>6} {f1(counts[kind, 'full']):>6} {extra:>6}"


if __name__ == "__main__":
    main()
