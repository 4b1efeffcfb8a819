"""Statements of a reading against the loaded polygons, boundaries and places, as the JSON of findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from app.compare import Finding, check
from app.comparing import check_comparison
from app.control_checks import ControlFinding, Look, Seen, check_control
from app.measurer import SourceMeasurer
from app.placing.distances import distance_km
from app.polygons import MAX_GAP_DAYS, OUTSIDE, Polygons
from app.reading.records import Period, StatedArea
from app.render import comparison_record, measured_json, statement_record
from geodata.definitions import Party, Source, Sources, later
from geodata.places import Place

if TYPE_CHECKING:
    from app.store.records import StoredRegion

NEAR_KM = 30.0
"""How far "nearby" may be."""
DISTANCE_SHARE, DISTANCE_KM = 0.25, 5.0
"""What a stated distance may be off: towns have an extent, and distances are rounded."""
TEN_TIMES = (7.0, 13.0)
"""Between which a share is ten times what is measured: a slip of the decimal point."""


class StatementChecks:
    """All that statements are checked against.

    Parameters
    ----------
    polygons, sources, regions, parties
        As loaded.
    mapped : frozenset of str
        ISO codes of the countries whose ground the maps show.
    """

    def __init__(
        self,
        polygons: Polygons,
        sources: Sources,
        regions: Sequence[StoredRegion],
        parties: Mapping[str, Party],
        mapped: frozenset[str],
    ) -> None:
        self.polygons, self.sources, self.regions = polygons, sources, regions
        self.adversaries = {party.id: party.adversary for party in parties.values()}
        self.mapped = mapped

    def check(self, body: Mapping[str, Any], published: date | None) -> dict[str, Any]:
        """Return what a statement comes to: the part of a finding's JSON that is its own."""
        if body["kind"] == "control":
            return self._control(body)
        if body["kind"] == "comparison":
            return self._comparison(body)
        return self._share(body, published) if body["kind"] == "share" else self._distance(body)

    # ---- who holds a place

    def _control(self, body: Mapping[str, Any]) -> dict[str, Any]:
        statement, place = statement_record(body), body["place"]
        looks = []
        if place is not None and statement.on is not None:
            looks = [
                self.look(self.sources.of(name), place, statement.on, around=statement.event == "encircled")
                for name in self.polygons.sources()
            ]
        found = check_control(statement, place and place["name"], looks, self.adversaries)
        return _control_json(found)

    def look(self, source: Source, place: Mapping[str, Any], on: date, *, around: bool) -> Look:
        """Return what a source's map shows of a place around a day."""
        file_on = later(on, source.shift_days(on))
        snapshot = self.polygons.on_or_before(source.id, file_on, max_gap_days=MAX_GAP_DAYS)
        if snapshot is None:
            return Look(source, file_on, None)
        lon, lat = place["lon"], place["lat"]
        covering = source.statuses(on)
        runs = tuple(self.polygons.history(source.id, lon, lat))
        standing = self.polygons.standing(source.id, lon, lat, snapshot.on)
        ground_km, surrounded = None, None
        if standing is not None and standing.status == OUTSIDE:
            from geodata.surroundings import distance_to_ground_km, share_of_directions

            ground = self.polygons.ground(snapshot, covering)
            ground_km = distance_to_ground_km(ground, lon, lat)
            surrounded = share_of_directions(ground, lon, lat) if around else None
        return Look(
            source,
            file_on,
            snapshot.on,
            snapshot.sha256,
            runs,
            self.polygons.series(source.id)[-1].on,
            frozenset(covering),
            ground_km,
            surrounded,
            reached=standing is not None and standing.status is not None,
        )

    # ---- one period's ground against another's

    def _comparison(self, body: Mapping[str, Any]) -> dict[str, Any]:
        measurers = [SourceMeasurer(self.polygons, self.sources.of(name)) for name in self.polygons.sources()]
        found = check_comparison(comparison_record(body), measurers=measurers, sources=self.sources.of)
        return {
            "verdict": found.verdict,
            "reason": found.reason,
            "computed_ratio": None if found.ratio is None else round(found.ratio, 4),
            "measured": [measured_json(measured) for measured in found.measured],
            "snapshots": {f"{m.polygons}/{on}": digest for m in found.measured for on, digest in m.snapshots},
        }

    # ---- which share of an area

    def _share(self, body: Mapping[str, Any], published: date | None) -> dict[str, Any]:
        region = self._boundary(body["place"])
        if region is None:
            name = body["place"]["name"] if body["place"] else "the place"
            return _verdict("not_checkable", f"no boundary of {name} is loaded ('frontline regions add')")
        low, high = _rounded(body)
        on = None if body["on"] is None else date.fromisoformat(body["on"])
        actor = body["actor"]
        claim = StatedArea(
            sentence=body["sentence"],
            start=body["start"],
            end=body["end"],
            text=body["text"],
            value=low * region.area_km2 / 100,
            value_high=high * region.area_km2 / 100,
            unit="km2",
            qualifier=body["qualifier"],
            direction="held",
            actor=self.adversaries.get(actor) if body["event"] == "lost" and actor else actor,
            period=None if on is None else Period(None, on),
            attributed_to=body["attributed_to"],
        )
        measurers = [SourceMeasurer(self.polygons, self.sources.of(name), region) for name in self.polygons.sources()]
        found = check(claim, published=published, measurers=measurers, sources=self.sources)
        return _share_json(found, body, region)

    def _boundary(self, place: Mapping[str, Any] | None) -> StoredRegion | None:
        from app.pipeline import plain_region

        if place is None or place["kind"] not in ("oblast", "raion", "region", "country"):
            return None
        wanted = plain_region(place["name"])
        for region in self.regions:
            if wanted in {plain_region(name) for name in (region.name, *region.other_names)}:
                return region
        countries = [region for region in self.regions if region.country]
        whole = place["kind"] == "country" and place["country"] in self.mapped and len(countries) == 1
        return countries[0] if whole else None

    # ---- how far

    def _distance(self, body: Mapping[str, Any]) -> dict[str, Any]:
        place, other, stated = body["place"], body["other_place"], body["distance_km"]
        if place is None or (other is None and (body["other_mention_id"] or not body["actor"])):
            return _verdict("not_checkable", "the sentence does not say between which two places, or one is not placed")
        if other is not None:
            km = distance_km(_place(place), _place(other))
            words = f"{other['name']} lies {km:.1f} km from {place['name']}"
            if stated is None:
                near = km <= NEAR_KM
                return _verdict("consistent" if near else "contradicted", words, computed_km=round(km, 2))
            return self._compared(stated, km, words)
        return self._to_troops(body)

    def _to_troops(self, body: Mapping[str, Any]) -> dict[str, Any]:
        place, on = body["place"], body["on"]
        sides = [self.sources.of(name) for name in self.polygons.sources()]
        maps = [source for source in sides if source.side == body["actor"]]
        if on is None or not maps:
            return _verdict("not_checkable", "no publication date" if maps else "no map shows that side's ground")
        looks = [self.look(source, place, date.fromisoformat(on), around=False) for source in maps]
        measured = [(look, look.ground_km) for look in looks if look.ground_km is not None]
        if not measured:
            return _verdict("not_checkable", f"no snapshot within three days shows ground near {place['name']}")
        look, km = min(measured, key=lambda pair: abs(pair[1] - body["distance_km"]))
        words = f"{look.source.title}: its polygons of {look.snapshot_on} lie {km:.1f} km from {place['name']}"
        used = {f"{look.source.id}/{look.snapshot_on}": look.sha256}
        return {**self._compared(body["distance_km"], km, words), "snapshots": used}

    @staticmethod
    def _compared(stated: float, km: float, words: str) -> dict[str, Any]:
        agrees = abs(km - stated) <= max(DISTANCE_SHARE * stated, DISTANCE_KM)
        reason = f"{words}; stated {stated:.4g} km"
        return _verdict("consistent" if agrees else "contradicted", reason, computed_km=round(km, 2))


