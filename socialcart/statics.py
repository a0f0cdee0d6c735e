"""Static files: named by their content, so that browsers keep them; served before Django."""

from datetime import datetime
from wsgiref.headers import Headers

from asgiref.typing import ASGI3Application
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from servestatic.asgi import ServeStaticASGI
from servestatic.storage import CompressedManifestStaticFilesStorage

_, _imports = ManifestStaticFilesStorage._js_module_import_aggregation_patterns  # type: ignore[attr-defined]


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Also rewrites the imports between our ES modules, or a page could mix two versions.

    Django would look for imports in staff's jQuery as well, longer than a server takes to start.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", _imports),
    )

    def get_modified_time(self, name: str) -> datetime:
        """Not told: or collectstatic keeps what was collected after this release was made."""
        raise NotImplementedError


def with_static_files(app: ASGI3Application) -> ASGI3Application:
    """Serves what collectstatic gathered; everything else goes on to `app`."""
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
    """The picture of link previews is the one thing of ours that pages of other sites show."""
    if url.startswith(f"{settings.STATIC_URL}og."):
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
