"""Two servers of the release before, as it was published, which this one is to replace."""

import asyncio
import io
import re
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import ExitStack
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from urllib.parse import urljoin

import httpx
from packaging.requirements import Requirement

from tests.parts import Nginx
from tests.proofs.faults.system import System
from tests.server import ROOT, Server

COMMIT = "1dbbafd"
# Kept between runs: what it needs, and this release does not.
PACKAGES = Path(sys.prefix) / f"released-{COMMIT}"
EVERY_S = 1.0

_NAMED = re.compile(r'(?:src|href)="(/static/[^"]+)"')
_IMPORTED = re.compile(r'(?:import|from) ?"([^"]+)"')


class Unpublished(Exception):
    """Why the release before cannot be had here."""


class Released(System):
    """Behind the nginx that we ship, with the schema of the release before."""

    environ: dict[str, str] = {}

    async def tamper(self, left: Iterable[str], right: Iterable[str]) -> None:
        """Takes a promise out of nginx; servers of a release stay as they are."""
        if "other server's files" in left:
            configuration = self.nginx.folder / "nginx.conf"
            configuration.write_text(configuration.read_text().replace(" http_404;", ";"))
            await asyncio.to_thread(self.nginx.restart)

    def migrate(self) -> None:
        """As this release wants it. From its next start on, each server is of this release."""
        for server in self.servers:
            server.code = ROOT
            del server.environ["PYTHONPATH"]
        self.left.manage("migrate", "--verbosity", "0")

    def _start(self, stack: ExitStack) -> None:
        self._code = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        _check_out(self._code)
        _install_what_is_lacking(self._code / "requirements.txt")
        super()._start(stack)
        addresses = [f"127.0.0.1:{server.port}" for server in self.servers]
        self.nginx = stack.enter_context(Nginx(*addresses))

    def _servers(self, folder: Path) -> Iterator[Server]:
        for server in super()._servers(folder):
            server.code = self._code
            server.environ["PYTHONPATH"] = str(PACKAGES)
            yield server


def _check_out(folder: Path) -> None:
    ran = subprocess.run(["git", "archive", COMMIT], cwd=ROOT, capture_output=True)
    if ran.returncode:
        raise Unpublished(f"{COMMIT} is not in this clone: git fetch --unshallow")
    with tarfile.open(fileobj=io.BytesIO(ran.stdout)) as files:
        files.extractall(folder, filter="data")


def _install_what_is_lacking(requirements: Path) -> None:
    pinned = [line for line in requirements.read_text().splitlines() if "==" in line]
    lacking = [each for line in pinned for each in _lacking(Requirement(line))]
    if PACKAGES.exists() or not lacking:
        return
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target"]
    ran = subprocess.run([*pip, str(PACKAGES), *lacking], capture_output=True, text=True)
    if ran.returncode:
        raise Unpublished(f"{COMMIT} needs {', '.join(lacking)}: {ran.stderr}")


def _lacking(wanted: Requirement) -> list[str]:
    """What is to be installed for a requirement, and for its extras.

    Raises Unpublished if what is here is too old or new to say what its extras need.
    """
    try:
        is_here = version(wanted.name) in wanted.specifier
    except PackageNotFoundError:
        is_here = False
    if wanted.extras and not is_here:
        raise Unpublished(f"{COMMIT} needs {wanted}: install it beside this release")
    lacking = [] if is_here else [f"{wanted.name}{wanted.specifier}"]
    needs = [Requirement(each) for each in requires(wanted.name) or ()] if is_here else []
    for extra in wanted.extras:
        of_extra = [need for need in needs if _is_of(need, extra)]
        lacking += [each for need in of_extra for each in _lacking(need)]
    return lacking


def _is_of(need: Requirement, extra: str) -> bool:
    marker = need.marker
    return bool(marker and marker.evaluate({"extra": extra}) and not marker.evaluate({"extra": ""}))


async def open_hubs(door: Callable[[], Awaitable[None]]) -> None:
    """Opens a hub again and again, until cancelled."""
    while True:
        await door()
        await asyncio.sleep(EVERY_S)


async def open_hub(nginx: Nginx, trip_id: str, key: str, outcomes: Counter[str]) -> None:
    """Opens the hub with all its files through nginx; counts what that met."""
    site = f"https://127.0.0.1:{nginx.port}"
    async with httpx.AsyncClient(base_url=site, verify=False, timeout=15) as browser:
        browser.headers["Cookie"] = f"trip-{trip_id}={key}"
        await _open(browser, f"/trips/{trip_id}", outcomes)


async def _open(browser: httpx.AsyncClient, page: str, outcomes: Counter[str]) -> None:
    answer = await browser.get(page)
    if answer.status_code == 503:
        return
    outcomes[f"page {answer.status_code}"] += 1
    todo = set(_NAMED.findall(answer.text))
    seen: set[str] = set()
    while todo:
        name = todo.pop()
        seen.add(name)
        file = await browser.get(name)
        outcomes[f"file {file.status_code}"] += 1
        if name.endswith(".js"):
            todo |= {urljoin(name, found) for found in _IMPORTED.findall(file.text)} - seen
    if len(seen) % 2:  # nginx takes turns: the next page is to come from the other server
        await browser.get(page)
