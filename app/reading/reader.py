"""The whole reading of one text: sentences, mentions, stated areas, other statements."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from app import __version__
from app.reading.claims import read_claims
from app.reading.comparisons import read_comparisons
from app.reading.language import LANGUAGES, detect
from app.reading.mentions import find_mentions
from app.reading.names import NameTable
from app.reading.proportions import flag_proportions
from app.reading.records import Document, Reading, StatedArea
from app.reading.sentences import split
from app.reading.statements import read_statements
from app.reading.stretches import desk
from app.reading.vocabulary import Vocabulary

NAME = "frontline-rules"


class Reader:
    """Reads documents with one table of names and one vocabulary.

    Parameters
    ----------
    names : NameTable
        The names of places to look for.
    vocabulary : Vocabulary
        What texts call the sides and the sources.

    Attributes
    ----------
    id : str
        Name and a hash of the configuration; results of two readers with the same id are the same.
    """

    def __init__(self, names: NameTable, vocabulary: Vocabulary) -> None:
        self.names = names
        self.vocabulary = vocabulary
        self.id = _reader_id(names, vocabulary)

    def read(self, document: Document) -> Reading:
        """Read a document; its language is detected where it states none. Nothing in a text makes this raise.

        A text in a script or a language that is not read gives an empty reading with one warning.
        """
        lang = document.lang.lower()[:2] if document.lang else detect(document.text)
        if lang not in LANGUAGES:
            known = ", ".join(LANGUAGES)
            what = f"language {document.lang!r} is not read" if document.lang else "the script of the text is not read"
            return Reading(document, (), reader=self.id, warnings=(f"{what}; expected one of {known}",))
        document = replace(document, lang=lang)
        sentences = split(document.text, lang)
        mentions = find_mentions(document.text, sentences, self.names, self.vocabulary, lang)
        shared = desk(document, self.vocabulary)
        claims = read_claims(document, sentences, self.vocabulary, shared)
        comparisons = read_comparisons(document, sentences, claims, self.vocabulary, shared)
        claims = flag_proportions(document, claims, comparisons, self.vocabulary)
        return Reading(
            document=document,
            sentences=sentences,
            mentions=mentions,
            claims=claims,
            statements=read_statements(document, sentences, mentions, self.vocabulary, shared),
            comparisons=comparisons,
            reader=self.id,
            warnings=_warnings(document, claims),
        )


def _warnings(document: Document, claims: tuple[StatedArea, ...]) -> tuple[str, ...]:
    if document.published is None and claims:
        return ("no publication date: periods that need one stay open; give it with --published",)
    return ()


def _reader_id(names: NameTable, vocabulary: Vocabulary) -> str:
    parts = [__version__, str(getattr(names, "id", "")), _stable(vocabulary)]
    return f"{NAME}-{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:12]}"


def _stable(vocabulary: Vocabulary) -> str:
    """Return the vocabulary as text that is the same in every process."""
    sides = [
        (
            key,
            words.adversary,
            words.advances,
            *(sorted((lang, *names) for lang, names in table.items()) for table in tables),
        )
        for key, words in sorted(vocabulary.parties.items())
        for tables in [(words.country, words.forces, words.seats, words.speakers, words.implied, words.usual)]
    ]
    return repr((sides, sorted(vocabulary.sources.items())))
