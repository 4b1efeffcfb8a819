"""The catalogues: the same keys, every text that pages ask for, plurals of each language."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from maps.words import LANGUAGES, words

ROOT = Path(__file__).parent.parent.parent
HANDED = {"js.statuses"}
"""What a page adds for its scripts."""
FORMS = {"en": {"one", "many"}, "uk": {"one", "few", "many"}}


def places(text: object) -> set[str]:
    texts = text.values() if isinstance(text, dict) else [text]
    return {name for each in texts for _, name, _, _ in string.Formatter().parse(str(each)) if name}


@pytest.mark.parametrize("lang", LANGUAGES[1:])
def test_each_catalogue_has_the_same_keys_and_the_same_places(lang: str) -> None:
    first, other = words(LANGUAGES[0]).texts, words(lang).texts
    assert set(first) == set(other)
    for key, text in first.items():
        assert places(text) == places(other[key]), key
        assert isinstance(text, dict) == isinstance(other[key], dict), key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_plural_has_the_forms_of_its_language(lang: str) -> None:
    for key, text in words(lang).texts.items():
        if isinstance(text, dict):
            assert set(text) == FORMS[lang], key


def test_every_text_that_a_page_asks_for_is_there() -> None:
    asked: set[str] = set()
    for path in (ROOT / "app" / "templates").glob("*.html"):
        asked |= set(re.findall(r"\bt\(\"([\w.\-]+)\"[,)]", path.read_text(encoding="utf-8")))
    assert asked - set(words().texts) == set()


@pytest.mark.parametrize("script", sorted((ROOT / "app" / "static").rglob("*.js")), ids=lambda path: path.name)
def test_every_text_that_a_script_asks_for_is_there(script: Path) -> None:
    asked = {"js." + key for key in re.findall(r"(?<![.\w])words\.(\w+)", script.read_text(encoding="utf-8"))}
    assert asked - set(words().texts) - HANDED == set()


def test_no_script_writes_markup() -> None:
    scripts = [*(ROOT / "app" / "static").rglob("*.js"), *(ROOT / "maps" / "static").rglob("*.js")]
    writers = re.compile(r"\.(innerHTML|outerHTML|insertAdjacentHTML)\b|document\.write")
    assert [path.name for path in scripts if writers.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("number", "text"), [(1, "1 назва"), (3, "3 назви"), (5, "5 назв"), (11, "11 назв"), (21, "21 назва")]
)
def test_ukrainian_plurals(number: int, text: str) -> None:
    assert words("uk")("count.name", number) == text
