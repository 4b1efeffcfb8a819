"""Lists and tables: a heading says when, whose and in which unit; each line has a name and a figure."""

from __future__ import annotations

import re
from dataclasses import replace

from app.reading.claims_context import Context
from app.reading.clauses import Layout
from app.reading.elision import stands_alone
from app.reading.grammar_tables import UNIT_GROUPS
from app.reading.quantities import Quantity
from app.reading.records import Sentence, Unit
from app.reading.stretches import Desk

_BULLET = re.compile(r"[-–—•*·▪■►✅🔹🔸🔺🔻❗]+\s|\d{1,2}[.)]\s")
_COLON = (":", "：")
_STOPS = (".", "!", "?", "。")
_LONGEST_ROW = 60  # characters
_LONGEST_LINE = 160  # characters: a longer one is prose
_UNIT_OPEN = re.compile(r"(?:[(,（，|:]|(?<!\w)(?:in|в|у|en|w))\s*\Z", re.IGNORECASE)
_UNIT_CLOSE = re.compile(r"\s*(?:[)）]\s*)?[:：,|—–-]|\s*[)）]|\s*\Z")


class Lists:
    """Follows the lists of one document, whose lines are read under their heading."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.heading: Sentence | None = None
        self.last = -1

    def context(self, line: Sentence, previous: Sentence | None, before: Context) -> Context:
        """Return the heading as what stands before a line of its list; nothing where it is no such line.

        Parameters
        ----------
        before : Context
            The sentence read last: a line whose unit those below it leave out.
        """
        found = self._headed(line, previous)
        if previous is None or before.sentence is not previous or not before.claims:
            return found
        unit = before.claims[-1].unit
        if found.heading:
            return replace(found, unit=found.unit or unit)
        return Context(previous, before.claims, unit=unit) if self._is_row(previous) and self._is_row(line) else found

    def _is_row(self, line: Sentence) -> bool:
        """Tell whether a line is one of a table ("June: 556"): short, and no sentence."""
        text = self.desk.document.text[line.start : line.end]
        return len(text) <= _LONGEST_ROW and not text.endswith(_STOPS)

    def _headed(self, line: Sentence, previous: Sentence | None) -> Context:
        text = self.desk.document.text
        if previous is None:
            return Context()
        if text[line.start : line.end].startswith(_COLON) or line.end - line.start > _LONGEST_LINE:
            return Context()
        if text[previous.start : previous.end].endswith(_COLON):
            self.heading = previous
        elif not (self.last == previous.index and self.heading is not None):
            head = text[max(previous.start, previous.end - _LONGEST_LINE) : previous.end]
            titled = not head.endswith(".") and bare_unit(head, 0, len(head), self.desk.lexicon.grammar.units)
            if titled and previous.end - previous.start <= _LONGEST_LINE:
                self.heading = previous
            elif _BULLET.match(text, line.start) is None or _BULLET.match(text, previous.start) is not None:
                return Context()
            else:
                self.heading = previous
        self.last = line.index
        return Context(self.heading, (), heading=True, unit=self._unit())

    def _unit(self) -> Unit | None:
        if self.heading is None:
            return None
        start = max(self.heading.start, self.heading.end - _LONGEST_LINE)
        found = bare_unit(self.desk.document.text, start, self.heading.end, self.desk.lexicon.grammar.units)
        return found[0] if found else None


def bare_unit(text: str, start: int, end: int, units: re.Pattern[str]) -> tuple[Unit, int] | None:
    """Return a unit that stands without a figure ("gains, in sq km:", "(km²)"), and where it ends."""
    for match in units.finditer(text, start, end):
        lead = text[max(start, match.start() - 8) : match.start()]
        if (_UNIT_OPEN.search(lead) or not lead.strip()) and _UNIT_CLOSE.match(text, match.end(), end):
            return UNIT_GROUPS[match.lastgroup or "km2"], match.end()
    return None


def tabled(layout: Layout, unit: Unit | None) -> list[Quantity]:
    """Return the bare numbers whose unit a heading, or the head of their own sentence, states for all of them."""
    start = layout.start
    own = bare_unit(layout.text, layout.start, layout.end, layout.grammar.units)
    if own is not None:
        unit, end = own
        # "June 556, July 564 (all in km²)": the unit may stand behind the figures, too.
        start = end if any(number.start >= end for number in layout.stretch.numbers()) else start
    if unit is None:
        return []
    return [
        Quantity(number.start, number.end, number.value, unit)
        for number in layout.stretch.numbers()
        if number.start >= start and stands_alone(layout, number)
    ]
