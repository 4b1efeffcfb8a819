"""What may be asked of each resource: query parameters by name, any other refused."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.api.ogc.rows import Asked, Key
from app.api.params import MAX_LIMIT, parse_bbox, parse_datetime, parse_span, shorten
from app.errors import BadInput

LIMIT = 100
"""So many features a page, unless said otherwise."""
MAX_HEAVY = 25
"""Ground has thousands of vertices: at most so many of it a page."""
_MAX_CURSOR = 2000

Page = Literal["json", "html"]
File = Literal["geojson", "gpkg", "parquet", "fgb", "csv", "kml"]


class PlainQuery(BaseModel):
    """Of resources that are a page or JSON."""

    model_config = ConfigDict(extra="forbid")

    f: Page | None = Field(None, description="`json` or `html`; decides before `Accept`")
    lang: str | None = Field(None, max_length=20, description="of a page: `en` or `uk`")


class ItemsQuery(PlainQuery):
    """Of the items of every collection."""

    f: Page | File | None = Field(  # type: ignore[assignment]
        None,
        description="`json` (a page of GeoJSON) or `html` decide before `Accept`; another gives everything that fits as"
        " a file of that format, up to `limit` where one is given; `geojson` with a limit is a page",
    )
    bbox: str | None = Field(None, description="west,south,east,north", examples=["36,47,38,49"])
    datetime: str | None = Field(None, description="a date, or start/end", examples=["2025-11-01/.."])
    limit: int | None = Field(None, ge=1, description="how many features a page has")
    cursor: str | None = Field(None, max_length=_MAX_CURSOR, description="where a page begins; from a `next` link")

    def asked(self) -> Asked:
        """Return what is asked, parsed.

        Raises
        ------
        BadInput
            With the parameter's name.
        """
        given = self.model_dump(exclude=set(ItemsQuery.model_fields), exclude_none=True, by_alias=True)
        equal = {key: value for key, value in given.items() if key not in ("placed", "latest", "q", "from", "to")}
        return Asked(
            bbox=parse_bbox(self.bbox),
            days=parse_datetime(self.datetime),
            equal=equal,
            placed=given.get("placed"),
            latest=bool(given.get("latest")),
            q=given.get("q"),
            span=parse_span(given.get("from"), given.get("to")),
            after=None if self.cursor is None else parse_cursor(self.cursor),
        )


class MentionsQuery(ItemsQuery):
    """Of mentions."""

    document_id: str | None = Field(None, max_length=200, description="only of this document")
    place_id: str | None = Field(None, max_length=200, description="only of this place")
    kind: str | None = Field(None, max_length=40, description="such as settlement, oblast, raion, country, river")
    text: str | None = Field(None, max_length=200, description="the name as it stands in the text")
    document_lang: str | None = Field(None, max_length=20, description="of the text, such as en, uk, ru")
    placed: bool | None = Field(None, description="only those with a place, or only those without")


class ClaimsQuery(ItemsQuery):
    """Of stated areas."""

    document_id: str | None = Field(None, max_length=200, description="only of this document")
    direction: str | None = Field(None, max_length=40, description="captured, lost, held, remaining or other")
    actor: str | None = Field(None, max_length=40, description="a side's id")
    attributed_to: str | None = Field(None, max_length=100, description="the id of the source that the text names")
    document_lang: str | None = Field(None, max_length=20, description="of the text, such as en, uk, ru")


class ControlQuery(ItemsQuery):
    """Of control."""

    source: str | None = Field(None, max_length=200, description="only of this source")
    status: str | None = Field(None, max_length=40, description="such as occupied")
    latest: bool | None = Field(None, description="only the last snapshot of each source")


class ChangesQuery(ItemsQuery):
    """Of changes."""

    source: str | None = Field(None, max_length=200, description="only of this source")
    kind: Literal["gained", "lost"] | None = Field(None, description="of the ground of the polygons' side")
    latest: bool | None = Field(None, description="only the last change of each source")
    start: str | None = Field(
        None,
        alias="from",
        description="in place of consecutive snapshots, the change from this day",
        examples=["2025-11-02"],
    )
    end: str | None = Field(None, alias="to", description="up to this day", examples=["2025-12-02"])


class PlacesQuery(ItemsQuery):
    """Of places."""

    q: str | None = Field(None, min_length=1, max_length=200, description="a name in any spelling: of the gazetteer")
    kind: str | None = Field(None, max_length=40, description="such as settlement")
    country: str | None = Field(None, max_length=40, description="such as UA")
    admin1: str | None = Field(None, max_length=200, description="the oblast, as the gazetteer names it")
    gazetteer: str | None = Field(None, max_length=200, description="the gazetteer that it is of")


QUERIES: dict[str, type[ItemsQuery]] = {
    "mentions": MentionsQuery,
    "claims": ClaimsQuery,
    "control": ControlQuery,
    "changes": ChangesQuery,
    "places": PlacesQuery,
}


def page_size(collection: str, limit: int | None) -> int:
    """Return how many features a page has at most."""
    return min(limit or LIMIT, MAX_HEAVY if collection == "control" else MAX_LIMIT)


def cursor_of(key: Key) -> str:
    """Return a key as it stands in an address.

    >>> parse_cursor(cursor_of(["demo", -739000, "occupied"]))
    ['demo', -739000, 'occupied']
    """
    return base64.urlsafe_b64encode(json.dumps(key, separators=(",", ":")).encode()).decode().rstrip("=")


def parse_cursor(text: str) -> Key:
    """Return the key of a cursor.

    Raises
    ------
    BadInput
        If it is none.
    """
    try:
        padded = text + "=" * (-len(text) % 4)
        key = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        key = None
    if not isinstance(key, list) or not key or not all(type(each) in (str, int) for each in key):
        raise BadInput(f"cursor: expected one that a next link has, got {shorten(text)}")
    if any("\x00" in each for each in key if isinstance(each, str)):
        raise BadInput("cursor: expected one that a next link has, got a NUL in one")
    return key
