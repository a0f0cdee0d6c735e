"""Run a call of the API past the middleware that only pages need."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver

from trips.api.document import PREFIX

Call = Callable[[HttpRequest], HttpResponse]


def without_page_middleware(get_response: Call) -> Call:
    """Answer a call of the API before the middleware that only pages need: session, form, staff.

    It is the middleware before theirs. A wrong method goes through them all: it counts as a request
    for a page.
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
    return {f"{PREFIX}{each.pattern}": each.callback for each in routes if _is_call(each.name)}


def _is_call(name: str) -> bool:
    """Return whether a view is a call of the API, and not its description, which is a page."""
    return name not in ("openapi-json", "api-root")
