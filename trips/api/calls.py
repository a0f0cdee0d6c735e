"""Run a call of the API past the middleware that only pages need."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver

from trips.api.document import PREFIX

Call = Callable[[HttpRequest], HttpResponse]


def past_the_rest(get_response: Call) -> Call:
    """Run a call at once: it asks for no session, form, cookie of a form or staff. A middleware.

    A wrong method goes the whole way, where it counts as a request for a page.
    """
    calls = _calls()

    def answer(request: HttpRequest) -> HttpResponse:
        call = calls.get(request.path_info)
        response = call(request) if call else None
        if response is None or response.status_code == 405:
            return get_response(request)
        response["Content-Length"] = str(len(response.content))
        return response

    return answer


def _calls() -> dict[str, Call]:
    """Return the view of each call by its path."""
    _, resolver = get_resolver().namespace_dict["api"]
    routes: list[Any] = resolver.url_patterns
    return {f"{PREFIX}{each.pattern}": each.callback for each in routes if _counts(each.name)}


def _counts(name: str) -> bool:
    """Return whether it is a call: the API's description counts as a page."""
    return name not in ("openapi-json", "api-root")
