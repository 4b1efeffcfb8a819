"""The names of a text placed in rounds: the sure ones first; they are the ground on which the others are placed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.placing.distances import Cell, are_apart, cells_around
from app.placing.evidence import Evidence, Units, nearness_to_front, weights
from app.placing.reasons import because, strongest
from app.placing.regions import Region, most_named
from app.placing.standings import Standing, Standings
from app.reading.records import Mention
from geodata.gazetteer.front import axis_front
from geodata.names import fold
from geodata.places import Place

LineDistance = Callable[[float, float], float | None]
Anchors = dict[int, dict[str, Place]]
"""The places of each sentence, by their ids."""

MARGINS = (5.0, 2.5, 1.6, 0.85)
"""By how much the best place must lead the next, in the units of the evidence, round by round. Below the last, the name
is ambiguous."""
AT_FRONT = 0.4
WELL_KNOWN = 7.5
FAR_FROM_FRONT = 0.05
TOWN = 30_000
"""People that a place has which is known by its name alone."""
SAME_PLACE_KM = 10.0
"""Namesakes nearer than this are taken for one place that the gazetteer has twice."""
NEAR_NAME = 1.3
"""How much more a near name has to lead by."""
CANDIDATES_SHOWN = 8
_ANCHORS = 12
WINDOW = 2
_BESIDE = 4
"""How many names before and behind one in its sentence are looked at while they are not placed yet."""


@dataclass(slots=True)
class Open:
    """A mention of a settlement that is being placed.

    Parameters
    ----------
    near : bool
        Only a near name is known.
    axis : bool
        It names an axis of the front.
    shared : bool
        The unit said to hold it is said of a list of names.
    elsewhere : str
        A unit that the text puts it in and the gazetteer has no place of that name in.
    far : bool
        The only place of that name lies far from all others of the text.
    """

    at: int
    mention: Mention
    standings: Standings
    near: bool = False
    axis: bool = False
    shared: bool = False
    chosen: Standing | None = None
    reason: str = ""
    margin: float = 0.0
    elsewhere: str = ""
    far: bool = False
    ranked: list[tuple[float, Standing]] = field(default_factory=list)


def place_in_rounds(
    ones: list[Open],
    regions: Mapping[int, tuple[Region, ...]],
    hints: Mapping[str, Region | None],
    line: LineDistance | None,
    anchors: Anchors,
) -> None:
    """Place settlements.

    Parameters
    ----------
    ones : list of Open
        In the order of the text; what comes out is written into them.
    regions : mapping
        The units that each sentence names.
    hints : mapping
        The units that names are said to lie in, by their keys.
    anchors : dict
        Places that sentences name already; those that are placed are added.
    """
    ground = _Ground(ones, regions, hints, line, anchors)
    pending = ones
    for turn, margin in enumerate(MARGINS):
        for one in ground.round(pending, margin, sure=turn == 0):
            ground.add(one)
        pending = [one for one in pending if one.chosen is None and one.standings.listed]
        if not pending:
            break


class _Ground:
    """What the text says so far."""

    def __init__(
        self,
        ones: Sequence[Open],
        regions: Mapping[int, tuple[Region, ...]],
        hints: Mapping[str, Region | None],
        line: LineDistance | None,
        anchors: Anchors,
    ) -> None:
        self.ones, self.hints, self.line, self.anchors = ones, hints, line, anchors
        self.document_regions = most_named(regions.values())
        self.regions = {sentence: tuple(dict.fromkeys(named)) for sentence, named in regions.items()}
        taken: dict[int, dict[Region, None]] = {}
        for one in ones:
            region = hints.get(one.mention.region_hint or "")
            if region is not None:
                taken.setdefault(one.mention.sentence, {})[region] = None
        self.taken = {sentence: tuple(named) for sentence, named in taken.items()}
        self.axes: Anchors = {sentence: dict(held) for sentence, held in anchors.items()}
        self.cells: set[Cell] = {c for held in anchors.values() for place in held.values() for c in cells_around(place)}
        self.named: Counter[str] = Counter()
        self.places: dict[str, Place] = {}
        self.units: Units = {}

    def round(self, pending: Sequence[Open], margin: float, *, sure: bool) -> list[Open]:
        """Weigh what is not placed yet; return what is settled. Within a round the ground stands still."""
        common = tuple(self.places[key] for key, _ in self.named.most_common(_ANCHORS))
        known = {one.mention.name: one for one in self.ones if one.chosen is not None and not one.near}
        settled: list[Open] = []
        # What a sentence says is gathered once, however many names it has.
        gathered: dict[int, Evidence] = {}
        # A name that a sentence has twice, with the same beside it, is weighed once.
        weighed: dict[tuple[object, ...], Open] = {}
        for index, one in enumerate(pending):
            mention = one.mention
            first = known.get(mention.name)
            if first is not None and not mention.region_hint and first.mention.adjectival == mention.adjectival:
                _repeat(one, first)
                settled.append(one)
                continue
            facts = gathered.get(mention.sentence)
            if facts is None:
                facts = gathered[mention.sentence] = self._facts(mention.sentence, common)
            hint = mention.region_hint
            facts.hint = self.hints[hint] if hint else None
            facts.shared = one.shared
            facts.earlier = first.chosen.place if first and first.chosen else None
            several = len(one.standings.listed) > 1 or one.near
            facts.open_beside = _open_beside(pending, index) if several else ()
            same = (mention.sentence, mention.text, mention.name, hint, mention.adjectival, one.shared, one.axis)
            before = weighed.setdefault((*same, *map(id, facts.open_beside)), one)
            if before is one:
                _weigh(one, facts, needed=margin, sure=sure)
            else:
                _follow(one, before)
            if one.chosen is not None:
                settled.append(one)
        return settled

    def _facts(self, sentence: int, common: tuple[Place, ...]) -> Evidence:
        named = self.regions.get(sentence, ())
        return Evidence(
            hint=None,
            shared=False,
            sentence_regions=named,
            taken_regions=self.taken.get(sentence, ()),
            document_regions=self.document_regions,
            sentence_places=_distinct(self.anchors, sentence, 0),
            near_places=_distinct(self.anchors, sentence, WINDOW),
            document_places=common,
            earlier=None,
            axes=tuple(self.axes[sentence].values()) if sentence in self.axes else (),
            cells=self.cells,
            open_beside=(),
            line=self.line,
            units={} if named else self.units,
        )

    def add(self, one: Open) -> None:
        """Let a name that is placed speak for others; a government's seat says nothing of where the news is."""
        if one.chosen is None or one.mention.metonym:
            return
        place = (axis_front(fold(one.chosen.place.name)) if one.axis else None) or one.chosen.place
        self.anchors.setdefault(one.mention.sentence, {})[place.id] = place
        if one.axis:
            self.axes.setdefault(one.mention.sentence, {})[place.id] = place
        self.named[place.id] += 1
        if place.id not in self.places:
            self.places[place.id] = place
            self.cells.update(cells_around(place))


