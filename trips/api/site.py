"""What holds for every call: who may call at all, how a body is read, how a refusal looks."""

import functools
import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, ParamSpec, TypeVar, cast

from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

from socialcart import outages
from trips import access, change, throttle, wire
from trips.api.bodies import OriginalBody
from trips.change import Once

P = ParamSpec("P")
Answer = TypeVar("Answer", bound=Mapping[str, Any])

JSON_TYPE = "application/json"
PREFIX = "/api/social-cart/"
MOST_TOLD = 20  # of the wrong fields of one body
POSTED_TO_READ = ("me", "polls", "requests")  # as a key goes along, which no address may hold


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
        if access.is_from_elsewhere(request):
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

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        return self._document

    @functools.cached_property
    def _document(self) -> OpenAPISchema:
        """Drawn once: that takes a tenth of a second, and anybody may ask for it."""
        schema = super().get_openapi_schema(path_prefix=PREFIX)
        for path, operations in schema["paths"].items():
            if "post" in operations:
                operations["post"]["security"] = [{}, {"bearer": []}]
                if path.removeprefix(PREFIX) not in POSTED_TO_READ:
                    operations["post"]["parameters"] = [IDEMPOTENCY_KEY]
        schema["paths"][f"{PREFIX}events"] = {"get": EVENTS_OPERATION}
        schema["components"]["securitySchemes"] = {"bearer": BEARER}
        return schema


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


def once_for(
    request: HttpRequest, caller: str = "", *, said: str = "", also: str = "", before: str = ""
) -> Once | None:
    """What makes a repeat of this call a repeat, as `Once.of` says. Raises Repeat when it is one.

    What is `said` beside the body belongs to it: the same key with something else is refused.
    """
    key = request.headers.get("Idempotency-Key")
    once = Once.of(key, request.path, request.body, caller, said=said, also=also, before=before)
    if first := change.first_answer(once):
        raise Repeat(first)
    return once


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
    if wrong["type"] == "extra_forbidden":
        return "This call knows no such field. Check how it is spelt, or leave it out."
    return f"{wrong['msg']}."


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


IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "schema": {"type": "string", "minLength": 16, "maxLength": 200, "pattern": "^[!-~]*$"},
    "description": "Random, e.g. a UUID. A repeat with the same key and body, from anywhere and "
    "with any token of the same member, changes nothing and gets the first answer; a poll or the "
    "trip's terms in it are told as they are by then.",
}
BEARER = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "The token of an answer, in place of the key in the body.",
}
POSITION = {"type": "string", "pattern": r"^([0-9a-f]{1,16}\.(0|[1-9][0-9]{0,14}))?$"}
REFUSAL = {JSON_TYPE: {"schema": {"$ref": "#/components/schemas/RefusalShape"}}}
EVENTS_OPERATION: dict[str, Any] = {
    "operationId": "events",
    "summary": "Watch a trip",
    "description": "A stream of server-sent events: `id: <epoch>.<seq>` and `data: <frame>`. "
    "With `Accept: application/json` the pending frames are answered once.",
    "parameters": [
        {"in": "query", "name": "tripId", "required": True, "schema": {"type": "string"}},
        {
            "in": "query",
            "name": "after",
            "schema": POSITION,
            "description": "The position of the last frame you have, `<epoch>.<seq>`.",
        },
        {"in": "header", "name": "Last-Event-ID", "schema": POSITION},
        {
            "in": "query",
            "name": "frames",
            "schema": {"type": "string", "pattern": "^([1-9][0-9]{0,3})?$"},
            "description": f"Which frames you know: {wire.NEWEST} are all that there are today. "
            "A later one comes as a RESET; without it, so do all since the first release.",
        },
    ],
    "responses": {
        "200": {
            "description": "The stream, or what is pending",
            "content": {
                "text/event-stream": {},
                JSON_TYPE: {"schema": {"type": "object", "required": ["success", "frames"]}},
            },
        },
        **{
            str(status): {"description": HTTPStatus(status).phrase, "content": REFUSAL}
            for status in (400, 403, 404, 410, 422, 429, 503)
        },
    },
}
