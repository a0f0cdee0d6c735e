"""Refuse unreadable forms, and show a page for a wrong method."""

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_and_async_middleware
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


@sync_and_async_middleware
def with_shown_405(
    get_response: Callable[[HttpRequest], Any],
) -> Callable[[HttpRequest], HttpResponse | Awaitable[HttpResponse]]:
    """Fill Django's empty 405 answers with a page. A middleware."""
    if not iscoroutinefunction(get_response):
        return lambda request: _shown(request, get_response(request))

    async def answer(request: HttpRequest) -> HttpResponse:
        response: HttpResponse = await get_response(request)
        if response.status_code != 405:
            return response
        return await sync_to_async(_shown)(request, response)

    return answer


def _shown(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.status_code != 405 or response.content:
        return response
    page = refused(request, wire.Refusal("wrong_method"), nearest_page(request))
    response.content, response["Content-Type"] = page.content, page["Content-Type"]
    return response  # not a new one: Django has logged this one
