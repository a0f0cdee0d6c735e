"""Serve the calls on a trip: plan, see, change, close and cancel it, replace its link."""

from django.http import HttpRequest, HttpResponse
from ninja import Status

from trips import access, planning, snapshots, wire
from trips.api import bodies
from trips.api.callers import by_organiser
from trips.api.document import JSON_TYPE
from trips.api.instance import READ, REFUSED, api
from trips.api.repeats import idempotency_key_for, names_ignored
from trips.forms import PlanForm, validated


@api.post("/create", response={201: wire.CreateResponse} | REFUSED, summary="Plan a trip")
def create(request: HttpRequest, body: bodies.CreateBody) -> Status[wire.CreateResponse]:
    """Plan a trip; the caller becomes its organiser.

    Takes an Idempotency-Key, as all calls that change something. Refuses the eleventh trip of an
    hour and address (429).
    """
    return Status(201, _create(request, body=body))


@names_ignored
def _create(request: HttpRequest, body: bodies.CreateBody) -> wire.CreateResponse:
    idempotency_key = idempotency_key_for(request, release_1_caller=request.META["REMOTE_ADDR"])
    form = validated(PlanForm(body.known()))
    address = request.META["REMOTE_ADDR"]
    return planning.plan(idempotency_key, form.terms(), form.organiser(), address=address)


@api.get("/join", response={200: wire.SnapshotResponse} | READ, summary="See a trip")
def see(request: HttpRequest, tripId: str) -> HttpResponse:
    """Return the whole state of the trip that an invitation leads to."""
    state = wire.trip_in(snapshots.whole(access.trip_of(tripId.strip()).id))
    return HttpResponse(
        f'{{"success":true,"trip":{state}}}', content_type=f"{JSON_TYPE}; charset=utf-8"
    )


@api.post("/update", response={200: wire.TripResponse} | REFUSED, summary="Change a trip's terms")
def update(request: HttpRequest, body: bodies.UpdateBody) -> wire.TripResponse:
    """Change the terms that are sent, and no others.

    Refuses a capacity below the number of members (422).
    """
    me, idempotency_key = by_organiser(request, body)
    return planning.update(me, idempotency_key, body.model_dump(exclude_unset=True))


@api.post("/close", response={200: wire.TripResponse} | REFUSED, summary="Take no more members")
def close(request: HttpRequest, body: bodies.OrganiserBody) -> wire.TripResponse:
    """Take no more members; a repeat changes nothing."""
    me, idempotency_key = by_organiser(request, body)
    return planning.close(me, idempotency_key)


@api.post("/reopen", response={200: wire.TripResponse} | REFUSED, summary="Take members again")
def reopen(request: HttpRequest, body: bodies.OrganiserBody) -> wire.TripResponse:
    """Take members again, unless the trip is cancelled (409 `trip_cancelled`)."""
    me, idempotency_key = by_organiser(request, body)
    return planning.reopen(me, idempotency_key)


@api.post("/cancel", response={200: wire.TripResponse} | REFUSED, summary="Cancel the trip")
def cancel(request: HttpRequest, body: bodies.OrganiserBody) -> wire.TripResponse:
    """Cancel the trip for good; a repeat changes nothing."""
    me, idempotency_key = by_organiser(request, body)
    return planning.cancel(me, idempotency_key)


@api.post(
    "/rotate-invitation",
    response={200: wire.InvitationResponse} | REFUSED,
    summary="Replace the shared link",
)
def rotate_invitation(request: HttpRequest, body: bodies.OrganiserBody) -> wire.InvitationResponse:
    """Replace the invitation; the old one is refused from now on (410)."""
    me, idempotency_key = by_organiser(request, body)
    return planning.replace_invitation(me, idempotency_key)
