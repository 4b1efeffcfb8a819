"""Dependencies with names. Those that only look are coroutines: FastAPI would send each other one to a thread."""

from __future__ import annotations

import hmac
from ipaddress import ip_address
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Header, Query, Request

from app.api.languages import chosen_words
from app.api.negotiate import prefers_html
from app.api.params import MAX_LIMIT, BBox, Interval, parse_bbox, parse_datetime, parse_span
from app.errors import NotAllowed, NotInScope, NotSecure
from app.store.tokens import SCOPES
from maps.words import Words

if TYPE_CHECKING:
    from app.settings import Settings
    from app.workspace import Workspace
else:  # the annotation is all that the web framework needs, and it builds no workspace
    Workspace = Settings = Any


async def _workspace(request: Request) -> Workspace:
    workspace: Workspace = request.app.state.workspace
    return workspace


async def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


WorkspaceDep = Annotated[Workspace, Depends(_workspace)]
SettingsDep = Annotated[Settings, Depends(_settings)]


async def _bbox(
    bbox: Annotated[str | None, Query(description="west,south,east,north in degrees", examples=["36,47,38,49"])] = None,
) -> BBox | None:
    return parse_bbox(bbox)


async def _interval(
    datetime: Annotated[
        str | None, Query(description="a date, or start/end with .. for an open end", examples=["2025-11-01/.."])
    ] = None,
) -> Interval:
    return parse_datetime(datetime)


async def _span(
    start: Annotated[str | None, Query(alias="from", description="first day", examples=["2025-11-02"])] = None,
    end: Annotated[str | None, Query(alias="to", description="last day", examples=["2025-12-02"])] = None,
) -> Interval:
    return parse_span(start, end)


async def _limit(limit: Annotated[int, Query(ge=1, description=f"at most {MAX_LIMIT} are given")] = 100) -> int:
    return min(limit, MAX_LIMIT)


async def _wants_html(
    accept: Annotated[str, Header()] = "*/*",
    f: Annotated[str | None, Query(description="json or html; decides before Accept")] = None,
) -> bool:
    return prefers_html(accept, f)


async def _words(request: Request) -> Words:
    return chosen_words(request)


def _writer(request: Request, workspace: WorkspaceDep, settings: SettingsDep) -> None:
    if not may_write(settings, workspace):
        raise NotAllowed(
            "writing over HTTP is off: no token is set ('frontline token add NAME', or FRONTLINE_WRITE_TOKEN)"
        )
    scheme, _, sent = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise NotAllowed("expected the header 'Authorization: Bearer' with a token that may write")
    if not settings.plain_http_writes and request.url.scheme != "https" and not is_local(request):
        raise NotSecure(
            "a token over plain http can be read on its way: use https, or, where the network is trusted, set "
            "FRONTLINE_PLAIN_HTTP_WRITES=1"
        )
    scopes = _scopes(settings, workspace, sent.strip())
    if scopes is None:
        raise NotAllowed("expected the header 'Authorization: Bearer' with a token that may write")
    needed = _SCOPES.get(request.url.path.split("/")[2], "corrections")
    if needed not in scopes:
        raise NotInScope(f"this token may write {', '.join(sorted(scopes))}; this needs {needed}")


def may_write(settings: Settings, workspace: Workspace) -> bool:
    """Say whether there is any token that may write."""
    return bool(_one_token(settings)) or workspace.has_tokens()


def _one_token(settings: Settings) -> str:
    return settings.write_token.get_secret_value() if settings.write_token else ""


def _scopes(settings: Settings, workspace: Workspace, sent: str) -> frozenset[str] | None:
    one = _one_token(settings)
    if one and hmac.compare_digest(sent.encode("utf-8", "surrogateescape"), one.encode()):
        return frozenset(SCOPES)
    return workspace.token_scopes(sent)


_SCOPES = {"documents": "documents", "control": "control"}
"""Which scope the writes below a part of /api need; corrections and confirmations are the rest."""


def is_local(request: Request) -> bool:
    """Say whether a request comes from this machine; what has no address came through no network."""
    try:
        return request.client is None or ip_address(request.client.host).is_loopback
    except ValueError:
        return True


BBoxDep = Annotated[BBox | None, Depends(_bbox)]
IntervalDep = Annotated[Interval, Depends(_interval)]
SpanDep = Annotated[Interval, Depends(_span)]
LimitDep = Annotated[int, Depends(_limit)]
OffsetDep = Annotated[int, Query(ge=0, le=10_000_000, description="how many to skip")]
WordsDep = Annotated[Words, Depends(_words)]
HtmlDep = Annotated[bool, Depends(_wants_html)]
Writer = Depends(_writer)
"""Stands on every route that writes: 401 until the token is set and sent."""
