"""What holds for every call: who may call at all, how a body is read, how a refusal looks."""

import functools
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, ParamSpec, TypeVar, cast

from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.parser import Parser

from socialcart import outages
from trips import change, origins, throttle, wire
from trips.api.bodies import OriginalBody
from trips.api.document import JSON_TYPE, PREFIX, completed
from trips.change import IdempotencyKey

P = ParamSpec("P")
Answer = TypeVar("Answer", bound=Mapping[str, Any])

REASONS = (  # by how pydantic calls them
    ("missing", "This call needs this field, and it is not there."),
    ("extra_forbidden", "This call knows no such field. Check how it is spelt, or leave it out."),
    ("string_type", "Write this as a text, in quotes."),
    ("string_", "This holds a sign that nobody can see. Leave it out."),
    ("int_", "Write this as a whole number, without quotes."),
    ("bool_", "Write true or false, without quotes."),
    ("decimal_|finite_", "Write this as a sum of at most 40 digits, e.g. 99.50."),
    ("list_", "Write this as a list, in square brackets."),
)
ANY_REASON = "This is none that the call takes here; /api/social-cart/docs says what it takes."
MOST_TOLD = 20  # of the wrong fields of one body


class StrictParser(Parser):
    """JSON after RFC 8259, without what decoders disagree on: no doubled names, no NaN."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Raises ValueError or RecursionError for anything but one object of moderate depth."""
        text = request.body.decode("utf-8")
        body = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
        if not isinstance(body, dict):
            raise ValueError("not an object")
        return body


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a name stands twice")
    return members


def _no_constant(text: str) -> None:
    raise ValueError(f"{text} is no JSON")


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
        refused = refusal_response(wire.Refusal("method_not_allowed"))
        refused["Allow"] = response["Allow"]
        return refused

    return shaped


class Repeat(Exception):
    """A call that was answered before; carries the first answer."""

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__("answered before")
        self.answer = answer


def idempotency_key_for(
    request: HttpRequest, caller: str = "", *, said: str = "", also: str = "", before: str = ""
) -> IdempotencyKey | None:
    """What makes a repeat of this call a repeat, as `Once.of` says. Raises Repeat when it is one.

    What is `said` beside the body belongs to it: the same key with something else is refused.
    """
    key = request.headers.get("Idempotency-Key")
    idempotency_key = IdempotencyKey.of(
        key, request.path, request.body, caller, said=said, also=also, before=before
    )
    if first := change.first_answer(idempotency_key):
        raise Repeat(first)
    return idempotency_key


def refusal_response(refusal: wire.Refusal) -> HttpResponse:
    response = JsonResponse(refusal.shape(), status=refusal.status)
    if refusal.retry_after_s:
        response["Retry-After"] = str(refusal.retry_after_s)
    return response


def on_repeat(request: HttpRequest, repeat: Any) -> HttpResponse:
    status = 201 if "adminId" in repeat.answer else 200
    return JsonResponse(repeat.answer, status=status, content_type=f"{JSON_TYPE}; charset=utf-8")


def unknown_call(request: HttpRequest, path: str) -> HttpResponse:
    return refusal_response(wire.Refusal("unknown_call"))


def on_refusal(request: HttpRequest, refusal: Any) -> HttpResponse:
    return refusal_response(refusal)


def on_unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    return refusal_response(wire.Refusal("bad_request"))


def names_ignored(call: Callable[P, Answer]) -> Callable[P, Answer]:
    """A call whose answer, also to a repeat, names the fields of the body that were not read."""

    @functools.wraps(call)
    def named(*args: P.args, **kwargs: P.kwargs) -> Answer:
        ignored = cast(OriginalBody, kwargs["body"]).ignored()
        more = {"ignoredFields": ignored} if ignored else {}
        try:
            return cast(Answer, {**call(*args, **kwargs), **more})
        except Repeat as repeat:
            raise Repeat(repeat.answer | more) from None

    return named


def on_wrong_types(request: HttpRequest, error: Any) -> HttpResponse:
    wrongs = error.errors[:MOST_TOLD]
    fields = {_field(wrong["loc"]): _reason(wrong) for wrong in wrongs}
    return refusal_response(wire.Refusal("invalid", **fields))


def _field(place: tuple[str | int, ...]) -> str:
    """The field's own name, also where only one entry of its list is wrong."""
    return next(str(part) for part in reversed(place) if isinstance(part, str))


def _reason(wrong: Mapping[str, Any]) -> str:
    kind = wrong["type"]
    return next((said for kinds, said in REASONS if re.match(kinds, kind)), ANY_REASON)


def on_database_error(request: HttpRequest, error: Any) -> HttpResponse:
    if not outages.is_outage(error):
        raise error
    outages.report("The database", error)
    return refusal_response(wire.Refusal("busy"))


def new_api() -> Api:
    """An API with these rules and no calls yet."""
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
    api.add_exception_handler(Repeat, on_repeat)
    api.add_exception_handler(HttpError, on_unreadable)
    api.add_exception_handler(ValidationError, on_wrong_types)
    api.add_exception_handler(Error, on_database_error)
    return api
