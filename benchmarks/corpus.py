"""Seeded texts of the length and kind of war news, for measuring speed; what they say is invented.

The mix is fixed here by what articles have, not by what is fast to read: an article has 12 to 40 sentences, of which
``SHARES`` are about the front, about control, state an area, are politics, or prose without a place. In English that is
about a place (countries and capitals counted) in 130 bytes and a stated area in 1,500. Seven names in ten are of the
front-line oblasts, by a power law, so that few are frequent and many stand once; persons have one of 20,000 surnames,
which no cache holds beforehand, and six places in a hundred are misspelt.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from geodata.gazetteer.inflect import adjectives, declined
from geodata.gazetteer.records import GazetteerFile

SHARES = {"front": 22, "control": 6, "areas": 6, "politics": 22, "plain": 44}
SENTENCES = (12, 40)
FRONT = ("Donetsk", "Luhansk", "Kharkiv", "Zaporizh", "Kherson", "Sumy", "Dnipropetrovsk")
TOWN = 3_000
MISSPELT = 0.06
_HOLE = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r"[A-Z][a-z]{4,}|[А-ЯІЇЄҐ][а-яіїєґ']{4,}")


class Corpus:
    """Texts in one language with the names of a gazetteer; the same seed gives the same texts."""

    def __init__(self, file: GazetteerFile, lang: str = "en", seed: int = 1) -> None:
        self.lang = lang
        self._random = random.Random(seed)  # noqa: S311 it draws texts, not secrets
        tables = tomllib.loads((Path(__file__).parent / "corpus.toml").read_text(encoding="utf-8"))
        self._sentences: dict[str, list[str]] = tables[lang]
        self._words = {key: text.split() for key, text in tables["words"][lang].items()}
        near, far, towns = _names(file, lang)
        for names in (near, far, towns):
            self._random.shuffle(names)
        self._near, self._far, self._towns = _Drawn(near), _Drawn(far), _Drawn(towns)
        self._persons = _Drawn([self._surname() for _ in range(20_000)])

    def articles(self, size: int) -> Iterator[str]:
        """Give articles until they have `size` bytes of UTF-8."""
        done = 0
        while done < size:
            text = self.article()
            done += len(text.encode())
            yield text

    def article(self) -> str:
        """Return one article: a headline, and paragraphs of one to five sentences."""
        draw = self._random
        kinds = draw.choices(list(SHARES), list(SHARES.values()), k=draw.randint(*SENTENCES))
        lines = [self._filled(draw.choice(self._sentences["lead"])).rstrip(".")]
        while kinds:
            count = draw.randint(1, 5)
            lines.append(" ".join(self._filled(draw.choice(self._sentences[kind])) for kind in kinds[:count]))
            del kinds[:count]
        return "\n".join(lines)

    def _filled(self, sentence: str) -> str:
        return _HOLE.sub(lambda hole: self._holes[hole.group(1)](), sentence)

    @cached_property
    def _holes(self) -> dict[str, Callable[[], str]]:
        draw = self._random
        return {
            "place": self._place,
            "town": lambda: self._towns.one(draw),
            "nom": self._place,
            **{case: lambda at=at: self._case(at) for case, at in (("gen", 0), ("ins", 3), ("loc", 4))},
            "adjective": self._adjective,
            "Person": lambda: f"{draw.choice(self._words['given'])} {self._persons.one(draw)}",
            "Org": lambda: draw.choice(self._sentences["orgs"]),
            **{hole: lambda words=words: draw.choice(words) for hole, words in self._words.items()},
            "year": lambda: str(draw.randint(2022, 2026)),
            "day": lambda: str(draw.randint(1, 28)),
            "n": lambda: str(draw.randint(11, 180)),
            "small": lambda: str(draw.randint(2, 10)),
            "area": lambda: str(draw.choice((draw.randint(12, 980), round(draw.uniform(3, 60), 1)))),
            "more": lambda: draw.choice(("far more", "a third less", "slightly more")),
        }

    def _place(self) -> str:
        draw = self._random
        name = (self._near if draw.random() < 0.7 else self._far).one(draw)
        if draw.random() < MISSPELT and len(name) > 6:
            at = draw.randrange(2, len(name) - 2)
            name = name[:at] + name[at + 1 :]
        return name

    def _case(self, at: int) -> str:
        name = self._place()
        forms = sorted(declined(name, self.lang))
        return forms[at % len(forms)].capitalize() if forms else name

    def _adjective(self) -> str:
        forms = [form for form in sorted(adjectives(self._towns.one(self._random), self.lang)) if form.endswith("ому")]
        return forms[0].capitalize() if forms else "Південному"

    def _surname(self) -> str:
        draw, words = self._random, self._words
        return (
            draw.choice(words["start"]) + draw.choice(words["middle"]) * draw.randint(0, 2) + draw.choice(words["end"])
        )


class _Drawn:
    """Names drawn by a power law: the n-th as often as 1/n."""

    def __init__(self, names: list[str]) -> None:
        self._names = names
        self._weights = list(accumulate(1 / n for n in range(2, len(self._names) + 2)))

    def one(self, draw: random.Random) -> str:
        return draw.choices(self._names, cum_weights=self._weights)[0]


def _names(file: GazetteerFile, lang: str) -> tuple[list[str], list[str], list[str]]:
    """Names of settlements of the front-line oblasts, of the others, and of towns, as the language spells them."""
    near, far, towns = set(), set(), set()
    for record in file.records:
        if record.kind != "settlement" or record.rank:
            continue
        spelt = record.name if lang == "en" else _cyrillic(record.alternates, lang)
        if spelt is None or not _WORD.fullmatch(spelt):
            continue
        if record.population >= TOWN:
            towns.add(spelt)
        (near if (record.admin1 or "").startswith(FRONT) else far).add(spelt)
    return sorted(near), sorted(far), sorted(towns)


def _cyrillic(names: tuple[str, ...], lang: str) -> str | None:
    """The first name that has only letters of the language."""
    strange = re.compile("[ыэъё]") if lang == "uk" else re.compile("[іїєґ']")
    return next((name for name in names if _WORD.fullmatch(name) and name[0] > "z" and not strange.search(name)), None)
