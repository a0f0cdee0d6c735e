"""The API's document makes a library for other sites: whole, typed, and it does the walk-throughs.

openapi-python-client makes it from the server's address, as a stranger would;
`tests/walk_throughs.py` is their program.
"""

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.server import Server

pytestmark = pytest.mark.once

NAME = "socialcart_client"
PROGRAM = "tests/walk_throughs.py"


def run(*command: str, **environ: str) -> None:
    """A program of Python's, which must succeed. It finds ruff, which generators tidy up with."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environ = {**os.environ, "PATH": path, **environ}
    ran = subprocess.run(
        [sys.executable, "-m", *command], env=environ, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.fixture(scope="session")
def library(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the library. A warning, of a call or a shape left out, is a failure."""
    folder = tmp_path_factory.mktemp("library")
    url = f"{server.url}/api/social-cart/openapi.json"
    options = ["--meta=none", "--fail-on-warning", f"--output-path={folder / NAME}"]
    run("openapi_python_client", "generate", f"--url={url}", *options)
    return folder


def test_every_call_of_the_document_is_in_the_library(server: Server, library: Path) -> None:
    paths = httpx.get(f"{server.url}/api/social-cart/openapi.json").json()["paths"]
    calls = [call["operationId"] for methods in paths.values() for call in methods.values()]
    modules = [file.stem for file in (library / NAME / "api").glob("*/[!_]*.py")]
    assert {"create", "join", "see", "events", "vote"} <= {*calls}
    assert sorted(modules) == sorted(calls)


def test_what_a_program_does_with_it_is_typed(library: Path) -> None:
    alone = ["--config-file=", f"--cache-dir={library / 'cache'}", "--follow-imports=silent"]
    run("mypy", "--strict", *alone, PROGRAM, MYPYPATH=str(library))


def test_the_walk_throughs_work_with_it(server: Server, library: Path) -> None:
    alone = ["--noconftest", f"--config-file={os.devnull}", f"--rootdir={library}"]
    place = {"PYTHONPATH": str(library), "SERVER_URL": server.url}
    run("pytest", *alone, PROGRAM, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1", **place)
