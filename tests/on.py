"""`pytest --on=postgres`: the whole run on a private PostgreSQL and Redis instead of SQLite.

A plugin, as it has to be there before Django reads its settings.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.parts import Postgres, Redis

WHERE = ("DATABASE_URL", "REDIS_URL")

_parts: list[Postgres | Redis] = []


def own_place() -> dict[str, str]:
    """The environment of a server that meets no other one; nothing on SQLite."""
    return dict(zip(WHERE, (part.database() for part in _parts), strict=False))


def fill(url: str, like: str) -> None:
    """Makes a place of ours, if its database is still empty, like another one that nobody uses."""
    for part in _parts:
        if isinstance(part, Postgres) and part.is_empty(url):
            part.fill(url, like)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--on", choices=("sqlite", "postgres"), default="sqlite", help=__doc__)


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[Any]:
    for name in WHERE:
        os.environ.pop(name, None)  # somebody's real data
    options = early_config.known_args_namespace
    if options.on == "postgres" and not _only_hands_out(options):
        running = ExitStack()
        early_config.add_cleanup(running.close)
        _parts.append(running.enter_context(Postgres(durable=False)))
        _parts.append(running.enter_context(Redis()))
        os.environ.update(own_place())
    return (yield)


def _only_hands_out(options: Any) -> bool:
    """Whether pytest-xdist runs the tests in processes of their own."""
    return bool(getattr(options, "numprocesses", 0)) and "PYTEST_XDIST_WORKER" not in os.environ
