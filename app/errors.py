"""One tree of errors that knows no HTTP and no terminal.

A message is one line for the user: what was expected, what came, what to do. The edges (``cli``, ``api``)
turn a class into an exit code or a status; they catch this tree and :class:`geodata.errors.GeodataError`.
"""


class FrontlineError(Exception):
    """Root: it could not be done, and the message says why."""


class BadInput(FrontlineError, ValueError):
    """What was handed in cannot be used: a text too large, a date in no calendar, a wrong option."""


class NotFound(FrontlineError, LookupError):
    """What was asked for is not in the store."""


class StoreError(FrontlineError):
    """The store cannot be opened, read or written."""


class ReadOnlyStore(StoreError):
    """The store can be read and not written."""


class NotAllowed(FrontlineError, PermissionError):
    """A write without the token."""


class NotSecure(FrontlineError):
    """A token came, or would come, over a connection on which others can read it."""


class NotInScope(FrontlineError):
    """A token that may write, but not this."""


class CouldNotFetch(FrontlineError):
    """A server did not give what was asked of it."""
