"""Serve the calls on the line of those who wait for a place on a full trip."""

from django.http import HttpRequest

from trips import membership, waiting_list, wire
from trips.api import bodies
from trips.api.callers import by_credential, by_organiser, in_line
from trips.api.instance import REFUSED, api


@api.post(
    "/place-in-line",
    response={200: wire.PlaceResponse} | REFUSED,
    summary="See your place in line",
)
def place_in_line(request: HttpRequest, body: bodies.MemberBody) -> wire.PlaceResponse:
    """Return the caller's place in line, 1 for who is next; 0 once they are in."""
    me = in_line(request, body)
    place, trip = waiting_list.place_of(me), wire.trip_fields(me.trip)
    return {"success": True, "placeInLine": place, "trip": trip}


@api.post("/leave-line", response={200: wire.LineResponse} | REFUSED, summary="Wait no longer")
def leave_line(request: HttpRequest, body: bodies.MemberBody) -> wire.LineResponse:
    """Leave the line. Refuses with 409 `not_in_line` who has got a place: they `leave` the trip."""
    idempotency_key = by_credential(request, body)
    me = in_line(request, body)
    return membership.leave_line(me, idempotency_key, me.id)


@api.post(
    "/take-off-line",
    response={200: wire.LineResponse} | REFUSED,
    summary="Take somebody off the line",
)
def take_off_line(request: HttpRequest, body: bodies.OnMemberBody) -> wire.LineResponse:
    """Take somebody off the line of those who wait. They may wait anew, at its end."""
    me, idempotency_key = by_organiser(request, body)
    return membership.leave_line(me, idempotency_key, body.memberId)
