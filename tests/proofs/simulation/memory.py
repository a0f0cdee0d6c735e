"""What a process keeps in the globals of the product's modules: each process has its own."""

import copy
import sys
from collections import deque
from types import ModuleType
from typing import Any

from trips import cache, feed
from trips.feed.feeds import Feeds

CONTAINERS = (dict, list, set, deque)
ROOMS = ("trips.feed", "trips.live", "trips.cache", "socialcart.protocols")


def _is_state(name: str, value: Any) -> bool:
    return isinstance(value, CONTAINERS) and name == name.lower() and not name.startswith("__")


def _globals() -> list[tuple[ModuleType, str]]:
    """List the globals that differ from process to process, with all who import the feeds."""
    modules = [module for name, module in sys.modules.items() if name.startswith(("trips", "soc"))]
    return [
        (module, name)
        for module in modules
        for name, value in list(vars(module).items())
        if value is feed.own_feeds
        or value is cache.store
        or (module.__name__.startswith(ROOMS) and _is_state(name, value))
    ]


class Memory:
    """The globals of one process, of which only the one that runs has its own in place."""

    _names: list[tuple[ModuleType, str]] = []
    _at_birth: list[Any] = []
    _present: "Memory | None" = None

    def __init__(self, feeds: Feeds) -> None:
        if not Memory._names:
            Memory._names = _globals()
            Memory._at_birth = [getattr(module, name) for module, name in Memory._names]
        new = {id(Memory.first_feeds()): feeds, id(Memory.first_store()): cache.Store()}
        self._values = [
            new[id(value)] if id(value) in new else copy.deepcopy(value)
            for value in Memory._at_birth
        ]

    @staticmethod
    def first_feeds() -> Feeds:
        return next(each for each in Memory._at_birth if isinstance(each, Feeds))

    @staticmethod
    def first_store() -> cache.Store:
        return next(each for each in Memory._at_birth if isinstance(each, cache.Store))

    def enter(self) -> None:
        """Put the globals of this process in place, and save those of the one before."""
        before = Memory._present
        if before is self:
            return
        if before is not None:
            before._values = [getattr(module, name) for module, name in Memory._names]
        for (module, name), value in zip(Memory._names, self._values, strict=True):
            setattr(module, name, value)
        Memory._present = self

    def remains(self) -> list[str]:
        """Name the containers that hold something which they did not hold at birth."""
        self.enter()
        return [
            f"{module.__name__}.{name}"
            for (module, name), first in zip(Memory._names, Memory._at_birth, strict=True)
            if isinstance(first, CONTAINERS) and getattr(module, name) != first
        ]
