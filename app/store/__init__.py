"""One schema, two stores: what was imported, what was read, what was found; in a file or in PostgreSQL with PostGIS.

What importing a series and its deltas ask of a file is there at once; the other rooms, and SQLAlchemy with them, are
opened when they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

from app.store.address import is_database, store_path
from app.store.file import POLYGONS, File, is_ready
from app.store.file_control import FileControl
from app.store.file_places import FilePlaces
from app.store.file_stamp import FileStamp

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from sqlalchemy import Engine

    from app.store.confirmations import ConfirmationStore
    from app.store.control import ControlStore
    from app.store.corrections import CorrectionStore
    from app.store.documents import DocumentStore
    from app.store.features import FeatureStore
    from app.store.lists import DocumentList
    from app.store.places import PlaceStore
    from app.store.points import PointStore
    from app.store.postgres import Stamp
    from app.store.tokens import TokenStore


class Store:
    """The rooms of a store at a path or URL, made where it is absent unless told otherwise.

    Raises
    ------
    StoreError
        There is no store and none can be made, it cannot be read, or it is of another version.
    """

    control: FileControl | ControlStore
    places: FilePlaces | PlaceStore
    _file: File | None
    _stamp: FileStamp | Stamp

    def __init__(self, url: str, *, create: bool = True) -> None:
        self._url = url
        self._create = create
        if is_database(url):
            self._open_database()
        else:
            self._open_file(store_path(url))

    def _open_file(self, path: Path) -> None:
        if not is_ready(path, create=self._create):
            self._engine  # noqa: B018 - opens what can be opened, or says why not
        self._file = file = File(path, self._begun)
        self.control = FileControl(file)
        self.places = FilePlaces(file, self._all_places)
        self._stamp = FileStamp(path, read_only=file.read_only)

    def _open_database(self) -> None:
        from app.store.control import ControlStore
        from app.store.places import PlaceStore
        from app.store.postgres import Stamp

        self._file = None
        self.control = ControlStore(self._engine)
        self.places = PlaceStore(self._engine)
        self._stamp = Stamp(self._engine)

    @cached_property
    def documents(self) -> DocumentStore:
        """Documents with their readings and findings."""
        from app.store.documents import DocumentStore

        return DocumentStore(self._engine)

    @cached_property
    def points(self) -> PointStore:
        """Where documents speak of."""
        from app.store.points import PointStore

        return PointStore(self._engine)

    @cached_property
    def lists(self) -> DocumentList:
        """Lists of documents."""
        from app.store.lists import DocumentList

        return DocumentList(self._engine)

    @cached_property
    def features(self) -> FeatureStore:
        """Pages of collections."""
        from app.store.features import FeatureStore

        return FeatureStore(self._engine)

    @cached_property
    def confirmations(self) -> ConfirmationStore:
        """What persons confirmed."""
        from app.store.confirmations import ConfirmationStore

        return ConfirmationStore(self._engine)

    @cached_property
    def corrections(self) -> CorrectionStore:
        """What persons corrected."""
        from app.store.corrections import CorrectionStore

        return CorrectionStore(self._engine)

    @cached_property
    def tokens(self) -> TokenStore:
        """Tokens for writing over HTTP."""
        from app.store.tokens import TokenStore

        return TokenStore(self._engine)

    @property
    def path(self) -> str:
        """The file, or the database's address without a password."""
        if self._file is not None:
            return str(self._file.path)
        from app.store.transactions import name_of

        return name_of(self._engine)

    def counts(self) -> dict[str, Any]:
        """Return how much it holds; see :mod:`app.store.counts`."""
        from app.store.counts import counts

        return counts(self._engine)

    def stamp(self) -> tuple[int, ...]:
        """Return what is another after each commit, by whatever process."""
        return self._stamp()

    def polygons_revision(self) -> int:
        """Return how often snapshots or boundaries were stored or removed."""
        from app.store.transactions import counted, reading

        with reading(self._engine) as connection:
            return counted(connection, POLYGONS)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make all that is read and written inside one transaction: all of it or nothing, and nobody writes between."""
        from app.store.transactions import writing

        with writing(self._engine):
            yield

    @property
    def read_only(self) -> bool:
        """Whether it can only be read."""
        if self._file is not None:
            return self._file.read_only
        from app.store.transactions import is_read_only

        return is_read_only(self._engine)

    def back_up(self, path: Path, progress: Callable[[int, int], None] | None = None) -> None:
        """Write the store as it is at this moment into a new file; see :func:`app.store.copying.back_up`."""
        from app.store.copying import back_up

        back_up(self._engine, path, progress)

    def restore(self, path: Path, progress: Callable[[int, int], None] | None = None) -> None:
        """Fill this empty store from a backup; see :func:`app.store.copying.restore`."""
        from app.store.copying import restore

        restore(path, self._engine, progress)

    def close(self) -> None:
        """Let go of the file or of the server."""
        self._stamp.close()
        if self._file is not None:
            self._file.close()
        if "_engine" in self.__dict__:
            self._engine.dispose()

    @cached_property
    def _engine(self) -> Engine:
        from app.store.engine import open_engine

        return open_engine(self._url, create=self._create)

    def _all_places(self) -> PlaceStore:
        from app.store.places import PlaceStore

        return PlaceStore(self._engine)

    def _begun(self) -> sqlite3.Connection | None:
        """Return the connection of the transaction that this thread has begun through SQLAlchemy, None without one."""
        if "_engine" not in self.__dict__:
            return None
        from app.store.transactions import joined

        begun = joined(self._engine)
        return None if begun is None else begun.connection.driver_connection