def _open_beside(pending: Sequence[Open], index: int) -> tuple[Mapping[Cell, float], ...]:
    """Return where the other names of a sentence may lie that are not placed yet."""
    here = pending[index].mention
    return tuple(
        [
            other.standings.mass
            for other in pending[max(0, index - _BESIDE) : index + _BESIDE + 1]
            if other.mention.sentence == here.sentence and other.mention.name != here.name and other.standings.listed
        ]
    )


def _distinct(anchors: Mapping[int, Mapping[str, Place]], sentence: int, window: int) -> tuple[Place, ...]:
    """Return the last of the places in a sentence and those up to `window` before and after it, each once."""
    found: dict[str, Place] = {}
    if not anchors:
        return ()
    for each in range(sentence - window, sentence + window + 1):
        if each in anchors:
            for key, place in anchors[each].items():
                found.setdefault(key, place)
    return tuple(found.values())[-_ANCHORS:]


def _repeat(one: Open, first: Open) -> None:
    """A name means one place through a text, unless the text itself gives it to another unit."""
    one.chosen, one.margin, one.ranked = first.chosen, first.margin, first.ranked
    if first.chosen is not None:
        rivals = len(first.standings.listed) - 1
        said = "the same place as elsewhere in the text"
        one.reason = because(one.mention, first.chosen.place, said, rivals, near=one.near)


