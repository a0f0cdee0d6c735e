"""Greet somebody on the hub, once, after they have joined or planned the trip."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from trips import browsers, phones, snapshots, wire, words
from trips.models import Member

WAITS_S = 600
COMPLETES = "completes"


def greet(response: HttpResponse, trip_id: str, *, completes: bool = False) -> None:
    """Set a cookie by which the next hub page greets, once and within ten minutes.

    With `completes` it greets somebody whose join completes the group.
    """
    which = COMPLETES if completes else "1"
    browsers.set_cookie(response, _cookie(trip_id), which, WAITS_S)


def greet_later(response: HttpResponse, trip_id: str) -> None:
    """Set a cookie by which the first hub page greets somebody who waits for a place as yet."""
    browsers.set_cookie(response, _cookie(trip_id), "1")


def due(request: HttpRequest, state: snapshots.State, me: Member) -> dict[str, Any] | None:
    """Return the template context of the greeting that is due on the hub, or None.

    It shows how a number was read: its country code and last digits, to its owner.
    """
    trip = state.trip
    waiting = request.COOKIES.get(_cookie(trip.id))
    if not waiting:
        return None
    mobile = me.mobile
    number = _number_of(me, state)
    return {
        "number": number,
        "of": max(words.goal(wire.trip_fields(trip)), number),
        "completes": waiting == COMPLETES and trip.is_unlocked,
        "mobile": mobile and f"{phones.country_code(mobile)} {phones.mask(mobile)}",
    }


def _number_of(me: Member, state: snapshots.State) -> int:
    """Return how many had joined with `me`: by a query only where not all members are read."""
    if len(state.members) == state.trip.member_count:
        return sum(each.joined_at <= me.joined_at for each in state.members)
    joined = state.trip.members.filter(state=Member.State.IN, joined_at__lte=me.joined_at)
    return joined.count()


def done(response: HttpResponse, trip_id: str) -> None:
    """Delete the cookie, so that no later page greets."""
    response.delete_cookie(_cookie(trip_id))


def _cookie(trip_id: str) -> str:
    return f"greet-{trip_id}"
