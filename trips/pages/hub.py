"""Show the hub: a trip's live page, the same for organiser and members but for their powers."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.html import json_script
from django.views.decorators.http import require_safe

from socialcart import outages
from trips import browsers, clock, keys, membership, polls, sharing, wire, words
from trips.models import Member, Trip
from trips.pages import blanks, greeting, lists, present
from trips.pages.activity import events_shown, restorable_ids
from trips.pages.context_processors import sends_news
from trips.pages.decorators import for_members
from trips.pages.shared_links import invitation_url, own_link
from trips.snapshots import State
from trips.statements import Param, compiled

UNDO_SHOWN_FOR = timedelta(seconds=10)


@require_safe
@for_members
def hub(request: HttpRequest, me: Member) -> HttpResponse:
    """Show a trip to its members, and to the organiser what only they may do."""
    shown = present.shown(request, me.trip_id, row=me.trip)
    state, trip = shown.state, shown.state.trip
    mine = polls.my_polls(state, me)
    every_poll, said = present.polls(state, mine), present.of_trip(trip)
    asked = membership.asked(trip) if me.is_organiser else None
    greets = greeting.due(request, state, me)
    case: dict[str, Any] = {
        "is_organiser": me.is_organiser,
        "is_founder": me.is_founder,
        "is_brief": present.is_brief(trip),
        "sends_news": sends_news(),
        **_brings(me),
    }
    context: dict[str, Any] = {
        "trip": trip,
        "words": said,
        "me": me,
        "hub_url": reverse("hub", args=[trip.id]),
        "activity": lists.activity(request, state, me),
        "until": shown.until,
        "state": shown.script,
        "my_polls": json_script(mine, "my-polls-now"),
        **own_link(request, me),
        **_first_action(trip, said, every_poll, asked),
    }
    parts = [_greeting(greets), _invitation(request, trip), _messages(request, state)]
    parts += [lists.members(shown, me), _polls(every_poll, is_organiser=me.is_organiser)]
    if asked is not None:
        parts.append(_for_organiser(request, shown, asked))
    for of_case, of_context in parts:
        case, context = {**case, **of_case}, {**context, **of_context}
    response = blanks.page(request, "hub.html", case, context)
    if greets:
        greeting.done(response, trip.id)
    return response


@require_safe
@for_members
def activity(request: HttpRequest, me: Member) -> HttpResponse:
    """Answer an open hub as JSON with the frames of its activity, oldest first, up to `seq`.

    Each says whether the reader can let back in whom it took out.
    """
    trip = me.trip
    restorable = restorable_ids(trip) if me.is_organiser and not trip.is_full else set()
    frames = [
        {**wire.frame(trip.epoch, each), "isRestorable": each.data.get("memberId") in restorable}
        for each in reversed(events_shown(trip))
    ]
    return JsonResponse({"success": True, "seq": trip.seq, "frames": frames})


def _brings(me: Member) -> blanks.Case:
    """Return whether the reader has brought somebody, and whether they may bring one more."""
    brought = membership.brought_by(me)
    return {"may_bring": membership.may_bring(me, brought), "has_brought": bool(brought)}


def _first_action(
    trip: Trip,
    said: present.Words,
    polls: Sequence[Mapping[str, Any]],
    asked: Sequence[wire.RequestShape] | None,
) -> dict[str, Any]:
    """Return what the hub offers first, and where that leads."""
    waiting = None if asked is None else len(asked)
    of_polls = {each["id"]: each["words"].truths for each in polls}
    name, poll_id = words.action.first_action(said.truths, of_polls, waiting)
    about = next((each for each in polls if each["id"] == poll_id), {"question": "", "url": ""})
    parts = {"question": about["question"], "asked": words.say("wait_for_you", n=waiting or 0)}
    leads_to = {"answer": "#requests-title", "start": reverse("start_poll", args=[trip.id])}
    return {
        "action": present.Words(parts, {each: each == name for each in words.action.ACTIONS}),
        "action_url": about["url"] or leads_to.get(name, "#share"),
    }


def _share(request: HttpRequest, trip: Trip) -> sharing.Share | None:
    """Return the invitation's link and texts; None if no key decrypts the invitation.

    A hub without its link is better than none.
    """
    try:
        return sharing.share(trip, invitation_url(request, trip))
    except keys.Unreadable as failure:
        outages.report("The invitation", failure)
        return None


# Each of these returns what the hub decides by, and what it fills in.


def _greeting(greets: Mapping[str, Any] | None) -> tuple[blanks.Case, blanks.Context]:
    case = {
        "greets": greets is not None,
        "completes": bool(greets and greets["completes"]),
        "has_mobile": bool(greets and greets["mobile"]),
    }
    return case, {"greeting": greets}


def _invitation(request: HttpRequest, trip: Trip) -> tuple[blanks.Case, blanks.Context]:
    share = _share(request, trip)
    return {"has_share": share is not None}, {"share": share}


def _messages(request: HttpRequest, state: State) -> tuple[blanks.Case, blanks.Context]:
    messages, read = state.messages, browsers.of(request).read_messages(state.trip.id)
    case = {
        "has_unread": any(each.number > read for each in messages),
        "has_messages": bool(messages),
    }
    context = {
        "messages": lists.messages(messages, read),
        "read_messages": read,
        "newest_message": messages[-1].number if messages else "",
    }
    return case, context


def _polls(
    every_poll: Sequence[Mapping[str, Any]], *, is_organiser: bool
) -> tuple[blanks.Case, blanks.Context]:
    """Draw the polls; closed ones are folded."""
    closed = [each for each in every_poll if each["state"] == "closed"]
    others = [each for each in every_poll if each["state"] != "closed"]
    case = {"has_polls": bool(others), "has_closed_polls": bool(closed)}
    context = {
        "polls": lists.polls(others, is_organiser=is_organiser),
        "closed_polls": lists.polls(closed, is_organiser=is_organiser),
        "closed_polls_title": words.say("closed_polls", n=len(closed)),
    }
    return case, context


def _for_organiser(
    request: HttpRequest, shown: present.Shown, asked: Sequence[wire.RequestShape]
) -> tuple[blanks.Case, blanks.Context]:
    """Draw what organisers alone see, above all who `asked` to be let in."""
    trip = shown.state.trip
    said_no, waiting = membership.declined(trip), membership.waiting(trip)
    gone = _just_removed.first(trip=trip.id, since=clock.now() - UNDO_SHOWN_FOR)
    case = {
        "undoes": gone is not None and not trip.is_full,
        "asked": "many" if len(asked) > 1 else "one" if asked else "",
        "waits": bool(waiting),
        "declined": bool(said_no["count"]),
        "has_code": trip.recovery_made_at is not None,
    }
    context = {
        "undo": {"member_id": gone.id, "name": gone.name} if gone else {},
        "line": lists.line(trip, waiting),
        "said_no": said_no,
        "requests": lists.requests(request, trip, asked),
    }
    return case, context


_just_removed = compiled(
    Member.objects.filter(
        trip=Param("trip"), state=Member.State.REMOVED, ended_at__gt=Param("since")
    ).order_by("-ended_at")[:1]
)
