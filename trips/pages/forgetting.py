"""Let somebody take all that is theirs from a browser that others use too."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from trips import browsers, credentials, old_cookies
from trips.change import committed
from trips.deliveries import subscribing
from trips.models import Member
from trips.pages.decorators import page, takes_form
from trips.pages.responses import see_other

# Not "cookies": staff who are logged in stay so. Browsers heed it on redirects too, and it stands
# on none that a GET gets: another site could make a browser ask for that.
WHAT_GOES = '"storage", "cache"'


@takes_form
@never_cache
@page
def forget(request: HttpRequest) -> HttpResponse:
    """Show what a browser knows of somebody; POST takes it away. A repeat changes nothing."""
    if request.method == "POST":
        return _forget(request)
    held = browsers.of(request)
    mine = credentials.known_as(held)
    context = {
        "mine": mine,
        "asked": credentials.requests_of(held),
        "without_way_back": [me.trip for me in mine if _has_no_way_back(me)],
        "is_unsent": "unsent" in request.GET,
    }
    return render(request, "forget.html", context)


def _has_no_way_back(me: Member) -> bool:
    """Return whether nothing but the personal link lets a founder in again."""
    if not me.is_founder or me.trip.recovery_digest:
        return False
    return not (settings.SENDS_MAIL and subscribing.has_confirmed(me))


def _forget(request: HttpRequest) -> HttpResponse:
    """Delete the browser's keys here, then its cookies, as many as one answer can.

    The browser sends the form once more for the next ones (307; RFC 9110, 15.4.8), unless there are
    as many as before: a neighbour's under our domain are not ours to delete.
    """
    committed(lambda: browsers.forget_all(request))
    gone = sorted(request.COOKIES.keys() - _staying(), key=browsers.holds_key, reverse=True)
    more = f"{len(gone[old_cookies.MOST_AT_ONCE :])}"
    is_done = more in ("0", request.GET.get("more"))
    response = see_other(f"{reverse('home')}?forgotten" if is_done else f"?more={more}")
    for name in gone[: old_cookies.MOST_AT_ONCE]:
        response.delete_cookie(name)
    if is_done:
        response["Clear-Site-Data"] = WHAT_GOES
    else:
        response.status_code = 307
    return response


def _staying() -> set[str]:
    """Return the names of cookies that say nothing of a member."""
    return {settings.LANGUAGE_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_NAME}
