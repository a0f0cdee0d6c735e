"""Serve static files before Django, named by their content so that browsers keep them."""

from datetime import datetime
from wsgiref.headers import Headers

from asgiref.typing import ASGI3Application
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from servestatic.asgi import ServeStaticASGI
from servestatic.storage import CompressedManifestStaticFilesStorage

_, _imports = ManifestStaticFilesStorage._js_module_import_aggregation_patterns  # type: ignore[attr-defined]


class HashedFiles(CompressedManifestStaticFilesStorage):
    """A static storage that also hashes the imports between our ES modules: no page mixes versions.

    Limited to our own scripts: Django would also search the admin's jQuery for imports, which takes
    longer than the start of a server may.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", _imports),
    )

    def get_modified_time(self, name: str) -> datetime:
        """Raise NotImplementedError, so that collectstatic copies every file anew.

        By time it would keep files that were collected after this release was made.
        """
        raise NotImplementedError


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
