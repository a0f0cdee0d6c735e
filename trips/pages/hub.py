"""Show the hub: a trip's live page, the same for organiser and members but for their powers."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from socialcart import outages
from trips import browsers, clock, keys, membership, polls, sharing, wire
from trips.forms import SettingsForm
from trips.models import Member, Trip
from trips.pages import greeting, present
from trips.pages.activity import activity
from trips.pages.again import form_key
from trips.pages.decorators import for_members
from trips.pages.questions import ABOUT_TRIP
from trips.pages.shared_links import invitation_url, personal_link

UNDO_SHOWN_FOR = timedelta(seconds=10)


@require_safe
@for_members
def hub(request: HttpRequest, me: Member) -> HttpResponse:
    """Show a trip to its members, and to the organiser what only they may do."""
    shown = present.shown(request, me.trip_id)
    state, trip = shown.state, shown.state.trip
    mine = polls.my_polls(state, me)
    greets = greeting.due(request, trip, me)
    context: dict[str, Any] = {
        "trip": trip,
        "words": present.of_trip(trip),
        "me": me,
        "is_organiser": me.is_organiser,
        "greeting": greets,
        "share": _share(request, trip),
        "personal_link": personal_link(request, browsers.of(request).key(trip.id, me.key_digest)),
        "activity": activity(trip, me, [wire.poll(each, state.at) for each in state.polls]),
        "polls": present.polls(state, mine),
        "until": shown.until,
        "my_polls": mine,
        "key": form_key(request),
        "questions": ABOUT_TRIP,
    }
    if me.is_organiser:
        context |= _for_organiser(trip)
    response = present.filled(render(request, "hub.html", context), shown, me)
    if greets:
        greeting.done(response, trip.id)
    return response


def _share(request: HttpRequest, trip: Trip) -> sharing.Share | None:
    """Return the invitation's link and texts; None if no key decrypts the invitation.

    A hub without its link is better than none.
    """
    try:
        return sharing.share(trip, invitation_url(request, trip))
    except keys.Unreadable as failure:
        outages.report("The invitation", failure)
        return None


def _for_organiser(trip: Trip) -> dict[str, Any]:
    since = clock.now() - UNDO_SHOWN_FOR
    just_removed = trip.members.filter(state=Member.State.REMOVED, ended_at__gt=since)
    gone = just_removed.order_by("-ended_at").first()
    return {
        "settings_form": SettingsForm(trip),
        "requests": membership.asked(trip),
        "undo": gone and {"member_id": gone.id, "name": gone.name},
    }
