"""Text out of a PDF."""

from __future__ import annotations

import io
import logging
import re

from app.errors import BadInput

# A visual line of a paragraph goes on in the next one, unless it ends a sentence or is followed by a gap.
_SOFT_BREAK = re.compile(r"(?<![.!?:;。！？\n])[ \t]*\n(?!\s*\n)[ \t]*")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[\u00ad\u2010-]\n(?=[a-zа-яіїєґß-öø-ÿ])")
_CJK_GAP = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")


def pdf_text(data: bytes, name: str) -> tuple[str, str | None]:
    """Return the text of a PDF, with the lines of a paragraph joined, and its title.

    Raises
    ------
    BadInput
        Broken, with a password, or without a text layer.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    # pypdf reports each repaired object as a warning; one line of ours says what matters.
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise BadInput(f"{name}: the PDF has a password; save a copy without one")
        pages = [page.extract_text() for page in reader.pages]
        title = reader.metadata.title if reader.metadata else None
    except DependencyError as error:
        raise BadInput(
            f"{name}: the PDF is encrypted and cannot be opened here; save a copy without a password"
        ) from error
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OSError) as error:
        if isinstance(error, BadInput):
            raise
        raise BadInput(f"{name}: the PDF is broken: {str(error).splitlines()[0] if str(error) else error!r}") from error
    text = "\n\n".join(page.strip() for page in pages if page.strip())
    if not text:
        raise BadInput(f"{name}: the PDF has {len(pages)} pages and no text (a scan?); run text recognition first")
    text = _SOFT_BREAK.sub(" ", _HYPHEN.sub("", text.replace("\r\n", "\n")))
    return _CJK_GAP.sub("", text), title or None
