"""One schema, two stores: what was imported, what was read, what was found; in a file or in PostgreSQL with PostGIS."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.store.confirmations import ConfirmationStore
from app.store.control import ControlStore
from app.store.corrections import CorrectionStore
from app.store.documents import DocumentStore
from app.store.engine import open_engine
from app.store.features import FeatureStore
from app.store.lists import DocumentList
from app.store.places import PlaceStore
from app.store.points import PointStore
from app.store.tokens import TokenStore
from app.store.transactions import POLYGONS, counted, is_read_only, name_of, reading, writing

if TYPE_CHECKING:
    from app.store import postgres, sqlite


class Store:
    """The rooms of a store at a path or URL, made where it is absent unless told otherwise."""

    def __init__(self, url: str, *, create: bool = True) -> None:
        self._engine = open_engine(url, create=create)
        self.control = ControlStore(self._engine)
        self.documents = DocumentStore(self._engine)
        self.places = PlaceStore(self._engine)
        self.points = PointStore(self._engine)
        self.lists = DocumentList(self._engine)
        self.features = FeatureStore(self._engine)
        self.confirmations = ConfirmationStore(self._engine)
        self.corrections = CorrectionStore(self._engine)
        self.tokens = TokenStore(self._engine)
        self._stamp = self._make_stamp()

    @property
    def path(self) -> str:
        """The file, or the database's address without a password."""
        return name_of(self._engine)

    def stamp(self) -> tuple[int, ...]:
        """Return what is another after each commit, by whatever process."""
        return self._stamp()

    def polygons_revision(self) -> int:
        """Return how often snapshots or boundaries were stored or removed."""
        with reading(self._engine) as connection:
            return counted(connection, POLYGONS)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make all that is read and written inside one transaction: all of it or nothing, and nobody writes between."""
        with writing(self._engine):
            yield

    @property
    def read_only(self) -> bool:
        """Whether it can only be read."""
        return is_read_only(self._engine)

    def close(self) -> None:
        """Let go of the file or of the server."""
        self._stamp.close()
        self._engine.dispose()

    @property
    def _is_file(self) -> bool:
        return self._engine.dialect.name == "sqlite"

    def _make_stamp(self) -> sqlite.Stamp | postgres.Stamp:
        if self._is_file:
            from app.store import sqlite

            return sqlite.Stamp(Path(self.path), read_only=self.read_only)
        from app.store import postgres

        return postgres.Stamp(self._engine)
