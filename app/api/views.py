"""Templates in the words of a language, and what every page carries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app import __version__
from app.api.charts import area_chart, delta_chart
from app.api.deps import may_write
from app.api.figures import Figures, excerpt, gauge, original
from app.api.languages import chosen_words, remember
from maps.words import GEONAMES, LANGUAGES, Words, words

HTML_HEADERS = {"Vary": "Accept, Accept-Language, Cookie", "Cache-Control": "no-cache"}


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


@cache
def templates(lang: str) -> Environment:
    """Return the templates with the filters of a language; whatever they print is escaped."""
    say = words(lang)
    env = Environment(
        loader=FileSystemLoader(Path(__file__).parent.parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    figures = Figures(say)
    names = ("km2", "signed", "percent", "day", "month", "dated", "verdict", "status_line", "status", "measure")
    env.filters.update({name: getattr(figures, name) for name in names})
    env.filters.update(
        delta_chart=lambda rows: delta_chart(rows, say),
        area_chart=lambda rows: area_chart(rows, say),
        excerpt=excerpt,
        gauge=lambda finding: gauge(finding, say),
        newest_first=newest_first,
    )
    env.globals.update(original=original, stated=figures.stated, t=say, lang=lang)
    return env


def titles_of(workspace: Any) -> Callable[[str | None], str]:
    """Return a function from a source's id to its title."""
    return lambda name: workspace.sources.of(name).title if name else ""


def with_titles(mentions: Sequence[dict[str, Any]], workspace: Any) -> list[dict[str, Any]]:
    """Return mentions whose control says each source's title beside its id."""
    title = titles_of(workspace)
    return [
        {**mention, "control": [{**control, "title": title(control["source"])} for control in mention["control"]]}
        for mention in mentions
    ]


def page(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """Return a page with what every page carries: the sources' licences and whether their data is illustrative."""
    workspace = request.app.state.workspace
    sources = workspace.loaded_sources()
    say = chosen_words(request)
    html = (
        templates(say.lang)
        .get_template(template)
        .render(
            path=request.url.path,
            other_languages=_others(request, say),
            nonce=request.state.nonce,
            static=request.app.state.static,
            version=__version__,
            geonames=GEONAMES,
            sources=sources,
            title_of=titles_of(workspace),
            illustrative=any(source["illustrative"] for source in sources),
            may_write=may_write(request.app.state.settings, workspace),
            js={**say.within("js."), "statuses": say.within("status.")},
            **context,
        )
    )
    response = HTMLResponse(html, status_code=status, headers=HTML_HEADERS)
    remember(request, response)
    return response


def _others(request: Request, say: Words) -> list[dict[str, str]]:
    """Return the other languages, each with the address of this page in it."""
    return [
        {
            "lang": lang,
            "name": words(lang)("language.name"),
            "href": "?" + str(request.url.include_query_params(lang=lang).query),
        }
        for lang in LANGUAGES
        if lang != say.lang
    ]
