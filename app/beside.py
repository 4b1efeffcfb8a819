"""Each imported snapshot beside the one before it: the series as it is, or would be after a dry run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from app.store.blobs import EMPTY_KEY
from geodata.control import beside_the_day_before
from geodata.definitions import OCCUPIED

if TYPE_CHECKING:
    from app.store import Store
    from app.store.records import Outcome

Layers = dict[str, tuple[str, float]]
"""The key and the area in km² of each status's ground."""


@dataclass(frozen=True, slots=True)
class Since:
    """What moved since the snapshot before, by status: gained and lost in km²; and what of it is out of the usual."""

    on: date
    days: int
    moved: Mapping[str, tuple[float, float]]
    odd: Mapping[str, str]

    @property
    def warnings(self) -> list[str]:
        """A line for each layer that moved out of the usual."""
        return list(self.odd.values())

    def split(self, statuses: Collection[str]) -> tuple[Since, Since]:
        """Return what concerns these statuses, and the rest."""

        def part(own: bool) -> Since:
            moved = {status: pair for status, pair in self.moved.items() if (status in statuses) == own}
            odd = {status: line for status, line in self.odd.items() if (status in statuses) == own}
            return Since(self.on, self.days, moved, odd)

        return part(True), part(False)

    def json(self) -> dict[str, Any]:
        """Return the shape of the report."""
        return {
            "on": self.on.isoformat(),
            "days": self.days,
            "identical": all(pair == (0.0, 0.0) for pair in self.moved.values()),
            "moved": {
                status: {"gained_km2": round(gained, 3), "lost_km2": round(lost, 3)}
                for status, (gained, lost) in self.moved.items()
            },
        }


class Beside:
    """The snapshots of a source by day, with what an import puts among them."""

    def __init__(self, store: Store, source: str) -> None:
        self._store = store
        self._source = source
        self.days: dict[date, Layers] = {
            stored.on: {status: (layer.key, layer.area_km2) for status, layer in stored.layers.items()}
            for stored in store.control.series(source)
        }
        self._read: dict[str, bytes] = {}
        self._file_of: dict[date, dict[str, str]] | None = None
        self._came: dict[date, dict[str, str]] = defaultdict(dict)

    def bounds(self) -> tuple[float, float, float, float] | None:
        """Return west, south, east, north of the newest snapshot, None without any."""
        if not self.days:
            return None
        import shapely

        keys = [key for key, _ in self.days[max(self.days)].values()]
        west, south, east, north = shapely.total_bounds([self._ground(key) for key in keys])
        return float(west), float(south), float(east), float(north)

    def outcome(self, day: date, file: str, layers: Layers, *, same_bytes: bool) -> tuple[Outcome, str | None]:
        """Return what storing a day's layers would do, and a line where it replaces others.

        ``unchanged``: the same bytes, read the same way; ``layer added``: of statuses that the day did not have;
        ``corrected``: in place of others.
        """
        old = self.days.get(day)
        if old is None:
            return "added", None
        if same_bytes and all(old.get(status, ("", 0.0))[0] == key for status, (key, _) in layers.items()):
            return "unchanged", None
        both = sorted(set(old) & set(layers))
        if not both:
            return "layer added", None
        came = self._came.get(day, {})
        twice = next((came[status] for status in both if status in came), None)
        other = {s: (old[s][1], layers[s][1]) for s in both if old[s][0] != layers[s][0]}
        told = ", ".join(f"{s} {was:,.1f} → {now:,.1f} km² ({now - was:+,.1f})" for s, (was, now) in other.items())
        told = told or "the same ground, read another way"
        if twice is not None and twice != file:
            return "corrected", f"came twice, the later file stands: {twice}, {file}; {told}"
        return "corrected", f"replaces what was stored for that day: {told}"

    def put(self, day: date, file: str, layers: Layers, grounds: Mapping[str, Any]) -> None:
        """Put a day's layers into the series; with their grounds where the store does not have them.

        As in the store, a file that replaces another replaces all layers of it.
        """
        kept = dict(self.days.get(day, {}))
        files = self._files(day)
        replaced = {files[status] for status in set(kept) & set(layers) if status in files} | {file}
        kept = {status: layer for status, layer in kept.items() if files.get(status) not in replaced}
        self.days[day] = {**kept, **layers}
        files.update(dict.fromkeys(layers, file))
        self._came[day].update(dict.fromkeys(layers, file))
        if grounds:
            import shapely

            self._read |= {layers[status][0]: shapely.to_wkb(ground) for status, ground in grounds.items()}

    def steps(self, wanted: Collection[date]) -> Iterator[tuple[date, Since]]:
        """Yield each wanted day, in order, with what moved since the day before it; the first day has none.

        What the store has computed is taken from there; in a dry run the rest is computed.
        """
        days = sorted(self.days)
        known = self._store.control.change_areas()
        change = _Changes(known, self._ground)
        history: dict[str, list[float]] = defaultdict(list)
        for before, after in pairwise(days):
            judged = after in wanted
            gap = (after - before).days
            moved: dict[str, tuple[float, float]] = {}
            said: dict[str, str] = {}
            for status in sorted({*self.days[before], *self.days[after]}):
                was, now = self._layer(before, status), self._layer(after, status)
                pair = change.of(was[0], now[0], compute=judged)
                if pair is None:
                    continue
                moved[status] = pair
                if judged and (line := _odd(status, was, now, sum(pair), gap, history[status])):
                    said[status] = line if len(self.days[after]) == 1 else f"{status}: {line}"
                if was[0] != EMPTY_KEY:
                    history[status].append(sum(pair) / gap)
            if judged:
                yield after, Since(before, gap, moved, said)

    def _layer(self, day: date, status: str) -> tuple[str, float]:
        return self.days[day].get(status, (EMPTY_KEY, 0.0))

    def _files(self, day: date) -> dict[str, str]:
        """Return which file each layer of a day is from."""
        if self._file_of is None:
            self._file_of = defaultdict(dict)
            if self.days:
                for report in self._store.control.reports(self._source):
                    self._file_of[report["on"]][report["status"]] = report["file"]
        return self._file_of[day]

    def _ground(self, key: str) -> Any:
        if key in self._read:
            import shapely

            return shapely.from_wkb(self._read[key])
        return self._store.control.geometry(key)


class _Changes:
    """Gained and lost between two keys: as kept in the store, else computed."""

    def __init__(self, known: dict[tuple[str, str], tuple[float, float]], ground: Callable[[str], Any]) -> None:
        self._known = known
        self._ground = ground
        self._last: dict[str, Any] = {}

    def of(self, start: str, end: str, *, compute: bool) -> tuple[float, float] | None:
        if start == end:
            return 0.0, 0.0
        pair = (start, end)
        if pair not in self._known:
            if not compute:
                return None
            from geodata.changes import change

            grounds = {key: self._last.get(key) or self._ground(key) for key in pair}
            self._last = grounds
            found = change(grounds[start], grounds[end])
            self._known[pair] = (found.gained_km2, found.lost_km2)
        return self._known[pair]


def _odd(
    status: str, was: tuple[str, float], now: tuple[str, float], turnover_km2: float, gap: int, history: list[float]
) -> str | None:
    """Return a line where a layer's step is out of the usual; identical ones are counted elsewhere."""
    if now[0] == EMPTY_KEY:
        return f"no {status} in this snapshot; {was[1]:,.1f} km² in the one before"
    if was[0] == EMPTY_KEY or turnover_km2 == 0.0:
        return None
    share_of = was[1] if status == OCCUPIED else None  # a narrow zone moves as a whole
    return beside_the_day_before(turnover_km2, gap, history, share_of)
