"""Geometry to bytes and back: WKB under zstd, and the key of its content."""

from __future__ import annotations

import hashlib
from typing import Any

import shapely
import zstandard

EMPTY_KEY = "empty"
"""Stands for ground that a snapshot does not have: a status without a layer."""


def pack(geometry: Any) -> bytes:
    """Return WKB under zstd."""
    return zstandard.ZstdCompressor(level=9).compress(shapely.to_wkb(geometry))


def unpack(blob: bytes) -> Any:
    """Return the geometry."""
    return shapely.from_wkb(zstandard.ZstdDecompressor().decompress(blob))


def key_of(geometry: Any) -> str:
    """Return the key of a geometry's content."""
    if geometry.is_empty:
        return EMPTY_KEY
    return hashlib.sha256(shapely.to_wkb(geometry)).hexdigest()[:32]
