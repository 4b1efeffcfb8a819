r"""Many patterns over one stretch of text, each tried only where a match of it can begin.

A language has hundreds of patterns and a sentence twenty words. Searching each pattern in each sentence costs the
product of the two; here the few characters with which a match can begin are computed once from each pattern, and a
word of the text looks up which patterns to try. What is found is exactly what ``finditer`` finds.

What keeps it fast: a pattern begins with letters, digits or marks that are spelt out. One that may begin with anything
(``\w*``, ``.``) still works, but is searched for everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, Generic, TypeVar

SIZE = 6
_RAW = 8  # characters of the text that are looked up; white space in them counts once
_MOST = 600  # heads of one pattern; one with more is searched for everywhere
_BRIEF = 3
_CACHE = 40_000
_WORTH = 60
"""How often an expression is asked for before its heads are computed: one article asks for few of them so often."""
# Where a match may begin: a run of letters, of digits, a mark, a space that follows no word.
_STARTS = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_|(?<!\w)\s")
_CATEGORIES = {op.CATEGORY_DIGIT: "0", op.CATEGORY_SPACE: " "}
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff]")

Label = TypeVar("Label", bound=Hashable)
_Head = tuple[str, bool]  # characters, and whether more of the pattern may follow them


def heads(expression: str) -> frozenset[str] | None:
    r"""Return strings in lower case one of which every match of an expression begins with, None where it may be any.

    A 0 stands for every digit, a space for all white space. The tree is that of :mod:`re` itself, so that no second
    reader of regular expressions can differ from it.

    Examples
    --------
    >>> sorted(heads(r"(?<!\w)(?:captur(?:e|ed)|to?ok|\d+ km)(?!\w)"))
    ['0', 'captur', 'tok', 'took']
    """
    found = _of_sequence(_parser.parse(expression))
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
    found = _of_sequence(_turned(_parser.parse(expression)))
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
    plain = _plain(text)[:SIZE]
    return any(head.startswith(plain) or plain.startswith(head) for head in known)


def _of_sequence(sequence: Any) -> set[_Head]:
    done: set[_Head] = {("", True)}
    for kind, value in sequence:
        going = {head for head in done if head[1]}
        if not going:
            break
        done -= going
        following = _of_item(kind, value)
        for text, _ in going:
            for more, goes_on in following:
                whole = (text + more)[:SIZE]
                done.add((whole, goes_on and len(whole) < SIZE))
        if len(done) > _MOST:
            return {("", False)}
    return done


def _of_item(kind: Any, value: Any) -> set[_Head]:
    if kind is op.LITERAL:
        return {(_plain(chr(value)), True)}
    if kind is op.IN:
        return _of_set(value)
    if kind is op.BRANCH:
        return {head for branch in value[1] for head in _of_sequence(branch)}
    if kind is op.SUBPATTERN:
        return _of_sequence(value[3])
    if kind is op.ATOMIC_GROUP:
        return _of_sequence(value)
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, most, inner = value
        once = {(text, goes_on and (most == 1 or text == " ")) for text, goes_on in _of_sequence(inner)}
        return once | ({("", True)} if least == 0 else set())
    if kind is op.FAILURE or (kind is op.ASSERT_NOT and not list(value[1])):
        return set()  # "(?!)" matches nowhere
    return {("", kind in (op.AT, op.ASSERT, op.ASSERT_NOT))}


def _of_set(members: Any) -> set[_Head]:
    found: set[_Head] = set()
    for kind, value in members:
        if kind is op.LITERAL:
            found.add((_plain(chr(value)), True))
        elif kind is op.RANGE and value[1] - value[0] < 64:  # noqa: PLR2004 an alphabet, not a plane of Unicode
            found |= {(_plain(chr(code)), True) for code in range(value[0], value[1] + 1)}
        elif kind is op.CATEGORY and value in _CATEGORIES:
            found.add((_CATEGORIES[value], True))
        else:
            return {("", False)}
    return found


def _plain(text: str) -> str:
    plain = "".join("0" if char.isdecimal() else " " if char.isspace() else char for char in text.lower())
    return plain if "  " not in plain else re.sub(" +", " ", plain)


class _Gate:
    """What is known of one compiled expression: which characters a match may begin with, and which end with."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern  # kept, so that no other comes to stand at its address
        self.begins: dict[str, bool] = {}
        self.ends: dict[str, bool] = {}
        self._asked = 0

    @cached_property
    def _heads(self) -> frozenset[str] | None:
        return heads(self.pattern.pattern)

    @cached_property
    def _tails(self) -> frozenset[str] | None:
        return tails(self.pattern.pattern)

    def learn_beginning(self, key: str) -> bool:
        return self._is_new() or self._learn(self.begins, key, self._heads, key)

    def learn_end(self, key: str) -> bool:
        return self._is_new() or self._learn(self.ends, key, self._tails, key[::-1])

    def _is_new(self) -> bool:
        """Say whether the expression was asked for so seldom that taking it apart would cost more than it saves."""
        self._asked += 1
        return self._asked < _WORTH

    @staticmethod
    def _learn(known: dict[str, bool], key: str, of: frozenset[str] | None, read: str) -> bool:
        if len(known) >= _CACHE:
            known.clear()
        may = known[key] = of is None or len(key) < _RAW or begins(read.lower(), of)
        return may


