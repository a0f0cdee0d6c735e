"""Let the organiser correct a poll: edit or delete it before the first ballot, reopen it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from trips import clock, polls, wire
from trips.forms import EditPollForm, ReopenForm, Seen
from trips.idempotency import IdempotencyKey
from trips.models import Member, Poll
from trips.pages.again import form_page, or_again
from trips.pages.confirming import asks, quoted
from trips.pages.decorators import for_organiser, takes_form
from trips.pages.repeats import idempotency_key_of
from trips.pages.responses import to_hub, to_poll


@takes_form
@for_organiser
def edit(request: HttpRequest, me: Member, poll_id: str) -> HttpResponse:
    """Show and process the form that edits a poll before its first ballot.

    Only the fields that were changed are saved.
    """
    row = polls.row_of(me.trip, poll_id)
    if request.method != "POST":
        polls.refuse_edit(row)
        return _show(request, me, row, EditPollForm(row), "edit_poll.html")
    return _change(request, me, row, EditPollForm, "edit_poll.html", polls.edit_poll)


def _which(request: HttpRequest, me: Member, poll_id: str) -> dict[str, str]:
    row = polls.row_of(me.trip, poll_id)
    polls.refuse_voted(row)
    return {"note": quoted(row.question), "back_url": reverse("poll", args=[me.trip_id, poll_id])}


@takes_form
@for_organiser
@asks("delete_poll", _which)
def delete(request: HttpRequest, me: Member, poll_id: str) -> HttpResponse:
    """Delete a poll that nobody has voted in on POST; GET asks first."""
    polls.delete_poll(me, idempotency_key_of(request, me.id), poll_id)
    return to_hub(me.trip_id)


@takes_form
@for_organiser
def reopen(request: HttpRequest, me: Member, poll_id: str) -> HttpResponse:
    """Ask until when a closed poll takes votes again, and reopen it.

    A closing time that is still ahead is kept.
    """
    row = polls.row_of(me.trip, poll_id)
    if request.method != "POST":
        if not row.closed_since(clock.now()):
            return to_poll(me.trip_id, poll_id)
        polls.refuse_reopening(row)
        return _show(request, me, row, ReopenForm(row), "reopen_poll.html")
    return _change(request, me, row, ReopenForm, "reopen_poll.html", polls.reopen_poll)


def _change(
    request: HttpRequest,
    me: Member,
    row: Poll,
    form: type[EditPollForm | ReopenForm],
    template: str,
    verb: Callable[
        [Member, IdempotencyKey | None, str, Mapping[str, Any], Seen], wire.PollResponse
    ],
) -> HttpResponse:
    """Save the changed fields of the form; where that is refused, show the form again."""
    given, seen = form.posted(request.POST)

    def send() -> HttpResponse:
        verb(me, idempotency_key_of(request, me.id), row.id, given, seen)
        return to_poll(me.trip_id, row.id)

    def show(refusal: wire.Refusal) -> HttpResponse:
        row.refresh_from_db()
        return _show(request, me, row, form(row, given, seen), template, refusal)

    return or_again(request, send, show)


def _show(
    request: HttpRequest,
    me: Member,
    row: Poll,
    form: EditPollForm | ReopenForm,
    template: str,
    refusal: wire.Refusal | None = None,
) -> HttpResponse:
    return form_page(request, template, form, {"trip": me.trip, "poll": row}, refusal)
