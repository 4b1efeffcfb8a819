"""Control of ground: files of polygons into snapshots, one a source and day."""

from geodata.control.content import find_control_files
from geodata.control.read import read_control
from geodata.control.records import ImportReport, Layer, Snapshot

__all__ = ["ImportReport", "Layer", "Snapshot", "find_control_files", "read_control"]
