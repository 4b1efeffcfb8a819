"""Many workers: a cluster of processes on this machine, or one that a Dask scheduler leads, on as many as it has."""

from __future__ import annotations

import logging
import re
import socket
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from app.errors import BadInput, FrontlineError
from geodata.errors import GeodataError

if TYPE_CHECKING:
    from distributed import Client, Future

PER_WORKER = 3
"""Tasks that are under way for each thread of a worker: one being done, the others so that it never waits."""
WAIT_S = 30
"""How long the first worker of a cluster is waited for."""

T = TypeVar("T")
R = TypeVar("R")


class Lost(Exception):
    """A task whose worker ended each time that it was tried."""


@contextmanager
def cluster(jobs: int | None, scheduler: str | None) -> Iterator[Client]:
    """Start `jobs` worker processes here, or ask the scheduler at an address such as ``tcp://host:8786``.

    Raises
    ------
    BadInput
        No such scheduler, or the extra ``archive`` is not installed.
    FrontlineError
        No worker came.
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise BadInput("--jobs and --scheduler need Dask: pip install 'frontline[archive]'") from error
    if scheduler is not None:
        _reach(scheduler)
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # a worker that ends is told of by what it costs
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Sending large graph")
            if scheduler is None:
                local = LocalCluster(
                    n_workers=jobs,
                    threads_per_worker=1,
                    processes=True,
                    host="127.0.0.1",
                    dashboard_address=None,
                    silence_logs=logging.CRITICAL,
                )
                with local, Client(local) as client:
                    yield client
            else:
                with Client(scheduler, timeout=f"{WAIT_S}s", set_as_default=False) as client:
                    client.wait_for_workers(1, timeout=WAIT_S)
                    yield client
    except TimeoutError as error:
        raise FrontlineError(f"{scheduler}: no worker came in {WAIT_S} s") from error
    except OSError as error:
        raise FrontlineError(f"{scheduler or 'the local cluster'}: {error}") from error


def _reach(scheduler: str) -> None:
    """Try the address first: Dask itself asks again for half a minute, and ends with a traceback."""
    found = re.fullmatch(r"(?:tcp|tls)://(\[[0-9a-fA-F:]+\]|[^:/\[\]]+):(\d{1,5})/?", scheduler)
    if not found:
        raise BadInput(f"--scheduler: expected an address such as tcp://host:8786, got {scheduler!r}")
    try:
        socket.create_connection((found[1].strip("[]"), int(found[2])), timeout=WAIT_S).close()
    except (OSError, OverflowError) as error:
        raise FrontlineError(f"{scheduler}: no scheduler answers there ({error})") from error


def in_order(
    client: Client, function: Callable[..., R], fixed: Any, items: Iterable[T]
) -> Iterator[tuple[T, R | Lost]]:
    """Yield each item with ``function(fixed, item)``, in the order of the items.

    Only so many items are taken as the workers have to do, so a slow cluster or a slow reader of the results holds
    back whatever makes the items. What a worker that ended was doing is done again elsewhere; an item whose workers
    ended three times is yielded as :class:`Lost`.
    """
    waiting: deque[tuple[T, Future]] = deque()
    try:
        for item in items:
            waiting.append((item, client.submit(function, fixed, item, pure=False)))
            while len(waiting) > PER_WORKER * max(1, sum(client.nthreads().values())):
                yield _next(waiting)
        while waiting:
            yield _next(waiting)
    finally:
        client.cancel([future for _, future in waiting])


def _next(waiting: deque[tuple[T, Future]]) -> tuple[T, R | Lost]:
    from distributed import KilledWorker
    from distributed.comm import CommClosedError

    item, future = waiting.popleft()
    try:
        return item, future.result()
    except KilledWorker as error:
        return item, Lost(str(error))
    except (FrontlineError, GeodataError):
        raise
    except (CommClosedError, TimeoutError) as error:
        raise FrontlineError("the scheduler went away") from error
    except Exception as error:
        if "Cancelled" in type(error).__name__:
            raise FrontlineError("the scheduler went away") from error
        raise FrontlineError(f"a worker could not do its task: {type(error).__name__}: {error}") from error
