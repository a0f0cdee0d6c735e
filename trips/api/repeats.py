"""Recognise a call that comes twice, and answer it as the first time."""

import functools
from collections.abc import Callable, Mapping
from typing import Any, ParamSpec, TypeVar, cast

from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse

from trips import wire
from trips.api.bodies import OriginalBody
from trips.api.document import JSON_TYPE
from trips.api.errors import on_database_error, refusal_response
from trips.first_answers import first_answer_despite
from trips.idempotency import IdempotencyKey

P = ParamSpec("P")
Answer = TypeVar("Answer", bound=Mapping[str, Any])


def idempotency_key_for(
    request: HttpRequest,
    caller: str = "",
    *,
    extra: str = "",
    later_caller: str = "",
    release_1_caller: str = "",
) -> IdempotencyKey | None:
    """Build the call's idempotency key from its header and body, or None without that header.

    The verb looks up the first answer, under the lock of the trip. Where the call is refused before
    that, `on_refusal` looks it up: the first may have ended the caller's right. `extra` is what
    belongs to the body besides: the same key with something else is refused. For the others see
    `IdempotencyKey.of`.
    """
    key = request.headers.get("Idempotency-Key")
    idempotency_key = IdempotencyKey.of(
        key,
        request.path,
        request.body,
        caller,
        extra=extra,
        later_caller=later_caller,
        release_1_caller=release_1_caller,
    )
    request._idempotency_key = idempotency_key  # type: ignore[attr-defined]
    return idempotency_key


def on_refusal(request: HttpRequest, refusal: Any) -> HttpResponse:
    """Answer a Refusal that a call has raised; a repeat gets the first answer all the same."""
    try:
        first = first_answer_despite(refusal, getattr(request, "_idempotency_key", None))
    except wire.Refusal as other:
        return refusal_response(other)
    except Error as failure:
        return on_database_error(request, failure)
    if not first:
        return refusal_response(refusal)
    status = 201 if "adminId" in first else 200
    answer = first | getattr(request, "_ignored", {})
    return JsonResponse(answer, status=status, content_type=f"{JSON_TYPE}; charset=utf-8")


def names_ignored(call: Callable[P, Answer]) -> Callable[P, Answer]:
    """Decorate a call to name in its answer, also to a repeat, the body fields it did not read."""

    @functools.wraps(call)
    def named(*args: P.args, **kwargs: P.kwargs) -> Answer:
        ignored = cast(OriginalBody, kwargs["body"]).ignored()
        more = {"ignoredFields": ignored} if ignored else {}
        args[0]._ignored = more  # type: ignore[attr-defined]
        return cast(Answer, {**call(*args, **kwargs), **more})

    return named
