"""Serve the page of a poll: ballot and result for members; the organiser adds, closes, picks."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from trips import clock, polls, wire, words
from trips.forms import OptionForm, VoteForm, add_errors, answers_in, validated
from trips.models import Member, Poll
from trips.pages import present
from trips.pages.again import form_key, or_again
from trips.pages.confirming import asks, quoted
from trips.pages.decorators import for_members, for_organiser, only_takes_form, takes_form
from trips.pages.questions import ABOUT_POLL
from trips.pages.repeats import idempotency_key_of
from trips.pages.responses import to_poll, wants_json

SHOWN_AGAIN = {
    "options_changed",
    "poll_closed",
    "poll_paused",
    "poll_open",
    "no_tie",
    "pick_stands",
}


@takes_form
@for_members
def poll(request: HttpRequest, me: Member, poll_id: str) -> HttpResponse:
    """Show a poll's ballot and result; POST votes."""
    if request.method != "POST":
        return _show(request, me, poll_id)

    def vote() -> None:
        chosen = validated(VoteForm(_ballot(request))).vote()
        # The form holds no key: sending it again, also from an old page, is a new vote. Our script
        # sends a key for each tap, so that a late retry does not undo a newer tap.
        polls.vote(me, idempotency_key_of(request, me.id), me.id, poll_id, chosen)

    return _or_again(request, me, poll_id, vote, at="vote")


def _ballot(request: HttpRequest) -> QueryDict | dict[str, Any]:
    """Return the data of a vote; a ballot about dates holds an answer for each of them."""
    if request.POST.get("kind") != "dates":
        return request.POST
    if not any(name.startswith("answer-") for name in request.POST):
        raise wire.Refusal("invalid", options=_("Say yes, if need be, or no to the dates."))
    version = request.POST.get("optionsVersion")
    return {**answers_in(request.POST), "optionsVersion": version}


@only_takes_form
@for_members
def withdraw_vote(request: HttpRequest, me: Member, poll_id: str) -> HttpResponse:
    """Withdraw the member's vote."""
    run_once = idempotency_key_of(request, me.id)
    return _or_again(
        request, me, poll_id, lambda: polls.withdraw_vote(me, run_once, me.id, poll_id), at="vote"
    )


@require_safe
@for_members
def my_poll(request: HttpRequest, me: Member, poll_id: str) -> HttpResponse:
    """Answer as JSON with what this member alone may see of a poll, for open pages.

    With `?voters` for the page of the poll, which names them.
    """
    is_asked = "voters" in request.GET
    voters = polls.voters_of(polls.row_of(me.trip, poll_id)) if is_asked else polls.NO_VOTERS
    answer: wire.MyPollResponse = {"success": True, "view": polls.my_poll(me, poll_id, voters)}
    return JsonResponse(answer)


@only_takes_form
@for_organiser
def add_option(request: HttpRequest, me: Member, poll_id: str) -> HttpResponse:
    """Add an option to an open poll."""
    form = OptionForm(request.POST)

    def add() -> None:
        given, run_once = validated(form).cleaned_data, idempotency_key_of(request, me.id)
        polls.add_option(me, run_once, poll_id, given["text"], given["url"])

    return _or_again(request, me, poll_id, add, form)


def _open_still(request: HttpRequest, me: Member, poll_id: str) -> HttpResponse | dict[str, str]:
    row = polls.row_of(me.trip, poll_id)
    if row.closed_since(clock.now()):
        return to_poll(me.trip_id, poll_id)
    return {
        "note": words.say("now_voted", n=row.voted_count, members=me.trip.member_count),
        "back_url": reverse("poll", args=[me.trip_id, poll_id]),
    }


@takes_form
@for_organiser
@asks("close_poll", _open_still)
def close(request: HttpRequest, me: Member, poll_id: str) -> HttpResponse:
    """Close a poll on POST; GET asks first."""
    polls.close_poll(me, idempotency_key_of(request, me.id), poll_id)
    return to_poll(me.trip_id, poll_id)


