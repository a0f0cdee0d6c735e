"""Serve static files before Django: joined for each page, and named by their content."""

import subprocess
import sys
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from asgiref.typing import ASGI3Application
from django.conf import settings
from django.contrib.staticfiles.storage import (
    staticfiles_storage,
)
from servestatic.asgi import ServeStaticASGI
from servestatic.storage import CompressedManifestStaticFilesStorage

from socialcart.joined import joined, joined_sheets

# The addresses that a script asks for later, as joined writes them, and as they are named by their
# content. It imports nothing else; Django's patterns for that take four times as long.
LATER = (
    (r'(?P<matched>new URL\("(?P<url>\./[^"]+)")', 'new URL("%(url)s"'),
    (r'(?P<matched>import\("(?P<url>\.{1,2}/[^"]+)")', 'import("%(url)s"'),
)

PAGES, LANGUAGES = "js/pages/", "js/languages/"
ASKED_FOR = ("js/languages/shared/", "js/languages/zones/")  # by a script, one by one
SHEETS = "css/pages/"


class HashedFiles(CompressedManifestStaticFilesStorage):
    """A static storage in which a page has one script a language, what it defers, and one sheet.

    Measured on the invitation page: 38 modules take 50 KB, 24 KB of headers and a second more at
    1.6 Mbit/s; joined they are 18 KB. Only what is joined is named by its content, and what a
    script asks for later: no page mixes the modules of two releases.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/pages/*.js", LATER),
        ("js/languages/shared/*.js", LATER),
    )

    def get_modified_time(self, name: str) -> datetime:
        """Raise NotImplementedError, so that collectstatic copies every file anew.

        By time it would keep files that were collected after this release was made.
        """
        raise NotImplementedError

    def post_process(self, paths: dict[str, Any], *args: Any, **options: Any) -> Iterator[Any]:
        """Join and shorten what collectstatic has copied, then name it by its content."""
        if not options.get("dry_run"):
            made = {name: (self, name) for name in self._join(paths)}
            paths = {name: paths[name] for name in paths if not _is_joined(name)} | made
        yield from super().post_process(paths, *args, **options)

    def _join(self, names: Collection[str]) -> list[str]:
        """Write one script a page and language, and the sheets."""
        root = Path(self.location)
        pages = [_stem(name) for name in names if name.startswith(PAGES)]
        languages = [
            _stem(name)
            for name in names
            if name.startswith(LANGUAGES) and not name.startswith(ASKED_FOR)
        ]
        texts = {name: joined_sheets(root / name) for name in names if name.startswith(SHEETS)}
        for page, language in product(pages, languages):
            texts |= _join_page(root, page, language)
        for name, text in texts.items():
            (root / name).write_text(text, encoding="utf-8")
        _shorten([root / name for name in texts])
        return list(texts)


def release() -> str:
    """Return what names the static files of this release all together; "" while developing."""
    return str(getattr(staticfiles_storage, "manifest_hash", ""))


def scripts_of(page: str, language: str) -> list[str]:
    """Return the names of the scripts of a page: a joined one, or while developing its modules."""
    if settings.DEBUG or not isinstance(staticfiles_storage, HashedFiles):
        return _modules(page, language)
    return [_joined_name(page, language)]


def _modules(page: str, language: str) -> list[str]:
    return [f"{LANGUAGES}{language}.js", f"{PAGES}{page}.js"]


def _joined_name(page: str, language: str) -> str:
    return f"{PAGES}{page}.{language}.js"


def _is_joined(name: str) -> bool:
    return name.startswith(("js/", "css/")) and not name.startswith(ASKED_FOR)


def _stem(name: str) -> str:
    return Path(name).stem


def _join_page(root: Path, page: str, language: str) -> dict[str, str]:
    """Return the script of a page by its name, and that which it defers."""
    modules = [root / each for each in _modules(page, language)]
    names = [_joined_name(each, language) for each in (page, f"{page}.later")]
    texts = joined(modules, root / PAGES, names[1].removeprefix(PAGES))
    return {name: text for name, text in zip(names, texts, strict=True) if text}


def _shorten(files: Iterable[Path]) -> None:
    """Shorten `files`; where the library for it cannot be installed they only are longer."""
    if find_spec("minify"):
        subprocess.run([sys.executable, "-m", "socialcart.shortened", *files], check=True)


def with_static_files(app: ASGI3Application) -> ASGI3Application:
    """Wrap `app` to serve what collectstatic gathered under STATIC_URL."""
    served: ASGI3Application = ServeStaticASGI(
        app,
        root=settings.STATIC_ROOT,
        prefix=settings.STATIC_URL,
        allow_all_origins=False,
        immutable_file_test=r"\.[0-9a-f]{12}\.",
        add_headers_function=_let_others_show_the_preview,
    )
    return served


def _let_others_show_the_preview(headers: Headers, path: str, url: str) -> None:
    """Let pages of other sites show the picture of link previews, and nothing else of ours."""
    if url.startswith(f"{settings.STATIC_URL}og."):
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
