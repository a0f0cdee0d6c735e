"""The verbs on who organises a trip: one or more of its members, of whom one is the founder."""

from trips import feed, wire
from trips.change import verb
from trips.membership.leaving import find
from trips.membership.requests import pending, refuse
from trips.models import Member, Trip
from trips.wire import events


@verb
def make_organiser(trip: Trip, member_id: str) -> wire.RoleResponse:
    """Make a member an organiser; one who is changes nothing. Raises Refusal `member_not_found`."""
    member = find(trip, member_id, Member.State.IN)
    if not member.is_organiser:
        _change_role(trip, member, made_organiser=True)
    return _roles(trip, member)


@verb
def step_down(trip: Trip, member_id: str) -> wire.RoleResponse:
    """Take the role from an organiser who wishes it, and who stays a member.

    Raises Refusal `member_not_found`, `hand_over_first` for the founder, and `unauthorized` for
    whoever is no organiser.
    """
    member = find(trip, member_id, Member.State.IN)
    if not member.is_organiser:
        raise wire.Refusal("unauthorized")
    return _back_to_member(trip, member)


@verb
def take_role(trip: Trip, member_id: str, founder_id: str = "") -> wire.RoleResponse:
    """Take the role from an organiser, who stays a member; one who has none changes nothing.

    `founder_id` is the member who does it, and must be the founder; staff give none.
    Raises Refusal `member_not_found`, `not_the_founder`, `hand_over_first` for the founder's role.
    """
    _refuse_others(trip, founder_id)
    member = find(trip, member_id, Member.State.IN)
    return _back_to_member(trip, member) if member.is_organiser else _roles(trip, member)


@verb
def hand_over(trip: Trip, member_id: str, founder_id: str = "") -> wire.RoleResponse:
    """Make a member the founder; the one before stays an organiser, and their recovery code ends.

    Who says "it's me" of the new founder is refused: other organisers could give their key away.
    `founder_id` is that of `take_role`. Raises Refusal `member_not_found`, `not_the_founder`.
    """
    _refuse_others(trip, founder_id)
    member, before = find(trip, member_id, Member.State.IN), _founder(trip)
    if member == before:
        return _roles(trip, member)
    before.is_founder, before.made_organiser = False, True
    before.save()  # first: the database holds that a trip has one founder
    trip.recovery_digest = trip.recovery_made_at = None
    _change_role(trip, member, is_founder=True, before=before.id)
    refuse(trip, pending(trip).filter(member=member))
    return _roles(trip, member)


def _founder(trip: Trip) -> Member:
    return trip.members.get(is_founder=True)


def _refuse_others(trip: Trip, founder_id: str) -> None:
    """Refuse a member who is not the founder, under the lock: they may have been a moment ago."""
    if founder_id and founder_id != _founder(trip).id:
        raise wire.Refusal("not_the_founder")


def _back_to_member(trip: Trip, organiser: Member) -> wire.RoleResponse:
    if organiser.is_founder:
        raise wire.Refusal("hand_over_first")
    _change_role(trip, organiser)
    return _roles(trip, organiser)


def _change_role(
    trip: Trip,
    member: Member,
    *,
    made_organiser: bool = False,
    is_founder: bool = False,
    before: str = "",
) -> None:
    """Give a member this role and record it; `before` is the id of the founder until now."""
    organised = member.is_organiser
    member.made_organiser, member.is_founder = made_organiser, is_founder
    member.save()
    founder = member.id if is_founder else _founder(trip).id
    feed.announce(trip, events.role_changed(member, organised, founder, before or founder))


def _roles(trip: Trip, member: Member) -> wire.RoleResponse:
    return {"success": True, "member": wire.member(member), "founderId": _founder(trip).id}
