"""Page or JSON: ``?f=`` decides, else ``Accept``."""

from __future__ import annotations

from app.api.params import shorten
from app.errors import BadInput

FORMATS = ("json", "html")


def prefers_html(accept: str, f: str | None = None) -> bool:
    """Say whether a page is wanted; programs that accept anything get JSON.

    >>> prefers_html("text/html,application/xhtml+xml,*/*;q=0.8")
    True
    >>> prefers_html("*/*"), prefers_html("text/html;q=0.1, application/json"), prefers_html("text/html", "json")
    (False, False, False)

    Raises
    ------
    BadInput
        If `f` is neither.
    """
    if f:
        if f not in FORMATS:
            raise BadInput(f"f: expected {' or '.join(FORMATS)}, got {shorten(f)}")
        return f == "html"
    return _quality(accept, "text/html") > _quality(accept, "application/json")


def _quality(accept: str, wanted: str) -> float:
    """Return the weight of a media type: the most specific range that covers it."""
    kind = wanted.partition("/")[0]
    best = (-1, 0.0)
    for part in accept.split(","):
        name, *options = (piece.strip().lower() for piece in part.split(";"))
        rank = {wanted: 2, f"{kind}/*": 1, "*/*": 0}.get(name, -1)
        if rank > best[0]:
            best = (rank, _weight(options))
    return best[1]


def _weight(options: list[str]) -> float:
    for option in options:
        key, _, value = option.partition("=")
        if key.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
