"""A text and its reading → paragraphs of sentences of segments, ready for a template that escapes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a sentence: plain text, or a mention or claim with its record."""

    kind: Literal["text", "mention", "claim"]
    text: str
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence in segments; ``index`` is None for text that the reader left outside every sentence."""

    index: int | None
    segments: tuple[Segment, ...]


Paragraph = tuple[MarkedSentence, ...]


def marked(text: str, reading: Record) -> list[Paragraph]:
    """Return the whole text, cut at paragraphs, sentences and marks.

    Joined again, the segments give the text without the white space between sentences. Where marks overlap, a claim
    goes before a mention, then the one that starts first.
    """
    marks = _marks(reading)
    paragraphs: list[Paragraph] = []
    current: list[MarkedSentence] = []
    position = 0
    for sentence in [*reading["sentences"], None]:
        start = len(text) if sentence is None else sentence["start"]
        gap = text[position:start]
        if gap.strip():
            current.append(MarkedSentence(None, (Segment("text", gap.strip()),)))
        if "\n" in gap and current:
            paragraphs.append(tuple(current))
            current = []
        if sentence is not None:
            segments = tuple(_segments(text, sentence["start"], sentence["end"], marks))
            current.append(MarkedSentence(sentence["index"], segments))
            position = sentence["end"]
    if current:
        paragraphs.append(tuple(current))
    return paragraphs


def _marks(reading: Record) -> list[tuple[Literal["mention", "claim"], Record]]:
    """Return marks that do not overlap, by where they start."""
    wanted: list[tuple[Literal["mention", "claim"], Record]] = [("claim", row) for row in reading["claims"]]
    wanted += [("mention", row) for row in reading["mentions"]]
    kept: list[tuple[Literal["mention", "claim"], Record]] = []
    taken: set[int] = set()
    for kind, row in wanted:
        span = range(row["start"], row["end"])
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append((kind, row))
    return sorted(kept, key=lambda mark: mark[1]["start"])


def _segments(
    text: str, start: int, end: int, marks: Sequence[tuple[Literal["mention", "claim"], Record]]
) -> Iterator[Segment]:
    position = start
    for kind, row in marks:
        if not start <= row["start"] < row["end"] <= end:
            continue
        if row["start"] > position:
            yield Segment("text", text[position : row["start"]])
        yield Segment(kind, text[row["start"] : row["end"]], row)
        position = row["end"]
    if position < end:
        yield Segment("text", text[position:end])
