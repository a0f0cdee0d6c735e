"""Serve the calls by which members see and erase what the site holds of them."""

from django.http import HttpRequest

from trips import browsers, credentials, membership, wire
from trips.api import bodies
from trips.api.callers import caller, credential
from trips.api.instance import REFUSED, api
from trips.api.repeats import idempotency_key_for
from trips.housekeeping import KEPT_FOR


@api.post(
    "/my-data",
    response={200: wire.MyDataResponse} | REFUSED,
    summary="See all that is held of you on a trip",
)
def my_data(request: HttpRequest, body: bodies.MemberBody) -> wire.MyDataResponse:
    """Return all that the site holds of the caller on this trip, but no secret."""
    return {"success": True, "data": membership.held_of(caller(request, body), KEPT_FOR)}


@api.post(
    "/erase-me",
    response={200: wire.CountResponse} | REFUSED,
    summary="Leave a trip, and erase all that is held of you there",
)
def erase_me(request: HttpRequest, body: bodies.MemberBody) -> wire.CountResponse:
    """Leave the trip and erase what is held of you, which nothing undoes.

    The founder cannot (409): they hand it over first.
    """
    # As of leaving, a repeat is known by the member's key, which has ended by then.
    extra = "" if body.memberKey else credential(request, body)
    release_1_caller = credentials.proof(request)
    key = idempotency_key_for(request, extra=extra, release_1_caller=release_1_caller)
    me = caller(request, body)
    return membership.erase(me, key, me.id, browsers.of(request).id)
