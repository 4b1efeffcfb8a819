"""Writes docs/claims.md, the table of what is understood, from the cases that the tests run.

python -m tests.reading.grammar_table
"""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.reading.grammar_cases import GRAMMAR

PAGE = Path("docs/claims.md")
LANGUAGES = {
    "en": "English",
    "uk": "Ukrainian",
    "ru": "Russian",
    "de": "German",
    "fr": "French",
    "pl": "Polish",
    "zh": "Chinese",
}
HEAD = """# What is read as a stated area

Made by `python -m tests.reading.grammar_table` from `tests/reading/grammar_cases.py`; the tests hold both equal. Each
row is one meaning and how each language may say it; the texts count as published on Sunday 7 December 2025.

How a meaning is written: the figure in km² (`mi2` square miles, `ha` hectares), the direction, who captures, loses or
holds (`-` where the text does not say), the period (a month, a day, or two days of which the first is open for what is
held or counted from an undated start), then `/day`, `/week` or `/month` for a rate, `~` approximately, `>` at least,
`<` at most, `@` the source. Where no side is named, a verb that is mostly said of one side decides (`usual` in
`geodata/parties.toml`).
"""


def meaning(key: str) -> str:
    """The meaning of a row without its remark in brackets."""
    return re.sub(r" \([^)]*\)$", "", key)


def cases() -> Iterator[tuple[str, str, str]]:
    """Language, sentence and meaning of every example."""
    for rows in GRAMMAR.values():
        for key, sentences in rows.items():
            for lang, sentence in sentences.items():
                yield lang, sentence, meaning(key)


def page() -> str:
    parts = [HEAD]
    for topic, rows in GRAMMAR.items():
        parts.append(f"\n## {topic.capitalize()}\n")
        for key, sentences in rows.items():
            parts.append(f"\n`{key}`\n\n| language | example |\n|---|---|\n")
            parts += [f"| {LANGUAGES[lang]} | {sentence} |\n" for lang, sentence in sentences.items()]
    return "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
