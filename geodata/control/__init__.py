"""Control of ground: files of polygons into snapshots, one a source and day."""

from geodata.control.content import find_control_files
from geodata.control.dates import day_of_name
from geodata.control.read import read_control
from geodata.control.records import ImportReport, Layer, Snapshot
from geodata.control.series import beside_the_day_before

__all__ = [
    "ImportReport",
    "Layer",
    "Snapshot",
    "beside_the_day_before",
    "day_of_name",
    "find_control_files",
    "read_control",
]
