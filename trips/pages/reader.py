"""Show staff the hub of a trip as its members see it, without anything that they could change.

GET shows the question, and changes nothing: else a link that a page makes them follow would write
into the audit log in their name. POST writes there who opens which trip, and the session remembers
for ten minutes that it did. The page shows a moment, and no script follows the trip: staff have no
key to it, and `access` stays as it is.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.utils import quote
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from trips import clock, credentials, messages, wire, words
from trips.models import Trip
from trips.pages import activity, lists, present
from trips.pages.decorators import page, takes_form
from trips.pages.questions import Question
from trips.pages.responses import see_other

OPEN_FOR = timedelta(minutes=10)  # of one entry in the audit log, for a page that is reloaded
AUDITED = "Opened the hub as a reader"
OPENED = "opened"  # in the session of staff: the id of a trip, and when
QUESTION = Question(
    _("Open the hub as a reader"),
    _("Open the hub as a reader?"),
    _("That you did, and when, is written into the audit log. You can change nothing there."),
    is_danger=False,
)


@takes_form
@never_cache
@page
def as_staff(request: HttpRequest, trip_id: str) -> HttpResponse:
    """Show the hub to staff who may see trips and have just opened it by POST; else ask first."""
    user: Any = request.user
    if not (user.is_active and user.is_staff) and request.method != "POST":
        return redirect_to_login(request.path, reverse("admin:login"))
    if not (user.is_active and user.is_staff and user.has_perm("trips.view_trip")):
        raise wire.Refusal("staff_only")
    trip = credentials.trip_called(trip_id)
    if trip is None:
        raise wire.Refusal("not_found")
    if request.method == "POST":
        return _open(request, trip, user.pk)
    return _show(request, trip) if _is_open(request, trip) else _ask(request, trip)


def _open(request: HttpRequest, trip: Trip, user_id: int) -> HttpResponse:
    """Write into the audit log who opens the hub, once however often the button is pressed."""
    if not _is_open(request, trip):
        LogEntry.objects.log_actions(user_id, [trip], CHANGE, AUDITED, single_object=True)
        request.session[OPENED] = [trip.id, clock.now().isoformat()]
    return see_other(request.path)


def _is_open(request: HttpRequest, trip: Trip) -> bool:
    trip_id, at = request.session.get(OPENED) or ("", "")
    return trip_id == trip.id and clock.now() < datetime.fromisoformat(at) + OPEN_FOR


def _ask(request: HttpRequest, trip: Trip) -> HttpResponse:
    context = {
        "title": QUESTION.what,
        "trip": trip,
        "question": QUESTION,
        "action_url": request.path,
        "back_url": _page_of_staff(trip),
    }
    return render(request, "confirm.html", context)


def _show(request: HttpRequest, trip: Trip) -> HttpResponse:
    """Draw what a member sees who has not voted yet: no number, no key, no form."""
    shown = present.shown(request, trip.id, row=trip)
    state = shown.state
    not_voted = {poll.id: wire.my_poll(poll, None, state.at) for poll in state.polls}
    of_members, rows = lists.members(shown)
    context = {
        "trip": state.trip,
        "words": present.of_trip(state.trip),
        "back_url": _page_of_staff(trip),
        "shown_at": words.moment(state.at, state.trip.time_zone, state.at),
        "is_brief": present.is_brief(state.trip),
        "messages": messages.all_of(state.trip),
        "polls": present.polls(state, not_voted),
        "activity": activity.activity(state),
        "until": shown.until,
        "hub_url": "",
        **of_members,
        **{name: SafeString(html.decode()) for name, html in rows.items()},
    }
    return render(request, "reader.html", context)


def _page_of_staff(trip: Trip) -> str:
    return reverse("admin:trips_trip_change", args=[quote(trip.id)])
