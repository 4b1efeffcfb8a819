"""The cues beside a name, looked up as bits, are those that their expressions find."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reading.cue_sides import DIRECTION, OBLAST, PLACE, SAID, SEIZE, TITLE, WEAK
from app.reading.cues import BEFORE, BEHIND, load_cues

PIECES = [
    "near", "south of", "in the vicinity of", "villages of", "capture of", "the", "The", "of", "and", "spokesman",
    "brigade", "said", "according to", "\u00a0", "  ", "«", '"', "pont d'", "près d'", "w pobliżu", "region", "Oblast",
    "direction", "repeatedly denied", "river", "nuclear power plant", ", said", "-", ",", ".", "біля", "поблизу",
    "області", "напрямку", "генерал", "заявив", "x", "É", "1",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=8).flatmap(
    lambda pieces: st.sampled_from([" ", "", "  "]).map(lambda joint: joint.join(pieces) + joint)
)


@pytest.mark.parametrize("script", ["latin", "cyrillic"])
@given(text=texts)
@settings(max_examples=300, deadline=None)
def test_before_a_name_stand_the_cues_that_their_expressions_find(script: str, text: str) -> None:
    lead, before = load_cues(script).lead, text[-BEFORE:]
    found = sum(bit for bit, cue in lead.cues.items() if cue.search(before))
    assert lead.mask(text, max(0, len(text) - BEFORE), len(text)) == found


@pytest.mark.parametrize("script", ["latin", "cyrillic"])
@given(text=texts)
@settings(max_examples=300, deadline=None)
def test_behind_a_name_stand_the_cues_that_their_expressions_find(script: str, text: str) -> None:
    behind, after = load_cues(script).behind, (" " + text)[:BEHIND]
    found = sum(bit for bit, cue in behind.cues.items() if cue.match(after))
    assert behind.mask("Kyiv" + after, 4, 4 + len(after)) == found


@pytest.mark.parametrize(
    ("before", "cues"),
    [
        ("fighting near ", PLACE),
        ("a hill south of ", PLACE | WEAK),
        ("after the capture of ", SEIZE | WEAK),
        ("according to ", SAID | WEAK),
        ("said General ", TITLE),
        ("the fog ", 0),
        ("", 0),
    ],
)
def test_what_stands_before_a_name(before: str, cues: int) -> None:
    mask = load_cues("latin").lead.mask(before, 0, len(before))
    assert mask & (PLACE | SEIZE | WEAK | SAID | TITLE) == cues


@pytest.mark.parametrize(
    ("after", "cues"), [(" direction was", DIRECTION), (" region.", OBLAST), (", said", SAID), (" fog", 0), (".", 0)]
)
def test_what_stands_behind_a_name(after: str, cues: int) -> None:
    assert load_cues("latin").behind.mask(after, 0, len(after)) & (DIRECTION | OBLAST | SAID) == cues


class _Watched(str):
    """A text that counts how much of it is taken out."""

    __slots__ = ("taken",)

    def __new__(cls, text: str) -> "_Watched":
        made = super().__new__(cls, text)
        made.taken = 0
        return made

    def __getitem__(self, at: Any) -> str:
        part = str.__getitem__(self, at)
        self.taken += len(part)
        return part


@pytest.mark.parametrize("start", [0, 3_000])
def test_a_name_at_the_head_of_a_long_text_is_looked_at_there_alone(start: int) -> None:
    text = _Watched("Kyiv said " * 2_000)
    assert load_cues("latin").lead.mask(text, start, start) == 0
    assert text.taken <= BEFORE
