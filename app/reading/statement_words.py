"""The words by which a language says who took, entered, surrounded, held or lost a place: ``statement_words/*.toml``.

Beside them stand those of shares and distances.

Kinds of verb, by where the place stands:

========  ==============================================================================================
after     the place follows ("captured Siversk")
both      it follows, or stands before the same form as a participle ("Siversk was captured")
passive   it stands before, behind an auxiliary ("Kupiansk wurde befreit")
short     it stands on either side, no auxiliary needed ("звільнено Куп'янськ", "Северск взят")
ends      it stands before a whole phrase ("Siversk fell", "is under Russian control")
bare      it follows an infinitive that is done ("managed to capture"), or a headline's verb behind its subject
gerund    it follows a participle of a clause of its own (", capturing Siversk")
noun      it follows a noun that somebody announced or that something came after ("after the fall of Siversk")
framed    it stands before, behind the preposition that is the entry's value ("aus Siwersk zurückgezogen")
split     it stands between the verb and its particle ("nahmen Siwersk ein"); the particle is the entry's value
========  ==============================================================================================
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from app.reading.finder import Finder
from app.reading.notation import Patterns, compiled, expression, notation

KINDS = ("after", "both", "passive", "short", "ends", "bare", "gerund", "noun")


@dataclass(frozen=True, slots=True)
class VerbForm:
    """What a form says, and where its place stands; ``particle`` closes a separable verb."""

    event: str
    kind: str
    particle: re.Pattern[str] | None = None


@dataclass(frozen=True)
class StatementWords:
    """One language.

    Parameters
    ----------
    verbs : Finder
        Every form of every verb; its label is a key of ``forms``.
    free_order : bool
        The object of an active verb may stand before it ("Куп'янськ звільнили").
    object_first : bool
        The object stands between an auxiliary and the participle ("haben Siwersk eingenommen").
    """

    lang: str
    spaced: bool
    free_order: bool
    object_first: bool
    verbs: Finder[int]
    forms: Mapping[int, VerbForm]
    words: Mapping[str, re.Pattern[str]]
    ending: Mapping[str, re.Pattern[str]]
    """The same words at the end of a stretch, with the white space behind them."""
    weekdays: Finder[int]
    share: Mapping[str, re.Pattern[str]]
    distance: Mapping[str, re.Pattern[str]]
    share_ending: Mapping[str, re.Pattern[str]]
    distance_ending: Mapping[str, re.Pattern[str]]


@lru_cache(maxsize=16)
def load_statement_words(lang: str) -> StatementWords | None:
    """Return the words of a language, None where there are none."""
    file = resources.files("app.reading") / "statement_words" / f"{lang}.toml"
    if not file.is_file():
        return None
    return _words(lang, tomllib.loads(file.read_text(encoding="utf-8")))


def _words(lang: str, table: dict[str, Any]) -> StatementWords:
    spaced = table.get("spaced", True)
    entries: list[tuple[str, VerbForm]] = []
    for event, kinds in table["verbs"].items():
        for kind, patterns in kinds.items():
            for pattern in patterns:
                particle = compiled([patterns[pattern]], spaced=spaced) if kind in ("split", "framed") else None
                entries.append((pattern, VerbForm(event, "after" if kind == "split" else kind, particle)))
    # The longest form first: "took control of" is not "took", "capture of" not "capture".
    entries.sort(key=lambda entry: (entry[0].count(" "), len(entry[0])), reverse=True)
    forms = {index: form for index, (_, form) in enumerate(entries)}
    border = (r"(?<![\w-])(?:", r")(?!\w)") if spaced else ("(?:", ")")
    verbs = {index: notation(text, spaced=spaced).join(border) for index, (text, _) in enumerate(entries)}
    lists = table["words"]
    words = Patterns({key: value for key, value in lists.items() if key != "weekday"}, spaced=spaced)
    return StatementWords(
        lang=lang,
        spaced=spaced,
        free_order=table.get("free_order", False),
        object_first=table.get("object_first", False),
        verbs=Finder(verbs, single=True, reach=14),
        forms=forms,
        words=words,
        ending=_Ending(lists, spaced=spaced),
        weekdays=Finder(dict(enumerate(expression([day], spaced=spaced) for day in lists.get("weekday", [])))),
        share=Patterns(_unbound(table["share"]), spaced=spaced),
        distance=Patterns(table["distance"], spaced=spaced),
        share_ending=_Ending(table["share"], spaced=spaced),
        distance_ending=_Ending(table["distance"], spaced=spaced),
    )


def _unbound(table: Mapping[str, list[str]]) -> Mapping[str, list[str]]:
    """Return the table without the sign of a percentage, which is no word."""
    return {key: [each for each in forms if each not in ("%", "％")] for key, forms in table.items()}


class _Ending(dict[str, re.Pattern[str]]):
    def __init__(self, table: Mapping[str, list[str]], *, spaced: bool) -> None:
        super().__init__()
        self._table, self._spaced = table, spaced

    def __missing__(self, key: str) -> re.Pattern[str]:
        body = compiled(self._table.get(key, []), spaced=self._spaced).pattern
        self[key] = re.compile(rf"{body}\s*\Z", re.IGNORECASE)
        return self[key]
