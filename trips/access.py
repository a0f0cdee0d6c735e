"""Who may do what: the rules that turn a credential into a right, or refuse it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import HttpRequest

from trips import browsers, credentials, wire
from trips.browsers import Held
from trips.models import Invitation, JoinRequest, Member, Trip
from trips.wire import rights


def refuse_hidden(trip: Trip) -> None:
    """Refuse a trip that staff have hidden. Raises Refusal `trip_hidden`.

    Said only to who has a credential: to anybody else an id tells nothing.
    """
    if trip.hidden_at:
        raise wire.Refusal("trip_hidden")


def invitation_by(token: str) -> Invitation:
    """Find the invitation with this token.

    Raises Refusal `not_found`, `invitation_replaced` or `trip_hidden`.
    """
    row = credentials.invitation_called(token)
    if row is None:
        raise wire.Refusal("not_found")
    if row.replaced_at:
        raise wire.Refusal("invitation_replaced")
    refuse_hidden(row.trip)
    return row


def trip_or_invitation(ref: str) -> Trip | Invitation:
    """Find a trip by its id, or else an invitation by its token.

    An id is public and proves nothing: the caller checks a credential as well.
    Raises Refusal `not_found`, `invitation_replaced` or `trip_hidden`.
    """
    return credentials.trip_called(ref) or invitation_by(ref)


def trip_of(invitation: str) -> Trip:
    """Find the trip that an invitation token is for.

    Raises Refusal `not_found`, `invitation_replaced` or `trip_hidden`.
    """
    return invitation_by(invitation).trip


def trip_by(ref: str) -> Trip:
    """Find a trip by id or invitation. Raises Refusal as `trip_or_invitation` does."""
    found = trip_or_invitation(ref)
    return found.trip if isinstance(found, Invitation) else found


def trip_id_of(ref: str) -> str:
    """Find the id of a trip by any invitation it ever had, or by the id itself.

    Raises Refusal `not_found` for any other text, which may be a secret pasted by mistake.
    """
    if invitation := credentials.invitation_called(ref):
        return invitation.trip_id
    if not credentials.trip_called(ref):
        raise wire.Refusal("not_found")
    return ref


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who opens a page of a trip, by the keys that their browser holds."""

    member: Member | None  # also somebody who is no longer in
    request: JoinRequest | None  # not granted yet; None for who is in

    @property
    def is_in(self) -> bool:
        """Whether they are a member of the trip now."""
        return self.member is not None and self.member.is_in

    @property
    def waits(self) -> bool:
        """Whether they wait for a place on the trip."""
        return self.member is not None and self.member.waits

    @property
    def is_current(self) -> bool:
        """Whether they are a member of the trip now, or wait for a place on it."""
        return self.is_in or self.waits

    @property
    def was_removed(self) -> bool:
        """Whether they were removed from the trip, or have asked to come back."""
        is_removed = self.member is not None and self.member.state == Member.State.REMOVED
        return is_removed or (
            self.request is not None and self.request.kind == JoinRequest.Kind.RETURN
        )

    @property
    def asked_as(self) -> str:
        """The name of the member for whom the organiser's answer is awaited, or ""."""
        is_pending = self.request and self.request.state == JoinRequest.State.PENDING
        return self.request.member.name if self.request and is_pending else ""


def visitor(held: Held, trip_id: str) -> Visitor:
    """Look up who the browser with these keys is on a trip.

    Raises Refusal `trip_hidden` for who is in or waits for a place.
    """
    member = credentials.holder(held, trip_id)
    if member and member.is_current:
        refuse_hidden(member.trip)
        return Visitor(member, None)
    return Visitor(member, credentials.request_in(held, trip_id))


def calendar_of(secret: str) -> Member:
    """Find the member to whom a calendar's address belongs, by the secret in it.

    Raises Refusal `not_found`, also for an address that ended with its key, `calendar_ended` for
    somebody who is no longer on the trip, and `trip_hidden`.
    """
    member = credentials.member_by_calendar(secret)
    if member is None:
        raise wire.Refusal("not_found")
    if not member.is_in:
        raise wire.Refusal("calendar_ended")
    refuse_hidden(member.trip)
    return member


def actor(request: HttpRequest, trip_id: str, key: str = "") -> Member:
    """Find the member who calls, by key, Bearer token or cookie.

    Raises Refusal `unauthorized`, also for somebody who is no longer a member, and `trip_hidden`.
    """
    found = in_or_in_line(request, trip_id, key)
    if not found.is_in:
        raise wire.Refusal("unauthorized")
    return found


