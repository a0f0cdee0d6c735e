"""Static files: named by their content, so that browsers keep them; served before Django."""

from asgiref.typing import ASGI3Application
from django.conf import settings
from servestatic.asgi import ServeStaticASGI
from servestatic.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Also rewrites the imports between our ES modules, or a page could mix two versions."""

    support_js_module_import_aggregation = True


def in_front_of(app: ASGI3Application) -> ASGI3Application:
    """Serves what collectstatic gathered; everything else goes on to `app`."""
    served: ASGI3Application = ServeStaticASGI(
        app,
        root=settings.STATIC_ROOT,
        prefix=settings.STATIC_URL,
        allow_all_origins=False,
        immutable_file_test=r"\.[0-9a-f]{12}\.",
        add_headers_function=lambda headers, path, url: headers.__setitem__(
            "X-Content-Type-Options", "nosniff"
        ),
    )
    return served
