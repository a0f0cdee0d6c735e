"""Set the security headers of every answer: what a browser may do with it."""

from asgiref.typing import (
    ASGI3Application,
    ASGIReceiveCallable,
    ASGISendCallable,
    ASGISendEvent,
    Scope,
)
from django.conf import settings

from socialcart.sentence import CLOSING, say

OURS = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PAGE = f"{OURS}; require-trusted-types-for 'script'; trusted-types 'none'"
# Django's own scripts (jQuery, Select2) write HTML as text, which Trusted Types are there to stop.
STAFF_PAGE = OURS
NO_PAGE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

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
                if not settings.LOCAL:
                    common[b"strict-transport-security"] = HTTPS_ONLY
                added = [each for each in common.items() if each[0] not in own]
                message["headers"] = [*message["headers"], *added]
            await send(message)

        try:
            await app(scope, receive, heading)
        except Exception:
            if scope["type"] == "http" and not started:
                await say(scope, heading, 500, FAILED, CLOSING)
            raise  # to be logged

    return answer


def _policy(path: str, kind: bytes) -> bytes:
    if not kind.startswith(b"text/html"):
        return NO_PAGE.encode()
    return (STAFF_PAGE if path.startswith(STAFF) else PAGE).encode()
