"""How often an address may ask for pages and send forms."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin

from trips import throttle, wire
from trips.pages.site import as_typed, refused


class Limited(MiddlewareMixin):
    """Middleware: so many requests a minute and address, and fewer forms."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        """Answers who has come too often, before anything is looked up, with what was typed."""
        address, is_form = request.META["REMOTE_ADDR"], request.method == "POST"
        try:
            throttle.page(address)
            if is_form:
                throttle.form(address)
        except wire.Refusal as refusal:
            is_staff = request.path.startswith(reverse("admin:index"))  # a password is not repeated
            typed = None if is_staff else as_typed(request, refusal)
            again = None if is_form else ("Try again", request.get_full_path())
            return refused(request, refusal, again, typed)
        return None
