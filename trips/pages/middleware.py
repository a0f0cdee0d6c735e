"""Refuse unreadable forms, and show a page for a wrong method."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from trips import wire
from trips.pages.responses import nearest_page, refused


class ReadableForms(MiddlewareMixin):
    """Middleware that answers 400 for a form that Django's parser fails on."""

    def process_request(self, request: HttpRequest) -> None:
        """Parse the form before anything else reads it, the CSRF check first. Raises BadRequest."""
        try:
            _ = request.POST
        except (TypeError, ValueError, LookupError) as odd:
            raise BadRequest("a form that cannot be read") from odd


def with_shown_405(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Fill Django's empty 405 answers with a page. A middleware."""
    return lambda request: _shown(request, get_response(request))


def _shown(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.status_code != 405 or response.content:
        return response
    page = refused(request, wire.Refusal("wrong_method"), nearest_page(request))
    response.content, response["Content-Type"] = page.content, page["Content-Type"]
    return response  # not a new one: Django has logged this one
