"""The verb on the address of a member's calendar, which calendar programs ask again and again."""

from trips import keys, wire
from trips.change import verb
from trips.membership.leaving import find
from trips.models import Member, Trip


@verb
def make_calendar(trip: Trip, member_id: str) -> wire.CalendarResponse:
    """Make a secret for the address of a member's calendar and return it, this once.

    Only its digest is kept. An address that was made before ends; so does this one when the
    membership ends or the member gets a new key. Raises Refusal `member_not_found`.
    """
    member, secret = find(trip, member_id, Member.State.IN), keys.new_key()
    member.calendar_digest = keys.digest(secret)
    member.save()
    trip.was_changed_in_silence = True
    return {"success": True, "calendarKey": secret}
