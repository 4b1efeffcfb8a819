"""A control statement against what each map shows of the place: pure functions over the days on which it changed.

What is asserted is that a side stands in a place on a day. A map's polygons are one side's ground, so they bear it out
by covering the place, or, where the other side is said to hold it, by leaving it uncovered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.reading.records import Statement
from geodata.definitions import Source

ControlVerdict = Literal["consistent", "early", "not_in_polygons", "contradicted", "not_checkable"]

RANK: dict[ControlVerdict, int] = {
    "consistent": 0, "early": 1, "not_in_polygons": 2, "contradicted": 3, "not_checkable": 4,
}  # fmt: skip
REACHED_KM = 4.0
"""A town whose middle is so near to a side's ground is one that it may have entered."""
SURROUNDED = 0.9
"""The share of directions in which a side's ground must lie for a place to be surrounded."""
NO_SIDES_GROUND = frozenset({"outside", "liberated"})
"""Statuses that are the other side's: of anything else, such as a grey zone, the map leaves it open whose it is."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one source's map shows of a point.

    Parameters
    ----------
    file_on : date
        The file that stands for the stated day by the source's rule.
    snapshot_on : date or None
        The snapshot used for it, None where there is none within three days.
    runs : tuple of (date, str)
        Each day on which the point got another status, the series' first day first.
    last : date
        The series' last day.
    covering : frozenset of str
        The statuses that are the side's ground.
    ground_km : float or None
        How far that ground lay on the day, 0 inside it; None beyond reach.
    surrounded : float or None
        In which share of directions it lay; only asked where a place is said to be surrounded.
    reached : bool
        False where the map does not reach the place.
    """

    source: Source
    file_on: date
    snapshot_on: date | None
    sha256: str = ""
    runs: tuple[tuple[date, str], ...] = ()
    last: date = date.max
    covering: frozenset[str] = frozenset({"occupied"})
    ground_km: float | None = None
    surrounded: float | None = None
    reached: bool = True


@dataclass(frozen=True, slots=True)
class Seen:
    """What one source's map says of a statement.

    ``since`` is the day from which it shows what is stated, ``lag_days`` how much later (or, negative, earlier) that is
    than the stated day's file.
    """

    look: Look
    verdict: ControlVerdict
    reason: str
    status: str | None = None
    first_covered: date | None = None
    since: date | None = None
    lag_days: int | None = None


@dataclass(frozen=True, slots=True)
class ControlFinding:
    """What a control statement comes to: the map that bears it out best decides, all are shown."""

    statement: Statement
    verdict: ControlVerdict
    reason: str
    best: Seen | None = None
    seen: tuple[Seen, ...] = ()


def check_control(
    statement: Statement, place: str | None, looks: Sequence[Look], adversaries: dict[str, str]
) -> ControlFinding:
    """Check one control statement.

    Parameters
    ----------
    place : str or None
        Name of the place, None where it could not be placed.
    looks : sequence of Look
        One for each loaded source; only the one that the text names, where it is loaded.
    adversaries : dict
        Each side's other side.
    """
    obstacle = None
    if place is None:
        obstacle = "the place could not be placed: 'frontline correct' settles it"
    elif statement.on is None:
        obstacle = "no publication date and no day in the sentence"
    elif not looks:
        obstacle = "no snapshots are loaded"
    if place is None or obstacle:
        return ControlFinding(statement, "not_checkable", obstacle or "")
    named = [look for look in looks if look.source.id == statement.attributed_to]
    seen = tuple(_see(statement, place, look, adversaries) for look in named or looks)
    best = min(seen, key=lambda one: (RANK[one.verdict], abs(one.lag_days or 0)))
    return ControlFinding(statement, best.verdict, best.reason, None if best.verdict == "not_checkable" else best, seen)


