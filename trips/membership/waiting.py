"""The verb by which somebody leaves the line for a place, and who waits in it."""

from trips import clock, feed, wire
from trips.change import verb
from trips.models import Member, Trip
from trips.waiting_list import line
from trips.wire import events


@verb
def leave_line(trip: Trip, member_id: str) -> wire.LineResponse:
    """Take somebody off the line, by their own will or an organiser's; others move up.

    They may wait anew, at its end. Raises Refusal `member_not_found`, and `not_in_line`, also for
    who has got a place.
    """
    member = trip.members.filter(pk=member_id).first()
    if member is None:
        raise wire.Refusal("member_not_found")
    if not member.waits:
        raise wire.Refusal("not_in_line")
    give_up(trip, member)
    return {"success": True, "waitingCount": trip.waiting_count}


def give_up(trip: Trip, member: Member) -> None:
    """Take who waits off the line, under the trip's lock."""
    member.state, member.ended_at = Member.State.LEFT, clock.now()
    member.phone_encrypted = member.phone_digest = ""
    member.save()
    member.receivers.all().delete()
    trip.waiting_count -= 1
    feed.announce(trip, events.waitlist_changed(trip))


def waiting(trip: Trip) -> list[wire.WaitingShape]:
    """List who waits for a place, first who is next, for organisers."""
    return [wire.waiting(member) for member in line(trip)] if trip.waiting_count else []
