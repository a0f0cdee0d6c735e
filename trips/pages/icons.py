"""Serve what browsers, phones and crawlers ask for by a fixed name: icons, robots.txt, manifest."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

KINDS = {
    "ico": "image/x-icon",
    "png": "image/png",
    "txt": "text/plain; charset=utf-8",
    "webmanifest": "application/manifest+json",
}


@require_safe
@cache_control(public=True, max_age=86_400)
def by_name(request: HttpRequest, name: str) -> HttpResponse:
    """Serve a file of static/ under its plain name, without a hash."""
    return HttpResponse(_read(name), content_type=KINDS[name.rpartition(".")[2]])


@cache
def _read(name: str) -> bytes:
    return (settings.BASE_DIR / "static" / name).read_bytes()
