"""Names that are ruled out by their letters are none that so few slips lead to."""

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from geodata.gazetteer.near import Bucket

NAMES = ["mikolaivka", "mikhailivka", "pokrovske", "pokrovsk", "kupiansk", "новопавловка", "Xжито"]
words = st.text(alphabet="abikloprsvжито", min_size=1, max_size=12)


@given(st.lists(words, max_size=20), words, st.sampled_from([1, 2]))
@settings(max_examples=300, deadline=None)
def test_no_name_is_ruled_out_that_few_slips_lead_to(names: list[str], key: str, slips: int) -> None:
    near = [name for name in names if OSA.distance(key, name) <= slips]
    assert set(near) <= set(Bucket(names).within(key, slips))


def test_names_of_other_letters_are_ruled_out() -> None:
    assert Bucket(NAMES).within("pokrofsk", 1) == ["pokrovsk"]


def test_of_no_names_none_is_near() -> None:
    assert Bucket([]).within("pokrovsk", 2) == []
