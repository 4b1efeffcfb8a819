"""What can go wrong with places and polygons.

Every message is one line for the user: what was expected, what came, what to do.
"""


class GeodataError(ValueError):
    """Root of the errors of this package."""


class GeometryError(GeodataError):
    """A geometry that cannot be measured: not polygonal, not finite, outside the globe."""


class FrameError(GeodataError):
    """A frame that does not keep the contract of :mod:`geodata.frames`."""


class ImportRefused(GeodataError):
    """A file that cannot be taken as a snapshot, a boundary or a gazetteer, with the reason."""


class DefinitionError(GeodataError):
    """``sources.toml`` or ``parties.toml`` says something that cannot be used."""


class UnknownSource(GeodataError, LookupError):
    """A source name that is not in ``sources.toml`` and has no snapshots."""


class GazetteerError(GeodataError):
    """No gazetteer, or one whose index cannot be opened."""


def printable(text: str) -> str:
    r"""Return a line without what a terminal would obey or no encoding can hold; names of files come from outside.

    Examples
    --------
    >>> printable("a\x1b[31m\ud800")
    'a�[31m�'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if c.isspace() else "�" for c in text)
