"""Geometry to bytes and back, and the key of its content.

Bytes are WKB under zstd. Where other bytes are nearly the same, such as the day before, they serve as the dictionary:
only what differs takes room.
"""

from __future__ import annotations

import hashlib
from typing import Any

EMPTY_KEY = "empty"
"""Stands for ground that a snapshot does not have: a status without a layer."""

_LEVEL = 5
_WIDEST_WINDOW_LOG = 27  # what a decompressor takes without being told


def pack(geometry: Any) -> bytes:
    """Return WKB under zstd."""
    return compress(wkb_of(geometry))


def unpack(blob: bytes) -> Any:
    """Return the geometry."""
    import shapely

    return shapely.from_wkb(decompress(blob))


def compress(data: bytes, like: bytes = b"", level: int = _LEVEL) -> bytes:
    """Return bytes under zstd, with others as the dictionary."""
    import zstandard

    if not like:
        return zstandard.ZstdCompressor(level=level).compress(data)
    # The window holds the dictionary too, or what lies far back in it is not found.
    window_log = min(max((len(data) + len(like)).bit_length(), 10), _WIDEST_WINDOW_LOG)
    parameters = zstandard.ZstdCompressionParameters.from_level(
        level, source_size=len(data), dict_size=len(like), window_log=window_log
    )
    dictionary = zstandard.ZstdCompressionDict(like, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    return zstandard.ZstdCompressor(dict_data=dictionary, compression_params=parameters).compress(data)


def decompress(blob: bytes, like: bytes = b"") -> bytes:
    """Return what :func:`compress` was given, with the same bytes as the dictionary."""
    import zstandard

    if not like:
        return zstandard.ZstdDecompressor().decompress(blob)
    dictionary = zstandard.ZstdCompressionDict(like, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    return zstandard.ZstdDecompressor(dict_data=dictionary).decompress(blob)


def wkb_of(geometry: Any) -> bytes:
    """Return the WKB of a geometry; that of the last few is kept, for it is asked for by several in turn."""
    return _known(geometry)[0]


def key_of(geometry: Any) -> str:
    """Return the key of a geometry's content."""
    return EMPTY_KEY if geometry.is_empty else _known(geometry)[1]


def _known(geometry: Any) -> tuple[bytes, str]:
    import shapely

    for known, wkb, key in _recent.kept:
        if known is geometry:
            return wkb, key
    wkb = shapely.to_wkb(geometry)
    key = hashlib.sha256(wkb).hexdigest()[:32]
    _recent.kept = ((geometry, wkb, key), *_recent.kept[:1])
    return wkb, key


class _Recent:
    kept: tuple[tuple[Any, bytes, str], ...] = ()


_recent = _Recent()
