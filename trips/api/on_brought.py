"""Serve the calls by which a member counts somebody else in."""

from django.http import HttpRequest
from django.urls import reverse

from trips import membership, throttle, wire
from trips.api import bodies
from trips.api.callers import by_member
from trips.api.instance import REFUSED, api
from trips.forms import BringForm, validated


@api.post("/bring", response={200: wire.BringResponse} | REFUSED, summary="Count somebody else in")
def bring(request: HttpRequest, body: bodies.BringBody) -> wire.BringResponse:
    """Count in somebody whom you bring, and get the link that you hand on to them.

    A member brings five who are in at most, an organiser as many as the trip takes. Refuses as
    `join` does; with `another` a taken name gets a number.
    """
    me, idempotency_key = by_member(request, body, body.adminId)
    name = validated(BringForm({"name": body.name})).cleaned_data["name"]
    address = request.META["REMOTE_ADDR"]
    with throttle.joining(address, me.trip_id):
        return membership.bring(
            me,
            idempotency_key,
            me.id,
            name,
            _enter_url(request),
            another=body.another,
            address=address,
        )


@api.post(
    "/take-out",
    response={200: wire.CountResponse} | REFUSED,
    summary="Take out whom you have brought, until they have used their link",
)
def take_out(request: HttpRequest, body: bodies.OnBroughtBody) -> wire.CountResponse:
    """Take somebody out whom you have brought; once they have used their link, organisers can."""
    me, idempotency_key = by_member(request, body, body.adminId)
    return membership.take_out(me, idempotency_key, body.memberId, me.id)


@api.post(
    "/make-link",
    response={200: wire.LinkResponse} | REFUSED,
    summary="Make a new link for whom you have brought, until they have used theirs",
)
def make_link(request: HttpRequest, body: bodies.OnBroughtBody) -> wire.LinkResponse:
    """Make a new key and link for somebody whom you have brought; the earlier one ends."""
    me, idempotency_key = by_member(request, body, body.adminId)
    return membership.make_link(me, idempotency_key, body.memberId, me.id, _enter_url(request))


def _enter_url(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("enter"))
