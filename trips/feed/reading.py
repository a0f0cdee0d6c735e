"""Query the database from the event loop, in a few threads of the feed's own."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, connection

from socialcart import connections

READERS = 4

P = ParamSpec("P")
T = TypeVar("T")

_threads = ThreadPoolExecutor(READERS, thread_name_prefix="feed-reader")


async def read(question: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a read-only query in a thread, and await its result. Raises what the query raises."""

    def ask() -> T:
        connections.check()
        try:
            return question(*args, **kwargs)
        except (OperationalError, InterfaceError):
            connection.close()  # the server may have gone away under an idle connection
            return question(*args, **kwargs)

    return await asyncio.get_running_loop().run_in_executor(_threads, ask)


def close() -> None:
    """Close the threads' database connections; the next query opens new ones."""
    all_of_them = Barrier(READERS)
    for _ in range(READERS):
        _threads.submit(_close, all_of_them)


def _close(all_of_them: Barrier) -> None:
    with suppress(BrokenBarrierError):  # each thread waits for the others, so that each has one
        all_of_them.wait(1.0)
    connection.close()
