"""Text and metadata out of saved pages and feeds. Nothing is fetched."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from typing import Any

from app.errors import BadInput
from app.reading.records import Document

_BLOCK_END = re.compile(r"<(?:br\s*/?|/p|/div|/li|/h[1-6]|/tr|/blockquote)\s*>", re.IGNORECASE)
_BLANK = re.compile(r"[ \t\u00a0]*\n\s*")


def page_document(
    html: str,
    name: str,
    *,
    published: date | None,
    title: str | None,
    url: str | None,
    lang: str | None,
    today: date,
) -> Document:
    """Return the article of a page; what the user says goes before the page's own metadata.

    Raises
    ------
    BadInput
        No article text in the page.
    """
    from trafilatura import bare_extraction

    page = bare_extraction(
        html,
        url=url,
        with_metadata=True,
        include_comments=False,
        favor_recall=True,
        # Only what the page itself declares: a date guessed from running text would be worse than none.
        date_extraction_params={
            "extensive_search": False,
            "original_date": True,
            "max_date": (today + timedelta(days=366 * 50)).isoformat(),
        },
    )
    found: dict[str, Any] = {} if page is None or isinstance(page, dict) else page.as_dict()
    text = (found.get("text") or "").strip()
    if not text:
        raise BadInput(f"{name}: an HTML page without article text; save the page when it is fully shown")
    return Document(
        text,
        published or _day(found.get("date")),
        title or found.get("title") or None,
        url or found.get("url") or None,
        lang,
    )


def feed_documents(data: bytes, name: str, *, published: date | None, lang: str | None, today: date) -> list[Document]:
    """Return one document for each entry that has text, with the entry's own date, title and address.

    Raises
    ------
    BadInput
        Not well-formed beyond reading, or no entry with text.
    """
    import feedparser

    feed = feedparser.parse(io.BytesIO(data))
    documents = []
    for entry in feed.entries:
        body = _plain(_body(entry))
        heading = _plain(entry.get("title", ""))
        text = body or heading
        if text:
            own = _entry_day(entry, today)
            documents.append(Document(text, own or published, heading or None, entry.get("link") or None, lang))
    if not documents:
        reason = f": {feed.bozo_exception}" if feed.get("bozo") else ""
        raise BadInput(f"{name}: a feed of {len(feed.entries)} entries, none with text{reason}")
    return documents


def _body(entry: Any) -> str:
    parts = [part.get("value", "") for part in entry.get("content", [])]
    return max([str(part) for part in (*parts, entry.get("summary", ""))], key=len)


def _plain(markup: str) -> str:
    from lxml import html
    from lxml.etree import ParserError

    if "<" not in markup and "&" not in markup:
        return markup.strip()
    try:
        text = str(html.fromstring(f"<div>{_BLOCK_END.sub(chr(10), markup)}</div>").text_content())
    except (ParserError, ValueError):
        return ""
    return _BLANK.sub("\n", text).strip()


def _entry_day(entry: Any, today: date) -> date | None:
    stamp = entry.get("published_parsed") or entry.get("updated_parsed")
    if stamp is None:
        return None
    try:
        day = date(stamp.tm_year, stamp.tm_mon, stamp.tm_mday)
    except ValueError:
        return None
    # A feed's clock may be a zone ahead, never further: a later date is no date.
    return day if day <= today + timedelta(days=1) else None


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None
