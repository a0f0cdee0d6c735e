"""Serve the calls by which members see and erase what the site holds of them."""

from django.http import HttpRequest

from trips import browsers, membership, wire
from trips.api import bodies
from trips.api.callers import by_credential, data_subject
from trips.api.instance import REFUSED, api
from trips.housekeeping import KEPT_FOR


@api.post(
    "/my-data",
    response={200: wire.MyDataResponse} | REFUSED,
    summary="See all that is held of you on a trip",
)
def my_data(request: HttpRequest, body: bodies.MemberBody) -> wire.MyDataResponse:
    """Return all that the site holds of the caller on this trip, but no secret.

    Also to who waits for a place, and to who has left or was removed.
    """
    return {"success": True, "data": membership.held_of(data_subject(request, body), KEPT_FOR)}


@api.post(
    "/erase-me",
    response={200: wire.CountResponse} | REFUSED,
    summary="Leave a trip, and erase all that is held of you there",
)
def erase_me(request: HttpRequest, body: bodies.MemberBody) -> wire.CountResponse:
    """Leave the trip or the line, and erase what is held of you, which nothing undoes.

    Also for who has left or was removed, which nobody can undo then. The founder cannot (409): they
    hand it over first.
    """
    # As of leaving, a repeat is known by the member's key, which has ended by then.
    key = by_credential(request, body)
    me = data_subject(request, body)
    return membership.erase(me, key, me.id, browsers.of(request).id)
