"""Serve the calls on messages to all: write one, and take one back."""

from django.http import HttpRequest

from trips import messages, wire
from trips.api import bodies
from trips.api.callers import by_organiser
from trips.api.instance import REFUSED, api
from trips.forms import MessageForm, validated


@api.post(
    "/post-message", response={200: wire.MessageResponse} | REFUSED, summary="Write to everybody"
)
def post_message(request: HttpRequest, body: bodies.PostMessageBody) -> wire.MessageResponse:
    """Write to all on the trip; whoever has its link can read it.

    Refuses the eleventh message of a day and trip (409 `too_many_messages`).
    """
    me, idempotency_key = by_organiser(request, body)
    form = validated(MessageForm(body.model_dump()))
    return messages.post_message(me, idempotency_key, me.id, form.cleaned_data["text"])


@api.post(
    "/delete-message",
    response={200: wire.MessagesResponse} | REFUSED,
    summary="Take a message back",
)
def delete_message(request: HttpRequest, body: bodies.OnMessageBody) -> wire.MessagesResponse:
    """Take a message back; its text is erased, but from frames that were sent."""
    me, idempotency_key = by_organiser(request, body)
    return messages.delete_message(me, idempotency_key, body.number)
