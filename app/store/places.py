"""Boundaries and the list of gazetteers (their indexes are folders on disk)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, delete, select

from app.errors import NotFound
from app.store.blobs import key_of
from app.store.file import POLYGONS
from app.store.records import StoredRegion, revision_of
from app.store.schema import gazetteer, region
from app.store.transactions import bump, reading, writing
from app.store.upsert import upsert

if TYPE_CHECKING:
    from geodata.regions import Region


class PlaceStore:
    """Boundaries and gazetteers."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add_regions(self, regions: list[Region], areas_km2: list[float], *, file: str, country: bool) -> None:
        """Store boundaries, each in place of one of the same name."""
        with writing(self._engine) as connection:
            bump(connection, POLYGONS)
            for found, area_km2 in zip(regions, areas_km2, strict=True):
                values = {
                    "other_names": list(found.other_names),
                    "file": file,
                    "geometry_key": key_of(found.geometry),
                    "geom": found.geometry,
                    "area_km2": area_km2,
                }
                upsert(connection, region, {"name": found.name, "country": country}, values)

    def regions(self, *, country: bool | None = None) -> list[StoredRegion]:
        """Return boundaries by name; only countries, or only parts of one, where asked."""
        listed = [column for column in region.c if column is not region.c.geom]
        query = select(*listed).order_by(region.c.country.desc(), region.c.name)
        if country is not None:
            query = query.where(region.c.country == country)
        with reading(self._engine) as connection:
            return [
                StoredRegion(
                    row.id, row.name, tuple(row.other_names), row.country, row.file, row.geometry_key, row.area_km2
                )
                for row in connection.execute(query)
            ]

    def revision(self) -> str:
        """Return a hash of every boundary."""
        return revision_of(self.regions())

    def region_geometry(self, region_id: int) -> Any:
        """Return the MultiPolygon of a boundary."""
        with reading(self._engine) as connection:
            return connection.execute(select(region.c.geom).where(region.c.id == region_id)).scalar_one()

    def remove_regions(self, name: str | None = None) -> int:
        """Remove the boundaries of that name, all by default; return how many went."""
        with writing(self._engine) as connection:
            bump(connection, POLYGONS)
            query = delete(region) if name is None else delete(region).where(region.c.name == name)
            gone = connection.execute(query).rowcount
        if name is not None and not gone:
            raise NotFound(f"no boundary named {name!r}; 'frontline regions list' shows those that are stored")
        return int(gone)

    def add_gazetteer(self, name: str, *, sha256: str, places: int) -> bool:
        """List a gazetteer; return False where the same content is listed under that name already."""
        values = {"sha256": sha256, "places": places}
        with writing(self._engine) as connection:
            known = connection.execute(select(gazetteer.c.sha256).where(gazetteer.c.name == name)).scalar()
            added_at = datetime.now(UTC).isoformat(timespec="seconds")
            upsert(connection, gazetteer, {"name": name}, values, added_at=added_at)
        return bool(known != sha256)

    def gazetteers(self) -> list[dict[str, Any]]:
        """Return the listed gazetteers, the last added first: it has the first say."""
        query = select(gazetteer).order_by(gazetteer.c.added_at.desc(), gazetteer.c.name)
        with reading(self._engine) as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def remove_gazetteer(self, name: str) -> None:
        """Take a gazetteer off the list."""
        with writing(self._engine) as connection:
            if not connection.execute(delete(gazetteer).where(gazetteer.c.name == name)).rowcount:
                raise NotFound(f"no gazetteer named {name!r}; 'frontline gazetteer list' shows those that are added")
