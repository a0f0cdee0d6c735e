"""Recognise a form that comes twice, and answer it as the first time."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from trips import keys, wire
from trips.first_answers import first_answer, first_answer_despite
from trips.idempotency import IdempotencyKey
from trips.pages.decorators import View

REFUSED = range(400, 500)  # but not 503, while the database is away


def idempotency_key_of(
    request: HttpRequest, caller: str = "", *, later_caller: str = "", field: str = "key"
) -> IdempotencyKey | None:
    """Build a form's idempotency key from its `field`, or from the header of that name; else None.

    The typed text is part of it: whoever goes back and types something else means something else.
    `caller` and `later_caller` are those of `IdempotencyKey.of`. Raises Refusal `invalid` where
    header and field differ.
    """
    body = {name: texts for name, texts in request.POST.lists() if name != "csrfmiddlewaretoken"}
    header = request.headers.get("Idempotency-Key")
    if header and body.setdefault(field, [header]) != [header]:
        raise wire.Refusal("invalid", **{"Idempotency-Key": _("The form has another key.")})
    text = repr(sorted(body.items()))
    key = keys.digest(text) if any(body.get(field, [])) else None
    return IdempotencyKey.of(key, request.path, text, caller, later_caller=later_caller)


def answers_repeats(
    again: Callable[..., HttpResponse], caller: Callable[[HttpRequest, str], str] | None = None
) -> Callable[[View], View]:
    """Make a decorator that answers a repeated POST with `again(request, first_answer, …)`.

    The verb looks up the first answer, under the lock of the trip. Where the view refuses before
    that, it is looked up here: the first may have ended the sender's right.
    `caller(request, trip_id)` names who sends, where the answer holds what only they may have.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def checked(request: HttpRequest, *given: Any, **ids: str) -> HttpResponse:
            if request.method != "POST":
                return view(request, *given, **ids)
            key = idempotency_key_of(request, caller(request, ids["trip_id"]) if caller else "")
            try:
                answer = view(request, *given, **ids)
            except wire.Refusal as refusal:
                first = first_answer_despite(refusal, key)
                if not first:
                    raise
            else:
                first = first_answer(key) if answer.status_code in REFUSED else None
                if not first:
                    return answer
            return again(request, first, *given, **ids)

        return checked

    return decorate
