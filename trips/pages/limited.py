"""Limit how many pages and forms an address may ask for."""

from time import thread_time

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin

from trips import throttle, wire
from trips.pages.responses import as_typed, refused

A_PAGE_S = 0.010  # of processor time; a page that takes n times as long counts n more


class Limited(MiddlewareMixin):
    """Middleware that limits the requests of an address in a minute, and its forms more tightly."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Count a page that took long to draw as several."""
        began_s = vars(request).pop("_began_s", None)
        if began_s is not None:
            more = int((thread_time() - began_s) / A_PAGE_S)
            throttle.costly_page(request.META["REMOTE_ADDR"], more)
        return response

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        """Count the request; answer 429 over the limit, before any query, with what was typed."""
        address, is_form = request.META["REMOTE_ADDR"], request.method == "POST"
        request._began_s = thread_time()  # type: ignore[attr-defined]
        try:
            throttle.page(address)
            if is_form:
                throttle.form(address)
        except wire.Refusal as refusal:
            is_staff = request.path.startswith(reverse("admin:index"))  # never send a password back
            typed = None if is_staff else as_typed(request, refusal)
            return refused(request, refusal, typed=typed)
        return None