def _see(statement: Statement, place: str, look: Look, adversaries: dict[str, str]) -> Seen:
    title, side = look.source.title, look.source.side
    holder = _holder(statement, side, adversaries)
    if holder is None:
        return Seen(look, "not_checkable", "the sentence does not say which side")
    if look.snapshot_on is None:
        return Seen(look, "not_checkable", f"{title} has no snapshot for {statement.on}")
    if not look.reached:
        return Seen(look, "not_checkable", f"{title}'s map does not reach {place}")
    covered = [(on, status in look.covering) for on, status in look.runs]
    status = _at([(on, status) for on, status in look.runs], look.snapshot_on)
    first = next((on for on, inside in covered if inside), None)
    if holder == side:
        verdict, reason, since = _covers(statement, place, look, covered)
    else:
        verdict, reason, since = _uncovers(statement, place, look, status)
    lag = None if since is None or since == look.runs[0][0] else (since - look.file_on).days
    return Seen(look, verdict, f"{title}: {reason}", status, first, since, lag)


def _holder(statement: Statement, side: str, adversaries: dict[str, str]) -> str | None:
    """Return the side that the statement puts into the place; nobody named: only a capture is the map's own side's."""
    actor = statement.actor
    if actor is None:
        return side if statement.event in ("captured", "entered", "encircled") else None
    return adversaries.get(actor) if statement.event == "lost" else actor


def _at(runs: list[tuple[date, str]], day: date) -> str:
    return [status for on, status in runs if on <= day][-1]


def _covers(
    statement: Statement, place: str, look: Look, covered: list[tuple[date, bool]]
) -> tuple[ControlVerdict, str, date | None]:
    """Whether the polygons cover the place on the day, or later."""
    day = look.snapshot_on or look.file_on
    until = [(on, inside) for on, inside in covered if on <= day]
    after = next((on for on, inside in covered if inside and on > day), None)
    since = until[-1][0]
    if until[-1][1]:
        return "consistent", f"{place} is inside the polygons of {day}, {_since(since, look)}", since
    if statement.event == "entered" and look.ground_km is not None and look.ground_km <= REACHED_KM:
        return "consistent", f"the polygons of {day} come to {look.ground_km:.1f} km from the middle of {place}", None
    if statement.event == "encircled" and look.surrounded is not None and look.surrounded >= SURROUNDED:
        return "consistent", f"ground of the polygons lies in {look.surrounded:.0%} of directions from {place}", None
    where = _where(statement, place, look)
    if after is not None:
        lag = (after - look.file_on).days
        return "early", f"{where}; they first cover it on {after}, {_days(lag)} later", after
    if statement.event in ("captured", "liberated", "held") and any(inside for _, inside in until):
        return "contradicted", f"{where}: it was inside them until {since}", None
    return "not_in_polygons", f"{where}, and it stays uncovered up to {look.last}", None


def _uncovers(statement: Statement, place: str, look: Look, status: str) -> tuple[ControlVerdict, str, date | None]:
    """Whether the polygons leave the place to the other side on the day, or later."""
    day = look.snapshot_on or look.file_on
    since = [on for on, _ in look.runs if on <= day][-1]
    if status in NO_SIDES_GROUND:
        before = any(inside in look.covering for on, inside in look.runs if on < since)
        words = _since(since, look) if before else "and no earlier ones cover it"
        return "consistent", f"{place} is outside the polygons of {day}, {words}", since if before else None
    if status not in look.covering:
        return "not_in_polygons", f"{place} is {status!r} on {day}: the map leaves open whose it is", None
    after = next((on for on, later in look.runs if on > day and later in NO_SIDES_GROUND), None)
    if after is not None:
        lag = (after - look.file_on).days
        return "early", f"{place} is inside the polygons of {day}; it leaves them on {after}, {_days(lag)} later", after
    if statement.event == "entered":
        return "not_in_polygons", f"{place} stays inside the polygons of {day} up to {look.last}", None
    return "contradicted", f"{place} is inside the polygons of {day}, {_since(since, look)}, up to {look.last}", None


def _where(statement: Statement, place: str, look: Look) -> str:
    day = look.snapshot_on or look.file_on
    if statement.event == "encircled" and look.surrounded is not None:
        return f"the polygons of {day} lie in {look.surrounded:.0%} of directions from {place}"
    far = "" if look.ground_km is None else f" (they lie {look.ground_km:.1f} km from its middle)"
    return f"the polygons of {day} do not cover {place}{far}"


def _since(since: date, look: Look) -> str:
    if since == look.runs[0][0]:
        return f"since {since} or earlier"
    early = (look.file_on - since).days
    return f"since {since}" + (f", {_days(early)} before the stated day's" if early > 0 else "")


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"
