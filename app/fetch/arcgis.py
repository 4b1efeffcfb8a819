"""The pages of an ArcGIS ``query`` as one file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import orjson

from app.errors import BadInput, CouldNotFetch

_MOST_PAGES = 2_000
_BUSY = frozenset({429, 503, 504})
_DEFAULTS = {"where": "1=1", "outFields": "*", "f": "geojson"}
_KEYS = ("OBJECTID", "objectid", "FID", "fid", "ObjectId")

Get = Callable[[str], bytes]


def is_query(url: str) -> bool:
    """Whether a URL is that of a layer's ``query``.

    Examples
    --------
    >>> is_query("https://example.org/arcgis/rest/services/a/FeatureServer/0/query?where=1%3D1")
    True
    """
    return urlsplit(url).path.rstrip("/").endswith("/query")


COUNT = "count"
"""The part of a query that asks for the number of features; the others are its pages, by their offsets."""


def part_of(url: str) -> str:
    """Return which part of a query a request asks for."""
    asked = dict(parse_qsl(urlsplit(url).query))
    return COUNT if "returnCountOnly" in asked else asked.get("resultOffset", "0")


def part_url(url: str, part: str) -> str:
    """Return the request for a part of a query."""
    asked = _asked(url)
    return _count_url(url, asked) if part == COUNT else _with(url, {**asked, "resultOffset": part})


def read_query(url: str, get: Get, most_bytes: int) -> bytes:
    """Return all pages of a query as one document, checked against the server's own count.

    Asked for are GeoJSON, every field and every row where the URL does not say otherwise; ``resultOffset`` moves from
    page to page until the server says that it has given all.

    Parameters
    ----------
    get : callable
        From a URL to the bytes of the reply.
    most_bytes : int
        Of all pages together.

    Raises
    ------
    CouldNotFetch
        The server answers with an error, gives the same page again, or another number of features than it counts.
    """
    asked = _asked(url)
    counted = _count(url, asked, get)
    whole: dict[str, Any] | None = None
    features: list[Any] = []
    seen: set[str] = set()
    size = 0
    for _ in range(_MOST_PAGES):
        data = get(_with(url, {**asked, "resultOffset": str(len(features))}))
        size += len(data)
        if size > most_bytes:
            raise CouldNotFetch(f"the pages come to more than {most_bytes / 1024**2:,.0f} MB; --max-mb allows more")
        page = _parsed(data)
        came = page.get("features")
        if not isinstance(came, list):
            raise CouldNotFetch("expected features in the answer of the query, got none")
        keys = [_key(page, feature) for feature in came]
        if again := seen.intersection(keys):
            raise CouldNotFetch(
                f"the server gives the same features on two pages ({sorted(again)[0]}): it takes no resultOffset"
            )
        seen.update(keys)
        whole = page if whole is None else whole
        features += came
        full = len(came) == int(asked["resultRecordCount"]) if asked.get("resultRecordCount", "").isdigit() else False
        if not came or not (_cut_short(page) or (full and counted is None)):
            break
    else:
        raise CouldNotFetch(f"the query has more than {_MOST_PAGES:,} pages: ask for fewer rows")
    if counted is not None and counted != len(features):
        raise CouldNotFetch(
            f"the server counts {counted:,} features and gave {len(features):,}: it changed meanwhile, or it cannot "
            "be paged; run the same command again"
        )
    document = {key: value for key, value in (whole or {}).items() if key != "exceededTransferLimit"}
    if isinstance(document.get("properties"), dict):
        document["properties"].pop("exceededTransferLimit", None)
    return orjson.dumps({**document, "features": features})


def _asked(url: str) -> dict[str, str]:
    """Return what a query asks for, but for the page."""
    asked = _DEFAULTS | dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
    if asked["f"] not in ("geojson", "json", "pjson"):
        raise BadInput(f"expected f=geojson or f=json in the query, got f={asked['f'][:20]}")
    asked.pop("resultOffset", None)
    return asked


def _count_url(url: str, asked: dict[str, str]) -> str:
    told = {key: value for key, value in asked.items() if key != "resultRecordCount"}
    return _with(url, {**told, "returnCountOnly": "true", "f": "json"})


def _count(url: str, asked: dict[str, str], get: Get) -> int | None:
    """Return how many features the server counts, None where it does not say."""
    answer = _parsed(get(_count_url(url, asked)))
    count = answer.get("count")
    return count if isinstance(count, int) else None


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        page = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise CouldNotFetch(f"expected JSON of the query, got {data[:24].decode('utf-8', 'replace')!r}") from error
    if not isinstance(page, dict):
        raise CouldNotFetch("expected a JSON object of the query, got another")
    told = page.get("error")
    if isinstance(told, dict):
        raise Refusal(told)
    return page


class Refusal(CouldNotFetch):
    """An error of the server in a reply of 200."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(f"the server answered with an error: {error.get('code')} {error.get('message')}")
        self.busy = error.get("code") in _BUSY


def _cut_short(page: dict[str, Any]) -> bool:
    properties = page.get("properties")
    told = {**page, **properties} if isinstance(properties, dict) else page
    return told.get("exceededTransferLimit") is True


def _key(page: dict[str, Any], feature: Any) -> str:
    """Return what tells a feature from others: its id, else all of it."""
    if not isinstance(feature, dict):
        raise CouldNotFetch(f"expected features in the answer of the query, got {type(feature).__name__}")
    rows = feature.get("attributes") or feature.get("properties") or {}
    names = (page.get("objectIdFieldName"), *_KEYS)
    told = feature.get("id", next((rows[name] for name in names if name in rows), None))
    return orjson.dumps(feature).decode() if told is None else str(told)


def _with(url: str, asked: dict[str, str]) -> str:
    return urlunsplit(urlsplit(url)._replace(query=urlencode(asked), fragment=""))
