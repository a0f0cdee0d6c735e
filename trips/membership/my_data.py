"""What the site holds of a member on a trip, and the verb that erases it."""

from typing import Any

from django.contrib.admin.models import LogEntry

from trips import feed, keys, wire
from trips.change import verb
from trips.first_answers import forget_answers_about
from trips.membership.bringing import brought_by
from trips.membership.leaving import counted, let_go
from trips.membership.waiting import give_up
from trips.models import (
    Ballot,
    Event,
    FirstAnswer,
    HeldKey,
    JoinRequest,
    Member,
    Message,
    Receiver,
    Trip,
)
from trips.wire import events
from trips.wire.values import moment


def held_of(member: Member, kept_for: wire.KeptForShape) -> wire.MyDataShape:
    """Return all that the site holds of a member on their trip, but no secret.

    Who is not in learns no names of those who are. `kept_for` is `housekeeping.KEPT_FOR`.
    """
    trip = member.trip
    others = trip.members.filter(state=Member.State.IN) if member.is_in else trip.members.none()
    bringer = others.filter(pk=member.brought_by).first()
    ballots = member.ballots.select_related("poll").prefetch_related("choices__option")
    return {
        "tripId": trip.id,
        "tripName": trip.title,
        "id": member.id,
        "name": member.name,
        "mobile": member.mobile,
        "state": member.state,
        "isAdmin": member.is_organiser,
        "isFounder": member.is_founder,
        "joinedAt": moment(member.joined_at),
        "broughtBy": bringer.name if bringer else None,
        "brought": [each.name for each in brought_by(member)] if member.is_in else [],
        "ballots": [_ballot(each) for each in ballots.order_by("cast_at")],
        "requests": [_request(each) for each in member.requests.all()],
        "messages": [_message(each) for each in trip.messages.filter(author=member.id)],
        "newsTo": _mail_addresses(member),
        "pushedTo": member.receivers.filter(kind=Receiver.Kind.PUSH).count(),
        "hasCalendarAddress": bool(member.calendar_digest),
        "browsers": HeldKey.objects.filter(key_digest=member.key_digest).count(),
        "answersKept": FirstAnswer.objects.filter(trip=trip, caller=member.id).count(),
        "keptForDays": kept_for,
    }


def _mail_addresses(member: Member) -> list[str]:
    try:
        to_mail = member.receivers.filter(kind=Receiver.Kind.EMAIL)
        return [*dict.fromkeys(each.address for each in to_mail)]
    except keys.Unreadable:
        return []  # as of a number that no key decrypts


def _request(request: JoinRequest) -> wire.MyRequestShape:
    return {
        "kind": request.kind,
        "state": request.state,
        "askedAt": moment(request.asked_at),
        "answeredAt": moment(request.answered_at) if request.answered_at else None,
    }


def _message(message: Message) -> wire.MyMessageShape:
    return {
        "number": message.number,
        "text": message.text,
        "postedAt": moment(message.posted_at),
    }


def _ballot(ballot: Ballot) -> wire.MyBallotShape:
    chosen: dict[bool, list[wire.OptionShape]] = {False: [], True: []}
    for choice in ballot.choices.all():
        chosen[choice.is_maybe].append(wire.option(ballot.poll, choice.option))
    return {
        "question": ballot.poll.question,
        "choices": chosen[False],
        "maybes": chosen[True],
        "castAt": moment(ballot.cast_at),
    }


@verb
def erase(trip: Trip, member_id: str, browser: str = "") -> wire.CountResponse:
    """Let somebody leave the trip or the line, and erase what is held of them, in the log too.

    Who was removed has left by that: nobody lets them back in any more. `browser` is the id of the
    one that asks, or "": it is still to be known when it asks again.

    What others decided with their ballots, and messages that they wrote as an organiser, stay
    without their name; so does the row, which keeps the ids in the log those of somebody. A new
    epoch makes every watcher take the whole state, so that no frame brings the name back.
    Raises Refusal `member_not_found`, `hand_over_first` for the founder.
    """
    member = trip.members.filter(pk=member_id).first()
    if member is None:
        raise wire.Refusal("member_not_found")
    if member.is_founder:
        raise wire.Refusal("hand_over_first")
    forget_answers_about(trip, member)
    held = HeldKey.objects.filter(key_digest=member.key_digest)
    held.exclude(browser=keys.digest(browser)).delete()
    of_staff = LogEntry.objects.filter(content_type__app_label="trips", object_id=member.id)
    of_staff.filter(content_type__model="member").update(object_repr="")
    member.requests.all().delete()
    member.receivers.all().delete()
    _make_nameless(member)
    written = trip.messages.filter(author=member.id)
    numbers = set(written.values_list("number", flat=True))
    written.update(author="", author_name="")
    _rewrite_events(trip, member.id, numbers)
    trip.epoch = keys.new_epoch()
    return _leave(trip, member)


def _leave(trip: Trip, member: Member) -> wire.CountResponse:
    """Take somebody out of the trip or its line, and tell every watcher that the log is another."""
    if member.is_in:
        return let_go(trip, member.id)
    if member.waits:
        give_up(trip, member)
    else:
        member.state = Member.State.LEFT
        member.save()
        feed.announce(trip, events.changed_unseen())
    return counted(trip)


def _make_nameless(member: Member) -> None:
    """Take from a member's row all that tells of them; nobody has its new key."""
    member.name = ""
    member.folded_name = member.name_key = f"\n{member.id}"  # that of no name
    member.calendar_digest = ""  # the number goes with who leaves
    member.key_digest, member.key_version = keys.digest(keys.new_key()), member.key_version + 1
    member.save()


def _rewrite_events(trip: Trip, member_id: str, numbers: set[int]) -> None:
    """Take a member's name out of a trip's log, also as the author of the messages `numbers`."""
    for event in trip.events.iterator():
        if (nameless := without_name(event.data, member_id, numbers)) != event.data:
            Event.objects.filter(pk=event.pk).update(data=nameless)


def without_name(data: Any, member_id: str, numbers: set[int]) -> Any:
    """Return the data of an event without a member's name, wherever in it they stand."""
    if isinstance(data, list):
        return [without_name(each, member_id, numbers) for each in data]
    if not isinstance(data, dict):
        return data
    nameless = {name: without_name(each, member_id, numbers) for name, each in data.items()}
    if data.get("id") == member_id or ("text" in data and data.get("number") in numbers):
        nameless |= {name: "" for name in ("name", "avatar") if name in data}
    if "before" in data and (data.get("member") or {}).get("id") == member_id:
        nameless["before"] |= {name: "" for name in ("name",) if name in data["before"]}
    return nameless
