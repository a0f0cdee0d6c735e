"""Serve what a phone needs without network: the service worker, and the page of what waits."""

import json
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import conditional_page, require_safe

from socialcart.joined import joined
from socialcart.statics import release
from trips.deliveries import push_key


@require_safe
@conditional_page
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """Serve the service worker, one script; where it is off, one that takes it away again.

    Browsers take the newer one as soon as it differs by a byte. So it says its release, by the hash
    of all static files, after which it names what it keeps.
    """
    script = _script("on" if settings.SERVICE_WORKER else "off")
    known = {"RELEASE": release(), "PUSH_KEY": push_key()}
    text = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in known.items())
    return HttpResponse(text + script, content_type="text/javascript; charset=utf-8")


@require_safe
@never_cache
def outbox(request: HttpRequest) -> HttpResponse:
    """Show the list of taps that wait on this phone, which its script fills in.

    The service worker keeps the page, and shows it in the place of those that it cannot get.
    """
    return render(request, "outbox.html")


@cache
def _script(name: str) -> str:
    folder = settings.BASE_DIR / "static/js/worker"
    return joined([folder / f"{name}.js"], folder)[0]
