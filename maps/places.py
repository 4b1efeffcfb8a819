"""Mentions as plain dicts → one row for each place, with what its popup says.

Nothing here is HTML: the page's script puts every value into a text node.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from maps.words import NOT_HELD, Words, status_line
from maps.words import words as english

SENTENCES_SHOWN = 20
"""A popup lists this many sentences and says how many more there are."""

WIDE_KINDS = frozenset({"country", "oblast", "raion", "region", "river"})
"""Kinds that are no point: their markers stand in a layer of their own."""


def place_rows(
    mentions: Iterable[Mapping[str, Any]],
    *,
    wide: bool | None,
    document_url: str | None = "/documents/",
    focus: str | None = None,
    words: Words | None = None,
) -> list[list[Any]]:
    """Return ``[lat, lon, place]`` for each place, in the order in which the places first come.

    Parameters
    ----------
    mentions : iterable of mapping
        Mentions with ``place``; those without one are left out.
    wide : bool or None
        Take countries, oblasts and the like, or the points; None for both.
    document_url : str, optional
        What stands before a document's id in a link; None for no links.
    focus : str, optional
        This mention stays among the sentences shown, however many there are.
    words : Words, optional
        The catalogue; English by default.

    Returns
    -------
    list
        ``place`` = ``{"name", "where", "held", "count", "sentences": [{"id", "before", "surface", "after",
        "source", "status", "href"}]}``; lat and lon in degrees, EPSG:4326.
    """
    rows: dict[str, list[Any]] = {}
    for mention in mentions:
        place = mention.get("place")
        if place is None or mention.get("metonym"):
            continue
        if wide is not None and (place["kind"] in WIDE_KINDS) is not wide:
            continue
        if place["id"] not in rows:
            rows[place["id"]] = [place["lat"], place["lon"], _place(place, mention)]
        shown = rows[place["id"]][2]
        shown["count"] += 1
        if len(shown["sentences"]) < SENTENCES_SHOWN or mention["id"] == focus:
            shown["sentences"].append(_sentence(mention, document_url, words))
    return list(rows.values())


def _says(control: Mapping[str, Any]) -> bool:
    """Say whether there is something to tell: a status, or that there is no snapshot."""
    return control.get("status") is not None or control.get("snapshot_on") is None


def _place(place: Mapping[str, Any], mention: Mapping[str, Any]) -> dict[str, Any]:
    where = ", ".join(part for part in (place.get("admin1"), place.get("country")) if part)
    statuses = [control.get("status") for control in mention.get("control") or ()]
    # A region is no point, so it lies neither inside nor outside.
    held = None if place["kind"] in WIDE_KINDS else any(status not in NOT_HELD for status in statuses)
    return {"name": place["name"], "where": where, "held": held, "count": 0, "sentences": []}


def _sentence(mention: Mapping[str, Any], document_url: str | None, words: Words | None) -> dict[str, Any]:
    say = words or english()
    sentence = str(mention.get("sentence_text") or mention["text"])
    start = mention.get("start", 0) - mention.get("sentence_start", math.inf)
    if start < 0:  # where it stands in the sentence is not told: the first time that the name stands there
        start = sentence.find(mention["text"])
    end = start + len(mention["text"])
    before, surface, after = sentence[:start], sentence[start:end], sentence[end:]
    href = None
    if document_url is not None and mention.get("document_id"):
        href = f"{document_url}{quote(str(mention['document_id']), safe='')}#s{int(mention['sentence'])}"
    return {
        "id": mention["id"],
        "before": before,
        "surface": surface,
        "after": after,
        "source": f"{mention.get('document_title') or say('document.untitled')}, {say.day(mention.get('published'))}",
        "status": "; ".join(status_line(control, say) for control in mention.get("control") or () if _says(control)),
        "href": href,
    }
