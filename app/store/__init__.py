"""One schema, one file: what was imported, what was read, what was found."""

from __future__ import annotations

from pathlib import Path

from app.store.confirmations import ConfirmationStore
from app.store.control import ControlStore
from app.store.corrections import CorrectionStore
from app.store.documents import DocumentStore
from app.store.engine import is_read_only, open_engine
from app.store.lists import DocumentList
from app.store.places import PlaceStore
from app.store.points import PointStore


class Store:
    """The rooms of a store at a path or URL, made where it is absent unless told otherwise."""

    def __init__(self, url: str, *, create: bool = True) -> None:
        self._engine = open_engine(url, create=create)
        self.control = ControlStore(self._engine)
        self.documents = DocumentStore(self._engine)
        self.places = PlaceStore(self._engine)
        self.points = PointStore(self._engine)
        self.lists = DocumentList(self._engine)
        self.confirmations = ConfirmationStore(self._engine)
        self.corrections = CorrectionStore(self._engine)

    @property
    def path(self) -> str:
        """The file."""
        return str(self._engine.url.database)

    def stamp(self) -> tuple[int, ...]:
        """Return what changes whenever the file or its log is written, by whatever process: times and sizes."""
        found: list[int] = []
        for path in (Path(self.path), Path(self.path + "-wal")):
            try:
                told = path.stat()
                found += [told.st_mtime_ns, told.st_size]
            except OSError:
                found += [0, 0]
        return tuple(found)

    @property
    def read_only(self) -> bool:
        """Whether it can only be read."""
        return is_read_only(self._engine)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()
