"""The API that all calls are added to, and what holds for every one of them."""

import functools
from collections.abc import Callable
from typing import Any

from django.db import Error
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from trips import origins, throttle, wire
from trips.api import errors
from trips.api.document import JSON_TYPE, PREFIX, completed
from trips.api.parser import StrictParser
from trips.api.repeats import Repeat, on_repeat

READ: Any = dict.fromkeys((400, 404, 410, 422, 429, 503), wire.RefusalShape)
REFUSED: Any = READ | dict.fromkeys((403, 409, 415), wire.RefusalShape)


def at_the_door(request: HttpRequest) -> bool:
    """Counts the call; a state change must be JSON from our own pages or from no page at all."""
    throttle.api(request.META["REMOTE_ADDR"])
    if request.method == "POST":
        if request.headers.get("Content-Type") != JSON_TYPE:
            raise wire.Refusal("unsupported_media_type")
        if origins.is_from_elsewhere(request):
            raise wire.Refusal("cross_site")
    return True


class Api(NinjaAPI):
    """The calls, and the stream, which is served in front of Django, in one OpenAPI document."""

    @property
    def urls(self) -> Any:
        """The calls' addresses; Ninja does not let handlers shape a 405."""
        routes, app, namespace = super().urls
        for route in routes:
            route.callback = _with_shaped_405(route.callback)
        return routes, app, namespace

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The name of the call, as its address says it; `see` is GET /join."""
        return operation.view_func.__name__

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The document, which is made once."""
        return self._document

    @functools.cached_property
    def _document(self) -> OpenAPISchema:
        """Drawn once: that takes a tenth of a second, and anybody may ask for it."""
        return completed(super().get_openapi_schema(path_prefix=PREFIX))


def _with_shaped_405(call: Any) -> Callable[..., HttpResponse]:
    @functools.wraps(call)
    def shaped(request: HttpRequest, **ids: str) -> HttpResponse:
        response: HttpResponse = call(request, **ids)
        if response.status_code != 405:
            return response
        refused = errors.refusal_response(wire.Refusal("method_not_allowed"))
        refused["Allow"] = response["Allow"]
        return refused

    return shaped


api = Api(
    title="SocialCart",
    version="1",
    description="Plan a group trip, share one link, watch friends join live.",
    parser=StrictParser(),
    auth=[at_the_door],
    docs_url=None,
    urls_namespace="api",
)
api.add_exception_handler(wire.Refusal, errors.on_refusal)
api.add_exception_handler(Repeat, on_repeat)
api.add_exception_handler(HttpError, errors.on_unreadable)
api.add_exception_handler(ValidationError, errors.on_wrong_types)
api.add_exception_handler(Error, errors.on_database_error)
