"""Names of places in a text: runs of capitalised words looked up in the name table, and what the words around them say.

One pass over the text; every decision reads a bounded stretch around a name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from app.reading.mentions_adjectives import find_adjectives
from app.reading.mentions_context import decide
from app.reading.mentions_han import find_han
from app.reading.mentions_links import link
from app.reading.mentions_polish import find_polish
from app.reading.names import NameTable
from app.reading.records import Mention, Sentence
from app.reading.rules import Rules
from app.reading.runs import LETTER, RUN, Runs
from app.reading.spans import Found
from app.reading.vocabulary import Vocabulary

_ANY_WORD = re.compile(rf"{LETTER}{{4,}}")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_HAN = re.compile("[\u4e00-\u9fff]")
_HEADLINE = 120
_HEADLINE_WORDS = 5
# What was found in runs, kept from text to text: by whether the language elides.
_RUNS: WeakKeyDictionary[NameTable, dict[bool, Runs]] = WeakKeyDictionary()


def find_mentions(
    text: str, sentences: Sequence[Sentence], names: NameTable, vocabulary: Vocabulary, lang: str | None
) -> tuple[Mention, ...]:
    """Find the names of places in `text`.

    Parameters
    ----------
    text : str
        Any text; nothing in it makes this raise.
    sentences : sequence of Sentence
        In the order of the text; what lies outside them is not read.
    names : NameTable
        The names to look for, a gazetteer.
    vocabulary : Vocabulary
        The sides, whose countries and seats may stand for a government.
    lang : str or None
        ISO 639-1; decides only what capital letters mean (German nouns).

    Returns
    -------
    tuple of Mention
        In the order of the text, none overlapping another; ``text[start:end] == mention.text``.
    """
    found: list[Found] = []
    elides = lang == "fr"
    kept = _RUNS.setdefault(names, {})
    runs = kept.get(elides) or kept.setdefault(elides, Runs(names, elides))
    reader = _Reader(text, runs, Rules(names, vocabulary, lang))
    plain, axes = text.isascii(), False
    for sentence in sentences:
        if not plain and _HAN.search(text, sentence.start, sentence.end):
            found += find_han(text, sentence, names, vocabulary)
        here = reader.sentence(sentence)
        if lang in ("pl", None):
            here += find_polish(text, sentence, names)
        if not plain and _CYRILLIC.search(text, sentence.start, sentence.end):
            here = find_adjectives(text, sentence, names, here, axes=axes)
            axes = any(one.direction and one.adjectival for one in here)
        found += here
    return tuple([one.mention(text) for one in link(text, found, names)])


@dataclass(slots=True)
class _Reader:
    text: str
    runs: Runs
    rules: Rules

    def sentence(self, sentence: Sentence) -> list[Found]:
        """Return the names of a sentence, in order."""
        found: list[Found] = []
        text, runs, rules = self.text, self.runs, self.rules
        known, pairs = runs.known, runs.pairs
        taken = first = sentence.start
        for run in RUN.finditer(text, first, sentence.end):
            start = run.start()
            if run.lastindex is not None or start < taken:
                # A name may go on behind a small word, "Rostov-on-Don", and a run there is then a part of it.
                start = max(start, taken)
                steps = runs.read(text, start, run.end(), first)
            else:
                surface = run.group()
                if surface in known and surface not in pairs:
                    steps = known[surface]
                else:
                    steps = runs.steps(text, start, run.end(), first)
            for step in steps:
                one = decide(text, sentence, start, step, rules)
                if one is not None and not (one.entry is None and self._is_headline(sentence)):
                    found.append(one)
                    taken = one.end
        return found

    def _is_headline(self, sentence: Sentence) -> bool:
        """In a headline in title case a capital letter says nothing of a name; German nouns always have one."""
        if self.rules.lang == "de":
            return False
        words = _ANY_WORD.findall(self.text, sentence.start, min(sentence.end, sentence.start + _HEADLINE))
        capitals = sum(word[0].isupper() for word in words)
        return len(words) >= _HEADLINE_WORDS and capitals > 0.7 * len(words)
