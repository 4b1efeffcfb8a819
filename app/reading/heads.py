r"""What a match of an expression may begin with, and end with: a few characters, computed once from its tree."""

from __future__ import annotations

import re
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

SIZE = 6
_MOST = 3000  # heads of one expression; one with more is searched for everywhere
_BRIEF = 3
_CATEGORIES = {op.CATEGORY_DIGIT: "0", op.CATEGORY_SPACE: " "}

_Head = tuple[str, bool]  # characters, and whether more of the pattern may follow them


def heads(expression: str, size: int = SIZE) -> frozenset[str] | None:
    r"""Return strings in lower case one of which every match of an expression begins with, None where it may be any.

    They are at most `size` long. A 0 stands for every digit, a space for all white space. The tree is that of
    :mod:`re` itself, so that no second reader of regular expressions can differ from it.

    Examples
    --------
    >>> sorted(heads(r"(?<!\w)(?:captur(?:e|ed)|to?ok|\d+ km)(?!\w)"))
    ['0', 'captur', 'tok', 'took']
    """
    found = _of_sequence(_parser.parse(expression), size)
    texts = frozenset(text for text, _ in found)
    return None if "" in texts or len(texts) > _MOST else texts


def brief(expression: str) -> str:
    """Return a short expression with the heads of a long one, for use within others; the same where it has none."""
    its = heads(expression)
    if its is None:
        return expression
    # What follows the first letters is left open: anything, or nothing.
    return f"(?:{'|'.join(map(re.escape, sorted({head[:_BRIEF] for head in its})))})(?:.|)" if its else "(?!)"


def tails(expression: str) -> frozenset[str] | None:
    r"""Return strings in lower case, read backwards, one of which every match ends with, None where it may be any.

    Examples
    --------
    >>> sorted(tails(r"(?:near|south of)"))
    ['fo htu', 'raen']
    """
    found = _of_sequence(_turned(_parser.parse(expression)), SIZE)
    texts = frozenset(text for text, _ in found)
    return None if "" in texts or len(texts) > _MOST else texts


def _turned(sequence: Any) -> list[tuple[Any, Any]]:
    """Return the tree of an expression that matches the same texts read backwards."""
    return [(kind, _turned_item(kind, value)) for kind, value in reversed(list(sequence))]


def _turned_item(kind: Any, value: Any) -> Any:
    if kind is op.BRANCH:
        return (value[0], [_turned(branch) for branch in value[1]])
    if kind is op.SUBPATTERN:
        return (*value[:3], _turned(value[3]))
    if kind is op.ATOMIC_GROUP:
        return _turned(value)
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return (value[0], value[1], _turned(value[2]))
    return value


def begins(text: str, known: frozenset[str]) -> bool:
    """Say whether a text in lower case may begin with one of these heads, or one of them with it."""
    short = plain(text)[:SIZE]
    return any(head.startswith(short) or short.startswith(head) for head in known)


def _of_sequence(sequence: Any, size: int) -> set[_Head]:
    done: set[_Head] = {("", True)}
    for kind, value in sequence:
        going = {head for head in done if head[1]}
        if not going:
            break
        done -= going
        following = _of_item(kind, value, size)
        for text, _ in going:
            for more, goes_on in following:
                whole = (text + more)[:size]
                done.add((whole, goes_on and len(whole) < size))
        if len(done) > _MOST:
            return {("", False)}
    return done


def _of_item(kind: Any, value: Any, size: int) -> set[_Head]:
    if kind is op.LITERAL:
        return {(plain(chr(value)), True)}
    if kind is op.IN:
        return _of_set(value)
    if kind is op.BRANCH:
        return {head for branch in value[1] for head in _of_sequence(branch, size)}
    if kind is op.SUBPATTERN:
        return _of_sequence(value[3], size)
    if kind is op.ATOMIC_GROUP:
        return _of_sequence(value, size)
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, most, inner = value
        once = {(text, goes_on and (most == 1 or text == " ")) for text, goes_on in _of_sequence(inner, size)}
        return once | ({("", True)} if least == 0 else set())
    if kind is op.FAILURE or (kind is op.ASSERT_NOT and not list(value[1])):
        return set()  # "(?!)" matches nowhere
    return {("", kind in (op.AT, op.ASSERT, op.ASSERT_NOT))}


def _of_set(members: Any) -> set[_Head]:
    found: set[_Head] = set()
    for kind, value in members:
        if kind is op.LITERAL:
            found.add((plain(chr(value)), True))
        elif kind is op.RANGE and value[1] - value[0] < 64:  # noqa: PLR2004 an alphabet, not a plane of Unicode
            found |= {(plain(chr(code)), True) for code in range(value[0], value[1] + 1)}
        elif kind is op.CATEGORY and value in _CATEGORIES:
            found.add((_CATEGORIES[value], True))
        else:
            return {("", False)}
    return found


class _Plain(dict[int, str]):
    """A table for ``str.translate``, filled with the characters that are met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = "0" if char.isdecimal() else " " if char.isspace() else char
        return self[code]


_PLAIN = _Plain()


def plain(text: str) -> str:
    """Return a text as heads are written: lower case, each digit a 0, white space one space."""
    short = text.lower().translate(_PLAIN)
    return short if "  " not in short else re.sub(" +", " ", short)