def in_or_in_line(request: HttpRequest, trip_id: str, key: str = "") -> Member:
    """Find the member who calls, or somebody who waits for a place, as `actor` does.

    Raises Refusal `unauthorized` and `trip_hidden`.
    """
    found = data_subject(request, trip_id, key)
    if not found.is_current:
        raise wire.Refusal("unauthorized")
    return found


def data_subject(request: HttpRequest, trip_id: str, key: str = "") -> Member:
    """Find whose data is held, who calls as `actor` does: also who has left or was removed.

    They may see what is held of them and erase it, and nothing else. Raises Refusal `unauthorized`
    and `trip_hidden`.
    """
    if key:
        found = credentials.member_by_key(key)
    elif token := credentials.bearer_token(request.headers.get("Authorization", "")):
        found = credentials.member_by_token(token)
    else:
        found = credentials.holder(browsers.of(request), trip_id)
    if found is None or found.trip_id != trip_id:
        raise wire.Refusal("unauthorized")
    refuse_hidden(found.trip)
    return found


def organiser(request: HttpRequest, trip_id: str, key: str = "") -> Member:
    """Find an organiser who calls. Raises Refusal `unauthorized`, also for other members."""
    found = actor(request, trip_id, key)
    if not found.is_organiser:
        raise wire.Refusal("unauthorized")
    return found


def founder(request: HttpRequest, trip_id: str, key: str = "") -> Member:
    """Find the founder who calls.

    Raises Refusal `unauthorized`, and `not_the_founder` for another organiser.
    """
    found = organiser(request, trip_id, key)
    if not found.is_founder:
        raise wire.Refusal("not_the_founder")
    return found


@dataclass(frozen=True, slots=True)
class Watcher:
    """The credentials of a live connection, whose they are, and what makes us check them again.

    `ref` is a trip id or an invitation token; `revalidated_on` a result of `rights.revalidates`.
    """

    ref: str
    cookies: Mapping[str, str]
    authorization: str
    trip_id: str = ""
    member_id: str = ""  # of somebody who is in or waits for a place
    revalidated_on: str = ""

    @property
    def may_be_member(self) -> bool:
        """Whether they bring a credential of a member, be it valid or not."""
        held = Held(self.cookies)
        return bool(held.id or held.beside or credentials.bearer_token(self.authorization))

    @property
    def is_guest(self) -> bool:
        """Whether it is the invitation alone that lets them watch."""
        return self.revalidated_on == rights.GUESTS


def admit(watcher: Watcher) -> Watcher:
    """Return the watcher with trip and member looked up, if they may watch.

    Called at connect and again after each frame that may end the right. Raises Refusal
    `not_found`, `invitation_replaced`, `not_a_member` or `trip_hidden`.
    """
    invitation = credentials.invitation_called(watcher.ref)
    trip_id = invitation.trip_id if invitation else watcher.ref
    held = Held(watcher.cookies)  # looked up anew: the browser may have left since
    member = credentials.holder(held, trip_id) or credentials.member_by_token(
        credentials.bearer_token(watcher.authorization)
    )
    if member and member.trip_id == trip_id and member.is_current:
        refuse_hidden(member.trip)
        as_whom = member.id if member.is_in else rights.WHO_WAITS
        return _admitted(watcher, trip_id, as_whom, member.id)
    if invitation and not invitation.replaced_at:
        refuse_hidden(invitation.trip)
        return _admitted(watcher, trip_id, rights.GUESTS)
    if invitation:
        raise wire.Refusal("invitation_replaced")
    raise wire.Refusal("not_a_member" if _held_a_key(held, trip_id) else "not_found")


def admit_guest(watcher: Watcher, trip_id: str) -> Watcher:
    """Return the watcher of a trip as a guest; the caller knows that the invitation is valid."""
    return _admitted(watcher, trip_id, rights.GUESTS)


def _admitted(watcher: Watcher, trip_id: str, as_whom: str, member_id: str = "") -> Watcher:
    return replace(watcher, trip_id=trip_id, member_id=member_id, revalidated_on=as_whom)


def _held_a_key(held: Held, trip_id: str) -> bool:
    return bool(held.digests(trip_id)) and credentials.trip_called(trip_id) is not None
