"""The headers that protect whoever reads an answer; every answer carries them, that of a fault of ours too."""

from __future__ import annotations

from urllib.parse import urlsplit


def protective(nonce: str, tiles_url: str | None, *, framed: bool = False) -> dict[str, str]:
    """Return a content security policy for scripts with this nonce, and the other protective headers.

    With `framed` other sites may show the page in a frame: for the bare map, from which nothing can be written.
    """
    policy = {
        "default-src": "'none'",
        "script-src": f"'self' 'nonce-{nonce}'",
        "style-src": "'self'",
        "img-src": " ".join(["'self'", "data:", *tile_hosts(tiles_url)]),
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "*" if framed else "'none'",
    }
    headers = {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        # Tile services ask for the page's origin; without tiles nothing is told to anyone.
        "Referrer-Policy": "strict-origin-when-cross-origin" if tiles_url else "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }
    return headers if framed else headers | {"X-Frame-Options": "DENY"}


def tile_hosts(tiles_url: str | None) -> list[str]:
    """Return the hosts that tiles come from, as a content security policy writes them.

    >>> tile_hosts("https://{s}.tiles.example.org/{z}/{x}/{y}.png"), tile_hosts("/tiles/{z}/{x}/{y}.png")
    (['https://*.tiles.example.org'], [])
    """
    parts = urlsplit(tiles_url or "")
    if not parts.scheme or not parts.netloc:
        return []
    return [f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}"]
