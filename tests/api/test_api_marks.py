"""A text cut at its marks, whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.api.marks import marked


def mark(start: int, end: int) -> dict[str, int]:
    return {"start": start, "end": end}


def shown(text: str, **reading: list[dict[str, int]]) -> list[list[str]]:
    """Paragraphs as text, marks in brackets: [mention], (claim)."""
    body: dict[str, list[dict[str, int]]] = {"sentences": [], "mentions": [], "claims": []} | reading
    sentences = [
        "".join({"mention": f"[{s.text}]", "claim": f"({s.text})"}.get(s.kind, s.text) for s in sentence.segments)
        for paragraph in marked(text, body)
        for sentence in [*paragraph, None]
        if sentence is not None
    ]
    return [sentences]


def test_marks_in_their_sentences() -> None:
    text = "In Zelene they took 5 km². No."
    sentences = [mark(0, 26) | {"index": 0}, mark(27, 30) | {"index": 1}]
    assert shown(text, sentences=sentences, mentions=[mark(3, 9)], claims=[mark(20, 25)]) == [
        ["In [Zelene] they took (5 km²).", "No."]
    ]


def test_where_marks_overlap_the_claim_stays() -> None:
    sentences = [mark(0, 10) | {"index": 0}]
    assert shown("0123456789", sentences=sentences, mentions=[mark(2, 6)], claims=[mark(4, 8)]) == [["0123(4567)89"]]


def test_text_outside_sentences_is_shown_too() -> None:
    assert shown("Title\nOne.", sentences=[mark(6, 10) | {"index": 0}]) == [["Title", "One."]]


def test_an_empty_text_has_no_paragraphs() -> None:
    assert marked("", {"sentences": [], "mentions": [], "claims": []}) == []


@given(st.data())
def test_nothing_of_the_text_is_lost(data: st.DataObject) -> None:
    text = data.draw(st.text(alphabet="ab .\n", max_size=60))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    sentences = [mark(a, b) | {"index": i} for i, (a, b) in enumerate(zip(cuts[::2], cuts[1::2], strict=False))]
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(lambda p: mark(min(p), max(p)))
    reading = {
        "sentences": sentences,
        "mentions": data.draw(st.lists(spans, max_size=5)),
        "claims": data.draw(st.lists(spans, max_size=3)),
    }
    joined = "".join(s.text for paragraph in marked(text, reading) for sentence in paragraph for s in sentence.segments)
    assert "".join(joined.split()) == "".join(text.split())