def _verdict(verdict: str, reason: str, **more: Any) -> dict[str, Any]:
    return {"verdict": verdict, "reason": reason, **more}


def _place(body: Mapping[str, Any]) -> Place:
    return Place(body["id"], body["name"], body["kind"], body["lat"], body["lon"])


def _rounded(body: Mapping[str, Any]) -> tuple[float, float]:
    """Return the lowest and highest share that is rounded to the stated one: 19 % is 18.5 to 19.5."""
    low, high = body["percent"], body["percent_high"] or body["percent"]
    text = f"{low:g}"
    half = 0.5 * 10 ** -(len(text.partition(".")[2]))
    return max(low - half, 0.0), min(high + half, 100.0)


def _share_json(found: Finding, body: Mapping[str, Any], region: StoredRegion) -> dict[str, Any]:
    percent = None if found.best is None else round(100 * found.best.computed_km2 / region.area_km2, 2)
    flags = list(found.flags)
    reason = found.reason
    if percent is not None:
        reason = f"{percent:.4g} % of {region.name} measured; {reason}"
        flags += _slip(body["text"], body["percent"], percent)
    return {
        "verdict": found.verdict,
        "reason": reason,
        "computed_percent": percent,
        "stated_km2": round(body["percent"] * region.area_km2 / 100, 4),
        "stated_km2_high": body["percent_high"] and round(body["percent_high"] * region.area_km2 / 100, 4),
        "best": None if found.best is None else measured_json(found.best),
        "measured": [measured_json(measured) for measured in found.measured],
        "tried": found.tried,
        "span_km2": found.span_km2 and [round(value, 4) for value in found.span_km2],
        "band_km2": found.band_km2 and [round(value, 4) for value in found.band_km2],
        "chance": found.chance and round(found.chance, 4),
        "flags": flags,
        "snapshots": {f"{m.polygons}/{on}": digest for m in found.measured for on, digest in m.snapshots},
    }


def _slip(text: str, stated: float, measured: float) -> list[str]:
    """Flag a share that is ten times, or a tenth of, what is measured."""
    for ratio, words in ((stated, measured), "ten times"), ((measured, stated), "a tenth of"):
        if ratio[1] and TEN_TIMES[0] <= ratio[0] / ratio[1] <= TEN_TIMES[1]:
            return [f"{text} is about {words} what is measured ({measured:.3g} %): a slip of the decimal point?"]
    return []


def _control_json(found: ControlFinding) -> dict[str, Any]:
    return {
        "verdict": found.verdict,
        "reason": found.reason,
        "lag_days": found.best and found.best.lag_days,
        "control": [_seen(seen) for seen in found.seen],
        "snapshots": {
            f"{seen.look.source.id}/{seen.look.snapshot_on}": seen.look.sha256
            for seen in found.seen
            if seen.look.snapshot_on
        },
    }


def _seen(seen: Seen) -> dict[str, Any]:
    look = seen.look
    return {
        "source": look.source.id,
        "on": look.file_on.isoformat(),
        "snapshot_on": look.snapshot_on and look.snapshot_on.isoformat(),
        "status": seen.status,
        "verdict": seen.verdict,
        "first_covered": seen.first_covered and seen.first_covered.isoformat(),
        "since": seen.since and seen.since.isoformat(),
        "lag_days": seen.lag_days,
        "ground_km": look.ground_km,
        "surrounded": look.surrounded,
        "reason": seen.reason,
    }
