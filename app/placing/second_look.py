"""A second look at names that fit nowhere: a near name may lie among the places that the text names.

A name that another place bears, far off, is seldom misread for want of a spelling: the other side's form of a village
("Калинов" for Калинове), a form that no rule makes ("Krasnopola"). Only where all places of the very name lie far from
those of the text, and one place of a near name among them, is it taken for that.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from app.placing.distances import are_apart, distance_km
from app.placing.rounds import SAME_PLACE_KM, TOWN, WINDOW, Anchors, Open
from app.placing.standings import Standing, standings_near
from geodata.gazetteer.gazetteer import Gazetteer
from geodata.places import Place

REACH_KM = 40.0
"""A place among others is within so far of one of them."""
APART_KM = 90.0
"""A place that far from all others of the text is not one of them."""
STRAY_KM = 300.0
"""A town abroad that far from all others of the text was not meant, unless it is a great one."""
GREAT_CITY = 500_000
_LEAST = 2


def look_again(ones: Sequence[Open], anchors: Anchors, gazetteer: Gazetteer) -> None:
    """Place what fits nowhere by a near name, also a town abroad that has nothing to do with the text.

    Parameters
    ----------
    ones : sequence of Open
        As the rounds left them; what comes out is written into them.
    anchors : dict
        The places of each sentence.
    """
    for one in ones:
        if one.near or one.mention.metonym or one.mention.region_hint or not one.standings.listed:
            continue
        if one.chosen is not None and not _may_stray(one.chosen.place, gazetteer):
            continue
        around = _around(one, anchors)
        if len(around) < _LEAST or not _fits_nowhere(one, around):
            continue
        found = _among(standings_near(one.mention, gazetteer, axis=one.axis).listed, around)
        if found is not None:
            one.chosen, one.near, one.margin, one.far = found, True, math.inf, False
            beside = min(around, key=lambda place: distance_km(place, found.place))
            one.reason = (
                f"no place called {one.mention.text!r} lies near the others of the text; {found.place.name} is a near "
                f"name, {distance_km(beside, found.place):.0f} km from {beside.name}"
            )


def _may_stray(place: Place, gazetteer: Gazetteer) -> bool:
    return place.country != gazetteer.home and TOWN <= place.population < GREAT_CITY


def _around(one: Open, anchors: Anchors) -> list[Place]:
    """The places that the sentence and those beside it name, without the one that was chosen."""
    own = one.chosen.place.id if one.chosen is not None else None
    sentence = one.mention.sentence
    held = [anchors.get(each, {}) for each in range(sentence - WINDOW, sentence + WINDOW + 1)]
    return [place for key, place in {k: p for places in held for k, p in places.items()}.items() if key != own]


def _fits_nowhere(one: Open, around: Sequence[Place]) -> bool:
    apart = APART_KM if one.chosen is None else STRAY_KM
    return all(are_apart(c.place, place, apart) for c in one.standings.listed for place in around)


def _among(listed: Sequence[Standing], around: Sequence[Place]) -> Standing | None:
    """The one place among those of the text; of two, none."""
    near = [c for c in listed if any(not are_apart(c.place, place, REACH_KM) for place in around)]
    if not near or any(are_apart(c.place, near[0].place, SAME_PLACE_KM) for c in near):
        return None
    return max(near, key=lambda c: c.weight)
