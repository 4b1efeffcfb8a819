"""What changed between two grounds, kept under the keys of both, in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, bindparam, delete, select

from app.store.parts import Pair
from app.store.plain import PlainGrounds, PlainParts
from app.store.schema import change
from app.store.transactions import reading, writing
from app.store.upsert import insert_new

if TYPE_CHECKING:
    from geodata.changes import Change

_AREAS = select(change.c.start_key, change.c.end_key, change.c.gained_km2, change.c.lost_km2)
_AREAS_OF = _AREAS.where(change.c.start_key == bindparam("start"), change.c.end_key == bindparam("end"))


class KeptChanges:
    """The changes of a store, and the grounds that they are between."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._grounds, self._parts = PlainGrounds(), PlainParts()

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
                    **self._parts.columns(connection, pair, moved.gained, moved.lost),
                }
                for pair, moved in changes.items()
            ]
            insert_new(connection, change, rows)

    def change_parts(self, start_key: str, end_key: str) -> dict[str, list[Any]]:
        """Return the polygons that were gained and lost between two keys."""
        with reading(self._engine) as connection:
            return self._parts.get(connection, (start_key, end_key)) or {"gained": [], "lost": []}

    def changes_at(self, lon: float, lat: float) -> set[Pair]:
        """Return the key pairs of every kept change that touched a point (degrees, WGS 84)."""
        import shapely

        with reading(self._engine) as connection:
            near = self._parts.near(connection, lon, lat)
        return {
            pair for pair, parts in near if shapely.intersects_xy([*parts["gained"], *parts["lost"]], lon, lat).any()
        }

    def _forget(self, connection: Connection, key: str) -> None:
        """Remove every change from or to a ground."""
        connection.execute(delete(change).where((change.c.start_key == key) | (change.c.end_key == key)))
