"""The polygons of a change in SQLite.

Their vertices come from the grounds on either side, which serve as the dictionary that they are compressed with. Their
bounding boxes stand apart, so that a point is looked for without unpacking any.
"""

from __future__ import annotations

from sqlite3 import Connection
from typing import Any

from app.store.blobs import compress, decompress
from app.store.grounds import Grounds

Pair = tuple[str, str]
Parts = dict[str, list[Any]]

_LEVEL = 1  # at 3 they are 0.2 MB of 1.1 MB smaller for two years of days, and take twice as long to write

_PARTS = "SELECT parts_zstd FROM change WHERE start_key = ? AND end_key = ?"
_BOXES = "SELECT start_key, end_key, boxes FROM change"


class PackedParts:
    """Reads and writes the parts of changes inside the caller's transaction."""

    def __init__(self, grounds: Grounds) -> None:
        self._grounds = grounds

    def columns(self, connection: Connection, pair: Pair, gained: Any, lost: Any) -> dict[str, Any]:
        """Return the columns of a change that hold its polygons and their boxes."""
        import shapely

        both = shapely.to_wkb(shapely.geometrycollections([gained, lost]))
        return {
            "parts_zstd": compress(both, self._either_side(connection, pair), _LEVEL),
            "boxes": boxes_of([*gained.geoms, *lost.geoms]),
        }

    def get(self, connection: Connection, pair: Pair) -> Parts | None:
        """Return the polygons that were gained and lost, None where the change is not kept."""
        import shapely

        row = connection.execute(_PARTS, pair).fetchone()
        if row is None:
            return None
        gained, lost = shapely.from_wkb(decompress(row[0], self._either_side(connection, pair))).geoms
        return {"gained": list(gained.geoms), "lost": list(lost.geoms)}

    def near(self, connection: Connection, lon: float, lat: float) -> list[tuple[Pair, Parts]]:
        """Return the changes that have a polygon whose box holds a point."""
        rows = connection.execute(_BOXES).fetchall()
        pairs = [rows[number][:2] for number in _boxed([boxes for _, _, boxes in rows], lon, lat)]
        found = ((pair, self.get(connection, pair)) for pair in pairs)
        return [(pair, parts) for pair, parts in found if parts is not None]

    def _either_side(self, connection: Connection, pair: Pair) -> bytes:
        return self._grounds.wkb(connection, pair[0]) + self._grounds.wkb(connection, pair[1])


def boxes_of(parts: list[Any]) -> bytes:
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
