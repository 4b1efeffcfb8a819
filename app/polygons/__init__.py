"""What the stored polygons say: the ground held on a day, what moved between two, where the line ran.

Computes with :mod:`geodata` and keeps each result under the keys of what it came from, so it is computed once.
"""

from app.polygons.moves import BATCH, Moved
from app.polygons.points import OUTSIDE, Polygons, Standing
from app.polygons.series import MAX_GAP_DAYS, Statuses

__all__ = ["BATCH", "MAX_GAP_DAYS", "OUTSIDE", "Moved", "Polygons", "Standing", "Statuses"]
