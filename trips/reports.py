"""The verbs by which people report a trip to staff, and staff hide it or have dealt with it."""

from django.db.models import F

from trips import clock, feed, throttle, wire
from trips.change import verb
from trips.models import Report, Trip
from trips.wire import events

MOST_OPEN = 100  # reports of a trip that wait for staff; more are only counted


@verb
def report(trip: Trip, reason: str, text: str, *, address: str = "") -> wire.SuccessResponse:
    """Report a trip to staff. Nobody on the trip learns of it, and nothing of the trip changes.

    `address` is the client's, against which reports are counted; "" is not.
    Raises Refusal `too_many`.
    """
    if address:
        throttle.report(address)
    if trip.reports.filter(handled_at=None).count() < MOST_OPEN:
        trip.reports.create(reason=reason, text=text, reported_at=clock.now())
    Trip.objects.filter(pk=trip.pk).update(report_count=F("report_count") + 1)
    trip.was_changed_in_silence = True
    return {"success": True}


@verb
def handle(trip: Trip, report_id: int, by: str) -> wire.SuccessResponse:
    """Take a report off staff's queue; `by` is the user name of who has dealt with it."""
    waiting = Report.objects.filter(trip=trip, pk=report_id, handled_at=None)
    waiting.update(handled_at=clock.now(), handled_by=by)
    return {"success": True}


@verb
def hide(trip: Trip) -> wire.SuccessResponse:
    """Hide a trip from everybody but staff until it is shown again; open connections end."""
    if trip.hidden_at is None:
        trip.hidden_at = clock.now()
        feed.announce(trip, events.hidden(is_hidden=True))
    return {"success": True}


@verb
def show(trip: Trip) -> wire.SuccessResponse:
    """Show a hidden trip again, as it was."""
    if trip.hidden_at is not None:
        trip.hidden_at = None
        feed.announce(trip, events.hidden(is_hidden=False))
    return {"success": True}
