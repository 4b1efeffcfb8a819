"""Characters from what a user hands in: text, web page, PDF, feed. Nothing is stored and nothing is fetched.

The kind is told by the content, not by the name alone. What cannot be read is refused with one line.
"""

from __future__ import annotations

import codecs
import re
from datetime import date, timedelta
from pathlib import Path

from app.errors import BadInput
from app.reading.records import Document

_HEADLINE = 120  # characters
_HEAD = 4096  # bytes that tell the kind
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_URL = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_PAGE = re.compile(r"<!doctype\s+html|<(?:html|head|body|article|main|div|p|h1|table)[\s>]", re.IGNORECASE)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_DAY = timedelta(days=1)


def read_input(
    source: str | Path | bytes,
    *,
    published: date | None = None,
    title: str | None = None,
    url: str | None = None,
    lang: str | None = None,
    max_bytes: int,
    today: date,
) -> list[Document]:
    """Read one input into documents: one for a text, a page or a PDF, one an entry for a feed.

    Parameters
    ----------
    source : str, Path or bytes
        A file's path, or the bytes themselves (standard input).
    published, title, url, lang : optional
        What the user says; it goes before a page's own metadata. A feed entry's own date goes before `published`.
    max_bytes : int
        The largest input that is taken.
    today : date
        No publication date may lie after it.

    Raises
    ------
    BadInput
        No such file, a folder, a URL, empty, too large, binary, not UTF-8, a future date, a PDF without text or with a
        password, a page or feed without text.
    """
    if published is not None and published > today:
        raise BadInput(f"publication date {published} is in the future (today is {today}); expected it up to today")
    data, name = _bytes(source, max_bytes)
    if not data.strip(b" \t\r\n\0") and len(data):
        what = "zero bytes" if b"\0" in data else "white space"
        raise BadInput(f"{name}: {len(data)} bytes of {what}; expected text, an HTML page, a PDF or a feed")
    if not data:
        raise BadInput(f"{name}: the file is empty; expected text, an HTML page, a PDF or a feed")
    if b"%PDF-" in data[:1024]:
        from app.reading.inputs_pdf import pdf_text

        text, own_title = pdf_text(data, name)
        return [Document(text, published, title or own_title, url, lang)]
    head = data[:_HEAD]
    markup = _decoded_head(head)
    if _starts_feed(markup):
        from app.reading.inputs_web import feed_documents

        return feed_documents(data, name, published=published, lang=lang, today=today)
    text = _decode(data, name, page=_is_page(markup, name))
    if _is_page(markup, name):
        from app.reading.inputs_web import page_document

        page = page_document(text, name, published=published, title=title, url=url, lang=lang, today=today)
        if page.published and page.published > today + _DAY:
            raise BadInput(
                f"{name}: the page says that it was published on {page.published}, after today ({today}); "
                "give the right date with --published"
            )
        return [page]
    if not text.strip():
        raise BadInput(f"{name}: only white space; expected text, an HTML page, a PDF or a feed")
    return [Document(text, published, title or _headline(text), url, lang)]


def _headline(text: str) -> str | None:
    """Return the first line of a text where more lines follow and it is short enough to be a headline."""
    first, _, rest = text.strip().partition("\n")
    return first.strip() if rest.strip() and 0 < len(first.strip()) <= _HEADLINE else None


def is_feed(source: str | Path | bytes) -> bool:
    """Say whether an input that could be read is a feed, of however many entries."""
    if not isinstance(source, bytes):
        with Path(source).open("rb") as file:
            source = file.read(_HEAD)
    return b"%PDF-" not in source[:1024] and _starts_feed(_decoded_head(source[:_HEAD]))


def _starts_feed(markup: str) -> bool:
    return bool(_FEED.search(markup)) and markup.lstrip("\ufeff \t\r\n").startswith("<")


def _bytes(source: str | Path | bytes, max_bytes: int) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        _check_size(len(source), max_bytes, "standard input")
        return source, "standard input"
    if isinstance(source, str) and _URL.match(source):
        raise BadInput(f"{source}: expected a file, got a URL; save the page and give the file")
    path = Path(source)
    try:
        if path.is_dir():
            raise BadInput(f"{path}: expected a file, got a folder; give the files in it")
        with path.open("rb") as file:
            # One byte more than allowed tells "too large" without reading a whole disk image.
            data = file.read(max_bytes + 1)
            if len(data) > max_bytes:
                _check_size(max(path.stat().st_size, len(data)), max_bytes, str(path))
            return data, str(path)
    except FileNotFoundError:
        raise BadInput(f"{path}: no such file") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BadInput(f"{path}: cannot be read: {reason}") from error


def _check_size(size: int, max_bytes: int, name: str) -> None:
    if size > max_bytes:
        raise BadInput(
            f"{name}: {size / 1e6:.1f} MB, more than the {max_bytes / 1e6:.1f} MB allowed; "
            "split it or raise FRONTLINE_MAX_TEXT_MB"
        )


def _decoded_head(head: bytes) -> str:
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return head[: len(head) // 4 * 4].decode(encoding, "replace")
    return head.decode("latin-1")


def _is_page(markup: str, name: str) -> bool:
    if name.lower().endswith((".html", ".htm", ".xhtml")):
        return True
    return markup.lstrip("\ufeff \t\r\n").startswith("<") and _PAGE.search(markup) is not None


def _decode(data: bytes, name: str, *, page: bool) -> str:
    encoding = next((encoding for bom, encoding in _BOMS if data.startswith(bom)), "utf-8")
    if encoding == "utf-8":
        control = _CONTROL.search(data[:_HEAD])
        if control is not None:
            raise BadInput(
                f"{name}: binary data (byte 0x{data[control.start()]:02x} at {control.start()}); "
                "expected text, an HTML page, a PDF or a feed"
            )
        declared = _CHARSET.search(data[:_HEAD]) if page else None
        if declared is not None:
            encoding = declared.group(1).decode("ascii")
    try:
        return data.decode(encoding)
    except LookupError:
        raise BadInput(f"{name}: the page declares an unknown character set {encoding!r}; save it as UTF-8") from None
    except UnicodeDecodeError as error:
        raise BadInput(
            f"{name}: not {encoding} at byte {error.start}; expected UTF-8 (or UTF-16 with a byte order mark): "
            "convert it, for example with iconv"
        ) from None
