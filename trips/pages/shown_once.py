"""Show a secret once: a cookie brings it, encrypted, to the page after the form that made it.

No URL may hold a secret, and of these no row does.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from trips import browsers, keys
from trips.pages.responses import see_other

SHOWN_FOR = timedelta(minutes=10)  # longer than a page needs, for one that got lost on its way


def to_page_with(path: str, cookie: str, secret: str) -> HttpResponse:
    """Redirect to the page at `path`, which shows a secret once, from a cookie of this name."""
    response = see_other(path)
    browsers.set_cookie(response, cookie, keys.encrypt(secret), SHOWN_FOR, path)
    return response


def waiting(request: HttpRequest, cookie: str) -> str:
    """Return the secret that waits to be shown, or "" for anything else in the cookie."""
    try:
        return keys.decrypt(request.COOKIES.get(cookie, ""))
    except LookupError:
        return ""


def draw(
    request: HttpRequest, template: str, context: Mapping[str, Any], cookie: str
) -> HttpResponse:
    """Draw the page that shows a secret, and take the cookie away."""
    response = render(request, template, context)
    response.delete_cookie(cookie, path=request.path)
    return response
