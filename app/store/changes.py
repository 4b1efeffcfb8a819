"""What changed between two grounds, kept under the keys of both.

The polygons of a change have their vertices from the grounds on either side, which serve as the dictionary that they
are compressed with. Their bounding boxes stand apart, so that a point is looked for without unpacking any.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, bindparam, delete, insert, select

from app.store.blobs import compress, decompress
from app.store.engine import reading, writing
from app.store.grounds import Grounds
from app.store.schema import change

if TYPE_CHECKING:
    from geodata.changes import Change

Pair = tuple[str, str]

_LEVEL = 1  # at 3 they are 0.2 MB of 1.1 MB smaller for two years of days, and take twice as long to write

_AREAS = select(change.c.start_key, change.c.end_key, change.c.gained_km2, change.c.lost_km2)
_AREAS_OF = _AREAS.where(change.c.start_key == bindparam("start"), change.c.end_key == bindparam("end"))
_PARTS = select(change.c.parts_zstd).where(
    change.c.start_key == bindparam("start"), change.c.end_key == bindparam("end")
)
_ADD = insert(change).prefix_with("OR IGNORE")


class KeptChanges:
    """The changes of a store, and the grounds that they are between."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._grounds = Grounds()

    def change_areas(self, keys: Iterable[Pair] | None = None) -> dict[Pair, tuple[float, float]]:
        """Return (gained, lost) in km² for each pair of keys that was computed; of all pairs by default."""
        wanted = None if keys is None else list(keys)
        with reading(self._engine) as connection:
            if wanted is not None and len(wanted) == 1:
                rows = connection.execute(_AREAS_OF, {"start": wanted[0][0], "end": wanted[0][1]}).all()
            else:
                rows = connection.execute(_AREAS).all()
        found = {(start, end): (gained, lost) for start, end, gained, lost in rows}
        return found if wanted is None else {pair: found[pair] for pair in wanted if pair in found}

    def add_changes(self, changes: Mapping[Pair, Change]) -> None:
        """Keep computed changes, in one transaction."""
        if not changes:
            return
        with writing(self._engine) as connection:
            rows = [
                {
                    "start_key": pair[0],
                    "end_key": pair[1],
                    "gained_km2": moved.gained_km2,
                    "lost_km2": moved.lost_km2,
                    **pack_parts(connection, self._grounds, pair, moved.gained, moved.lost),
                }
                for pair, moved in changes.items()
            ]
            connection.execute(_ADD, rows)

    def change_parts(self, start_key: str, end_key: str) -> dict[str, list[Any]]:
        """Return the polygons that were gained and lost between two keys."""
        with reading(self._engine) as connection:
            blob = connection.execute(_PARTS, {"start": start_key, "end": end_key}).scalar()
            return {"gained": [], "lost": []} if blob is None else self._parts(connection, (start_key, end_key), blob)

    def changes_at(self, lon: float, lat: float) -> set[Pair]:
        """Return the key pairs of every kept change that touched a point (degrees, WGS 84)."""
        import shapely

        query = select(change.c.start_key, change.c.end_key, change.c.boxes)
        touched = set()
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
            for number in _boxed([boxes for _, _, boxes in rows], lon, lat):
                pair = (rows[number].start_key, rows[number].end_key)
                blob = connection.execute(_PARTS, {"start": pair[0], "end": pair[1]}).scalar_one()
                parts = self._parts(connection, pair, blob)
                if shapely.intersects_xy([*parts["gained"], *parts["lost"]], lon, lat).any():
                    touched.add(pair)
        return touched

    def _forget(self, connection: Connection, key: str) -> None:
        """Remove every change from or to a ground."""
        connection.execute(delete(change).where((change.c.start_key == key) | (change.c.end_key == key)))

    def _parts(self, connection: Connection, pair: Pair, blob: bytes) -> dict[str, list[Any]]:
        import shapely

        gained, lost = shapely.from_wkb(decompress(blob, _either_side(connection, self._grounds, pair))).geoms
        return {"gained": list(gained.geoms), "lost": list(lost.geoms)}


def pack_parts(connection: Connection, grounds: Grounds, pair: Pair, gained: Any, lost: Any) -> dict[str, bytes]:
    """Return the columns of a change that hold its polygons and their boxes."""
    import shapely

    both = shapely.to_wkb(shapely.geometrycollections([gained, lost]))
    return {
        "parts_zstd": compress(both, _either_side(connection, grounds, pair), _LEVEL),
        "boxes": _boxes([*gained.geoms, *lost.geoms]),
    }


def _either_side(connection: Connection, grounds: Grounds, pair: Pair) -> bytes:
    return grounds.wkb(connection, pair[0]) + grounds.wkb(connection, pair[1])


def _boxes(parts: list[Any]) -> bytes:
    """Return west, south, east, north of each polygon as float32, rounded outwards."""
    import numpy as np
    import shapely

    if not parts:
        return b""
    bounds = shapely.bounds(parts)
    single = bounds.astype("<f4")
    outward = np.array([-np.inf, -np.inf, np.inf, np.inf], "<f4")
    inside = np.concatenate([single[:, :2] > bounds[:, :2], single[:, 2:] < bounds[:, 2:]], axis=1)
    return bytes(np.where(inside, np.nextafter(single, outward), single).astype("<f4").tobytes())


def _boxed(boxes: list[bytes], lon: float, lat: float) -> list[int]:
    """Return which of the changes have a polygon whose box holds a point."""
    import numpy as np

    west, south, east, north = np.frombuffer(b"".join(boxes), "<f4").reshape(-1, 4).T
    holds = (west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)
    number = np.repeat(np.arange(len(boxes)), [len(each) // 16 for each in boxes])
    return [int(each) for each in np.unique(number[holds])]
