"""Recognise a call that comes twice, and answer it as the first time."""

import functools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar, cast

from django.http import HttpRequest, HttpResponse, JsonResponse

from trips import idempotency, wire
from trips.api.bodies import OriginalBody
from trips.api.document import JSON_TYPE
from trips.idempotency import IdempotencyKey

P = ParamSpec("P")
Answer = TypeVar("Answer", bound=Mapping[str, Any])


class Repeat(Exception):
    """A call that was answered before, with its first answer."""

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__("answered before")
        self.answer = answer


def idempotency_key_for(
    request: HttpRequest, caller: str = "", *, said: str = "", also: str = "", before: str = ""
) -> IdempotencyKey | None:
    """Build the call's idempotency key from its header and body, or None without that header.

    Raises Repeat for a call that was answered before. `said` is what belongs to the body besides:
    the same key with something else is refused. For the others see `IdempotencyKey.of`.
    """
    key = request.headers.get("Idempotency-Key")
    idempotency_key = IdempotencyKey.of(
        key, request.path, request.body, caller, said=said, also=also, before=before
    )
    if first := idempotency.first_answer(idempotency_key):
        raise Repeat(first)
    return idempotency_key


@contextmanager
def answering_repeats(
    request: HttpRequest, caller: str = "", *, said: str = "", before: str = ""
) -> Iterator[IdempotencyKey | None]:
    """Yield the call's idempotency key; raise Repeat for a call that was answered before.

    Also where the block raises Refusal: the first call may have ended the caller's right, and may
    have come at the same time. Takes the arguments of `idempotency_key_for`.
    """
    look_up = functools.partial(idempotency_key_for, request, caller, said=said, before=before)
    idempotency_key = look_up()
    try:
        yield idempotency_key
    except wire.Refusal:
        look_up()
        raise


def on_repeat(request: HttpRequest, repeat: Any) -> HttpResponse:
    """Answer a repeated call as its first, with the same status."""
    status = 201 if "adminId" in repeat.answer else 200
    return JsonResponse(repeat.answer, status=status, content_type=f"{JSON_TYPE}; charset=utf-8")


def names_ignored(call: Callable[P, Answer]) -> Callable[P, Answer]:
    """Decorate a call to name in its answer, also to a repeat, the body fields it did not read."""

    @functools.wraps(call)
    def named(*args: P.args, **kwargs: P.kwargs) -> Answer:
        ignored = cast(OriginalBody, kwargs["body"]).ignored()
        more = {"ignoredFields": ignored} if ignored else {}
        try:
            return cast(Answer, {**call(*args, **kwargs), **more})
        except Repeat as repeat:
            raise Repeat(repeat.answer | more) from None

    return named
