"""Templates, the words and formats that they use, and what every page carries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app import __version__
from app.api.charts import delta_chart
from maps.words import GEONAMES, count, day, status_line

HTML_HEADERS = {"Vary": "Accept", "Cache-Control": "no-cache"}
FRAGMENT_WORDS = 14
"""Longer sentences are named in a link by their first and last words."""
MINUS = "\N{MINUS SIGN}"

VERDICTS = {
    "match": ("✓", "match", "The figure agrees with the source's own definition"),
    "match_other_definition": ("≈", "match, other definition", "The figure agrees under another definition"),
    "within_band": ("~", "within the band", "The figure lies inside what moving the dates by a day gives"),
    "overstated": ("▲", "more than measured", "More than the nearest own definition shows"),
    "understated": ("▼", "less than measured", "Less than the nearest own definition shows"),
    "not_checkable": ("–", "not checkable", "No polygons, date or period to check it against"),
}
"""Verdict → sign, words, explanation."""


def km2(value: float | None) -> str:
    """Return an area with one decimal.

    >>> km2(1234.56), km2(None)
    ('1,234.6 km²', '–')
    """
    return "–" if value is None else f"{value:,.1f}".replace("-", MINUS) + " km²"


def stated(low: float | None, high: float | None = None) -> str:
    """Return a stated figure as it was said, a range as a range.

    >>> stated(505.0), stated(27.96), stated(200.0, 250.0)
    ('505 km²', '27.96 km²', '200–250 km²')
    """
    if low is None:
        return "–"
    figures = [f"{value:,.2f}".rstrip("0").rstrip(".") for value in (low, high) if value is not None]
    return "–".join(figures) + " km²"


def signed(value: float | None, unit: str = " km²") -> str:
    """Return a difference with its sign.

    >>> signed(0.8), signed(-12.34), signed(None), signed(0.0)
    ('+0.8 km²', '−12.3 km²', '–', '0.0 km²')
    """
    if value is None:
        return "–"
    rounded = round(value, 1) or 0.0
    sign = "+" if rounded > 0 else MINUS if rounded < 0 else ""
    return f"{sign}{abs(rounded):,.1f}{unit}"


def verdict(name: str) -> dict[str, str]:
    """Return sign, words and explanation of a verdict; an unknown one speaks for itself."""
    sign, words, title = VERDICTS.get(name, ("?", name, name))
    return {"name": name if name in VERDICTS else "unknown", "sign": sign, "words": words, "title": title}


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
    words = sentence.split()
    if not words:
        return url
    long = len(words) > FRAGMENT_WORDS
    half = FRAGMENT_WORDS // 2
    ends = [" ".join(words[:half]), " ".join(words[-half:])] if long else [" ".join(words)]
    fragment = ",".join(quote(end, safe="").replace("-", "%2D") for end in ends)
    return f"{url.partition('#')[0]}#:~:text={fragment}"


def newest_first(findings: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return findings with the last document first, each document's own in the order of its text."""
    documents = [list(rows) for _, rows in groupby(findings, key=lambda row: row["document_id"])]
    return [row for rows in reversed(documents) for row in rows]


def by_place(mentions: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Return the placed mentions, those of one place together, in the order of the text."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for mention in mentions:
        if mention["place"]:
            groups.setdefault(mention["place"]["id"], []).append(mention)
    return list(groups.values())


def gauge(finding: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return where the stated and the measured figure, the band and the span of all definitions stand on 6 to 234.

    None where nothing was measured.
    """
    best = finding["best"]
    if best is None:
        return None
    figure, computed = finding["stated_km2"], finding["stated_km2"] + best["difference_km2"]
    band, span = finding["band_km2"], finding["span_km2"]
    values: list[float] = [figure, computed, *(band or ()), *(span or ())]
    low, high = min(values), max(values)
    margin = (high - low) * 0.08 or abs(high) * 0.1 or 1.0
    low, high = low - margin, high + margin

    def at(value: float) -> float:
        return float(round(6 + 228 * (value - low) / (high - low), 1))

    return {
        "stated": at(figure),
        "computed": at(computed),
        "band": band and (at(band[0]), max(2.0, round(at(band[1]) - at(band[0]), 1))),
        "span": span and (at(span[0]), at(span[1])),
        "label": f"stated {stated(finding['stated_km2'])}, computed {km2(best['computed_km2'])}"
        + (f", band {km2(band[0])} to {km2(band[1])}" if band else ""),
    }


@cache
def templates() -> Environment:
    """Return the templates; whatever they print is escaped."""
    env = Environment(
        loader=FileSystemLoader(Path(__file__).parent.parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(
        delta_chart=delta_chart,
        excerpt=excerpt,
        newest_first=newest_first,
        km2=km2,
        signed=signed,
        day=day,
        gauge=gauge,
        verdict=verdict,
        status_line=status_line,
    )
    env.globals.update(original=original, stated=stated, count=count)
    return env


def page(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """Return a page with what every page carries: the sources' licences and whether their data is illustrative."""
    sources = request.app.state.workspace.loaded_sources()
    html = (
        templates()
        .get_template(template)
        .render(
            path=request.url.path,
            nonce=request.state.nonce,
            version=__version__,
            geonames=GEONAMES,
            sources=sources,
            illustrative=any(source["illustrative"] for source in sources),
            **context,
        )
    )
    return HTMLResponse(html, status_code=status, headers=HTML_HEADERS)
