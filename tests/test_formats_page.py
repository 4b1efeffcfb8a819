"""``docs/formats.md`` names every format, every word of the allowlists and every option, as they are."""

from __future__ import annotations

import re
import tomllib
from itertools import groupby
from pathlib import Path

from typer.main import get_command

from app.cli.program import program
from geodata.control.formats import FORMATS

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
BEGIN, END = "<!-- statuses: checked against formats.toml -->\n", "<!-- end -->"


def statuses_table() -> str:
    """The lists as the page has them: a row for each status of each list."""
    lists = tomllib.loads((ROOT / "geodata" / "control" / "formats.toml").read_text(encoding="utf-8"))
    rows = ["| list | words | status |", "|---|---|---|"]
    for name, words in lists.items():
        by_status = sorted(words.items(), key=lambda item: item[1])
        for status, group in groupby(by_status, key=lambda item: item[1]):
            shown = ", ".join(f"`{word}`" for word, _ in group)
            rows.append(f"| {name} | {shown} | {status or 'dropped'} |")
    return "\n".join(rows) + "\n"


def test_the_page_has_the_lists_as_they_are() -> None:
    assert PAGE.split(BEGIN)[1].split(END)[0] == statuses_table()


def test_every_format_has_its_row() -> None:
    assert re.findall(r"^\| `([a-z-]+)` \|", PAGE, re.MULTILINE) == list(FORMATS)


def test_every_option_that_it_names_is_one() -> None:
    control = get_command(program).commands["control"].commands  # type: ignore[attr-defined]
    known = {option for name in ("add", "fetch") for p in control[name].params for option in p.opts}
    named = set(re.findall(r"--[a-z][a-z-]+", PAGE))
    assert named - known == {"--country", "--name-column"} & named
