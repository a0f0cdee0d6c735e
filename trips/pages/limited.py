"""How often an address may ask for pages and send forms, and how many are drawn at once."""

from threading import BoundedSemaphore
from time import thread_time

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from trips import throttle, wire
from trips.pages.responses import as_typed, refused

A_PAGE_S = 0.010  # of the processor: what takes longer counts as so many more


class Limited(MiddlewareMixin):
    """Middleware: so many requests a minute and address, and fewer forms."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Counts a page that took long to draw as many."""
        began_s = vars(request).pop("_began_s", None)
        if began_s is not None:
            more = int((thread_time() - began_s) / A_PAGE_S)
            throttle.costly_page(request.META["REMOTE_ADDR"], more)
        return response

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        """Answers who has come too often, before anything is looked up, with what was typed."""
        address, is_form = request.META["REMOTE_ADDR"], request.method == "POST"
        request._began_s = thread_time()  # type: ignore[attr-defined]
        try:
            throttle.page(address)
            if is_form:
                throttle.form(address)
        except wire.Refusal as refusal:
            is_staff = request.path.startswith(reverse("admin:index"))  # a password is not repeated
            typed = None if is_staff else as_typed(request, refusal)
            again = None if is_form else (_("Try again"), request.get_full_path())
            return refused(request, refusal, again, typed)
        return None


MOST_AT_ONCE = 16  # one waits for another anyway, and each holds what it draws
WAITS_AT_MOST_S = 5.0


class FewAtOnce(MiddlewareMixin):
    """Middleware: this process draws so many pages at once; who would wait too long gets a 503.

    Of a form the work is under its trip's lock, where few wait as well.
    """

    _places = BoundedSemaphore(MOST_AT_ONCE)

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        """Takes a place for a page that is read."""
        if request.method not in ("GET", "HEAD"):
            return None
        if not self._places.acquire(timeout=WAITS_AT_MOST_S):
            again = (_("Try again"), request.get_full_path())
            return refused(request, wire.Refusal("busy"), again)
        request._has_a_place = True  # type: ignore[attr-defined]
        return None

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Gives its place to the next."""
        if vars(request).pop("_has_a_place", False):
            self._places.release()
        return response
