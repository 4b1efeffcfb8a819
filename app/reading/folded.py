r"""A text as automata read it: in lower case, every digit a 0, all white space plain, as long as it was.

Folding goes over a whole document once; whoever looks at a stretch of it takes a slice, at the same offsets.
"""

from __future__ import annotations

import re

_SHORT = 200
_WIDE_SPACE = re.compile(r"[^\S ]")
_DIGIT = re.compile(r"\d")
_ASCII = bytes(ord("0") if chr(i).isdecimal() else ord(" ") if chr(i).isspace() else i for i in range(128))
_BYTES = _ASCII + bytes(range(128, 256))
# White space, digits and halves of characters outside ASCII: few texts have any but the first.
_ODD = re.compile(
    "[\x85\u00a0\u0660-\u1fff\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ua620-\uff19\U000104a0-\U0001fbf9]"
)
# Letters that a pattern takes for others where it heeds no case; lowering leaves them as they are, or makes two of one.
_ALIKE = str.maketrans("ſıİµςᲀᲁᲂᲃᲄᲅᲆᲇ", "siiμσвдосттъѣ")
_HAS_ALIKE = re.compile("[ſıİµςᲀ-ᲇ]")

_last: tuple[str, str] = ("", "")


def folded(text: str) -> str:
    r"""Return a text folded, character for character; the last one is remembered.

    Examples
    --------
    >>> folded("On 12\u00a0MAY")
    'on 00 may'
    """
    global _last  # noqa: PLW0603 rooms read one document after another, each of them many times
    if len(text) < _SHORT:
        return _fold(text)  # a part of a document, looked at once
    known, done = _last
    if known is text:
        return done
    done = _fold(text)
    _last = text, done
    return done


def _fold(text: str) -> str:
    lower = text.lower()
    if not lower.isascii():
        if _HAS_ALIKE.search(text):
            lower = text.translate(_ALIKE).lower()
        if len(lower) != len(text):
            lower = "".join(each if len(each.lower()) != 1 else each.lower() for each in text.translate(_ALIKE))
        if _ODD.search(lower):
            lower = _WIDE_SPACE.sub(" ", _DIGIT.sub("0", lower))
    # Halves of characters are no text: one question mark for each.
    return lower.encode(errors="replace").translate(_BYTES).decode()