def _which(request: HttpRequest, me: Member, poll_id: str) -> dict[str, Any]:
    row, option_id = polls.row_of(me.trip, poll_id), request.GET.get("optionId", "")
    polls.refuse_pick(row, option_id)
    return {
        "question": ABOUT_POLL["pick"].about(name=_text_of(row, option_id)),
        "note": quoted(row.question),
        "action_url": request.get_full_path(),
        "back_url": reverse("poll", args=[me.trip_id, poll_id]),
    }


def _text_of(row: Poll, option_id: str) -> str:
    options = wire.poll(row, clock.now())["options"]
    return next(words.poll.option_text(each) for each in options if each["id"] == option_id)


@takes_form
@for_organiser
@asks("pick", _which)
def pick(request: HttpRequest, me: Member, poll_id: str) -> HttpResponse:
    """Decide a tie by picking one of the leading options on POST; GET asks first.

    The option is named in the query; pages of a release before named it in the form.
    """
    option_id = request.GET.get("optionId") or request.POST.get("optionId", "")
    try:
        polls.pick(me, idempotency_key_of(request, me.id), poll_id, option_id)
    except wire.Refusal as refusal:
        if wants_json(request) or refusal.code not in SHOWN_AGAIN:
            raise
        return _show(request, me, poll_id, refusal)
    return to_poll(me.trip_id, poll_id, "" if wants_json(request) else "undo-pick")


@only_takes_form
@for_organiser
def undo_pick(request: HttpRequest, me: Member, poll_id: str) -> HttpResponse:
    """Undo what was picked."""
    run_once = idempotency_key_of(request, me.id)
    return _or_again(
        request, me, poll_id, lambda: polls.undo_pick(me, run_once, poll_id), at="poll-title"
    )


def _show(
    request: HttpRequest,
    me: Member,
    poll_id: str,
    refusal: wire.Refusal | None = None,
    option_form: OptionForm | None = None,
) -> HttpResponse:
    voters = polls.voters_of(polls.row_of(me.trip, poll_id))
    shown = present.shown(request, me.trip_id)
    state = shown.state
    row = next((each for each in state.polls if each.id == poll_id), None)
    if row is None:
        raise wire.Refusal("poll_not_found")
    mine = polls.my_polls(state, me, voters)
    ballot = present.poll(row, mine[row.id], state)
    is_typed = refusal is not None and ballot["is_running"]
    answers = answers_in(request.POST) if is_typed else {"options": [], "maybes": []}
    typed = request.POST.getlist("options") if is_typed else []
    context: dict[str, Any] = {
        "trip": state.trip,
        "me": me,
        "is_organiser": me.is_organiser,
        "poll": ballot,
        "chosen": typed or answers["options"] or ballot["choices"],
        "need_be": answers["maybes"] or ballot["maybes"],
        "my_polls": mine,
        "answers": ("yes", "maybe", "no"),
        "option_form": option_form or OptionForm(),
        "error": (refusal.fields.get("options") or refusal.sentence) if refusal else "",
        "key": form_key(request),
        "questions": ABOUT_POLL,
    }
    page = render(request, "poll.html", context, status=refusal.status if refusal else 200)
    return present.with_state(page, shown)


def _or_again(
    request: HttpRequest,
    me: Member,
    poll_id: str,
    act: Callable[[], object],
    option_form: OptionForm | None = None,
    at: str = "",
) -> HttpResponse:
    """Run `act` and redirect to the poll; if it is refused, draw the page with what was typed.

    `at` is the id of the element that gets the focus then; our scripts set it themselves.
    """

    def done() -> HttpResponse:
        act()
        return to_poll(me.trip_id, poll_id, "" if wants_json(request) else at)

    def show(refusal: wire.Refusal) -> HttpResponse:
        if option_form:
            add_errors(option_form, refusal.fields)
        return _show(request, me, poll_id, refusal, option_form)

    return or_again(request, done, show, SHOWN_AGAIN)
