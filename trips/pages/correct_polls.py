"""A poll put right by the organiser: edited or deleted before the first ballot, opened again."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from trips import polls, wire
from trips.forms import EditPollForm, ReopenForm, Seen, as_meant, tell, touched
from trips.models import Member, Poll
from trips.pages.polls import row_of, to_poll
from trips.pages.site import (
    confirm,
    for_organiser,
    new_form_key,
    once,
    takes_form,
    to_hub,
    wants_json,
)


@takes_form
@for_organiser
def edit(request: HttpRequest, me: Member, poll_id: str) -> HttpResponse:
    """The poll's own form until the first ballot; only what was touched is sent on."""
    row = row_of(me, poll_id)
    if request.method != "POST":
        polls.refuse_edit(row)
        return _show(request, me, row, EditPollForm(row), "edit_poll.html")
    given, seen = _touched(request, EditPollForm.base_fields)
    try:
        polls.edit_poll(me, once(request), poll_id, given, seen)
    except wire.Refusal as refused:
        if not refused.fields or wants_json(request):
            raise
        row.refresh_from_db()
        form = EditPollForm(row, given, seen)
        tell(form, refused.fields)
        return _show(request, me, row, form, "edit_poll.html")
    return to_poll(me.trip_id, poll_id)


@takes_form
@for_organiser
def delete(request: HttpRequest, me: Member, poll_id: str) -> HttpResponse:
    if request.method == "POST":
        polls.delete_poll(me, once(request), poll_id)
        return to_hub(me.trip_id)
    row = row_of(me, poll_id)
    polls.refuse_voted(row)
    return confirm(
        request,
        me,
        title="Delete the poll",
        question=f"Delete “{row.question}”?",
        consequence="Nobody has voted yet. It goes from everybody’s page, for good.",
        action_label="Delete the poll",
        back_url=reverse("poll", args=[me.trip_id, poll_id]),
    )


@takes_form
@for_organiser
def reopen(request: HttpRequest, me: Member, poll_id: str) -> HttpResponse:
    """Asks until when; a closing time that is still ahead stays."""
    row = row_of(me, poll_id)
    if request.method != "POST":
        if not row.closed_since(timezone.now()):
            return to_poll(me.trip_id, poll_id)
        polls.refuse_reopening(row)
        return _show(request, me, row, ReopenForm(row), "reopen_poll.html")
    given, _ = _touched(request, ReopenForm.base_fields)
    try:
        polls.reopen_poll(me, once(request), poll_id, given)
    except wire.Refusal as refused:
        if not refused.fields or wants_json(request):
            raise
        form = ReopenForm(row, given)
        tell(form, refused.fields)
        return _show(request, me, row, form, "reopen_poll.html")
    return to_poll(me.trip_id, poll_id)


def _touched(request: HttpRequest, names: Iterable[str]) -> tuple[dict[str, Any], Seen]:
    """What was touched of a form; browsers send the ends of lines in two characters."""
    posted = {name: str(text).replace("\r\n", "\n") for name, text in request.POST.items()}
    given, seen = touched(posted, names)
    if "closesAt" in given and "timeZone" in posted:
        given["closesAt"] = as_meant(given["closesAt"], posted["timeZone"])
    return given, seen


def _show(
    request: HttpRequest, me: Member, row: Poll, form: EditPollForm | ReopenForm, template: str
) -> HttpResponse:
    context = {"trip": me.trip, "poll": row, "form": form, "key": new_form_key()}
    return render(request, template, context, status=422 if form.errors else 200)
