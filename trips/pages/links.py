"""Addresses as chat programs hand them on: what cannot belong to one is dropped by a redirect."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.urls import Resolver404, resolve, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import sync_and_async_middleware

from trips import keys

# A token, an id, a word of ours: the first such run of a segment is meant, what follows is not.
_MEANT = re.compile(r"[A-Za-z0-9_-]+(?:\.(?:ics|csv|svg)(?![A-Za-z0-9]))?")
_ENTER = re.compile(r"/+enter([^A-Za-z0-9].*)", re.DOTALL)


@sync_and_async_middleware
def with_clean_links(
    get_response: Callable[[HttpRequest], Any],
) -> Callable[[HttpRequest], HttpResponse | Awaitable[HttpResponse]]:
    """Middleware: sends on to the address that was meant."""
    if not iscoroutinefunction(get_response):
        return lambda request: sent_on(request) or get_response(request)

    async def answer(request: HttpRequest) -> HttpResponse:
        response: HttpResponse = sent_on(request) or await get_response(request)
        return response

    return answer


def sent_on(request: HttpRequest) -> HttpResponse | None:
    """A redirect to the address that was meant, or None where it is that one."""
    if found := _ENTER.fullmatch(request.path_info):
        return _to_enter(found[1])
    address = meant(request.path_info)
    return to_clean(request, address) if address else None


def to_clean(request: HttpRequest, address: str) -> HttpResponse:
    """The method stays, and a form with it (RFC 9110, 15.4.9)."""
    query = request.META.get("QUERY_STRING", "")
    target = f"{address}?{query}" if query else address
    return HttpResponsePermanentRedirect(target, preserve_request=True)


def _to_enter(rest: str) -> HttpResponse:
    """The key goes back into the fragment, which the page takes it from and no server sees."""
    found = keys.keys_in(rest)
    response = HttpResponseRedirect(reverse("enter") + (f"#{found[0]}" if found else ""))
    add_never_cache_headers(response)
    return response


def meant(path: str) -> str | None:
    """The address that a path of ours with something around or behind it stands for, or None."""
    segments = path[1:].split("/")
    parts = [found[0] for each in segments if (found := _MEANT.search(each))]
    if parts == segments or parts[:1] not in (["join"], ["trips"]):
        return None
    while len(parts) > 1:
        address = f"/{'/'.join(parts)}"
        if _is_ours(address):
            return address
        parts.pop()
    return None


def _is_ours(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
