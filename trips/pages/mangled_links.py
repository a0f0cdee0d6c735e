"""Repair links that chat programs have mangled: redirect to the URL that was meant."""

import functools
import re
from collections.abc import Callable

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.urls import Resolver404, resolve, reverse
from django.utils.cache import add_never_cache_headers

from trips import credentials, keys, wire

# A token, an id or a word of our URLs: the first such run of a segment is meant, the rest is not.
_MEANT = re.compile(r"[A-Za-z0-9_-]+(?:\.(?:ics|csv|json|png|svg)(?![A-Za-z0-9]))?")
_ENTER = re.compile(r"/+enter([^A-Za-z0-9].*)", re.DOTALL)


def with_clean_links(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Redirect mangled URLs to the ones that were meant. A middleware."""
    return lambda request: sent_on(request) or get_response(request)


def sent_on(request: HttpRequest) -> HttpResponse | None:
    """Return a redirect to the URL that was meant, or None if it is this one."""
    if found := _ENTER.fullmatch(request.path_info):
        return _to_enter(found[1])
    address = meant(request.path_info)
    return to_clean(request, address) if address else None


def to_clean(request: HttpRequest, address: str) -> HttpResponse:
    """Redirect permanently, with the query, the method and a posted form (RFC 9110, 15.4.9)."""
    query = request.META.get("QUERY_STRING", "")
    target = f"{address}?{query}" if query else address
    return HttpResponsePermanentRedirect(target, preserve_request=True)


def _to_enter(rest: str) -> HttpResponse:
    """Redirect to `enter` with the key back in the fragment, which is sent to no server."""
    found = keys.keys_in(rest)
    response = HttpResponseRedirect(reverse("enter") + (f"#{found[0]}" if found else ""))
    add_never_cache_headers(response)
    return response


def meant(path: str) -> str | None:
    """Return the path of ours in one with something around or behind it; None if there is none."""
    segments = path[1:].split("/")
    parts = [found[0] for each in segments if (found := _MEANT.search(each))]
    if parts == segments or parts[:1] not in (["calendars"], ["join"], ["news"], ["trips"]):
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


def at_its_own_address(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a view to redirect a link with a lost or added character to the one meant."""

    @functools.wraps(view)
    def checked(request: HttpRequest, invitation: str) -> HttpResponse:
        try:
            return view(request, invitation=invitation)
        except wire.Refusal as refusal:
            meant = credentials.invitation_like(invitation) if refusal.code == "not_found" else None
            if not meant:
                raise
        assert request.resolver_match
        return to_clean(request, reverse(request.resolver_match.view_name, args=[meant]))

    return checked
