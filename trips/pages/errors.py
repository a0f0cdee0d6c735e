"""What Django answers by itself, as pages or as JSON: no view has caught it, or none was asked."""

import sys

from django.http import HttpRequest, HttpResponse
from django.views.defaults import bad_request, server_error

from socialcart import outages
from trips import origins, wire
from trips.pages.responses import reads_json, refused


def failed(request: HttpRequest) -> HttpResponse:
    """What no page has caught, staff's door or a session: an outage, or it is our fault."""
    failure = sys.exception()
    if failure is None or not outages.is_outage(failure):
        is_read = reads_json(request)
        return refused(request, wire.Refusal("failed")) if is_read else server_error(request)
    response = _busy(request, failure)
    response._has_been_logged = True  # type: ignore[attr-defined] # Django would add a traceback
    return response


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What Django refused before any page or call could: as JSON to whoever reads that."""
    if reads_json(request):
        return refused(request, wire.Refusal("bad_request"))
    return bad_request(request, exception)


def _busy(request: HttpRequest, failure: BaseException) -> HttpResponse:
    outages.report("The database", failure)
    return refused(request, wire.Refusal("busy"))


def distrusted(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What Django's CSRF check refuses, by what would help."""
    if origins.is_from_elsewhere(request):
        return refused(request, wire.Refusal("cross_site"))
    return refused(request, wire.Refusal("old_page" if request.COOKIES else "no_cookies"))
