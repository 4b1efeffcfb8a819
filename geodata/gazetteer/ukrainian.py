"""The Ukrainian name of a place, out of spellings that no file tells apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from rapidfuzz import fuzz

from geodata.gazetteer.records import GazetteerRecord
from geodata.gazetteer.regions import load_regions
from geodata.gazetteer.romanise import official
from geodata.names import fold

_UKRAINIAN = re.compile(r"[АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЮЯЬабвгґдеєжзиіїйклмнопрстуфхцчшщьюя'’ʼ.\- ]{2,60}")
_OWN = re.compile(r"[ҐЄІЇґєії'’ʼ]|ськ|цьк|ий\b")
"""What Ukrainian has and Russian has not."""
_APOSTROPHE = re.compile(r"['’ʼ]")  # often left out
_LIKE = 75.0
"""So like the record's name, of 100, its romanisation must be: a former name is not."""
_ALIKE = 88.0
"""And so like it in Ukraine where no letter shows that it is not Russian."""


def ukrainian_name(record: GazetteerRecord) -> str | None:
    """Return the Ukrainian name of a place; None where none of its spellings can be one.

    Of the spellings in Ukrainian letters, the one that has the key of the record's own name (:func:`fold`), else the
    one whose official romanisation is most like it. A Russian one may have the same key: letters and endings that
    Ukrainian alone has decide.

    Examples
    --------
    >>> def named(name, *alternates, country="UA"):
    ...     return ukrainian_name(GazetteerRecord("x", name, "settlement", 0, 0, country, alternates=alternates))
    >>> named("Luhansk", "Lugansk", "Луганск", "Луганськ"), named("Kyiv", "Киев", "Київ", "Кијев")
    ('Луганськ', 'Київ')
    >>> named("Kupiansk", "Купянск", "Купянськ", "Куп’янськ"), named("Belgorod", "Белгород", "Бєлгород", country="RU")
    ('Куп’янськ', 'Бєлгород')
    >>> named("Kadiyivka", "Кадиевка") is None, named("Pokrovsk", "Покровськ"), named("Hulyaypole", "Гуляйполе")
    (True, 'Покровськ', 'Гуляйполе')
    >>> named("Zvyahel", "Новоград-Волинський") is None, named("Paris", "Parigi", country="FR") is None
    (True, True)
    """
    key, name = fold(record.name), _loose(record.name)

    def fitness(each: str) -> tuple[bool, bool, bool, float]:
        return (
            fold(official(each)) == key,
            bool(_OWN.search(each)),
            bool(_APOSTROPHE.search(each)),
            fuzz.ratio(_loose(official(each)), name),
        )

    found = [each for each in record.alternates if _UKRAINIAN.fullmatch(each)]
    best = max(found, key=fitness, default=None)
    if best is None:
        return None
    same, own, _, like = fitness(best)
    if record.country == "UA" and not own:
        return best if like >= _ALIKE else None
    return best if same or like >= _LIKE else None


def _loose(latin: str) -> str:
    """Return a name as every romanisation has it: they differ by y and i."""
    return latin.lower().replace("y", "i")


def ukrainian_names(records: Iterable[GazetteerRecord]) -> dict[str, str]:
    """Return id → Ukrainian name of the records that have one, and of the packaged units, regions and rivers."""
    found = {record.id: name for record in records if (name := ukrainian_name(record))}
    for table, entries in load_regions().items():
        for entry in entries:
            if name := _packaged(entry, table):
                found[entry.get("id") or f"country:{entry['iso']}"] = name
    return found


@cache
def ukrainian_units() -> Mapping[str, str]:
    """Return the names of first-level units → their Ukrainian names; a name without "Oblast" → one without "область".

    Examples
    --------
    >>> ukrainian_units()["Donetsk Oblast"], ukrainian_units()["Zaporizhzhia"], ukrainian_units()["Krasnodar Krai"]
    ('Донецька область', 'Запорізька', 'Краснодарський край')
    """
    found: dict[str, str] = {}
    for table in ("region", "oblast"):
        for entry in load_regions()[table]:
            if name := _packaged(entry, table):
                found[entry["name"].removesuffix(" Oblast")] = name.removesuffix(" область")
                found[entry["name"]] = name
    return found


def _packaged(entry: Mapping[str, Any], table: str) -> str | None:
    adjective = entry.get("uk_adjective")
    if table == "oblast" and adjective:
        krai = entry["name"].endswith(" Krai")
        return f"{adjective[0].upper()}{adjective[1:]}{'ий край' if krai else 'а область'}"
    names = entry.get("uk") or ()
    return names if isinstance(names, str) else next(iter(names), None)
