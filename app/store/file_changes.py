"""What changed between two grounds, kept under the keys of both, in a file of SQLite."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from app.store.grounds import Grounds
from app.store.parts import PackedParts, Pair

if TYPE_CHECKING:
    from sqlite3 import Connection

    from app.store.file import File
    from geodata.changes import Change

_AREAS = "SELECT start_key, end_key, gained_km2, lost_km2 FROM change"
_AREAS_OF = f"{_AREAS} WHERE start_key = ? AND end_key = ?"
_ADD = """
INSERT INTO change (start_key, end_key, gained_km2, lost_km2, parts_zstd, boxes)
VALUES (:start_key, :end_key, :gained_km2, :lost_km2, :parts_zstd, :boxes) ON CONFLICT DO NOTHING
"""


class FileChanges:
    """The changes of a store, and the grounds that they are between."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._grounds = Grounds()
        self._parts = PackedParts(self._grounds)

    def change_areas(self, keys: Iterable[Pair] | None = None) -> dict[Pair, tuple[float, float]]:
        """Return (gained, lost) in km² for each pair of keys that was computed; of all pairs by default."""
        wanted = None if keys is None else list(keys)
        with self._file.reading() as connection:
            if wanted is not None and len(wanted) == 1:
                rows = connection.execute(_AREAS_OF, wanted[0]).fetchall()
            else:
                rows = connection.execute(_AREAS).fetchall()
        found = {(start, end): (gained, lost) for start, end, gained, lost in rows}
        return found if wanted is None else {pair: found[pair] for pair in wanted if pair in found}

    def add_changes(self, changes: Mapping[Pair, Change]) -> None:
        """Keep computed changes, in one transaction."""
        if not changes:
            return
        with self._file.writing() as connection:
            rows = [
                {
                    "start_key": pair[0],
                    "end_key": pair[1],
                    "gained_km2": moved.gained_km2,
                    "lost_km2": moved.lost_km2,
                    **self._parts.columns(connection, pair, moved.gained, moved.lost),
                }
                for pair, moved in changes.items()
            ]
            connection.executemany(_ADD, rows)

    def change_parts(self, start_key: str, end_key: str) -> dict[str, list[Any]]:
        """Return the polygons that were gained and lost between two keys."""
        with self._file.reading() as connection:
            return self._parts.get(connection, (start_key, end_key)) or {"gained": [], "lost": []}

    def changes_at(self, lon: float, lat: float) -> set[Pair]:
        """Return the key pairs of every kept change that touched a point (degrees, WGS 84)."""
        import shapely

        with self._file.reading() as connection:
            near = self._parts.near(connection, lon, lat)
        return {
            pair for pair, parts in near if shapely.intersects_xy([*parts["gained"], *parts["lost"]], lon, lat).any()
        }

    @staticmethod
    def _forget(connection: Connection, key: str) -> None:
        """Remove every change from or to a ground."""
        connection.execute("DELETE FROM change WHERE start_key = ? OR end_key = ?", (key, key))
