"""What the store gives of snapshots and boundaries, and what a new snapshot does to its day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal

from app.store.blobs import key_of

if TYPE_CHECKING:
    from geodata.control import Snapshot

Outcome = Literal["added", "unchanged", "corrected", "layer added"]


@dataclass(frozen=True, slots=True)
class StoredLayer:
    """Where the ground of one status stands."""

    key: str
    area_km2: float


@dataclass(frozen=True, slots=True)
class StoredSnapshot:
    """A snapshot as listed: its day, its hash and its layers by status."""

    source: str
    on: date
    sha256: str
    layers: Mapping[str, StoredLayer]


@dataclass(frozen=True, slots=True)
class Correction:
    """A day that was imported again: the version before, the one after, and when it came."""

    before: StoredSnapshot
    after: StoredSnapshot
    version: int
    imported_at: str


@dataclass(frozen=True, slots=True)
class StoredRegion:
    """A boundary as listed; its geometry is fetched by key when needed."""

    id: int
    name: str
    other_names: tuple[str, ...]
    country: bool
    file: str
    key: str
    area_km2: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What a new snapshot does to its day.

    Parameters
    ----------
    kept : tuple of dict
        The layers of the version before that stand in the new one too.
    replaces : int, optional
        The version that is no longer current.
    row : dict
        The columns of the new version.
    """

    outcome: Outcome
    kept: tuple[dict[str, Any], ...]
    replaces: int | None
    row: dict[str, Any]


def plan(new: Snapshot, version: int | None, number: int, layers: Sequence[dict[str, Any]]) -> Plan | None:
    """Return what storing a snapshot does, None where it changes nothing.

    Parameters
    ----------
    version : int, optional
        The row of the day's current version, None where the day has none.
    number : int
        The number of that version, 0 without one.
    layers : sequence of dict
        Its layers, by column.
    """
    kept: list[dict[str, Any]] = []
    outcome: Outcome = "added"
    if version is not None:
        stored = {(row["file_sha256"], row["status"], row["geometry_key"]) for row in layers}
        if {(new.sha256, part.status, key_of(part.geometry)) for part in new.layers} <= stored:
            return None
        statuses = {part.status for part in new.layers}
        replaced = {row["file_sha256"] for row in layers if row["status"] in statuses}
        replaced |= {new.sha256} & {row["file_sha256"] for row in layers}  # read another way than before
        kept = [row for row in layers if row["file_sha256"] not in replaced]
        outcome = "corrected" if replaced else "layer added"
    hashes = sorted({new.sha256, *(row["file_sha256"] for row in kept)})
    row = {
        "source": new.source,
        "on": new.on,
        "version": number + 1,
        "current": True,
        "sha256": hashes[0] if len(hashes) == 1 else sha256("\n".join(hashes).encode()).hexdigest(),
        "imported_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    return Plan(outcome, tuple(kept), version, row)


def corrections_of(rows: Iterable[tuple[str, date, int, str, str, str, str, float]]) -> list[Correction]:
    """Return the versions that took the place of another content, in the order in which they came.

    Parameters
    ----------
    rows : iterable of tuple
        Source, day, version, when it was imported, the snapshot's hash, status, key and area of each layer of the days
        that have several versions.
    """
    versions: dict[tuple[str, date, int], tuple[str, str, dict[str, StoredLayer]]] = {}
    for source, on, version, imported_at, digest, status, key, area_km2 in rows:
        _, _, layers = versions.setdefault((source, on, version), (digest, imported_at, {}))
        layers[status] = StoredLayer(key, area_km2)
    found = []
    for (source, on, version), (digest, imported_at, layers) in versions.items():
        before = versions.get((source, on, version - 1))
        if before is not None and not before[2].items() <= layers.items():
            was, now = StoredSnapshot(source, on, before[0], before[2]), StoredSnapshot(source, on, digest, layers)
            found.append(Correction(was, now, version, imported_at))
    return sorted(found, key=lambda each: each.imported_at)


def revision_of(regions: Iterable[StoredRegion]) -> str:
    """Return a hash of every boundary."""
    rows = [f"{region.name} {region.country} {region.key} {region.other_names}" for region in regions]
    return sha256("\n".join(rows).encode()).hexdigest()
