"""Boundaries and gazetteers in a file of SQLite; the boundaries, which every import asks for, without SQLAlchemy."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import orjson

from app.errors import StoreError
from app.store.blobs import unpack
from app.store.records import StoredRegion, revision_of

if TYPE_CHECKING:
    from app.store.file import File
    from app.store.places import PlaceStore
    from geodata.regions import Region

_REGIONS = """
SELECT id, name, other_names, country, file, geometry_key, area_km2 FROM region
WHERE ?1 IS NULL OR country = ?1 ORDER BY country DESC, name
"""


class FilePlaces:
    """As :class:`app.store.places.PlaceStore`, which does what is not asked for often.

    Parameters
    ----------
    rest : callable
        Opens it.
    """

    def __init__(self, file: File, rest: Callable[[], PlaceStore]) -> None:
        self._file = file
        self._rest = rest

    def regions(self, *, country: bool | None = None) -> list[StoredRegion]:
        """Return boundaries by name; only countries, or only parts of one, where asked."""
        with self._file.reading() as connection:
            rows = connection.execute(_REGIONS, (country,)).fetchall()
        return [
            StoredRegion(number, name, tuple(orjson.loads(others)), bool(whole), file, key, area_km2)
            for number, name, others, whole, file, key, area_km2 in rows
        ]

    def revision(self) -> str:
        """Return a hash of every boundary."""
        return revision_of(self.regions())

    def region_geometry(self, region_id: int) -> Any:
        """Return the MultiPolygon of a boundary."""
        with self._file.reading() as connection:
            row = connection.execute("SELECT geom FROM region WHERE id = ?", (region_id,)).fetchone()
        if row is None:
            raise StoreError("a boundary was removed while it was read: try again")
        return unpack(row[0])

    def add_regions(self, regions: list[Region], areas_km2: list[float], *, file: str, country: bool) -> None:
        """Store boundaries, each in place of one of the same name."""
        self._rest().add_regions(regions, areas_km2, file=file, country=country)

    def remove_regions(self, name: str | None = None) -> int:
        """Remove the boundaries of that name, all by default; return how many went."""
        return self._rest().remove_regions(name)

    def add_gazetteer(self, name: str, *, sha256: str, places: int) -> bool:
        """List a gazetteer; return False where the same content is listed under that name already."""
        return self._rest().add_gazetteer(name, sha256=sha256, places=places)

    def gazetteers(self) -> list[dict[str, Any]]:
        """Return the listed gazetteers, the last added first: it has the first say."""
        return self._rest().gazetteers()

    def remove_gazetteer(self, name: str) -> None:
        """Take a gazetteer off the list."""
        self._rest().remove_gazetteer(name)
