"""Answer errors that Django handles itself, outside of our views, as pages or as JSON."""

import sys

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.defaults import bad_request, server_error

from socialcart import outages
from trips import origins, wire
from trips.pages.responses import address_to_reopen, reads_json, refused


def failed(request: HttpRequest) -> HttpResponse:
    """Answer an exception that no view has caught: 503 for an outage, else 500.

    Django's `handler500`.
    """
    failure = sys.exception()
    if failure is None or not outages.is_outage(failure):
        is_read = reads_json(request)
        return refused(request, wire.Refusal("failed")) if is_read else server_error(request)
    response = _busy(request, failure)
    response._has_been_logged = True  # type: ignore[attr-defined] # Django would add a traceback
    return response


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400 for a request that Django has refused. Django's `handler400`."""
    if reads_json(request):
        return refused(request, wire.Refusal("bad_request"))
    return bad_request(request, exception)


def _busy(request: HttpRequest, failure: BaseException) -> HttpResponse:
    outages.report("The database", failure)
    return refused(request, wire.Refusal("busy"))


def distrusted(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 for a request that the CSRF check refuses, and say what would help.

    Django's CSRF_FAILURE_VIEW.
    """
    if origins.is_from_elsewhere(request):
        return refused(request, wire.Refusal("cross_site"))
    if not request.COOKIES:
        return refused(request, wire.Refusal("no_cookies"))
    again = (gettext("Reload the page"), address_to_reopen(request))
    return refused(request, wire.Refusal("old_page"), again)
