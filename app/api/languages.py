"""Which language a page speaks: ``?lang=``, else what was chosen before, else what the browser prefers."""

from __future__ import annotations

from fastapi import Request, Response

from maps.words import LANGUAGES, Words, words

COOKIE = "frontline_lang"
YEAR_S = 365 * 24 * 3600


def chosen_words(request: Request) -> Words:
    """Return the catalogue for a request."""
    asked = request.query_params.get("lang")
    if asked not in LANGUAGES:
        asked = request.cookies.get(COOKIE)
    if asked not in LANGUAGES:
        asked = preferred(request.headers.get("accept-language", ""))
    return words(asked)


def remember(request: Request, response: Response) -> None:
    """Keep a language that was asked for in the address."""
    asked = request.query_params.get("lang")
    if asked in LANGUAGES and request.cookies.get(COOKIE) != asked:
        response.set_cookie(COOKIE, asked, max_age=YEAR_S, samesite="lax", httponly=True)


def preferred(header: str) -> str:
    """Return the language of a catalogue that an ``Accept-Language`` prefers.

    >>> preferred("uk-UA,uk;q=0.9,en;q=0.8"), preferred("fr,uk;q=0.4,en;q=0.2"), preferred("fr")
    ('uk', 'uk', 'en')
    """
    best, weight = LANGUAGES[0], 0.0
    for part in header[:1000].split(","):
        name, _, quality = part.strip().partition(";q=")
        lang = name.split("-")[0].strip().lower()
        try:
            found = float(quality) if quality else 1.0
        except ValueError:
            continue
        if lang in LANGUAGES and found > weight:
            best, weight = lang, found
    return best
