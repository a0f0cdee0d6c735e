"""What all histories share: the database, the configuration of servers, and the pages' Node."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Any
from unittest.mock import patch

import time_machine
import uvicorn

from tests.proofs.simulation.database import Database
from tests.proofs.simulation.pages import Node
from tests.proofs.simulation.process import OrderedFeed
from trips import keys, membership, planning
from trips.feed import feeds
from trips.forms import Guest, Terms
from trips.limit_storage import PurgingStorage
from trips.management.commands.serve import _config

KNOWN_OUTAGES = ("the database is away", "the commit failed", "the broker is away", "TimeoutError")


class Secrets:
    """In place of the module `secrets`: the same secrets for the same seed."""

    def __init__(self) -> None:
        self.random = Random(0)

    def choice(self, those: Any) -> Any:
        return self.random.choice(those)

    def token_bytes(self, count: int) -> bytes:
        return self.random.randbytes(count)

    def token_hex(self, count: int) -> str:
        return self.token_bytes(count).hex()


class Listener(logging.Handler):
    """Hears what the product logs as an error that no fault explains."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.wrong: Callable[[str], None] = lambda what: None

    def emit(self, record: logging.LogRecord) -> None:
        text = logging.Formatter().format(record)
        if not any(each in text for each in KNOWN_OUTAGES):
            self.wrong(f"was logged: {text}")


@dataclass(frozen=True)
class World:
    """Ben's trip, on which Asha and Chloé are in, as every history finds it."""

    clock: time_machine.Traveller
    node: Node
    database: Database
    config: uvicorn.Config
    secrets: Secrets
    listener: Listener
    copy: bytes  # of the database
    trip_id: str
    invitation: str
    keys: dict[str, str]  # of members by their id, Ben first


@contextmanager
def world() -> Iterator[World]:
    """Make what histories share; the time stands still unless their loop moves it."""
    # The traveller does not move the monotonic clock, by which the product waits.
    virtual = patch.object(time, "monotonic", lambda: time.time())
    with time_machine.travel(0, tick=False) as clock, Node() as node, virtual:
        yield _world(clock, node)


def _world(clock: time_machine.Traveller, node: Node) -> World:
    secrets, database = Secrets(), Database()
    vars(keys)["secrets"] = secrets
    vars(feeds)["TripFeed"] = OrderedFeed
    # A timer's real thread tidies it up.
    PurgingStorage._MemoryStorage__schedule_expiry = lambda storage: None  # type: ignore[attr-defined]
    config = _config()
    config.load()
    planned = planning.plan(None, Terms("Goa", 3, capacity=5), Guest("Ben"))
    trip_id, members = planned["trip"]["id"], planned["trip"]["members"]
    held = {members[0]["id"]: planned["adminId"]}
    for name in ("Asha", "Chloé"):
        joined = membership.join(trip_id, None, Guest(name))
        held[joined["memberId"]] = joined["memberKey"]
    invitation, copy = planned["tripId"], database.copy()
    return World(
        clock, node, database, config, secrets, _listener(), copy, trip_id, invitation, held
    )


def _listener() -> Listener:
    """Hear all errors in place of the program's own logging."""
    listener = Listener()
    for name in ("", *logging.root.manager.loggerDict):
        logging.getLogger(name).handlers.clear()
    logging.getLogger().addHandler(listener)
    return listener
