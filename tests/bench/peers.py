"""What ours is measured beside: programs of others, run from a copy that is built once.

Their folder is no part of this repository. `README.md` in it says what each is.
"""

import fcntl
import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench import running
from tests.bench.running import Running

NODE, BUN = "plain Node", "Bun"
NEXT, DURABLE_NEXT = "seed-next in memory", "seed-next with PostgreSQL and Redis"
BUILT = ".built"
NEXT_PROGRAM = ["node", "node_modules/next/dist/bin/next"]
START_NEXT = [*NEXT_PROGRAM, "start", "-H", "127.0.0.1", "-p", "{port}"]


@dataclass(frozen=True)
class Peers:
    """The built copy; None where there are no peers to measure beside."""

    folder: Path | None

    @contextmanager
    def start(self, name: str, **environ: str) -> Iterator[Running | None]:
        """One of them; None where there are none."""
        if not self.folder:
            yield None
            return
        commands = {
            NODE: (["node", "sse_node.mjs", "{port}"], self.folder),
            BUN: (["bun/node_modules/.bin/bun", "ws_bun.mjs", "{port}"], self.folder),
        }
        command, folder = commands.get(name, (START_NEXT, self.folder / "seed-next"))
        production = {"NODE_ENV": "production", "NEXT_TELEMETRY_DISABLED": "1"}
        with running.peer(name, command, folder, **production, **environ) as started:
            yield started

    def versions(self) -> str:
        """Of Node, Bun and Next.js."""
        if not self.folder:
            return "none"
        bun = _said(["bun/node_modules/.bin/bun", "--version"], self.folder)
        following = _said([*NEXT_PROGRAM, "--version"], self.folder / "seed-next")
        return f"Node {_said(['node', '--version'], self.folder)}, Bun {bun}, {following}"


def built(source: Path, cache: Path) -> Peers:
    """The peers of a folder, built in the cache unless they are; none if there is no such folder.

    Raises CalledProcessError.
    """
    if not source.is_dir():
        return Peers(None)
    folder = cache / f"peers-{_digest(source)}"
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two runs would build into each other
        if not (folder / BUILT).exists():
            _build(source, folder)
    return Peers(folder)


def _build(source: Path, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("node_modules", ".next"))
    for each in (folder, *folder.rglob("*")):
        each.chmod(0o755 if each.is_dir() else 0o644)  # the source may be for reading alone
    (folder / "bun").mkdir()
    install = ["npm", "install", "--silent", "--no-audit", "--no-fund"]
    subprocess.run([*install, "bun"], cwd=folder / "bun", check=True)
    subprocess.run(install, cwd=folder / "seed-next", check=True)
    build = [*NEXT_PROGRAM, "build"]
    subprocess.run(build, cwd=folder / "seed-next", check=True, stdout=subprocess.DEVNULL)
    (folder / BUILT).touch()


def _digest(source: Path) -> str:
    """Of the peers, and of this file, which builds them."""
    files = sorted(each for each in source.rglob("*.*js*") if "node_modules" not in each.parts)
    built_from = [each.read_bytes() for each in (Path(__file__), *files)]
    return hashlib.sha256(b"".join(built_from)).hexdigest()[:12]


def _said(command: list[str], folder: Path) -> str:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True).stdout.strip()
