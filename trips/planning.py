"""The verbs on a trip itself: plan it, change its terms, close it, replace its link.

`change.verb` passes the locked trip to a verb, which is called as `close(by, idempotency_key)`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import ngettext

from trips import clock, credentials, feed, keys, languages, throttle, wire
from trips.browsers import Held
from trips.change import run_once, verb
from trips.forms import UNSEEN, Guest, Seen, SettingsForm, Terms, validated
from trips.idempotency import IdempotencyKey
from trips.models import Invitation, Trip
from trips.waiting_list import fill_places
from trips.wire import events


def plan(
    idempotency_key: IdempotencyKey | None,
    terms: Terms,
    organiser: Guest,
    *,
    address: str = "",
    browser: Held | None = None,
) -> wire.CreateResponse:
    """Create a trip with its organiser as the first member, in the language of the request.

    The log begins with the event that the organiser joined. `address` is the client's, against
    which trips are counted; "" is not. `browser` keeps the organiser's key, in the same
    transaction. Raises Refusal `key_reused`, `too_many`.
    """
    language = languages.active()
    return run_once(idempotency_key, lambda: _plan(terms, organiser, language, address, browser))


def _plan(
    terms: Terms, organiser: Guest, language: str, address: str, browser: Held | None
) -> wire.CreateResponse:
    if address:
        throttle.plan(address)  # only now it is known not to be a repeat
    trip = Trip.objects.create(**terms, language=language)
    token = _invite(trip)
    key = keys.new_key()
    columns = organiser.columns(trip.id)
    member = trip.members.create(
        is_founder=True, key_digest=keys.digest(key), joined_at=clock.now(), **columns
    )
    if browser:
        browser.keep({trip.id: key})
    trip.adjust_count(+1)
    feed.announce(trip, events.joined(trip, member))
    trip.save()
    return {
        "success": True,
        "tripId": token,
        "adminId": key,
        "token": credentials.issue_token(member),
        "trip": wire.snapshot(trip, member.id, [member]),
    }


@verb
def update(trip: Trip, given: Mapping[str, Any], seen: Seen = UNSEEN) -> wire.TripResponse:
    """Change the terms of a trip.

    `given` holds the fields to change by the API's names, `seen` what a form had shown of them.
    Without a difference no event is recorded. Raises Refusal `invalid`, also for a capacity below
    the number of members, and if somebody else has changed a field meanwhile.
    """
    form = validated(SettingsForm(trip, given, seen))
    capacity = form.cleaned_data.get("capacity")
    if capacity is not None and capacity < trip.member_count:
        sentence = ngettext(
            "{n} is in already. Choose at least that many.",
            "{n} are in already. Choose at least that many.",
            trip.member_count,
        )
        raise wire.Refusal("invalid", capacity=sentence.format(n=trip.member_count))
    now = clock.now()
    before = wire.trip_fields(trip, now)
    for column, value in form.changes().items():
        setattr(trip, column, value)
    trip.adjust_count(0)
    return _updated(trip, before, now)


@verb
def close(trip: Trip) -> wire.TripResponse:
    """Close a trip for joining; a closed one stays as it is."""
    if not trip.is_open:
        return {"success": True, "trip": wire.trip_fields(trip)}
    trip.closed_at = clock.now()
    return _closed(trip)


@verb
def reopen(trip: Trip) -> wire.TripResponse:
    """Open a closed trip for joining, and remove a deadline that has passed.

    An open trip stays as it is. Raises Refusal `trip_cancelled`, `trip_over`.
    """
    if trip.cancelled_at:
        raise wire.Refusal("trip_cancelled")
    if trip.has_ended:
        raise wire.Refusal("trip_over")
    if trip.is_open:
        return {"success": True, "trip": wire.trip_fields(trip)}
    now = clock.now()
    before = wire.trip_fields(trip, now)
    trip.closed_at = None
    if trip.join_by and trip.join_by <= now:
        trip.join_by = None
    return _updated(trip, before, now)


@verb
def cancel(trip: Trip) -> wire.TripResponse:
    """Cancel a trip for good; a cancelled one stays as it is."""
    if trip.cancelled_at:
        return {"success": True, "trip": wire.trip_fields(trip)}
    trip.cancelled_at = clock.now()
    return _closed(trip)


@verb
def replace_invitation(trip: Trip) -> wire.InvitationResponse:
    """Replace the trip's invitation; the old link then says that it was replaced.

    Members stay. The answer holds the new token, as `tripId`.
    """
    trip.invitations.filter(replaced_at=None).update(replaced_at=clock.now())
    token = _invite(trip)
    feed.announce(trip, events.invitation_replaced())
    return {"success": True, "tripId": token}


def _invite(trip: Trip) -> str:
    token = keys.new_key()
    Invitation.objects.create(
        trip=trip, digest=keys.digest(token), token_encrypted=keys.encrypt(token)
    )
    return token


def _updated(trip: Trip, before: wire.TripFields, now: datetime) -> wire.TripResponse:
    if event := events.updated(before, wire.trip_fields(trip, now)):
        feed.announce(trip, event)
    fill_places(trip)
    return {"success": True, "trip": wire.trip_fields(trip, now)}


def _closed(trip: Trip) -> wire.TripResponse:
    trip_fields = wire.trip_fields(trip)
    feed.announce(trip, events.closed(trip_fields))
    return {"success": True, "trip": trip_fields}
