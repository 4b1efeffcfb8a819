"""Links of a resource: in its JSON, and the same in the header ``Link`` (RFC 8288)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from fastapi import Request

JSON = "application/json"
GEOJSON = "application/geo+json"
HTML = "text/html"
OPENAPI_30 = "application/vnd.oai.openapi+json;version=3.0"
OPENAPI_31 = "application/vnd.oai.openapi+json;version=3.1"

Link = dict[str, str]
IN_HEADER = frozenset({"self", "next", "alternate", "collection", "describedby", "license", "canonical"})


def base(request: Request) -> str:
    """Return the address of the service, without a slash at its end."""
    return str(request.base_url).rstrip("/")


def link(href: str, rel: str, title: str, media_type: str = JSON) -> Link:
    """Return a link as OGC API has it."""
    return {"href": href, "rel": rel, "type": media_type, "title": title}


def address(request: Request, **changed: str | None) -> str:
    """Return the request's address with some parameters of its query put otherwise, or left out where None."""
    query = {key: value for key, value in request.query_params.items() if key not in changed}
    query |= {key: value for key, value in changed.items() if value is not None}
    path = f"{base(request)}{request.url.path}"
    return f"{path}?{urlencode(query)}" if query else path


def itself(request: Request, served: str, media_types: Mapping[str, str]) -> list[Link]:
    """Return the link to what is answered, and those to the same in the other formats.

    Parameters
    ----------
    served : str
        The format that is answered, a key of `media_types`.
    media_types : mapping
        ``f`` → media type.
    """
    here = address(request, f=request.query_params.get("f"))
    links = [link(here, "self", "This document", media_types[served])]
    for f, media_type in media_types.items():
        if f != served:
            links.append(link(address(request, f=f), "alternate", f"As {f}", media_type))
    return links


def header(links: Sequence[Link]) -> dict[str, str]:
    """Return the header of the links that lead on from a document."""
    told = [
        f'<{each["href"]}>; rel="{each["rel"]}"; type="{each["type"].replace(chr(34), "")}"'
        for each in links
        if each["rel"] in IN_HEADER and each["href"].isascii() and not set("<>\r\n") & set(each["href"])
    ]
    return {"Link": ", ".join(told)} if told else {}
