"""What the names of a text are read by."""

from __future__ import annotations

from dataclasses import dataclass

from app.reading.names import NameTable
from app.reading.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Rules:
    """The names to look for, the sides, and the language of the text."""

    names: NameTable
    vocabulary: Vocabulary
    lang: str | None
