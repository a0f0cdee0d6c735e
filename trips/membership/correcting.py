"""The verbs that correct a member's name and phone number."""

from django.utils.translation import gettext as _

from trips import feed, keys, phones, wire
from trips.change import verb
from trips.membership.leaving import find
from trips.models import Member, Trip
from trips.naming import free_name, give_name, namesakes, near
from trips.wire import events


@verb
def rename(trip: Trip, member_id: str, name: str, seen: str | None = None) -> wire.MemberResponse:
    """Rename a member; `name` has passed `names.clean`. The same name changes nothing.

    `seen` is the name that a form had shown, or None. Raises Refusal `member_not_found`,
    `name_taken`, which offers a free name, and `invalid` if somebody else changed it meanwhile.
    """
    member = find(trip, member_id, Member.State.IN)
    if member.name == name:
        return {"success": True, "member": wire.member(member)}
    if seen not in (None, member.name):
        raise _overtaken(member.name)
    nearby = near(trip, name)
    if any(other.is_in and other != member for other in namesakes(name, nearby)):
        free = free_name(trip, name)
        sentence = _("“{name}” is on the list already. Choose another name, e.g. “{free}”.").format(
            name=name, free=free
        )
        raise wire.Refusal("name_taken", name=sentence)
    before = member.name
    give_name(member, name, nearby)
    member.save()
    feed.announce(trip, events.renamed(member, before))
    return {"success": True, "member": wire.member(member)}


def _overtaken(name: str) -> wire.Refusal:
    refusal = wire.Refusal("invalid", name=wire.overtaken(name))
    refusal.initial = {"name": name}
    return refusal


@verb
def change_mobile(trip: Trip, member_id: str, phone: str) -> wire.SuccessResponse:
    """Replace a member's phone number by `phone` (E.164); "" erases it.

    No event is recorded, as nobody on the trip may see a number. The same number changes nothing.
    Raises Refusal `member_not_found`.
    """
    member = find(trip, member_id, Member.State.IN)
    digest = phones.digest(trip.id, phone)
    if digest == member.phone_digest and bool(phone) == bool(member.phone_encrypted):
        return {"success": True}
    others = trip.members.filter(state=Member.State.IN).exclude(pk=member.pk)
    # A refusal would tell whoever tries number after number which of them are on the trip.
    is_known = phone and others.filter(phone_digest=digest).exists()
    member.phone_encrypted = keys.encrypt(phone) if phone else ""
    member.phone_digest = "" if is_known else digest
    member.save()
    trip.was_changed_in_silence = True
    return {"success": True}


@verb
def erase_numbers(trip: Trip) -> wire.SuccessResponse:
    """Erase the phone numbers of everybody who is or was on a trip, without an event."""
    trip.members.update(phone_encrypted="", phone_digest="")
    trip.was_changed_in_silence = True
    return {"success": True}
