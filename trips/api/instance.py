"""Set up the API that all calls are added to, with what holds for every one of them."""

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
from trips.api.repeats import on_refusal

READ: Any = dict.fromkeys((400, 403, 404, 410, 422, 429, 503), wire.RefusalShape)
REFUSED: Any = READ | dict.fromkeys((409, 415), wire.RefusalShape)


def at_the_door(request: HttpRequest) -> bool:
    """Count the call against the rate limit, and check that a POST is JSON and same-site.

    Raises Refusal `too_many`, `unsupported_media_type` or `cross_site`. A client that is no browser
    says no site, and passes.
    """
    throttle.api(request.META["REMOTE_ADDR"])
    if request.method == "POST":
        if request.headers.get("Content-Type") != JSON_TYPE:
            raise wire.Refusal("unsupported_media_type")
        if origins.is_from_elsewhere(request):
            raise wire.Refusal("cross_site")
    return True


class Api(NinjaAPI):
    """The API, documented as one with the event stream, which is served before Django."""

    @property
    def urls(self) -> Any:
        """The URL patterns of the calls; a 405 is a refusal, which Ninja has no handler for."""
        routes, app, namespace = super().urls
        for route in routes:
            route.callback = _with_shaped_405(route.callback)
        return routes, app, namespace

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the name of the call's function; that of GET /join is `see`."""
        return operation.view_func.__name__

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Return the OpenAPI document, which is made once."""
        return self._document

    @functools.cached_property
    def _document(self) -> OpenAPISchema:
        """The document, kept because it takes 0.1 s to make, and anybody may ask for it."""
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
api.add_exception_handler(wire.Refusal, on_refusal)
api.add_exception_handler(HttpError, errors.on_unreadable)
api.add_exception_handler(ValidationError, errors.on_wrong_types)
api.add_exception_handler(Error, errors.on_database_error)
