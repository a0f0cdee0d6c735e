"""Collect static files at a start, unless those that are there are what it would collect."""

from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

MAKERS = ("Django", "servestatic", "tdewolff-minify")
DIGEST = ".digest"


def collect() -> None:
    """Run collectstatic, unless nothing has changed since it ran here.

    Everything is read for that, in 30 ms; to collect takes a second. So what another release has
    collected, or somebody changed or lost, is collected anew.
    """
    collected = Path(settings.STATIC_ROOT)
    noted = collected.with_suffix(DIGEST)  # beside it: what lies in it is served
    if noted.exists() and noted.read_text() == _digest(collected):
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    noted.write_text(_digest(collected))


def _digest(collected: Path) -> str:
    """Return a digest of what static files are made of, and of what was collected."""
    whole = sha256(repr([*_versions()]).encode())
    for name, path in [*_of_this_code(), *_sources(), *_files_in(collected)]:
        whole.update(f"{name} {sha256(_read(path)).hexdigest()}\n".encode())
    return whole.hexdigest()


def _versions() -> Iterator[str]:
    for name in MAKERS:
        with suppress(PackageNotFoundError):
            yield f"{name} {version(name)}"


def _of_this_code() -> Iterator[tuple[str, Path]]:
    yield from _files_in(Path(__file__).parent, "*.py")


def _sources() -> Iterator[tuple[str, Path]]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield name, Path(storage.path(name))


def _files_in(folder: Path, pattern: str = "*") -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob(pattern)):
        if path.is_file():
            yield str(path.relative_to(folder)), path


def _read(path: Path) -> bytes:
    with suppress(FileNotFoundError):  # a server beside us may just collect it anew
        return path.read_bytes()
    return b""
