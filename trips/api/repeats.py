"""A call that comes twice: what makes it a repeat, and that it gets the first answer."""

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
    """A call that was answered before; carries the first answer."""

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__("answered before")
        self.answer = answer


def idempotency_key_for(
    request: HttpRequest, caller: str = "", *, said: str = "", also: str = "", before: str = ""
) -> IdempotencyKey | None:
    """Name the call, as `IdempotencyKey.of` says. Raises Repeat when it was answered before.

    What is `said` beside the body belongs to it: the same key with something else is refused.
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
    """Raise Repeat for a call that was answered before, also where what is within is refused.

    The first may have ended the right to it, and may have come at the same time.
    Gives the key, and takes what `idempotency_key_for` does.
    """
    look_up = functools.partial(idempotency_key_for, request, caller, said=said, before=before)
    idempotency_key = look_up()
    try:
        yield idempotency_key
    except wire.Refusal:
        look_up()
        raise


def on_repeat(request: HttpRequest, repeat: Any) -> HttpResponse:
    """Answer a repeat what its first was answered, with the same status."""
    status = 201 if "adminId" in repeat.answer else 200
    return JsonResponse(repeat.answer, status=status, content_type=f"{JSON_TYPE}; charset=utf-8")


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
