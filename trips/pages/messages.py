"""Serve the messages of organisers to all: the list, the form of a new one, and "read"."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from trips import browsers, messages, wire
from trips.forms import MessageForm, validated
from trips.models import Member
from trips.pages.again import form_page, or_again
from trips.pages.confirming import asks
from trips.pages.decorators import for_members, for_organiser, only_takes_form, takes_form
from trips.pages.repeats import idempotency_key_of
from trips.pages.responses import see_other, to_hub

LONGEST_NUMBER = 9


@takes_form
@for_members
def list_or_post(request: HttpRequest, me: Member) -> HttpResponse:
    """Show all messages, and to an organiser the form of a new one, which POST sends."""
    if request.method != "POST":
        return _show(request, me, MessageForm())
    if not me.is_organiser:
        raise wire.Refusal("unauthorized")
    form = MessageForm(request.POST)

    def post() -> HttpResponse:
        text = validated(form).cleaned_data["text"]
        messages.post_message(me, idempotency_key_of(request, me.id), me.id, text)
        return to_hub(me.trip_id)

    return or_again(
        request,
        post,
        lambda refusal: _show(request, me, form, refusal),
        codes={"too_many_messages"},
    )


@only_takes_form
@for_members
def read(request: HttpRequest, me: Member) -> HttpResponse:
    """Remember in this browser that the messages up to `number` were read."""
    number = min(_number(request.POST.get("number", "")), me.trip.message_count)
    browsers.of(request).mark_read(me.trip_id, number)
    return to_hub(me.trip_id)


def _number(text: str) -> int:
    """Read the number of a message; 0, which none has, where it is no number."""
    return int(text) if text.isdecimal() and len(text) < LONGEST_NUMBER else 0


def _about(request: HttpRequest, me: Member, number: str) -> dict[str, Any]:
    return {
        "note": messages.find(me.trip, _number(number)).text,
        "back_url": reverse("messages", args=[me.trip_id]),
    }


@takes_form
@for_organiser
@asks("delete_message", _about)
def delete(request: HttpRequest, me: Member, number: str) -> HttpResponse:
    """Take a message back on POST; GET asks first."""
    messages.delete_message(me, idempotency_key_of(request, me.id), _number(number))
    return see_other(reverse("messages", args=[me.trip_id]))


def _show(
    request: HttpRequest, me: Member, form: MessageForm, refusal: wire.Refusal | None = None
) -> HttpResponse:
    context = {
        "trip": me.trip,
        "is_organiser": me.is_organiser,
        "messages": messages.all_of(me.trip),
    }
    return form_page(request, "messages.html", form, context, refusal)
