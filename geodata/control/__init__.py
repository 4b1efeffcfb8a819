"""Control of ground: files of polygons into snapshots, one a source and day."""

from geodata.control.content import find_control_files
from geodata.control.dates import day_of_name
from geodata.control.read import Boundary, Stated, read_control
from geodata.control.records import Dropped, ImportReport, Layer, LayerReport, Snapshot
from geodata.control.series import beside_the_day_before

__all__ = [
    "Boundary",
    "Dropped",
    "ImportReport",
    "Layer",
    "LayerReport",
    "Snapshot",
    "Stated",
    "beside_the_day_before",
    "day_of_name",
    "find_control_files",
    "read_control",
]
