"""`pytest --on=postgres`: the whole run on a private PostgreSQL and Redis instead of SQLite.

A plugin, as it has to be there before Django reads its settings.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.parts import Postgres, Redis, guard

WHERE = ("DATABASE_URL", "REDIS_URL")
FIRST_START = "FIRST_START_OF_RUN"  # the folder of what all processes of a run make once

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
    if _only_hands_out(options):
        os.environ[FIRST_START] = folder = tempfile.mkdtemp(prefix="first-start-")
        early_config.add_cleanup(guard.Guard(Path(folder)).close)
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
