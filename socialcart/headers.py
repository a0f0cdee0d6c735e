"""Set the security headers of every answer: what a browser may do with it."""

import re

from asgiref.typing import (
    ASGI3Application,
    ASGIReceiveCallable,
    ASGISendCallable,
    ASGISendEvent,
    Scope,
)
from django.conf import settings

from socialcart.sentence import CLOSING, say

NOBODY = "frame-ancestors 'none'"
OURS = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    f"manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; {NOBODY}"
)
# The one script whose address a script says is the service worker's.
PAGE = f"{OURS}; require-trusted-types-for 'script'; trusted-types worker"
# Django's own scripts (jQuery, Select2) write HTML as text, which Trusted Types are there to stop.
STAFF_PAGE = OURS
NO_PAGE = f"default-src 'none'; base-uri 'none'; form-action 'none'; {NOBODY}"
# What it may ask for is in its own headers, not in those of the page.
WORKER = f"{NO_PAGE}; connect-src 'self'"

# Features that no page uses. web-share and clipboard-write keep their default, our own pages.
UNUSED = (
    "accelerometer autoplay browsing-topics camera clipboard-read display-capture encrypted-media "
    "fullscreen gamepad geolocation gyroscope hid identity-credentials-get idle-detection "
    "keyboard-map local-fonts magnetometer microphone midi otp-credentials payment "
    "picture-in-picture publickey-credentials-create publickey-credentials-get screen-wake-lock "
    "serial storage-access sync-xhr usb window-management xr-spatial-tracking"
)

ALWAYS = {
    b"x-robots-tag": b"noindex",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": ", ".join(f"{each}=()" for each in UNUSED.split()).encode(),
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    # Not no-referrer: with it browsers post forms with "Origin: null", which CSRF checks refuse.
    b"referrer-policy": b"same-origin",
}
HTTPS_ONLY = b"max-age=31536000; includeSubDomains; preload"
STAFF = "/admin/"
SERVICE_WORKER = "/service-worker.js"
# The one page that other sites may frame, those of EMBED_ORIGINS; it knows no visitor from another.
WIDGET = re.compile("/embed/[^/]+")
FAILED = b"Something broke on our side. Nothing was lost; try again in a moment."


def with_headers(app: ASGI3Application) -> ASGI3Application:
    """Wrap `app` so that every answer has the security headers; those it sets itself are kept.

    An exception before the answer begins becomes a 500 with the same headers, and is raised again.
    """

    async def answer(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        started = False

        async def heading(message: ASGISendEvent) -> None:
            nonlocal started
            if message["type"] == "http.response.start" and scope["type"] == "http":
                started = True
                own = {name.lower(): value for name, value in message["headers"]}
                policy = _policy(scope["path"], own.get(b"content-type", b""))
                common = {**ALWAYS, b"content-security-policy": policy}
                if _may_be_framed(scope["path"]):
                    del common[b"x-frame-options"]
                if not settings.LOCAL:
                    common[b"strict-transport-security"] = HTTPS_ONLY
                added = [each for each in common.items() if each[0] not in own]
                message["headers"] = [*message["headers"], *added]
            await send(message)

        try:
            await app(_as_seen(scope), receive, heading)
        except Exception:
            if scope["type"] == "http" and not started:
                await say(scope, heading, 500, FAILED, CLOSING)
            raise  # to be logged

    return answer


def _policy(path: str, kind: bytes) -> bytes:
    if path == SERVICE_WORKER:
        return WORKER.encode()
    if not kind.startswith(b"text/html"):
        return NO_PAGE.encode()
    if _may_be_framed(path):
        return PAGE.replace(NOBODY, f"frame-ancestors {' '.join(settings.EMBED_ORIGINS)}").encode()
    return (STAFF_PAGE if path.startswith(STAFF) else PAGE).encode()


def _may_be_framed(path: str) -> bool:
    return bool(settings.EMBED_ORIGINS) and WIDGET.fullmatch(path) is not None


def _as_seen(scope: Scope) -> Scope:
    """Return the scope that the application sees: of the widget's address without its cookies."""
    if scope["type"] != "http" or not WIDGET.fullmatch(scope["path"]):
        return scope
    bare = scope.copy()
    bare["headers"] = [each for each in scope["headers"] if each[0] != b"cookie"]
    return bare
