"""Serve the call that reports a trip to staff."""

from django.http import HttpRequest

from trips import access, reports, wire
from trips.api import bodies
from trips.api.instance import REFUSED, api
from trips.api.repeats import idempotency_key_for
from trips.forms import ReportForm, validated
from trips.models import Invitation


@api.post(
    "/report",
    response={200: wire.SuccessResponse} | REFUSED,
    summary="Report a trip to the people who run this site",
)
def report(request: HttpRequest, body: bodies.ReportBody) -> wire.SuccessResponse:
    """Report a trip; nothing says who did, and nobody on the trip learns of it.

    By its invitation anybody may, by its own id who is on it. After three in an hour: 429.
    """
    idempotency_key = idempotency_key_for(request)
    found = access.trip_or_invitation(body.tripId)
    if isinstance(found, Invitation):
        trip_id = found.trip_id
    else:
        trip_id = access.actor(request, found.id, body.memberKey or "").trip_id
    said = validated(ReportForm(body.model_dump())).cleaned_data
    return reports.report(trip_id, idempotency_key, **said, address=request.META["REMOTE_ADDR"])
