"""Words for people: the catalogue of a language, days, counts and control statuses as phrases.

A catalogue is a TOML file of ``maps/locales``; pages and maps show nothing that does not stand there or in the data.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

LOCALES = Path(__file__).parent / "locales"
LANGUAGES = ("en", "uk")
"""Each has a catalogue of the same keys; the first is the default."""

GEONAMES = "Place names: GeoNames (geonames.org), CC BY 4.0"
"""Stands wherever places of a GeoNames gazetteer are shown."""

NOT_HELD = frozenset({None, "outside", "liberated", "unknown"})
"""Statuses under which a place does not lie in ground that the source counts as controlled."""

_ENGLISH_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})*(?:\.\d+)?(?![\w]|[.,]\d)")
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, eq=False)
class Words:
    """The catalogue of one language.

    Examples
    --------
    >>> words("en")("count.area", 2), words("uk")("count.area", 2), words("uk")("count.area", 5)
    ('2 areas', '2 площі', '5 площ')
    """

    lang: str
    texts: Mapping[str, Any]

    def __call__(self, key: str, number: float | None = None, **values: object) -> str:
        """Return the text of a key; `number` chooses the plural and stands in ``{n}``, `values` in their places."""
        text = self.texts[key]
        if isinstance(text, Mapping):
            text = text[self._plural(number or 0)]
        if number is not None:
            values["n"] = self.number(number, 0)
        return str(text).format(**values) if values else str(text)

    def has(self, key: str) -> bool:
        """Say whether there is such a text."""
        return key in self.texts

    def within(self, prefix: str) -> dict[str, Any]:
        """Return the texts whose keys begin so, without that beginning: what a script is handed."""
        return {key.removeprefix(prefix): text for key, text in self.texts.items() if key.startswith(prefix)}

    def number(self, value: float, decimals: int = 1) -> str:
        r"""Return a number as the language writes it.

        >>> words("en").number(-1234.56), words("uk").number(1234.56)
        ('−1,234.6', '1\xa0234,6')
        """
        text = f"{value:,.{decimals}f}".replace("-", MINUS)
        if self.texts["number.decimal"] != ".":
            text = self._written(text)
        return text

    def day(self, value: str | date | None) -> str:
        """Return a day as people write it, without the locale of the machine.

        >>> words("en").day("2025-12-07"), words("uk").day("2025-12-07"), words("en").day(None)
        ('7 Dec 2025', '7 груд. 2025', 'no date')
        """
        if value is None:
            return self("day.none")
        on = value if isinstance(value, date) else date.fromisoformat(value)
        return f"{on.day} {self.texts['day.months'][on.month - 1]} {on.year}"

    def month(self, value: str | date) -> str:
        """Return the month of a day.

        >>> words("en").month("2025-12-07"), words("uk").month("2025-12-07")
        ('Dec 2025', 'груд. 2025')
        """
        return self.day(value).split(" ", 1)[1]

    def reason(self, text: str) -> str:
        """Return a reason that the program wrote, in this language; what no phrase knows stays as it is.

        >>> words("uk").reason("DeepState: 505.8 km², net of occupied, 2025-11-02 → 2025-12-02 (own rule)")
        'DeepState: 505,8 км², чисто: окуповано, 2025-11-02 → 2025-12-02 (власне правило)'
        """
        for pattern, said in _phrases(self.lang):
            text = pattern.sub(_Said(said), text)
        return text if self.lang == LANGUAGES[0] else _ENGLISH_NUMBER.sub(lambda found: self._written(found[0]), text)

    def _written(self, number: str) -> str:
        """Return a number of the program's English as the language writes it."""
        swap = {",": self.texts["number.group"], ".": self.texts["number.decimal"]}
        return "".join(swap.get(sign, sign) for sign in number)

    def status(self, name: str) -> str:
        """Return a status as a word; one that is not in the catalogue speaks for itself."""
        key = f"status.{name}"
        return self(key) if key in self.texts else name

    def _plural(self, number: float) -> str:
        if self.lang == "uk":
            last, tens = number % 10, number % 100 // 10
            if last == 1 and tens != 1:
                return "one"
            return "few" if last in (2, 3, 4) and tens != 1 else "many"
        return "one" if number == 1 else "many"


@cache
def words(lang: str = LANGUAGES[0]) -> Words:
    """Return the catalogue of a language of :data:`LANGUAGES`."""
    tables = tomllib.loads((LOCALES / f"{lang}.toml").read_text(encoding="utf-8"))
    return Words(lang, {f"{table}.{key}": text for table, texts in tables.items() for key, text in texts.items()})


@dataclass(frozen=True)
class _Said:
    """A phrase with the parts of a match in its places."""

    text: str

    def __call__(self, match: re.Match[str]) -> str:
        return self.text.format(match[0], *match.groups())


@cache
def _phrases(lang: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the phrases of reasons in a language, none for the one that they are written in."""
    file = LOCALES / f"{lang}_reasons.toml"
    if not file.is_file():
        return ()
    table = tomllib.loads(file.read_text(encoding="utf-8"))["phrases"]
    return tuple((re.compile(pattern), said) for pattern, said in table)


def day(value: str | date | None) -> str:
    """Return a day in English.

    >>> day("2025-12-07"), day(None)
    ('7 Dec 2025', 'no date')
    """
    return words().day(value)


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun, in English.

    >>> count(1, "area"), count(2, "area"), count(0, "place")
    ('1 area', '2 areas', '0 places')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def status_line(control: Mapping[str, Any], say: Words | None = None) -> str:
    """Return what a source's map says of a place on a day, as a phrase.

    >>> status_line({"source": "deepstate", "on": "2025-12-07", "snapshot_on": "2025-12-06", "gap_days": 1,
    ...     "status": "occupied", "status_since": "2025-11-30", "distance_to_line_km": 2.41})
    'deepstate: occupied on 6 Dec 2025 (1 day before), since 30 Nov 2025, 2.4 km from the line'
    >>> status_line({"source": "deepstate", "on": "2025-12-07", "snapshot_on": "2025-12-07", "status": "outside",
    ...     "status_since": "2024-07-08", "since_first_snapshot": True})
    'deepstate: outside its polygons on 7 Dec 2025, since at least 8 Jul 2024'
    >>> status_line({"source": "deepstate", "on": "2025-12-07", "snapshot_on": "2025-12-07", "status": "outside"})
    'deepstate: outside its polygons on 7 Dec 2025'
    >>> status_line({"source": "deepstate", "on": "2025-12-07", "snapshot_on": None})
    'deepstate: no snapshot for 7 Dec 2025'
    """
    say = say or words()
    source, on = control.get("title") or control["source"], control.get("snapshot_on")
    if on is None:
        return f"{source}: {say('standing.none', day=say.day(control['on']))}"
    gap = control.get("gap_days") or 0
    status = say.status(control.get("status") or "outside")
    parts = [say("standing.on", status=status, day=say.day(on))]
    if gap:
        parts[0] += f" ({say('standing.before', gap)})"
    if control.get("status_since"):
        key = "standing.at_least" if control.get("since_first_snapshot") else "standing.since"
        parts.append(say(key, day=say.day(control["status_since"])))
    if control.get("distance_to_line_km") is not None:
        parts.append(say("standing.line", km=say.number(control["distance_to_line_km"])))
    return f"{source}: {', '.join(parts)}"