def _follow(one: Open, before: Open) -> None:
    """Take over what came out for the same name in the same sentence with the same names beside it."""
    one.chosen, one.margin, one.ranked, one.reason = before.chosen, before.margin, before.ranked, before.reason
    one.elsewhere, one.far = before.elsewhere, before.far


def _weigh(one: Open, facts: Evidence, *, needed: float, sure: bool) -> None:
    listed = one.standings.listed
    if not listed:
        return
    hint = facts.hint
    if hint is not None and hint.admin1 and not one.shared and _elsewhere(listed, hint):
        one.elsewhere = hint.name
        one.ranked = _ranked(listed, facts)[:CANDIDATES_SHOWN]
    elif len(listed) == 1 and not one.near:
        _weigh_alone(one, listed[0], facts, sure=sure)
    else:
        _weigh_several(one, listed, facts, needed=needed * NEAR_NAME if one.near else needed, sure=sure)


def _weigh_alone(one: Open, only: Standing, facts: Evidence, *, sure: bool) -> None:
    small = only.weight < WELL_KNOWN and only.place.population < TOWN
    if small and facts.hint is None and nearness_to_front(only, facts) < FAR_FROM_FRONT:
        if sure:
            return  # A small place away from the front waits for the others of the text.
        one.far = bool(facts.cells) and only.cell not in facts.cells and not _in_named_region(only, facts)
        if one.far:
            one.ranked = [(only.weight, only)]
            return
    one.chosen, one.margin, one.ranked = only, math.inf, [(only.weight, only)]
    one.reason = because(one.mention, only.place, "", 0, near=one.near)


def _weigh_several(one: Open, listed: Sequence[Standing], facts: Evidence, *, needed: float, sure: bool) -> None:
    weighed = _ranked(listed, facts)
    best, candidate = weighed[0]
    one.ranked = weighed[:CANDIDATES_SHOWN]
    behind = (w for w in weighed[1:] if are_apart(w[1].place, candidate.place, SAME_PLACE_KM))
    rival = next(behind, None)
    margin = best - rival[0] if rival else math.inf
    if margin < needed or (one.near and sure):
        return
    rivals = [rival, *behind] if rival else []
    far_city = sure and bool(rivals) and nearness_to_front(candidate, facts) < AT_FRONT
    if far_city and max([nearness_to_front(other, facts) for _, other in rivals]) >= AT_FRONT:
        return  # before anything else is placed, no far city over a namesake at the front
    one.chosen, one.margin = candidate, margin
    said = strongest(candidate, facts)
    one.reason = because(one.mention, candidate.place, said, len(rivals), near=one.near)


def _ranked(listed: Sequence[Standing], facts: Evidence) -> list[tuple[float, Standing]]:
    """Return candidates with their weights, the best first."""
    order = sorted([(-weight, one.place.id, one) for weight, one in zip(weights(listed, facts), listed, strict=True)])
    return [(-weight, one) for weight, _, one in order]


def _in_named_region(only: Standing, facts: Evidence) -> bool:
    return any(region.holds(only.place) for region in (*facts.sentence_regions, *facts.document_regions))


def _elsewhere(listed: Iterable[Standing], hint: Region) -> bool:
    """The text puts a small place into a unit where the gazetteer has none of that name."""
    return not any(hint.holds(c.place) or c.weight >= WELL_KNOWN for c in listed)
