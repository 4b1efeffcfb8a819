# ruff: noqa: E501
"""Whose figure it is: within the sentence or by an explicit reference in the next; a wrong source is worse than none."""

import pytest

from tests.reading.claim_cases import claims

CASES = [
    ("en", "Russia captured 505 km² in November, DeepState reported.", "deepstate"),
    ("en", "DeepState: Russia captured 505 km² in November.", "deepstate"),
    ("en", "Russia captured 505 km² in November (DeepState).", "deepstate"),
    ("en", "According to the Institute for the Study of War, Russia captured 505 km² in November.", "isw"),
    ("en", "Gerasimov claimed that Russia captured 505 km² in November.", "ru_mod"),
    ("en", "An AFP reading of ISW files shows that Russia captured 505 km² in November.", "afp_isw"),
    ("en", "The UK Ministry of Defence said Russia captured 505 km² in November.", "uk_mod"),
    # two sources in one sentence, and neither is nearer
    ("en", "DeepState and ISW say that Russia captured about 505 km² in November.", None),
    # only by reference, only in the next sentence, only in the same paragraph
    ("en", "DeepState updated its map. The group said Russia captured 505 km² in November.", "deepstate"),
    ("en", "DeepState updated its map. According to the group, Russia captured 505 km² in November.", "deepstate"),
    ("en", "DeepState updated its map. Russia captured 505 km² in November.", None),
    ("en", "DeepState updated its map.\nThe group said Russia captured 505 km² in November.", None),
    ("en", "DeepState updated its map. It rained. The group said Russia captured 505 km² in November.", None),
    ("en", "DeepState and ISW updated their maps. The group said Russia captured 505 km² in November.", None),
    # a name that reports nothing
    ("en", "Putin met his guests while Russia captured 505 km² in November.", None),
    ("uk", "За підрахунками DeepState, Росія окупувала 505 км² у листопаді.", "deepstate"),
    ("ru", "По словам Герасимова, освобождено 505 км² с начала года.", "ru_mod"),
    ("de", "Laut ISW eroberte Russland im November 505 km².", "isw"),
    ("fr", "Selon l'ISW, la Russie a conquis 505 km² en novembre.", "isw"),
    ("pl", "Według DeepState Rosja zajęła w listopadzie 505 km kw.", "deepstate"),
    ("zh", "据战争研究所数据，俄军11月占领了505平方公里。", "isw"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "source"), CASES)
def test_whose_figure(lang: str, text: str, source: str | None) -> None:
    assert [claim.attributed_to for claim in claims(text, lang)] == [source]