_GATES: dict[int, _Gate] = {}


def may_match(pattern: re.Pattern[str], text: str, at: int) -> bool:
    """Say whether an expression may match at an offset, by the characters there: of most it is at once known not to."""
    gate = _GATES.get(id(pattern)) or _GATES.setdefault(id(pattern), _Gate(pattern))
    key = text[at : at + _RAW]
    may = gate.begins.get(key)
    return gate.learn_beginning(key) if may is None else may


def may_end(pattern: re.Pattern[str], text: str) -> bool:
    """Say whether a match of an expression may end where the text ends."""
    gate = _GATES.get(id(pattern)) or _GATES.setdefault(id(pattern), _Gate(pattern))
    key = text[-_RAW:]
    may = gate.ends.get(key)
    return gate.learn_end(key) if may is None else may


class Ends:
    """Says whether a match of any of some expressions may end where a text ends."""

    def __init__(self, expressions: Iterable[str]) -> None:
        self._expressions = tuple(expressions)
        self._known: dict[str, bool] = {}

    @cached_property
    def _tails(self) -> frozenset[str] | None:
        each = [tails(expression) for expression in self._expressions]
        return None if None in each else frozenset().union(*(its for its in each if its is not None))

    def __call__(self, text: str) -> bool:
        """Say whether one may."""
        key = text[-_RAW:]
        may = self._known.get(key)
        if may is None:
            if len(self._known) >= _CACHE:
                self._known.clear()
            may = len(key) < _RAW or self._tails is None or begins(key.lower()[::-1], self._tails)
            self._known[key] = may
        return may


@lru_cache(maxsize=8)
def _beginnings(lower: str, start: int) -> list[tuple[int, str]]:
    """Return where a match may begin and the characters there; several finders look at one stretch after another."""
    return [(start + at, lower[at : at + _RAW]) for at in [word.start() for word in _STARTS.finditer(lower)]]


class Finder(Generic[Label]):
    r"""Expressions under labels, looked for together; each is compiled when first tried.

    Parameters
    ----------
    expressions : mapping of label to str
        Each begins on a border of words (``(?<!\w)``) or of letters; the order is that of what is found at one place.
    case : bool
        Whether they heed case.
    brief : mapping of label to str, optional
        Shorter expressions that begin as these do, see :func:`brief`: to take them apart takes less time.
    """

    def __init__(
        self, expressions: Mapping[Label, str], *, case: bool = False, brief: Mapping[Label, str] | None = None
    ) -> None:
        self._brief = brief or expressions
        self._flags = re.NOFLAG if case else re.IGNORECASE
        self._expressions = dict(expressions)
        self._order = {label: index for index, label in enumerate(self._expressions)}
        self._heads: dict[str, list[Label]] = {}
        self._anywhere: list[Label] = []
        self._is_learnt = False
        self._compiled: dict[Label, re.Pattern[str]] = {}
        self._known: dict[str, tuple[tuple[Label, re.Pattern[str]], ...]] = {}

    def find(self, text: str, start: int, end: int) -> Iterator[tuple[Label, re.Match[str]]]:
        """Give what ``finditer(text, start, end)`` of each expression gives; of one label in the order of the text."""
        lower = text[start:end].lower()
        if len(lower) != end - start or (not lower.isascii() and _HAN.search(lower)):
            # Letters that grow when lowered would shift offsets; Chinese has no borders of words.
            yield from self._search(self._expressions, text, start, end)
            return
        if not self._is_learnt:
            self._learn()
        yield from self._search(self._anywhere, text, start, end)
        known = self._known
        taken: dict[Label, int] = {}
        for at, head in _beginnings(lower, start):
            tried = known.get(head)
            if tried is None:
                tried = self._beginning(head)
            for label, pattern in tried:
                if taken.get(label, 0) <= at:
                    found = pattern.match(text, at, end)
                    if found is not None:
                        taken[label] = found.end()
                        yield label, found

    def _learn(self) -> None:
        for label in self._expressions:
            its = heads(self._brief[label])
            if its is None:
                self._anywhere.append(label)
            for head in its or ():
                self._heads.setdefault(head, []).append(label)
        self._is_learnt = True

    def _search(
        self, labels: Iterable[Label], text: str, start: int, end: int
    ) -> Iterator[tuple[Label, re.Match[str]]]:
        for label in labels:
            for match in self._pattern(label).finditer(text, start, end):
                yield label, match

    def _beginning(self, head: str) -> tuple[tuple[Label, re.Pattern[str]], ...]:
        """Return the patterns of which a match may begin with these characters."""
        plain = _plain(head)[:SIZE]
        labels = {label for size in range(1, len(plain) + 1) for label in self._heads.get(plain[:size], ())}
        if len(plain) < SIZE:
            # Spaces that count once, or the end of the text: what is looked up may go on beyond it.
            labels |= {label for known, its in self._heads.items() if known.startswith(plain) for label in its}
        if len(self._known) >= _CACHE:
            self._known.clear()
        ordered = sorted(labels, key=self._order.__getitem__)
        tried = self._known[head] = tuple((label, self._pattern(label)) for label in ordered)
        return tried

    def _pattern(self, label: Label) -> re.Pattern[str]:
        pattern = self._compiled.get(label)
        if pattern is None:
            pattern = self._compiled[label] = re.compile(self._expressions[label], self._flags)
        return pattern
