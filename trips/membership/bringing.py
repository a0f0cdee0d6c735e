"""The verbs by which a member counts somebody else in, who gets a link to be handed on."""

from collections.abc import Collection

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from trips import clock, throttle, wire
from trips.change import verb
from trips.forms import Guest
from trips.membership.joining import add, behind_all, refuse_unless_welcome
from trips.membership.leaving import find, let_go
from trips.membership.requests import rekey
from trips.models import Member, Trip
from trips.naming import concerned, free_name, namesakes
from trips.statements import Param, compiled
from trips.waiting_list import fill_places

MOST_BROUGHT = 5  # by a member, of those who are in; organisers may bring as many as the trip takes
NOT_ADDED = {
    "trip_closed": _("This trip takes nobody any more, so “{name}” was not added."),
    "trip_full": _("This trip is full, so “{name}” was not added."),
    "approval_required": _(
        "“{name}” was removed from this trip. An organiser can undo that; or choose another name."
    ),
}


@verb
def bring(
    trip: Trip,
    member_id: str,
    name: str,
    enter_url: str,
    *,
    another: bool = False,
    address: str = "",
) -> wire.BringResponse:
    """Count somebody in, whom a member brings, and return a key and a link for them.

    `name` has passed `names.clean`; `another`: if it is taken, they are "Asha (2)". `enter_url` is
    the page that personal links open. `address` is that of `joining.join`.
    Raises Refusal `member_not_found`, `too_many_brought`, `name_taken`, `trip_closed`,
    `approval_required`, `trip_full`, `too_many`.
    """
    fill_places(trip)  # a server of the release before leaves one free
    bringer = find(trip, member_id, Member.State.IN)
    if not may_bring(bringer, brought_by(bringer)):
        raise wire.Refusal("too_many_brought")
    name = free_name(trip, name) if another else name
    others = concerned(trip, name, "", clock.now())
    _refuse_unless_welcome(trip, name, {each.state for each in namesakes(name, others)})
    if address:
        throttle.joined(address, trip.id)
    member, key = add(trip, Guest(name), others, behind_all(others), brought_by=bringer.id)
    return {
        "success": True,
        "member": wire.member(member),
        "memberId": member.id,
        "memberKey": key,
        "link": f"{enter_url}#{key}",
        "trip": wire.trip_fields(trip),
    }


@verb
def take_out(trip: Trip, member_id: str, by_id: str) -> wire.CountResponse:
    """Take somebody out again whom the member `by_id` has brought, as if they left by themselves.

    It is no removal: they have not come yet, and nobody wants them to ask before they join.
    Raises Refusal `member_not_found`, `unauthorized`, `link_used`.
    """
    _brought(trip, member_id, by_id)
    return let_go(trip, member_id)


@verb
def make_link(trip: Trip, member_id: str, by_id: str, enter_url: str) -> wire.LinkResponse:
    """Make a new key and link for somebody whom the member `by_id` has brought; the old one ends.

    `enter_url` is that of `bring`. Raises Refusal `member_not_found`, `unauthorized`, `link_used`.
    """
    member = _brought(trip, member_id, by_id)
    key = rekey(trip, member)["memberKey"]
    return {"success": True, "memberKey": key, "link": f"{enter_url}#{key}"}


def note_entry(member: Member) -> None:
    """Note that a member has used their key, so that who brought them has no say any more.

    Call it where a key is brought; it changes the database once in the life of a member.
    """
    if not member.has_entered:
        _note_entry(member.trip_id, None, member.id, member.key_version)
        member.has_entered = True


@verb
def _note_entry(trip: Trip, member_id: str, key_version: int) -> wire.SuccessResponse:
    waiting = trip.members.filter(pk=member_id, key_version=key_version, has_entered=False)
    trip.was_changed_in_silence = bool(waiting.update(has_entered=True))
    return {"success": True}


def brought_by(member: Member) -> list[Member]:
    """List who is in and was brought by a member, in the order in which they came."""
    return _brought_by.all(trip=member.trip_id, member=member.id)


_brought_by = compiled(
    Member.objects.filter(trip=Param("trip"), brought_by=Param("member"), state=Member.State.IN)
    .exclude(brought_by="")
    .order_by("joined_at", "id")
)


def may_bring(member: Member, brought: Collection[Member]) -> bool:
    """Return whether who has `brought` these may bring one more, if the trip takes one more."""
    return member.is_organiser or len(brought) < MOST_BROUGHT


def _brought(trip: Trip, member_id: str, by_id: str) -> Member:
    """Return somebody whom the member `by_id` has brought, and who has not used their key."""
    member = find(trip, member_id, Member.State.IN)
    if member.brought_by != by_id:
        raise wire.Refusal("unauthorized")
    if member.has_entered or member.is_organiser:
        raise wire.Refusal("link_used")
    return member


def _refuse_unless_welcome(trip: Trip, name: str, states: set[str]) -> None:
    """Refuse to take in somebody who is brought, in words for who brings them."""
    try:
        refuse_unless_welcome(trip, states)
    except wire.Refusal as refusal:
        if refusal.code not in NOT_ADDED:
            raise
        sentence = gettext(NOT_ADDED[refusal.code]).format(name=name)
        raise wire.Refusal(refusal.code, name=sentence) from None
