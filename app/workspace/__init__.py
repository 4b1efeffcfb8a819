"""A store with all that works on it: what the command line and the web service both stand on.

Values come out as plain dicts in the shapes of the interface, so that every edge shows the same.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from app import __version__
from app.workspace.base import today
from app.workspace.findings import Findings
from app.workspace.ground import Asked, Ground

if TYPE_CHECKING:
    from app.viewing.viewer import Viewer

__all__ = ["Asked", "Workspace", "today"]


class Workspace(Findings, Ground):
    """Documents, polygons, places and findings of one store.

    Parameters
    ----------
    settings : Settings
        Where things stand and what is allowed.
    say, progress : callable, optional
        For the one-off work that takes seconds: a line, and (done, of how many).
    """

    @cached_property
    def viewer(self) -> Viewer:
        """What maps ask of it."""
        from app.viewing.viewer import Viewer

        return Viewer(self)

    def corrections(self, source: str | None = None) -> list[dict[str, Any]]:
        """Return each day that was imported again with another content, and what that moved."""
        from app.corrections import corrections

        return corrections(self, source)

    def counts(self) -> dict[str, Any]:
        """Return how much the store holds, and how often it was written."""
        return self.store.counts()

    def has_tokens(self) -> bool:
        """Say whether any token of the store may write."""
        stamp = self.store.stamp()
        if self._has_tokens is None or self._has_tokens[0] != stamp:  # asked with every page
            self._has_tokens = (stamp, self.store.tokens.any())
        return self._has_tokens[1]

    def token_scopes(self, sent: str) -> frozenset[str] | None:
        """Return what a token of the store may write, None where it is none."""
        return self.store.tokens.scopes_of(sent)

    def places(self, query: str, limit: int = 10) -> list[dict[str, Any]]:
        """Return the places of a name in any spelling, the best first."""
        from app.render import match_json

        return [match_json(match) for match in self.gazetteer.search(query, limit)]

    def status(self) -> dict[str, Any]:
        """Return what is loaded, from when to when, and where days are missing."""
        polygons = self.polygons()
        sources = []
        for row in self.loaded_sources():
            days = [snapshot.on for snapshot in polygons.series(row["id"])]
            sources.append({**row, "gaps": _gaps(days)})
        documents = self.documents()
        dates = sorted(d["published"] for d in documents if d["published"])
        return {
            "program": f"frontline {__version__}",
            "store": self.store.path,
            "control": sources,
            "gazetteers": self.store.places.gazetteers(),
            "regions": {
                "country": [region.name for region in self.store.places.regions(country=True)],
                "parts": len(self.store.places.regions(country=False)),
            },
            "documents": {
                "count": len(documents),
                "first": dates[0] if dates else None,
                "last": dates[-1] if dates else None,
                "without_date": sum(d["published"] is None for d in documents),
            },
        }


def _gaps(days: list[date]) -> list[dict[str, Any]]:
    """Return the stretches without a snapshot that are well longer than the usual step of the series."""
    steps = Counter((b - a).days for a, b in pairwise(days))
    usual = min(steps, key=lambda step: (-steps[step], step), default=1)
    return [
        {"after": a.isoformat(), "before": b.isoformat(), "days": (b - a).days - 1}
        for a, b in pairwise(days)
        if (b - a).days > 1.5 * usual  # months have 28 to 31 days
    ]
