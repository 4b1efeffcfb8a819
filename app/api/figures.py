"""Figures, verdicts and excerpts as a page shows them, in the words of a language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from app.api.charts import round_values
from maps.words import MINUS, Words, status_line, words

FRAGMENT_WORDS = 14
"""Longer sentences are named in a link by their first and last words."""
MIDDLE = 50.0
SIGNS = {
    "match": "✓",
    "match_other_definition": "≈",
    "within_band": "~",
    "overstated": "▲",
    "understated": "▼",
    "consistent": "✓",
    "early": "→",
    "not_in_polygons": "○",
    "contradicted": "✗",
    "not_checkable": "–",
}
"""Verdict → sign; the catalogue has the words."""
_ISO_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")


@dataclass(frozen=True)
class Figures:
    """Filters for templates, bound to a catalogue."""

    say: Words

    def km2(self, value: float | None) -> str:
        """Return an area with one decimal.

        >>> from maps.words import words
        >>> Figures(words()).km2(1234.56), Figures(words()).km2(None)
        ('1,234.6 km²', '–')
        """
        return "–" if value is None else f"{self.say.number(value)} {self.say('unit.km2')}"

    def stated(self, low: float | None, high: float | None = None) -> str:
        """Return a stated figure as it was said, a range as a range.

        >>> from maps.words import words
        >>> figures = Figures(words())
        >>> figures.stated(505.0), figures.stated(27.96), figures.stated(200.0, 250.0)
        ('505 km²', '27.96 km²', '200–250 km²')
        """
        if low is None:
            return "–"
        shown = [self.plain(value) for value in (low, high) if value is not None]
        return "–".join(shown) + f" {self.say('unit.km2')}"

    def plain(self, value: float) -> str:
        """Return a number with as many decimals as it has, two at most."""
        decimals = next((n for n in (0, 1) if round(value, 2) == round(value, n)), 2)
        return self.say.number(value, decimals)

    def signed(self, value: float | None, unit: str | None = None) -> str:
        """Return a difference with its sign.

        >>> from maps.words import words
        >>> figures = Figures(words())
        >>> figures.signed(0.8), figures.signed(-12.34), figures.signed(None), figures.signed(0.0)
        ('+0.8 km²', '−12.3 km²', '–', '0.0 km²')
        """
        if value is None:
            return "–"
        rounded = round(value, 1) or 0.0
        sign = "+" if rounded > 0 else MINUS if rounded < 0 else ""
        return f"{sign}{self.say.number(abs(rounded))}{unit if unit is not None else ' ' + self.say('unit.km2')}"

    def percent(self, share: float) -> str:
        """Return a share of 1 in per cent."""
        return f"{self.say.number(100 * share, 0)} %"

    def day(self, value: str | date | None) -> str:
        """Return a day as people write it."""
        return self.say.day(value)

    def month(self, value: str | date) -> str:
        """Return the month of a day."""
        return self.say.month(value)

    def dated(self, text: str) -> str:
        """Return a sentence of the program in the reader's language, its days as people write them.

        >>> from maps.words import words
        >>> Figures(words()).dated("net, 2025-11-02 → 2025-12-02")
        'net, 2 Nov 2025 → 2 Dec 2025'
        """

        def day(match: re.Match[str]) -> str:
            try:
                return self.say.day(match[0])
            except ValueError:
                return match[0]

        return _ISO_DAY.sub(day, self.say.reason(text))

    def verdict(self, name: str) -> dict[str, str]:
        """Return sign, words and explanation of a verdict; an unknown one speaks for itself."""
        if name not in SIGNS:
            return {"name": "unknown", "sign": "?", "words": name, "title": name}
        return {
            "name": name,
            "sign": SIGNS[name],
            "words": self.say(f"verdict.{name}"),
            "title": self.say(f"verdict.{name}_why"),
        }

    def status_line(self, control: Mapping[str, Any]) -> str:
        """Return how a place stood on a day, as a phrase."""
        return status_line(control, self.say)

    def status(self, name: str) -> str:
        """Return a status as a word."""
        return self.say.status(name)

    def measure(self, name: str) -> str:
        """Return a measure (net, gained, …) as a word."""
        key = f"measure.{name}"
        return self.say(key) if self.say.has(key) else name


def excerpt(finding: Mapping[str, Any], width: int = 150) -> tuple[str, str, str]:
    """Return the sentence of a finding around its figure: before, figure, after.

    >>> excerpt({"sentence_text": "They took 5 km² there.", "text": "5 km²"})
    ('They took ', '5 km²', ' there.')
    >>> excerpt({"sentence_text": "One two three four 5 km² six seven eight.", "text": "5 km²"}, width=20)
    ('…four ', '5 km²', ' six…')
    """
    before, figure, after = finding["sentence_text"].partition(finding["text"])
    if not figure:  # the sentence is shown, whatever became of the figure in it
        return before[:width], "", ""
    room = max(0, width - len(figure)) // 2
    if len(before) > room:
        before = "…" + before[-room:].partition(" ")[2]
    if len(after) > room:
        after = after[:room].rpartition(" ")[0] + "…"
    return before, figure, after


def original(url: str | None, sentence: str = "") -> str | None:
    """Return a link to the source that opens at the sentence; None where it is no web address.

    >>> original("https://example.org/a", "It's 5 km², self-evidently")
    'https://example.org/a#:~:text=It%27s%205%20km%C2%B2%2C%20self%2Devidently'
    >>> original("javascript:alert(1)") is None
    True
    """
    if not url or not url.lower().startswith(("http://", "https://")):
        return None
    spoken = sentence.split()
    if not spoken:
        return url
    long = len(spoken) > FRAGMENT_WORDS
    half = FRAGMENT_WORDS // 2
    ends = [" ".join(spoken[:half]), " ".join(spoken[-half:])] if long else [" ".join(spoken)]
    fragment = ",".join(quote(end, safe="").replace("-", "%2D") for end in ends)
    return f"{url.partition('#')[0]}#:~:text={fragment}"


def gauge(finding: Mapping[str, Any], say: Words | None = None) -> dict[str, Any] | None:
    """Return where the stated and the measured figure, the band, every definition and round values stand, in per cent.

    None where nothing was measured. ``side`` of a figure says where its words have room: "start" to the right of it.
    """
    best = finding.get("best")
    if best is None or finding.get("stated_km2") is None:
        return None
    say = say or words()
    figure, computed = finding["stated_km2"], finding["stated_km2"] + best["difference_km2"]
    high_stated = finding.get("stated_km2_high")
    band, span = finding.get("band_km2"), finding.get("span_km2")
    values: list[float] = [figure, computed, *(band or ()), *(span or ()), *([high_stated] if high_stated else ())]
    low, high = min(values), max(values)
    margin = (high - low) * 0.08 or abs(high) * 0.1 or 1.0
    low, high = low - margin, high + margin

    def at(value: float) -> float:
        return float(round(2 + 96 * (value - low) / (high - low), 2))

    def side(value: float) -> str:
        return "start" if at(value) < MIDDLE else "end"

    steps = round_values(low, high)
    decimals = 0 if len(steps) < 2 or float(steps[1] - steps[0]).is_integer() else 1  # noqa: PLR2004
    return {
        "stated": at(figure),
        "stated_high": high_stated and at(high_stated),
        "stated_side": side(figure),
        "computed": at(computed),
        "computed_side": side(computed),
        "band": band and (at(band[0]), max(0.6, round(at(band[1]) - at(band[0]), 2))),
        "span": span and (at(span[0]), at(span[1])),
        "others": sorted({at(figure + m["difference_km2"]) for m in finding.get("measured") or ()}),
        "ticks": [{"at": at(value), "label": say.number(value, decimals)} for value in steps],
    }
